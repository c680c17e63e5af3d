import type { z } from 'zod'
import { PortalRefused, PortalUnreachable } from '../../shared/contracts/portal-channels.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { type OpenDelivery, type Worklist, worklist, worklistRef } from '../../shared/contracts/round.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import { Manifest } from '../../shared/portals/manifest.ts'
import type { SftpPush } from '../../shared/portals/settings.ts'
import { changeManifest, manifestKey } from '../../shared/rounds/manifests.ts'
import { fileKey } from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { callApi } from './call-api.ts'
import { readyForUpload } from './ready-for-upload.ts'
import type { DeliveryWork } from './work.ts'

export const deliverFileInput = worklistRef

/**
 * Brings a written file to its portal, over the channel of its municipalities: pushed to an SFTP server, line by line through an API,
 * or ready for a person who uploads it. A file for which the portal itself comes over sFTP stays where it is. Run again, it goes on where it broke off.
 *
 * @throws PortalUnreachable to be tried again: within the round by the state machine, and after that by the next round
 */
export async function deliverFile(
  work: DeliveryWork,
  ref: z.infer<typeof worklistRef>,
): Promise<{ delivered: boolean }> {
  const list = await getJson(work.objects, 'work', ref.key, worklist)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  // A round in which nobody passed the gate writes no file.
  const manifest = await getJson(work.objects, 'evidence', manifestKey(list.file), Manifest)
  if (!manifest) return { delivered: false }
  const settle = () =>
    work.notebook.put('delivery', list.file, { ...ref, renamed: true, done: true } satisfies OpenDelivery)
  if (manifest.deliveredAt !== undefined) {
    await settle()
    return { delivered: false }
  }
  const bring = await channelOf(work, list)
  if (!bring) return { delivered: false }

  await work.notebook.claim('delivery', list.file, { ...ref, renamed: false, done: false } satisfies OpenDelivery)
  try {
    await bring()
  } catch (error) {
    const reason = error instanceof PortalRefused ? error.reason : 'portal-unreachable'
    if (error instanceof PortalRefused || error instanceof PortalUnreachable) await ask(work, list, reason)
    if (!(error instanceof PortalRefused)) throw error
    return { delivered: false }
  }
  const deliveredAt = work.now().toISOString()
  await changeManifest(work.objects, list.file, () => ({ deliveredAt }))
  await settle()
  return { delivered: true }
}

/** How the file gets to its portal; null when that is somebody else's to do. */
async function channelOf(work: DeliveryWork, list: Worklist): Promise<(() => Promise<void>) | null> {
  if (list.channel === 'upload') {
    await readyForUpload(work, list)
    return null
  }
  const { sftp, api } = (await settingsOf(work.objects)).RIS
  if (list.channel === 'api') return () => callApi(work, list, configured(api))
  return sftp && (() => push(work, list, sftp))
}

/** A municipality on a channel that nobody set up is a question for people, like a login that does not work. */
function configured(api: ApiProfile | null): ApiProfile {
  if (!api) throw new PortalRefused('portal-secret')
  return api
}

async function push(work: DeliveryWork, list: Worklist, target: SftpPush): Promise<void> {
  const bytes = await work.objects.get('signals', fileKey(list))
  if (!bytes) throw new Error(`no file ${list.file}`)
  const before = await work.notebook.get<OpenDelivery>('delivery', list.file)
  await work.drop.put(
    { ...target, folder: (list.kind === 'withdrawals' && target.withdrawalsFolder) || target.folder },
    { name: list.file, bytes },
    {
      renamedBefore: before?.renamed ?? false,
      beforeRename: () => work.notebook.put('delivery', list.file, { ...before, renamed: true }),
    },
  )
}

/** Asked once for a file, however often it is tried. */
async function ask(work: DeliveryWork, { file }: Worklist, reason: Question['reason']): Promise<void> {
  const question: Question = { about: 'delivery', reason, caseId: null, file, at: work.now().toISOString() }
  await work.notebook.claim('question', `${file}-${reason}`, question)
}
