import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { publish } from './adapters/surroundings.ts'

export type Clock = {
  /** Milliseconds since 1970, virtual. Stands still between moves. */
  now: () => number
  /**
   * Moves the clock forward; it is on disk when this returns, as the database's own settings have it.
   * @throws RangeError for a moment before `now()`, or one that is no whole millisecond.
   */
  moveTo: (ms: number) => void
  /** Makes it the clock of the functions in this process. */
  install: () => void
}

const rowSchema = z.object({ ms: z.int() }).optional()

/** Where the clock of a cloud that does not run stands, in epoch milliseconds; null where there never was one. */
export function keptClock(database: DatabaseSync): number | null {
  const kept = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'clock'").get()
  return kept ? (rowSchema.parse(database.prepare('SELECT ms FROM clock').get())?.ms ?? null) : null
}

/**
 * The virtual clock of the embedded cloud, kept in table `clock`. A move inside a transaction of the caller counts only
 * if that transaction does: after a rollback, create the clock anew.
 *
 * @param start milliseconds since 1970 at which a new clock stands; one that was kept goes on where it was.
 */
export function createClock(database: DatabaseSync, start: number): Clock {
  database.exec('CREATE TABLE IF NOT EXISTS clock (id INTEGER PRIMARY KEY CHECK (id = 1), ms INTEGER NOT NULL) STRICT')
  database.prepare('INSERT OR IGNORE INTO clock (id, ms) VALUES (1, ?)').run(wholeMs(start))
  const move = database.prepare('UPDATE clock SET ms = ? WHERE id = 1')
  let current = rowSchema.parse(database.prepare('SELECT ms FROM clock').get())?.ms ?? start

  const clock: Clock = {
    now: () => current,
    moveTo: (ms) => {
      if (wholeMs(ms) < current) throw new RangeError(`the clock moves forward only: ${current} to ${ms}`)
      if (ms === current) return
      move.run(ms)
      current = ms
    },
    install: () => publish({ now: clock.now }),
  }
  return clock
}

function wholeMs(ms: number): number {
  if (!Number.isSafeInteger(ms)) throw new RangeError(`not a moment in whole milliseconds: ${ms}`)
  return ms
}
