/** The months as Dutch and, since Excel in English writes so, English exports name them; three letters and more. */
const MONTHS: readonly (readonly string[])[] = [
  ['januari', 'january'],
  ['februari', 'february'],
  ['maart', 'mrt', 'march'],
  ['april'],
  ['mei', 'may'],
  ['juni', 'june'],
  ['juli', 'july'],
  ['augustus', 'august'],
  ['september', 'sept'],
  ['oktober', 'october'],
  ['november'],
  ['december'],
]

/** The number of a month from 1, by its name or the first letters of it; null for any other word. */
export function monthNumber(word: string): number | null {
  const said = word.toLowerCase()
  if (said.length < 3) return null
  const found = MONTHS.findIndex((names) => names.some((name) => name.startsWith(said)))
  return found === -1 ? null : found + 1
}
