import { HOLD_REASONS, type HoldReason } from '../domain/closed-lists.ts'
import { bad, type Cell, good, type Read } from './cell.ts'
import { dueDate } from './date.ts'
import { plainText } from './text.ts'

// The columns that put a renter on hold (R7). What they say is never an error of the row: a cell that cannot be read is
// a block, for the renter may not be written to before a person looked.

const NONE = new Set(['', 'nee', 'n', 'no', '0', 'geen', 'false', 'onwaar'])

/** The words of a block, by the reason that they mean; any other word is a block without a reason. */
const WORDS: Readonly<Record<Exclude<HoldReason, 'blocked'>, RegExp>> = {
  deceased: /^(overl(e|ij)d|erven$|deceased)/,
  restructuring: /^(schuld(regeling|sanering|hulp|bemiddeling)|sanering|wsnp|msnp|restructuring)/,
  complaint: /^(klacht|complaint)/,
  procedure: /^(procedure|rechtbank|rechtszaak|gerechtelijk|dagvaarding|kantonrechter|huurcommissie)/,
  other: /^(overig|anders|other)/,
}

/** What a dunning block says: its reason, or none. */
export function blockReason(cell: Cell): Read<HoldReason | 'none'> {
  const text = plainText(cell)
  if (!text.ok) return text
  const said = text.value.toLowerCase()
  if (NONE.has(said)) return good('none')
  const words = said.split(/[^\p{L}]+/u)
  const reasons = Object.keys(HOLD_REASONS) as HoldReason[]
  const meant = reasons.find((reason) => reason !== 'blocked' && words.some((word) => WORDS[reason].test(word)))
  return good(meant ?? 'blocked')
}

/** Days that systems write where there is no date. */
const NO_DAY =
  /^(0+|0?[01][-/.]0?[01][-/.](0000|0001|1900)|(0000|0001|1900)-0[01]-0[01].*|31[-/.]12[-/.]9999|9999-12-31.*)$/

/** When a renter died: the day; none; or that there is something that is no day. */
export function dayOfDeath(cell: Cell): Read<string> {
  if (typeof cell === 'object' && cell.kind === 'date' && /^(1899|1900|9999)/.test(cell.on)) return good('none')
  const text = plainText(cell)
  if (text.ok && (NONE.has(text.value.toLowerCase()) || NO_DAY.test(text.value))) return good('none')
  const day = dueDate(cell)
  return day.ok ? day : bad('Dit is geen datum van overlijden die we kunnen lezen.')
}
