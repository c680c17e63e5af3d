import type { TaskKind } from '../domain/tasks.ts'

/** What a person can answer where a case asks for a decision (F3, R7, C15). */
export const DECISIONS = {
  'hand-over': ['hand-over', 'wait', 'close'],
  represented: ['report', 'do-not-report'],
  prescribed: ['collect', 'leave'],
} as const satisfies Partial<Record<TaskKind, readonly string[]>>
export type Decided = keyof typeof DECISIONS

export const isDecided = (task: string): task is Decided => Object.hasOwn(DECISIONS, task)
