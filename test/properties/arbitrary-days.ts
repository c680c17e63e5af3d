import fc from 'fast-check'
import { dayOfMonth, plusDays, workingDayFrom } from '../../shared/domain/calendar.ts'

// The days and moments of a random world.

export const MONTHS = 4
export const DAYS = 116
/**
 * The last days, in which nothing fails and nothing is reported: time to recover in, so that what is still wrong then
 * is lost.
 */
export const CALM_DAYS = 14
export const BOOK_DAYS = [2, 19]
/**
 * The moments at which the machine wakes (acts, rounds, the sweep, imports, ends of suspensions, broken-off
 * reservations), and just beside them.
 */
const TIMES = [
  '11:07',
  '09:00',
  '10:00',
  '06:00',
  '05:00',
  '12:00',
  '09:15',
  '09:00:03',
  '10:00:04',
  '10:00:09',
  '08:59',
  '00:00',
]

/** Days that count in the process: when acts, rounds and answers come due. */
const weighty = fc
  .record({ month: fc.nat({ max: MONTHS - 1 }), day: fc.constantFrom(5, 15, 20, 2, 9, 19) })
  .map((key) => ({ key, day: null }))
const anyDay = fc.nat({ max: DAYS - CALM_DAYS - 1 }).map((day) => ({ key: null, day }))
export const someDay = fc.oneof(weighty, anyDay)
export type SomeDay = {
  readonly key: { readonly month: number; readonly day: number } | null
  readonly day: number | null
}

export function dayIn(from: string, { key, day }: SomeDay): string {
  if (key === null) return plusDays(from, day ?? 0)
  return workingDayFrom(dayOfMonth(from, key.month, key.day))
}

export const moment = fc.record({ day: someDay, time: fc.constantFrom(...TIMES) })
