import type { z } from 'zod'
import { PortalRefused, PortalUnreachable } from '../../shared/contracts/portal-channels.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import { manifestSchema } from '../../shared/portals/manifest.ts'
import { closeDelivery, recordDelivered, recordNotDelivered } from '../../shared/rounds/deliveries.ts'
import { manifestKey } from '../../shared/rounds/manifests.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { callApi } from './call-api.ts'
import type { DeliveryPorts } from './ports.ts'
import { pushFile } from './push-file.ts'
import { readyForUpload } from './ready-for-upload.ts'

export const deliverFileInput = worklistRefSchema

/**
 * Brings a written file to its portal, over the channel of its municipalities: pushed to an SFTP server, line by line
 * through an API, or ready for a person who uploads it. A file for which the portal itself comes over sFTP stays where
 * it is. Run again, it goes on where it broke off.
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
  // It is there, perhaps because somebody did not wait for the next attempt and uploaded it.
  if (manifest.deliveredAt !== undefined || manifest.uploaded !== undefined) {
    await closeDelivery(ports, list.file)
    return { delivered: false }
  }
  const bring = await channelOf(ports, list)
  if (!bring) return { delivered: false }

  await ports.notebook.reserve('delivery', list.file, { ...ref, done: false })
  try {
    await bring()
  } catch (error) {
    const reason = error instanceof PortalRefused ? error.reason : 'portal-unreachable'
    if (error instanceof PortalRefused || error instanceof PortalUnreachable)
      await recordNotDelivered(ports, list.file, reason, ports.now().toISOString())
    if (!(error instanceof PortalRefused)) throw error
    return { delivered: false }
  }
  await recordDelivered(ports, list.file, ports.now().toISOString())
  return { delivered: true }
}

/** How the file gets to its portal; null when that is somebody else's to do. */
async function channelOf(ports: DeliveryPorts, list: Worklist): Promise<(() => Promise<void>) | null> {
  if (list.channel === 'upload') {
    await readyForUpload(ports, list)
    return null
  }
  const { sftp, api } = (await settingsOf(ports.objects)).RIS
  if (list.channel === 'api') return () => callApi(ports, list, configured(api))
  const push = ports.pushTo(sftp)
  return push && (() => pushFile(ports, list, push))
}

/** A municipality on a channel that nobody set up is a question for people, like a login that does not work. */
function configured(api: ApiProfile | null): ApiProfile {
  if (!api) throw new PortalRefused('portal-secret')
  return api
}
