import type { z } from 'zod'
import { PortalRefused, PortalUnreachable } from '../../shared/contracts/portal-channels.ts'
import { isByPerson } from '../../shared/contracts/portals.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import { dateOf, plusWorkingDays } from '../../shared/domain/calendar.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import { type Manifest, manifestSchema } from '../../shared/portals/manifest.ts'
import { type PortalSettings, withdrawnByPerson } from '../../shared/portals/settings.ts'
import {
  closeDelivery,
  isAtPortal,
  recordAllAnswered,
  recordDelivered,
  recordNotDelivered,
} from '../../shared/rounds/deliveries.ts'
import { manifestKey } from '../../shared/rounds/manifests.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { callApi } from './call-api.ts'
import type { DeliveryPorts } from './ports.ts'
import { pushFile } from './push-file.ts'
import { readyForPerson } from './ready-for-person.ts'

export const deliverFileInput = worklistRefSchema

/**
 * Brings a written file to its portal, over the channel of its municipalities: pushed to an SFTP server, line by line
 * through an API, or ready for a person who uploads it, or enters its rows on the website. A file for which the portal
 * itself comes over sFTP stays where it is; people are asked when nobody came for a working day. Run again, it goes on
 * where it broke off, also where it was told that the portal has the file.
 *
 * @throws PortalUnreachable to be tried again: within the round by the state machine, and after that by the next round
 * @throws TransferUnderWay to be asked again in the same way, until it is known whether the portal has the file
 */
export async function deliverFile(
  ports: DeliveryPorts,
  ref: z.infer<typeof worklistRefSchema>,
): Promise<{ delivered: boolean }> {
  const list = await getJson(ports.objects, 'work', ref.key, worklistSchema)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  // A round in which nobody passed the gate writes no file.
  const manifest = await getJson(ports.objects, 'evidence', manifestKey(list.file), manifestSchema)
  if (!manifest) return { delivered: false }
  const note = await ports.notebook.get('delivery', list.file)
  if (note?.delivered) {
    await recordDelivered(ports, list.file, note.delivered)
    return { delivered: false }
  }
  if (note?.voided) return { delivered: false }
  // It is there, perhaps because somebody did not wait for the next attempt and uploaded it.
  if (isAtPortal(manifest)) {
    await closeDelivery(ports, list.file)
    return { delivered: false }
  }
  const settings = await settingsOf(ports.objects)
  if (isForPerson(settings, list)) {
    await readyForPerson(ports, list, manifest.urgent ?? false)
    return { delivered: false }
  }
  const bring = channelOf(ports, list, settings)
  if (!bring) {
    await askIfNotFetched(ports, manifest)
    return { delivered: false }
  }
  try {
    await bring()
  } catch (error) {
    const reason = error instanceof PortalRefused ? error.reason : 'portal-unreachable'
    if (error instanceof PortalRefused || error instanceof PortalUnreachable)
      await recordNotDelivered(ports, list.file, reason, ports.now().toISOString())
    if (!(error instanceof PortalRefused)) throw error
    return { delivered: false }
  }
  const at = ports.now().toISOString()
  if (list.channel === 'api') await recordAllAnswered(ports, list.file, at)
  else await recordDelivered(ports, list.file, { how: 'pushed', at, by: 'system' })
  return { delivered: true }
}

/** The portal gets a working day to come for a file (S2). */
async function askIfNotFetched(ports: DeliveryPorts, { file, writtenAt }: Manifest): Promise<void> {
  const now = ports.now().toISOString()
  if (dateOf(now) >= plusWorkingDays(dateOf(new Date(writtenAt).toISOString()), 1))
    await recordNotDelivered(ports, file, 'not-fetched', now)
}

/** Also of withdrawals for which the portal had a way when they were written, and has none now (S4). */
const isForPerson = (settings: PortalSettings, { kind, channel }: Worklist): boolean =>
  isByPerson(channel) || (kind === 'withdrawals' && channel === 'sftp' && withdrawnByPerson(settings, channel))

/** How the file gets to its portal; null where the portal comes for it itself. */
function channelOf(
  ports: DeliveryPorts,
  list: Worklist,
  { RIS: { sftp, api, withdrawalsFolder } }: PortalSettings,
): (() => Promise<void>) | null {
  if (list.channel === 'api') return () => callApi(ports, list, configured(api))
  const push = ports.pushTo(sftp, withdrawalsFolder)
  return push && (() => pushFile(ports, list, push))
}

/** A municipality on a channel that nobody set up is a question for people, like a login that does not work. */
function configured(api: ApiProfile | null): ApiProfile {
  if (!api) throw new PortalRefused('portal-secret')
  return api
}
