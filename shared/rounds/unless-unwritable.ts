import { z } from 'zod'
import { UnknownClient } from '../contracts/ports.ts'
import type { Question } from '../contracts/question.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import type { Worklist } from '../contracts/round.ts'
import { RenterUnknown } from '../correspondence/correspondence.ts'
import { PortalFileError } from '../portals/portal-file-error.ts'
import { askQuestion, questionId } from '../questions/questions.ts'

/** What is wrong with one case, and will be wrong again; anything else passes, and the machine tries again. */
function reasonOf(error: unknown): Question['reason'] | null {
  if (error instanceof z.ZodError || error instanceof PortalFileError) return 'unwritable'
  if (error instanceof RenterUnknown) return 'unknown-renter'
  return error instanceof UnknownClient ? 'unknown-client' : null
}

/**
 * What one case adds to a file for a portal. Null when the case cannot be written: one note asks people, however often
 * it is tried; the case stays in the queue for the next round, and holds up no other (S2, S4).
 */
export async function unlessUnwritable<T>(
  ports: {
    readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'get' | 'put'>
    readonly now: () => Date
  },
  { kind }: Pick<Worklist, 'kind'>,
  caseId: string,
  write: () => Promise<T>,
): Promise<T | null> {
  try {
    return await write()
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === null) throw error
    const about = kind === 'signals' ? 'signal' : 'withdrawal'
    const question: Question = { about, reason, caseId, at: ports.now().toISOString() }
    await askQuestion(ports, questionId[about](caseId), question)
    return null
  }
}
