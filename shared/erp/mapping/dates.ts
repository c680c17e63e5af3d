import { plusDays } from '../../domain/calendar.ts'
import { bad, type Cell, good, type Read } from '../cell.ts'
import { dueDate } from '../date.ts'
import { clean } from '../text.ts'
import type { Mapping } from './mapping.ts'
import type { CellOf } from './sums.ts'

const MONTHS = ['jan', 'feb', 'mrt', 'apr', 'mei', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec']

export const firstOfMonth = (on: string): string => `${on.slice(0, 7)}-01`

/** The first of the month so many months before (or, negative, after) that of a date. */
export function monthsBefore(on: string, count: number): string {
  const index = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7)) - 1 - count
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`
}

/** The first day of a period: `2026-03`, `202603`, `03-2026`, `maart 2026`, or a date in it. */
export function periodStart(cell: Cell): Read<string> {
  const text = typeof cell === 'string' ? clean(cell).toLowerCase() : cell.kind === 'number' ? cell.literal : ''
  const yearFirst = /^(20\d\d)[-/ ]?(0?[1-9]|1[0-2])$/.exec(text)
  if (yearFirst) return good(`${yearFirst[1]}-${(yearFirst[2] ?? '').padStart(2, '0')}-01`)
  const monthFirst = /^(0?[1-9]|1[0-2])[-/ ](20\d\d)$/.exec(text)
  if (monthFirst) return good(`${monthFirst[2]}-${(monthFirst[1] ?? '').padStart(2, '0')}-01`)
  const named = /^([a-z]{3})[a-z]*\.? (20\d\d)$/.exec(text)
  const index = MONTHS.indexOf((named?.[1] ?? '').replace('maa', 'mrt'))
  if (named && index >= 0) return good(`${named[2]}-${String(index + 1).padStart(2, '0')}-01`)
  const day = dueDate(cell)
  if (day.ok) return good(firstOfMonth(day.value))
  return bad('Dit is geen periode die we kunnen lezen. Schrijf de periode als jjjj-mm.')
}

/**
 * When a claim falls due (YYYY-MM-DD), by the rule of the mapping. A credit counts from its own date, and from the
 * reference date at the latest: it must never wait for the month in which it would fall due.
 */
export function dueOn(of: CellOf, { due }: Mapping, credit: boolean, on: string): Read<string> {
  if (credit) {
    const own = [of('Factuurdatum'), of('Vervaldatum'), of('Periode')].find((cell) => cell !== undefined && cell !== '')
    const day = own === of('Periode') ? periodStart(own ?? '') : dueDate(own ?? '')
    return day.ok ? good(day.value < on ? day.value : on) : day
  }
  if (due.rule === 'column') return dueDate(of('Vervaldatum') ?? '')
  if (due.rule === 'period') return periodStart(of('Periode') ?? '')
  const date = dueDate(of('Factuurdatum') ?? '')
  if (!date.ok) return date
  if (due.rule === 'days-after') return good(plusDays(date.value, due.days))
  return good(date.value.endsWith('-01') ? date.value : monthsBefore(date.value, -1))
}
