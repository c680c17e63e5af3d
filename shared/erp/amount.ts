import { bad, type Cell, good, type Read } from './cell.ts'
import { EMPTY_REASON, readText } from './text.ts'

const UNREADABLE_REASON = 'Dit is geen bedrag dat we kunnen lezen. Schrijf het zoals 1820,51.'
const AMBIGUOUS_REASON =
  'Dit bedrag kan op twee manieren worden gelezen. Schrijf het met een komma en twee cijfers, zoals 1820,51.'
const DECIMALS_REASON = 'Dit bedrag heeft meer dan twee cijfers achter de komma.'
const TOO_LARGE_REASON = 'Dit bedrag is te groot.'

/** More digits than a rent has, and few enough for whole cents to be exact. */
const MAX_EURO_DIGITS = 9

/** Whole cents of an amount cell, or the reason why not. Never zero for what cannot be read. */
export function amount(cell: Cell): Read<number> {
  if (typeof cell === 'string') {
    const text = readText(cell)
    if (!text.ok) return text
    return text.value === '' ? bad(EMPTY_REASON) : centsFromText(text.value)
  }
  if (cell.kind === 'number') return centsFromNumber(cell.literal)
  return bad(cell.kind === 'date' ? 'Hier staat een datum, maar er hoort een bedrag.' : cell.reason)
}

/**
 * Whole cents of an amount as text. Read are `1820,51`, `1820.51`, `1.820,51`, `1,820.51`, `1 820,51`, `1820`, `1820,5`
 * and `12,-`, with € or EUR beside it; negative are `-12,50`, `12,50-` and `(12,50)`.
 *
 * A point followed by three digits is a thousands separator, as Dutch writes it: `1.234` is 1234 euros. A comma
 * followed by three digits (`12,345`) is refused: it may be English thousands or three decimals. Between brackets,
 * which only the accounting notation uses, it is a thousands separator: `(7,086)` is minus 7086 euros.
 */
export function centsFromText(text: string): Read<number> {
  const signed = withoutSign(text)
  if (signed === null) return bad(UNREADABLE_REASON)
  const euros = splitEuros(signed.digits, signed.brackets)
  if (typeof euros === 'string') return bad(euros)
  if (signed.wholeEuros && euros.fraction !== '') return bad(UNREADABLE_REASON)
  return centsOf(euros.whole, euros.fraction, signed.negative)
}

interface Signed {
  readonly digits: string
  readonly negative: boolean
  readonly brackets: boolean
  /** Written as `12,-`. */
  readonly wholeEuros: boolean
}

/** Takes off the currency and one sign. Two signs (`-(12)`, `-12-`) are no notation at all. */
function withoutSign(text: string): Signed | null {
  const plain = withoutCurrency(text.replaceAll('\u2212', '-'))
  const wholeEuros = /^(-?)(.*\d),-{1,2}$/.exec(plain)
  const found = wholeEuros ?? /^()\((.*)\)$/.exec(plain) ?? /^(-)(.*)$/.exec(plain) ?? /^()(.*)-$/.exec(plain)
  const digits = withoutCurrency(found?.[2] ?? plain)
  if (/[-()]/.test(digits)) return null
  const negative = wholeEuros ? wholeEuros[1] === '-' : found !== null
  return { digits, negative, brackets: plain.startsWith('('), wholeEuros: wholeEuros !== null }
}

function withoutCurrency(text: string): string {
  return text.replace(/^\s*(?:€|EUR)|(?:€|EUR)\s*$/gi, '').trim()
}

/** Euros and the digits behind the separator; a string is the reason why there are none. */
function splitEuros(digits: string, brackets: boolean): { whole: string; fraction: string } | string {
  const decimal = /^(\d*)[.,](\d{1,2})$/.exec(digits)
  if (decimal) return { whole: decimal[1] ?? '', fraction: decimal[2] ?? '' }
  if (/^\d+$/.test(digits)) return { whole: digits, fraction: '' }
  const grouped = /^([1-9]\d{0,2}(?:([., ])\d{3})(?:\2\d{3})*)(?:([.,])(\d{1,2}))?$/.exec(digits)
  if (grouped?.[1] !== undefined && grouped[2] !== grouped[3]) {
    const oneComma = grouped[2] === ',' && grouped[3] === undefined && digits.indexOf(',') === digits.lastIndexOf(',')
    if (oneComma && !brackets) return AMBIGUOUS_REASON
    return { whole: grouped[1].replaceAll(/[., ]/g, ''), fraction: grouped[4] ?? '' }
  }
  return /^\d+[.,]\d{3,}$/.test(digits) ? AMBIGUOUS_REASON : UNREADABLE_REASON
}

function centsOf(whole: string, fraction: string, negative: boolean): Read<number> {
  const euros = whole.replace(/^0+(?=\d)/, '')
  if (euros.length > MAX_EURO_DIGITS) return bad(TOO_LARGE_REASON)
  const cents = Number(`${euros}${fraction.padEnd(2, '0')}`)
  return good(negative && cents !== 0 ? -cents : cents)
}

const LITERAL_PARTS = /^(-?)(\d{0,40})(?:\.(\d{0,40}))?(?:e([+-]?\d{1,2}))?$/i

/**
 * Whole cents of a number as the workbook stores it. Spreadsheets keep amounts as binary fractions and write
 * `1820.5099999999999`; that is 1820,51. Further than a thousandth of a cent from a whole cent is refused.
 */
export function centsFromNumber(literal: string): Read<number> {
  const short = /^(-?)(\d{1,9})(?:\.(\d{1,2}))?$/.exec(literal)
  if (short) return centsOf(short[2] ?? '', short[3] ?? '', short[1] === '-')
  const parts = LITERAL_PARTS.exec(literal)
  const digits = `${parts?.[2] ?? ''}${parts?.[3] ?? ''}`
  if (!parts || digits === '') return bad(UNREADABLE_REASON)
  const shift = Number(parts[4] ?? 0) - (parts[3] ?? '').length + 2
  const rounded = scaled(BigInt(digits), shift)
  if (rounded === null) return bad(DECIMALS_REASON)
  if (rounded >= 10n ** BigInt(MAX_EURO_DIGITS + 2)) return bad(TOO_LARGE_REASON)
  const cents = Number(rounded)
  return good(parts[1] === '-' && cents !== 0 ? -cents : cents)
}

/** `value * 10 ** shift` as a whole number, or null when it is more than a thousandth away from one. */
function scaled(value: bigint, shift: number): bigint | null {
  if (shift >= 0) return value * 10n ** BigInt(shift)
  const divisor = 10n ** BigInt(-shift)
  const below = value / divisor
  const rest = value % divisor
  if (rest * 1000n <= divisor) return below
  return (divisor - rest) * 1000n <= divisor ? below + 1n : null
}
