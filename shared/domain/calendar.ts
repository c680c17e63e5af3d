import Holidays from 'date-holidays'
import { Temporal } from 'temporal-polyfill'

/** A calendar date in Europe/Amsterdam, `YYYY-MM-DD`: as text it sorts, and it travels through JSON unchanged. */
export type IsoDate = string
/** A moment, `YYYY-MM-DDTHH:mm:ss.sssZ`: always UTC and always of that length, so that text order is time order. */
export type IsoInstant = string

const ZONE = 'Europe/Amsterdam'
const MORNING = '09:00'
/**
 * Good Friday and Liberation Day are no day off for everyone, but the Algemene termijnenwet (art. 3) counts both as
 * holidays.
 */
const ALSO_BY_LAW = new Set(['Goede Vrijdag', 'Bevrijdingsdag'])

const netherlands = new Holidays('NL')
// Two small tables of what every look at a case asks again: a few entries for each day of the calendar that is asked
// about.
const datesByHour = new Map<string, IsoDate>()
const instantsByLocalTime = new Map<string, IsoInstant>()
const holidaysByYear = new Map<number, ReadonlySet<IsoDate>>()

function holidaysOf(year: number): ReadonlySet<IsoDate> {
  const known = holidaysByYear.get(year)
  if (known) return known
  const days = netherlands
    .getHolidays(year)
    .filter((day) => day.type === 'public' || ALSO_BY_LAW.has(day.name))
    .map((day) => day.date.slice(0, 10))
  const holidays = new Set(days)
  holidaysByYear.set(year, holidays)
  return holidays
}

// A date is counted with as midnight in UTC, where no summer time bends a day; a case asks for thousands of them.
const DAY = 86_400_000
const midnight = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`)
const toDate = (time: number): IsoDate => new Date(time).toISOString().slice(0, 10)
/** 0 for Sunday. */
export const weekdayOf = (date: IsoDate): number => new Date(midnight(date)).getUTCDay()

/** The calendar date in Europe/Amsterdam at a moment. */
export function dateOf(instant: IsoInstant): IsoDate {
  // A local day begins on a whole hour of UTC, so the hour decides; histories ask for the same few hours again and
  // again.
  const hour = instant.slice(0, 13)
  const known = datesByHour.get(hour)
  if (known !== undefined) return known
  const date = Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE).toPlainDate().toString()
  datesByHour.set(hour, date)
  return date
}

/**
 * The moment at which a local clock in Europe/Amsterdam shows this date and time; in the hour that summer time skips,
 * the hour after.
 */
export function instantAt(date: IsoDate, time: string): IsoInstant {
  const local = `${date}T${time}`
  const known = instantsByLocalTime.get(local)
  if (known !== undefined) return known
  const instant = toIso(Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant())
  instantsByLocalTime.set(local, instant)
  return instant
}

/** The local date and time with its offset from UTC, as people read it: `2026-03-05T09:00:00+01:00`. */
export const localTime = (instant: IsoInstant): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(ZONE).toString({ timeZoneName: 'never', smallestUnit: 'second' })

/** A moment in the one form that the log uses (UTC, milliseconds). */
export const toIso = (instant: Temporal.Instant): IsoInstant => new Date(instant.epochMilliseconds).toISOString()

/** The moment so many minutes later. */
export const plusMinutes = (instant: IsoInstant, minutes: number): IsoInstant =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString()

/** So many calendar days later (earlier when negative). */
export const plusDays = (date: IsoDate, days: number): IsoDate => toDate(midnight(date) + days * DAY)

/** The same day so many years earlier, as text to compare with: 29 February of any year comes after the 28th. */
export const yearsBefore = (date: IsoDate, years: number): IsoDate =>
  `${Number(date.slice(0, 4)) - years}${date.slice(4)}`

/** The working day that comes so many working days before the date. */
export function minusWorkingDays(date: IsoDate, count: number): IsoDate {
  let day = date
  for (let passed = 0; passed < count; ) {
    day = plusDays(day, -1)
    if (isWorkingDay(day)) passed += 1
  }
  return day
}

/**
 * The given day of the month that lies so many months after the month of `date`; the last day where the month is
 * shorter.
 */
export function dayOfMonth(date: IsoDate, monthsLater: number, day: number): IsoDate {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + monthsLater
  const [year, month] = [Math.floor(months / 12), months % 12]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return toDate(Date.UTC(year, month, Math.min(day, last)))
}

const WEEKEND = new Set([0, 6])

/** Neither in a weekend nor on a Dutch public holiday: a day on which acts are done (C1). */
export const isWorkingDay = (date: IsoDate): boolean =>
  !WEEKEND.has(weekdayOf(date)) && !holidaysOf(Number(date.slice(0, 4))).has(date)

/** The date itself, or the first working day after it. */
export function workingDayFrom(date: IsoDate): IsoDate {
  let day = date
  while (!isWorkingDay(day)) day = plusDays(day, 1)
  return day
}

/** The working day that comes so many working days after the date. */
export function plusWorkingDays(date: IsoDate, count: number): IsoDate {
  let day = date
  for (let passed = 0; passed < count; passed += 1) day = workingDayFrom(plusDays(day, 1))
  return day
}

/** Until when a letter still goes with the post of the day. */
const POST_CLOSES = '14:00'

/** The working day whose post a letter goes with that is ready at a moment. */
export function postDay(ready: IsoInstant): IsoDate {
  const today = dateOf(ready)
  return workingDayFrom(ready < instantAt(today, POST_CLOSES) ? today : plusDays(today, 1))
}

/**
 * The day on which a letter posted on `date` is presumed delivered: the second day after it, Sundays, Mondays and
 * holidays not counted.
 */
export function presumedDelivery(date: IsoDate): IsoDate {
  let day = date
  for (let counted = 0; counted < 2; ) {
    day = plusDays(day, 1)
    const weekday = weekdayOf(day)
    if (weekday !== 0 && weekday !== 1 && !holidaysOf(Number(day.slice(0, 4))).has(day)) counted += 1
  }
  return day
}

/** The moment on a working day at which acts are done: the morning of that day. */
export const morningOf = (date: IsoDate): IsoInstant => instantAt(date, MORNING)

/** The first morning of a working day that is on or after `date` and not before `notBefore`. */
export function actMorning(date: IsoDate, notBefore: IsoInstant): IsoInstant {
  const from = dateOf(notBefore)
  const day = workingDayFrom(date > from ? date : from)
  const morning = morningOf(day)
  return morning >= notBefore ? morning : morningOf(workingDayFrom(plusDays(day, 1)))
}

/** The later of some dates or moments of the same kind. */
export const latest = (first: string, ...others: string[]): string => others.reduce((a, b) => (a > b ? a : b), first)

const MONTHS = 'januari februari maart april mei juni juli augustus september oktober november december'.split(' ')

/** The month of a day by its Dutch name. */
export const monthOf = (day: IsoDate): string => MONTHS[Number(day.slice(5, 7)) - 1] ?? ''
