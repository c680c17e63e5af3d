import type { MandateEvidence } from '../contracts/client.ts'
import type { KeptQuestion, Question } from '../contracts/question.ts'
import type { Client } from '../contracts/registers.ts'
import { askQuestion, endQuestion, questionId } from './questions.ts'

/** The three facts that a mandate rests on (R1), and the question about one that nobody gave. */
const FACTS = [
  ['agreementChangedOn', 'mandate-agreement'],
  ['clientInformedOn', 'mandate-informed'],
  ['registerUpdatedOn', 'mandate-register'],
] as const satisfies readonly (readonly [keyof MandateEvidence, Question['reason']])[]

/**
 * Asks for each fact of a mandate that is missing, and ends what was asked about one that is there since (R1).
 *
 * @param asked the questions so far: what stands in them need not be looked at again
 */
export async function askOpenPoints(
  ports: Parameters<typeof endQuestion>[0],
  clients: readonly Client[],
  at: string,
  asked: readonly KeptQuestion[],
): Promise<void> {
  const open = new Set(asked.flatMap(({ id, endedAt }) => (endedAt === null ? [id] : [])))
  for (const { id, mandate } of clients)
    for (const [fact, reason] of FACTS) {
      const question = questionId.mandate(id, reason)
      const isOpen = mandate !== null && mandate.evidence[fact] === null
      if (isOpen === open.has(question)) continue
      if (isOpen) await askQuestion(ports, question, { about: 'mandate', reason, caseId: null, client: id, at })
      else await endQuestion(ports, question)
    }
}
