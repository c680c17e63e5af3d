import { dayOfMonth, type IsoDate, plusDays, workingDayFrom } from './calendar.ts'
import type { Policy } from './policy.ts'

/** The first day on which the objection period is over (G5): the days after receipt of the notice have all passed. */
export const objectionPeriodOver = (receivedOn: IsoDate, policy: Policy): IsoDate =>
  plusDays(receivedOn, policy.objectionDays + 1)

/** The day of the signal round in the month of `date` (S1). */
const roundIn = (date: IsoDate, policy: Policy): IsoDate => workingDayFrom(dayOfMonth(date, 0, policy.signalDay))

/** The first signal round on or after a date (S1). The round of a month may fall in the first days of the next one. */
export function nextRound(date: IsoDate, policy: Policy): IsoDate {
  const before = roundIn(dayOfMonth(date, -1, 1), policy)
  if (before >= date) return before
  const round = roundIn(date, policy)
  return round >= date ? round : roundIn(dayOfMonth(date, 1, 1), policy)
}
