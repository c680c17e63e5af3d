import type { NotDelivered } from '../contracts/portal-channels.ts'
import type { Question } from '../contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { manifestSchema } from '../portals/manifest.ts'
import { askQuestion, endDeliveryQuestions, questionId } from '../questions/questions.ts'
import { getJson } from '../runtime/json-objects.ts'
import { changeManifest, manifestKey } from './manifests.ts'

// Whatever becomes of a file on its way to its portal, and whoever says so, is recorded here and nowhere else. So this
// is also the one place from which the cases in the file can be told; they are not yet: a signal counts as delivered
// when its file is written.

export interface DeliveryRecords {
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'get' | 'put'>
  readonly now: () => Date
  readonly notebook: Pick<
    NotebookFor<'delivery read' | 'delivery put' | 'question read' | 'question put'>,
    'get' | 'put'
  >
}

/**
 * Records that a file is at its portal, once: the first time counts, and a file that is not known has nothing to record
 * (S2).
 *
 * @param at an instant
 */
export async function recordDelivered(ports: DeliveryRecords, file: string, at: string): Promise<void> {
  await changeManifest(ports.objects, file, ({ deliveredAt }) => ({ deliveredAt: deliveredAt ?? at }))
  await closeDelivery(ports, file)
}

/** No round brings the file along any more, and nobody is asked about it. */
export async function closeDelivery(ports: Pick<DeliveryRecords, 'notebook' | 'now'>, file: string): Promise<void> {
  const open = await ports.notebook.get('delivery', file)
  if (open && !open.done) await ports.notebook.put('delivery', file, { ...open, done: true })
  await endDeliveryQuestions(ports, file)
}

/**
 * Asks people about a file that did not reach its portal, once for each reason, and never about one that did in the
 * end.
 */
export async function recordNotDelivered(
  ports: DeliveryRecords,
  file: string,
  reason: NotDelivered,
  at: string,
): Promise<void> {
  const manifest = await getJson(ports.objects, 'evidence', manifestKey(file), manifestSchema)
  if (!manifest || manifest.deliveredAt !== undefined || manifest.uploaded !== undefined) return
  const question: Question = { about: 'delivery', reason, caseId: null, file, at }
  await askQuestion(ports, questionId.delivery(file, reason), question)
}
