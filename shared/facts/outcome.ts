import type { Question, RefusedAtOnce } from '../contracts/question.ts'
import type { Refusal } from '../domain/command.ts'
import { reasonInWords } from '../questions/wording.ts'

/**
 * What became of a reported fact: recorded, or why not, in a word for programs and in a sentence for people, in Dutch.
 */
export type FactOutcome =
  | { readonly recorded: true }
  | { readonly recorded: false; readonly reason: Question['reason'] | RefusedAtOnce; readonly message: string }

export const RECORDED: FactOutcome = { recorded: true }

export const notRecorded = (reason: Question['reason'] | RefusedAtOnce): FactOutcome => ({
  recorded: false,
  reason,
  message: reasonInWords(reason),
})

/** Refusals that are answered to whoever reports, and asked of nobody else (E1). */
export const ANSWERED_AT_ONCE: ReadonlySet<Refusal> = new Set(['attempt-before-case'])

/** Refusals that need nobody: the fact was known, or changes nothing. */
export const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'already-recorded'])
