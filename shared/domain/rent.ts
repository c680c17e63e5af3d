/**
 * Words that say that a claim on a dwelling is no rent (C12), unless a client has a list of its own. Monthly service
 * charges are rent and are not in it; a settlement of them is none.
 */
export const NOT_RENT: readonly string[] = [
  ...(['parkeer', 'parkeren', 'parking', 'garage', 'stalling', 'berging', 'bergruimte', 'box'] as const),
  ...(['incassokosten', 'incasso kosten', 'incassovergoeding', 'buitengerechtelijke'] as const),
  ...(['aanmaningskosten', 'aanmaankosten', 'herinneringskosten', 'sommatiekosten', 'deurwaarder'] as const),
  ...(['dagvaarding', 'griffierecht', 'proceskosten', 'gerechtskosten', 'executiekosten'] as const),
  ...(['storneringskosten', 'stornokosten', 'administratiekosten', 'administratie kosten'] as const),
  ...(['rente', 'boete', 'schoonmaak', 'reiniging', 'schade', 'herstelkosten', 'reparatie'] as const),
  ...(['afrekening', 'eindafrekening', 'jaarafrekening', 'eindnota'] as const),
  ...(['borg', 'borgsom', 'waarborg', 'sleutelgeld', 'contractkosten', 'mutatiekosten', 'ontruiming'] as const),
]

/** What a line says of its claim, so far as it tells whether that is rent. */
export interface Told {
  readonly dwelling: boolean
  /** What the column `Soort vordering` says; null without it, or when it is empty. */
  readonly isRent: boolean | null
  readonly description: string
  readonly street: string
  readonly city: string
}

/**
 * Whether a claim is rent of a dwelling (C12): what a column says goes before the words of its description. Without a
 * description it is rent.
 *
 * @param notRent words that say that it is none
 */
export function isRent({ dwelling, isRent, description, street, city }: Told, notRent: readonly string[]): boolean {
  if (!dwelling || isRent !== null) return dwelling && isRent === true
  const where = new Set(wordsOf(`${street} ${city}`))
  const said = wordsOf(description).filter((word) => !where.has(word) && !STREET.test(word))
  return !notRent.some((entry) => says(said, wordsOf(entry)))
}

/** `Garagestraat 5` is where the dwelling is, and no garage. */
const STREET =
  /.(straat|str|laan|weg|plein|kade|gracht|hof|dijk|pad|steeg|singel|park|plantsoen|dreef|baan|wal|markt|erf)$/

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z]+/g) ?? []

/** Whether the words of an entry stand in the text, one after the other. */
const says = (said: readonly string[], [first, ...rest]: readonly string[]): boolean =>
  first !== undefined &&
  said.some(
    (word, at) => isOrHolds(word, first) && rest.every((next, index) => isOrHolds(said[at + 1 + index] ?? '', next)),
  )

/** So many letters make a part of a compound; what is shorter is an ending, as in `drente`. */
const PART = 3
/** A shorter word is meant by itself: `borg`, and not Borgman. */
const LONG = 5

/** A word itself, or a compound that begins or ends with it: `parkeerplaats`, `servicekostenafrekening`. */
const isOrHolds = (word: string, meant: string): boolean =>
  word === meant ||
  (meant.length >= LONG && (word.startsWith(meant) || word.endsWith(meant)) && word.length - meant.length >= PART) ||
  // A plural: `garages`.
  (word.length - meant.length <= 2 && /^(s|en)$/.test(word.slice(meant.length)) && word.startsWith(meant))
