import { askQuestion, questionId } from '../questions/questions.ts'
import { askForRound } from '../rounds/ask-round.ts'
import type { FactPorts } from './report-fact.ts'

/**
 * A signal about a threatening situation waits for a fresh book: it is asked for the same day (C13). Staff hear of it
 * at the end of the round that is asked for here, as they hear of a file with such a signal (S1).
 */
export async function askForBookAtOnce(ports: FactPorts, client: string): Promise<void> {
  const now = ports.now()
  await askQuestion(ports, questionId.book(client), {
    ...{ about: 'book', reason: 'book-urgent', caseId: null, client, options: [], at: now.toISOString() },
  })
  await askForRound(ports.rounds, now)
}
