import type { NotebookFor } from '../contracts/rights.ts'
import type { Rejection } from '../domain/closed-lists.ts'
import { askQuestionOnce, questionId } from '../questions/questions.ts'

/**
 * A signal that its portal refuses comes to a person's list, also where our list has a code for the reason (S5). Once
 * for each signal.
 */
export const askAboutRejection = (
  ports: {
    readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
    readonly now: () => Date
  },
  { caseId, file }: { readonly caseId: string; readonly file: string },
  code: Rejection,
): Promise<void> =>
  askQuestionOnce(ports, questionId.rejection(caseId, file), {
    ...{ about: 'portal-rejection', reason: code === 'other' ? 'unknown-rejection' : 'rejected' },
    ...{ caseId, file, at: ports.now().toISOString() },
  })
