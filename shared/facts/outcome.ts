import type { Question } from '../contracts/question.ts'
import type { Refusal } from '../domain/decide.ts'
import { reasonInWords } from '../questions/wording.ts'

/**
 * What became of a reported fact: recorded, or why not, in a word for programs and in a sentence for people, in Dutch.
 */
export type FactOutcome =
  | { readonly recorded: true }
  | { readonly recorded: false; readonly reason: Question['reason']; readonly message: string }

export const RECORDED: FactOutcome = { recorded: true }

export const notRecorded = (reason: Question['reason']): FactOutcome => ({
  recorded: false,
  reason,
  message: reasonInWords(reason),
})

/** Refusals that need nobody: the fact was known, or changes nothing. */
export const HARMLESS: ReadonlySet<Refusal> = new Set(['nothing-new', 'already-recorded'])
