import {
  dateOf,
  type IsoDate,
  type IsoInstant,
  instantAt,
  isWorkingDay,
  morningOf,
  plusDays,
  workingDayFrom,
} from './calendar.ts'

/** The last sign of life of the whole system. */
export interface Beat {
  readonly at: IsoInstant
  /** From when acts follow after the last stop (C16), also when that is long past; null while there was none. */
  readonly actsFrom: IsoInstant | null
}

/** Until when people are at work. */
const CLOSES = '17:00'

/**
 * From when letters, signals and hand-overs follow after the last stop of the system (C16): nine o'clock of the working
 * day after the one on which it is back. Whoever looks first after a stop finds the old sign of life, and so the stop.
 * Null while there was none; a first start is none.
 */
export function actsFrom(beat: Beat | null, now: IsoInstant): IsoInstant | null {
  if (beat === null) return null
  if (!stoodStill(beat.at, now)) return beat.actsFrom
  return morningOf(workingDayFrom(plusDays(backOn(now), 1)))
}

/** Whether a whole working day, from nine to five, lies between two moments. */
function stoodStill(from: IsoInstant, until: IsoInstant): boolean {
  const date = dateOf(from)
  const day = workingDayFrom(from < morningOf(date) ? date : plusDays(date, 1))
  return instantAt(day, CLOSES) <= until
}

/** The first working day on which people still find the system at work: their day for books, answers and facts. */
function backOn(now: IsoInstant): IsoDate {
  const today = dateOf(now)
  return isWorkingDay(today) && now < instantAt(today, CLOSES) ? today : workingDayFrom(plusDays(today, 1))
}
