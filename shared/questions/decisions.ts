import type { Question } from '../contracts/question.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { TaskKind } from '../domain/tasks.ts'
import type { BookNeeded } from '../queries/books-needed.ts'
import type { Waiting } from '../queries/day.ts'
import { askQuestion, askQuestionOnce, questionId } from './questions.ts'

/** What a person can answer where a case asks for a decision (F3, R7, C15). */
export const DECISIONS = {
  'hand-over': ['hand-over', 'wait', 'close'],
  represented: ['report', 'do-not-report'],
  prescribed: ['collect', 'leave'],
} as const satisfies Partial<Record<TaskKind, readonly string[]>>
export type Decided = keyof typeof DECISIONS

export const isDecided = (task: string): task is Decided => Object.hasOwn(DECISIONS, task)

type Asking = Parameters<typeof askQuestionOnce>[0] & Parameters<typeof askQuestion>[0]

/** Asks what cases need a decision about, once for each time that they began to need it. */
export async function askDecisions(ports: Asking, waiting: readonly Waiting[], at: IsoInstant): Promise<void> {
  for (const { summary, client, task, since } of waiting)
    if (isDecided(task)) {
      const { caseId, renter } = summary
      const question: Question = {
        ...{ about: 'decision', reason: task, caseId, renter, client: client.id, options: DECISIONS[task], at },
      }
      await askQuestionOnce(ports, `${caseId}-${task}-${since}`, question)
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
