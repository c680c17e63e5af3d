import { z } from 'zod'
import { RECEIPTS } from '../../shared/contracts/object-keys.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { isFileName } from '../../shared/portals/file-name.ts'
import { fileProfiles } from '../../shared/portals/settings.ts'
import { askQuestionOnce } from '../../shared/questions/questions.ts'
import { type DeliveryRecords, recordReceipt } from '../../shared/rounds/deliveries.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

export const keepReceiptInput = z.object({ key: z.string().min(1) })

export interface ReceiptPorts extends DeliveryRecords {
  readonly objects: Pick<
    ObjectsFor<'inbox read' | 'work read' | 'evidence read' | 'evidence write'>,
    'get' | 'list' | 'put' | 'putNew'
  >
  readonly notebook: DeliveryRecords['notebook'] & Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
}

/**
 * Keeps the receipt that a portal gave of a file, as it came, and records it in each of the file's cases (S2). The key
 * is `ontvangstbewijzen/<file>` with whatever the receipt's own name adds: `vroegsignalen-2026-02-20-01.csv.pdf`. Its
 * date is the day on which it came. Of a file that is not known, people are asked; its name is in the question only
 * where it is one that our files have, since it may be a renter's (invariant 6). Run again, it changes nothing.
 */
export async function keepReceipt(
  ports: ReceiptPorts,
  { key }: z.infer<typeof keepReceiptInput>,
): Promise<{ kept: boolean }> {
  const bytes = await ports.objects.get('inbox', key)
  if (!bytes) return { kept: false }
  const name = key.slice(RECEIPTS.length)
  const [, file = null, added = ''] = /^([A-Za-z0-9_-]+\.(?:xlsx|csv))(.*)$/.exec(name) ?? []
  // Of the rest of its name only the ending is kept: a name that a person gives may name a renter (invariant 6).
  const [ending = ''] = /\.[a-z0-9]{1,5}$/.exec(added.toLowerCase()) ?? []
  const at = ports.now().toISOString()
  const given = { on: dateOf(at), by: 'portal', copy: { bytes, ending } }
  if (file !== null && (await recordReceipt(ports, { file, ...given }))) return { kept: true }
  const profiles = fileProfiles(await settingsOf(ports.objects))
  const ours = file !== null && profiles.some((profile) => isFileName(profile, file))
  const id = ours ? file : sha256(name).slice(0, 32)
  const about = { about: 'portal-receipt', reason: 'unknown-file', caseId: null } as const
  await askQuestionOnce(ports, `${id}-receipt`, { ...about, ...(ours && { file }), at })
  return { kept: false }
}
