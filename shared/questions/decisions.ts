import type { Question } from '../contracts/question.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { TaskKind } from '../domain/tasks.ts'
import type { BookNeeded } from '../queries/books-needed.ts'
import type { Waiting } from '../queries/day.ts'
import { allQuestions, askQuestion, askQuestionOnce, endQuestion, questionId } from './questions.ts'

/** What a person can answer where a case asks for a decision (F3, R7, C15). */
export const DECISIONS = {
  'hand-over': ['hand-over', 'wait', 'close'],
  represented: ['report', 'do-not-report'],
  prescribed: ['collect', 'leave'],
} as const satisfies Partial<Record<TaskKind, readonly string[]>>
export type Decided = keyof typeof DECISIONS

export const isDecided = (task: string): task is Decided => Object.hasOwn(DECISIONS, task)

type Asking = Parameters<typeof askQuestionOnce>[0] & Parameters<typeof askQuestion>[0]
type Ending = Parameters<typeof endQuestion>[0] & { readonly notebook: Parameters<typeof allQuestions>[0] }

/**
 * Asks what cases need a decision about, once for each time that they began to need it. What none needs any more ends.
 *
 * @param waiting all that the open cases of all clients ask of people
 */
export async function askDecisions(ports: Asking & Ending, waiting: readonly Waiting[], at: IsoInstant): Promise<void> {
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
  for (const { id, about, endedAt } of await allQuestions(ports.notebook))
    if (about === 'decision' && endedAt === null && !needed.has(id)) await endQuestion(ports, id)
}

/** Asks for the books for which cases wait; a new one ends the question (C13). */
export async function askBooks(ports: Asking, needed: readonly BookNeeded[], at: IsoInstant): Promise<void> {
  for (const { client, why } of needed)
    if (why === 'waiting')
      await askQuestion(ports, questionId.book(client.id), {
        ...{ about: 'book', reason: 'book-needed', caseId: null, client: client.id, options: [], at },
      })
}
