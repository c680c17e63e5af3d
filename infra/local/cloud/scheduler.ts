import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { dateOf, instantAt, plusDays } from '../../../shared/domain/calendar.ts'
import { type Schedule, schedules } from '../../schedules.ts'

const keptSchema = z.object({ due: z.int() }).optional()

/**
 * EventBridge Scheduler on the virtual clock: each schedule's next moment, kept on disk. Times in epoch milliseconds.
 */
export function openScheduler(database: DatabaseSync, start: number) {
  database.exec('CREATE TABLE IF NOT EXISTS schedules (name TEXT PRIMARY KEY, due INTEGER NOT NULL) STRICT')
  const read = database.prepare('SELECT due FROM schedules WHERE name = ?')
  const insert = database.prepare('INSERT OR IGNORE INTO schedules (name, due) VALUES (?, ?)')
  const update = database.prepare('UPDATE schedules SET due = ? WHERE name = ?')
  for (const schedule of schedules) insert.run(schedule.name, after(schedule, start - 1))
  // Asked for at every moment of a run, and written by nobody else.
  const dues = new Map<string, number | undefined>(
    schedules.map(({ name }) => [name, keptSchema.parse(read.get(name))?.due]),
  )
  const dueOf = ({ name }: Schedule) => dues.get(name) ?? Number.POSITIVE_INFINITY

  return {
    nextDue: (): number => Math.min(...schedules.map(dueOf)),
    /**
     * Starts what is due, once, also where it was due on many days while this machine was off; `begin` must be harmless
     * when it is repeated for the same moment.
     */
    async fire(now: number, begin: (schedule: Schedule, due: number) => Promise<void>): Promise<void> {
      for (const schedule of schedules) {
        const due = dueOf(schedule)
        if (due > now) continue
        await begin(schedule, due)
        const next = after(schedule, now)
        update.run(next, schedule.name)
        dues.set(schedule.name, next)
      }
    },
  }
}

/** The schedule's first moment after another. */
function after(schedule: Schedule, moment: number): number {
  for (let day = dateOf(new Date(moment).toISOString()); ; day = plusDays(day, 1)) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    if (!isOn(schedule.days, weekday)) continue
    const due = Date.parse(instantAt(day, schedule.at))
    if (due > moment) return due
  }
}

/** @param weekday 0 is Sunday */
function isOn(days: Schedule['days'], weekday: number): boolean {
  if (days === 'mondays') return weekday === 1
  return days === 'every-day' || (weekday !== 0 && weekday !== 6)
}
