import type { ObjectStore } from '../../../shared/contracts/ports.ts'
import { worklistRefSchema, worklistSchema } from '../../../shared/contracts/round.ts'
import { fileKey } from '../../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../../shared/rounds/portal-settings.ts'
import { getJson } from '../../../shared/runtime/json-objects.ts'

/** A simulation has nobody at its sFTP server: its portal comes for a file within the hour, after so long (S2). */
export const FETCHES_AFTER_MS = 20 * 60_000

/** The user as whom it comes, as on AWS. */
export const PORTAL_USER = 'inforing'

/**
 * The key of the file that `deliver-file` left for the portal to come for; null for a file that goes another way, or
 * was never written.
 *
 * @param input of the function
 */
export async function leftForPortal(objects: ObjectStore, input: unknown): Promise<string | null> {
  const list = await getJson(objects, 'work', worklistRefSchema.parse(input).key, worklistSchema)
  if (list?.channel !== 'sftp' || (await settingsOf(objects)).RIS.sftp !== null) return null
  const key = fileKey(list)
  return (await objects.exists('signals', key)) ? key : null
}
