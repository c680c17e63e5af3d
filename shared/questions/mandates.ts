import type { MandateEvidence } from '../contracts/client.ts'
import type { Question } from '../contracts/question.ts'
import type { Client } from '../contracts/registers.ts'
import { askQuestion, endQuestion, questionId } from './questions.ts'

/** The three facts that a mandate rests on (R1), and the question about one that nobody gave. */
const FACTS = [
  ['agreementChangedOn', 'mandate-agreement'],
  ['clientInformedOn', 'mandate-informed'],
  ['registerUpdatedOn', 'mandate-register'],
] as const satisfies readonly (readonly [keyof MandateEvidence, Question['reason']])[]

/** Asks for each fact of a mandate that is missing, and ends what was asked about one that is there since (R1). */
export async function askOpenPoints(
  ports: Parameters<typeof endQuestion>[0],
  clients: readonly Client[],
  at: string,
): Promise<void> {
  for (const { id, mandate } of clients)
    for (const [fact, reason] of FACTS) {
      const question = questionId.mandate(id, reason)
      const isOpen = mandate !== null && mandate.evidence[fact] === null
      if (isOpen) await askQuestion(ports, question, { about: 'mandate', reason, caseId: null, client: id, at })
      else await endQuestion(ports, question)
    }
}
