import type { CaseSummary } from '../../shared/contracts/ports.ts'
import type { KeptQuestion, Question } from '../../shared/contracts/question.ts'
import type { IsoInstant } from '../../shared/domain/calendar.ts'
import type { BookNeeded } from '../../shared/queries/books-needed.ts'
import type { Waiting } from '../../shared/queries/day.ts'
import { DECISIONS, isDecided } from '../../shared/questions/decisions.ts'
import { askQuestion, askQuestionOnce, endQuestion, questionId } from '../../shared/questions/questions.ts'

type Asking = Parameters<typeof askQuestionOnce>[0] & Parameters<typeof askQuestion>[0]
type Ending = Parameters<typeof endQuestion>[0]

/**
 * Asks what cases need a decision about, once for each time that they began to need it. What none needs any more ends.
 *
 * @param waiting all that the open cases of all clients ask of people
 * @param asked the questions so far
 */
export async function askDecisions(
  ports: Asking & Ending,
  waiting: readonly Waiting[],
  at: IsoInstant,
  asked: readonly KeptQuestion[],
): Promise<void> {
  const needed = new Set<string>()
  for (const { summary, client, task, since } of waiting)
    if (isDecided(task)) {
      const { caseId, renter } = summary
      const question: Question = {
        ...{ about: 'decision', reason: task, caseId, renter, client: client.id, options: DECISIONS[task], at },
      }
      const id = `${caseId}-${task}-${since}`
      needed.add(id)
      await askQuestionOnce(ports, id, question)
    }
  for (const { id, about, endedAt } of asked)
    if (about === 'decision' && endedAt === null && !needed.has(id)) await endQuestion(ports, id)
}

/**
 * Ends what was asked about a threatening situation that is reported by now, or is no longer held. What is still held
 * stays asked.
 *
 * @param open all open cases
 */
export async function endThreats(
  ports: Ending,
  open: readonly CaseSummary[],
  asked: readonly KeptQuestion[],
): Promise<void> {
  const cases = new Map(open.map((summary) => [summary.caseId, summary]))
  for (const { id, about, reason, caseId, endedAt } of asked) {
    if (about !== 'threat' || endedAt !== null || !(reason === 'threat-held' || reason === 'threat-leaves')) continue
    const summary = cases.get(caseId ?? '')
    const stands = reason === 'threat-leaves' ? summary?.urgent : summary?.tasks?.some(({ task }) => task === 'held')
    if (!stands) await endQuestion(ports, id)
  }
}

/** Asks for the books for which cases wait; a new one ends the question (C13). */
export async function askBooks(ports: Asking, needed: readonly BookNeeded[], at: IsoInstant): Promise<void> {
  for (const { client, why } of needed)
    if (why === 'waiting')
      await askQuestion(ports, questionId.book(client.id), {
        ...{ about: 'book', reason: 'book-needed', caseId: null, client: client.id, options: [], at },
      })
}
