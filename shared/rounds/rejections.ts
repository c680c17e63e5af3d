import type { NotebookFor } from '../contracts/rights.ts'
import type { Rejection } from '../domain/closed-lists.ts'
import { askQuestionOnce, questionId } from '../questions/questions.ts'

interface AskingPorts {
  readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
  readonly now: () => Date
}

/**
 * A signal that its portal refuses comes to a person's list, also where our list has a code for the reason (S5). Once
 * for each signal.
 */
export const askAboutRejection = (
  ports: AskingPorts,
  { caseId, file }: { readonly caseId: string; readonly file: string },
  code: Rejection,
): Promise<void> =>
  askQuestionOnce(ports, questionId.rejection(caseId, file), {
    ...{ about: 'portal-rejection', reason: code === 'other' ? 'unknown-rejection' : 'rejected' },
    ...{ caseId, file, at: ports.now().toISOString() },
  })

/** A withdrawal that its portal refuses is for a person, who takes the signal back there and says so (S4). */
export const askAboutWithdrawal = (
  ports: AskingPorts,
  { caseId, file, row }: { readonly caseId: string; readonly file: string; readonly row: number },
): Promise<void> =>
  askQuestionOnce(ports, `${file}-${row}`, {
    ...{ about: 'withdrawal', reason: 'portal-rejected' },
    ...{ caseId, file, at: ports.now().toISOString() },
  })
