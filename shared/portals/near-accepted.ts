import { type AnswerProfile, asWord } from './answer-profile.ts'

/** A word within so many typing errors of one of the profile's may be that one. */
const TYPING_ERRORS = 2
/** Shorter words are within two errors of words that mean something else. */
const TELLING_LETTERS = 7
const STEMS = /accept|aanvaar|(?:in)?gestemd|instem|akkoord/

/**
 * Whether a word that the profile does not know may mean that help was accepted (F2): a person must see such a line
 * first.
 */
export function isNearAccepted(status: string, { statuses }: Pick<AnswerProfile, 'statuses'>): boolean {
  const word = asWord(status)
  if (STEMS.test(word)) return true
  const accepted = Object.entries(statuses).flatMap(([each, meaning]) => (meaning === 'accepted' ? telling(each) : []))
  return telling(word).some((part) => accepted.some((each) => errorsBetween(part, each) <= TYPING_ERRORS))
}

const telling = (text: string): string[] =>
  asWord(text)
    .split(' ')
    .filter((part) => part.length >= TELLING_LETTERS)

/** The letters that must be added, left out or changed to make one word of another (Levenshtein's distance). */
function errorsBetween(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [row, letter] of [...one].entries()) {
    const next = [row + 1]
    for (let column = 0; column < other.length; column += 1) {
      const changed = (before[column] ?? 0) + (letter === other[column] ? 0 : 1)
      next.push(Math.min(changed, (before[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1))
    }
    before = next
  }
  return before.at(-1) ?? 0
}
