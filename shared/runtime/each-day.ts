import { type IsoDate, plusDays } from '../domain/calendar.ts'

/** How far back the first day of all may lie, where the machine was off on the day after it. */
const LOOK_BACK_DAYS = 7

/** The notes that say up to which day something was done. */
interface Progress<Kind extends string> {
  readonly get: (kind: Kind, id: string) => Promise<{ readonly until: IsoDate } | null>
  readonly put: (kind: Kind, id: string, value: { readonly until: IsoDate }) => Promise<void>
}

/**
 * Does something for every day since it was last done, up to and including `last`: what could not be done on its day
 * comes with the next. The task must be safe to run twice: a crash right after it repeats it.
 *
 * @param kind of the note that keeps how far it came
 */
export async function eachDaySince<Kind extends string>(
  notebook: Progress<NoInfer<Kind>>,
  kind: Kind,
  last: IsoDate,
  task: (day: IsoDate) => Promise<number>,
): Promise<number> {
  const done = await notebook.get(kind, 'last')
  const first = done ? plusDays(done.until, 1) : plusDays(last, 1 - LOOK_BACK_DAYS)
  let sum = 0
  for (let day = first; day <= last; day = plusDays(day, 1)) {
    sum += await task(day)
    await notebook.put(kind, 'last', { until: day })
  }
  return sum
}
