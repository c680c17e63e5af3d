import type { z } from 'zod'
import { PortalRefused, PortalUnreachable, type RefusedBy } from '../../shared/contracts/portal-channels.ts'
import type { Question } from '../../shared/contracts/question.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import type { ApiProfile } from '../../shared/portals/api-profile.ts'
import { manifestSchema } from '../../shared/portals/manifest.ts'
import type { SftpPush } from '../../shared/portals/settings.ts'
import { askQuestion, endDeliveryQuestions, questionId } from '../../shared/questions/questions.ts'
import { changeManifest, manifestKey } from '../../shared/rounds/manifests.ts'
import { fileKey } from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { callApi } from './call-api.ts'
import type { DeliveryPorts } from './ports.ts'
import { readyForUpload } from './ready-for-upload.ts'

export const deliverFileInput = worklistRefSchema

/**
 * Brings a written file to its portal, over the channel of its municipalities: pushed to an SFTP server, line by line through an API,
 * or ready for a person who uploads it. A file for which the portal itself comes over sFTP stays where it is. Run again, it goes on where it broke off.
 *
 * @throws PortalUnreachable to be tried again: within the round by the state machine, and after that by the next round
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
  const markDone = async () => {
    await ports.notebook.put('delivery', list.file, { ...ref, renamed: true, done: true })
    await endDeliveryQuestions(ports, list.file)
  }
  if (manifest.deliveredAt !== undefined) {
    await markDone()
    return { delivered: false }
  }
  const bring = await channelOf(ports, list)
  if (!bring) return { delivered: false }

  await ports.notebook.reserve('delivery', list.file, { ...ref, renamed: false, done: false })
  try {
    await bring()
  } catch (error) {
    const reason = error instanceof PortalRefused ? error.reason : 'portal-unreachable'
    if (error instanceof PortalRefused || error instanceof PortalUnreachable) await ask(ports, list, reason)
    if (!(error instanceof PortalRefused)) throw error
    return { delivered: false }
  }
  const deliveredAt = ports.now().toISOString()
  await changeManifest(ports.objects, list.file, () => ({ deliveredAt }))
  await markDone()
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
  return sftp && (() => push(ports, list, sftp))
}

/** A municipality on a channel that nobody set up is a question for people, like a login that does not work. */
function configured(api: ApiProfile | null): ApiProfile {
  if (!api) throw new PortalRefused('portal-secret')
  return api
}

async function push(ports: DeliveryPorts, list: Worklist, target: SftpPush): Promise<void> {
  const bytes = await ports.objects.get('signals', fileKey(list))
  if (!bytes) throw new Error(`no file ${list.file}`)
  const before = await ports.notebook.get('delivery', list.file)
  if (!before) throw new Error(`${list.file} is not noted as under way`)
  await ports.drop.put(
    { ...target, folder: (list.kind === 'withdrawals' && target.withdrawalsFolder) || target.folder },
    { name: list.file, bytes },
    {
      renamedBefore: before.renamed,
      beforeRename: () => ports.notebook.put('delivery', list.file, { ...before, renamed: true }),
    },
  )
}

/** Asked once for a file, however often it is tried. */
async function ask(ports: DeliveryPorts, { file }: Worklist, reason: RefusedBy | 'portal-unreachable'): Promise<void> {
  const question: Question = { about: 'delivery', reason, caseId: null, file, at: ports.now().toISOString() }
  await askQuestion(ports, questionId.delivery(file, reason), question)
}
