import { bad, type Cell, good, type Read } from './cell.ts'
import { EMPTY_REASON, readText } from './text.ts'

const UNREADABLE_REASON = 'Dit is geen datum die we kunnen lezen. Schrijf de datum als dd-mm-jjjj.'
const IMPOSSIBLE_REASON = 'Deze datum bestaat niet.'
const FAR_REASON = 'Deze datum ligt te ver weg. Controleer het jaartal.'

/** Rent that fell due outside these years is a typing error, or a number that is no date. */
const FIRST_YEAR = 2000
const LAST_YEAR = 2099

const DAY_MS = 86_400_000
/** Day 0 of Excel's calendar. It counts a 29 February 1900 that never was, which shifts days before March 1900 only. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30)

/**
 * The calendar date of a cell as YYYY-MM-DD: a date cell, `dd-mm-jjjj`, `d-m-jjjj`, `dd/mm/jjjj`, `jjjj-mm-dd` (a time
 * of midnight behind it is dropped), or Excel's number of a day. Day comes before month. Impossible dates are faults.
 */
export function dueDate(cell: Cell): Read<string> {
  if (typeof cell === 'object') {
    if (cell.kind === 'fault') return bad(cell.reason)
    return cell.kind === 'date' ? inRange(cell.on) : fromSerial(cell.literal)
  }
  const text = readText(cell)
  if (!text.ok) return text
  return text.value === '' ? bad(EMPTY_REASON) : fromText(text.value)
}

function fromText(text: string): Read<string> {
  const day = text.replace(/[ T]0{1,2}:00(:00(\.0+)?)?Z?$/, '')
  const dutch = /^(\d{1,2})([-/])(\d{1,2})\2(\d{4})$/.exec(day)
  if (dutch) return calendarDate(Number(dutch[4]), Number(dutch[3]), Number(dutch[1]))
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(day)
  if (iso) return calendarDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  return fromSerial(day)
}

function fromSerial(literal: string): Read<string> {
  const on = /^\d{5}(\.\d+)?$/.test(literal) ? serialDate(literal, false) : null
  return on === null ? bad(UNREADABLE_REASON) : inRange(on)
}

function calendarDate(year: number, month: number, day: number): Read<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return bad(IMPOSSIBLE_REASON)
  return inRange(`${year}-${twoDigits(month)}-${twoDigits(day)}`)
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
