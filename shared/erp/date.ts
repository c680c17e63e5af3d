import { dateOf } from '../domain/calendar.ts'
import { bad, type Cell, good, type Read } from './cell.ts'
import { monthNumber } from './month-names.ts'
import { EMPTY_REASON, readText } from './text.ts'

const UNREADABLE_REASON = 'Dit is geen datum die we kunnen lezen. Schrijf de datum als dd-mm-jjjj.'
const IMPOSSIBLE_REASON = 'Deze datum bestaat niet.'
const FAR_REASON = 'Deze datum ligt te ver weg. Controleer het jaartal.'
const SHORT_REASON =
  'Dit jaartal van twee cijfers kan ook een dag of maand zijn. Schrijf de datum met vier cijfers voor het jaar.'

/** Rent that fell due outside these years is a typing error, or a number that is no date. */
const FIRST_YEAR = 2000
const LAST_YEAR = 2099

/** A year of two digits is one of these; `01-02-05` may as well be written year first. */
const FIRST_SHORT_YEAR = 13
const LAST_SHORT_YEAR = 69

const DAY_MS = 86_400_000
/** Day 0 of Excel's calendar. It counts a 29 February 1900 that never was, which shifts days before March 1900 only. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

/**
 * The calendar date of a cell as YYYY-MM-DD: a date cell, `dd-mm-jjjj`, `d-m-jj`, the same with points or slashes,
 * `jjjj-mm-dd`, `jjjjmmdd`, `1 maart 2026`, or Excel's number of a day. A time behind it is left out. Day comes before
 * month. Impossible dates are faults.
 */
export function dueDate(cell: Cell): Read<string> {
  if (typeof cell === 'object') {
    if (cell.kind === 'fault') return bad(cell.reason)
    return cell.kind === 'date' ? inRange(cell.on) : fromNumber(cell.literal)
  }
  const text = readText(cell)
  if (!text.ok) return text
  return text.value === '' ? bad(EMPTY_REASON) : fromText(text.value)
}

const TIME = /(?:,? |T)([01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?(?: ?u(?:ur)?)?$/i
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/

function fromText(written: string): Read<string> {
  // A moment with its zone: midnight in Amsterdam is the evening before in UTC.
  if (ZONED.test(written) && !/T00:00(:00(\.0+)?)?Z$/.test(written)) {
    const moment = Date.parse(written)
    return Number.isNaN(moment) ? bad(UNREADABLE_REASON) : inRange(dateOf(new Date(moment).toISOString()))
  }
  const day = written.replace(/Z$/, '').replace(TIME, '').trim()
  const dutch = /^(\d{1,2}) ?([-/. ]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{2})$/.exec(day)
  if (dutch) return inYear(dutch[4] ?? '', Number(dutch[3]), Number(dutch[1]))
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(day)
  if (iso) return calendarDate(Number(iso[1]), Number(iso[3]), Number(iso[4]))
  return spoken(day) ?? fromNumber(day)
}

const WEEKDAY = /^(?:ma|di|wo|do|vr|za|zo|maan|dins|woens|donder|vrij|zater|zon)(?:dag)?\.?,? /i

/** `1 maart 2026`, `zo 1 mrt. 2026`, `01-mrt-26`, `March 1, 2026`; null for what names no month. */
function spoken(day: string): Read<string> | null {
  const plain = day.replace(WEEKDAY, '')
  const named = /^(\d{1,2})(?:e|ste|de)?[-/. ]{1,2}(\p{L}{3,9})\.?[-/. ,]{1,2}'?(\d{4}|\d{2})$/u.exec(plain)
  const month = monthNumber(named?.[2] ?? '')
  if (named && month !== null) return inYear(named[3] ?? '', month, Number(named[1]))
  const english = /^(\p{L}{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/u.exec(plain)
  const first = monthNumber(english?.[1] ?? '')
  return english && first !== null ? calendarDate(Number(english[3]), first, Number(english[2])) : null
}

function inYear(year: string, month: number, day: number): Read<string> {
  if (year.length === 4) return calendarDate(Number(year), month, day)
  const short = Number(year)
  if (short < FIRST_SHORT_YEAR || short > LAST_SHORT_YEAR) return bad(SHORT_REASON)
  return calendarDate(2000 + short, month, day)
}

/** `20260301`, `01032026`, or Excel's number of a day. */
function fromNumber(literal: string): Read<string> {
  const compact = /^(\d{4})(\d\d)(\d\d)(?:\.0*)?$/.exec(literal)
  if (compact) {
    const yearFirst = calendarDate(Number(compact[1]), Number(compact[2]), Number(compact[3]))
    // Day first: 20 stands where a month would, so that no text can be read in both ways.
    const dayFirst = /^(\d\d)(\d\d)(20\d\d)/.exec(literal)
    return yearFirst.ok || !dayFirst ? yearFirst : inYear(dayFirst[3] ?? '', Number(dayFirst[2]), Number(dayFirst[1]))
  }
  const on = /^\d{5}(\.\d+)?$/.test(literal) ? serialDate(literal, false) : null
  return on === null ? bad(UNREADABLE_REASON) : inRange(on)
}

function calendarDate(year: number, month: number, day: number): Read<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return bad(IMPOSSIBLE_REASON)
  return inRange(`${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`)
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function inRange(on: string): Read<string> {
  const year = Number(on.slice(0, 4))
  return year >= FIRST_YEAR && year <= LAST_YEAR ? good(on) : bad(FAR_REASON)
}

function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/**
 * The date of Excel's number of a day, the time of day left out; null when it is none.
 * @param since1904 the workbook counts from 1904, as old Macs did
 */
export function serialDate(literal: string, since1904: boolean): string | null {
  const days = Math.floor(Number(literal)) + (since1904 ? 1462 : 0)
  return days >= 1 && days < 2_958_466 ? isoDate(new Date(EXCEL_EPOCH + days * DAY_MS)) : null
}
