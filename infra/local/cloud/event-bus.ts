import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const delivery = z.object({ id: z.int(), due: z.int(), function: z.string(), event: z.string(), attempts: z.int() })

/** EventBridge's own patience with a target: a day, with longer and longer pauses; what is left then is a dead letter. */
const ATTEMPTS = 24
const pauseMs = (attempts: number) => Math.min(2 ** attempts * 60_000, 3_600_000)

/**
 * Asynchronous invocations, as EventBridge delivers them: at least once, durable, tried again after a failure. One at a
 * time and in order, so that two facts of the same minute keep the order in which they were reported.
 */
export function openEventBus(
  database: DatabaseSync,
  now: () => number,
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
) {
  database.exec(`CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, function TEXT NOT NULL,
    event TEXT NOT NULL, attempts INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS dead_letters (id INTEGER PRIMARY KEY, function TEXT NOT NULL, event TEXT NOT NULL) STRICT`)
  const insert = database.prepare('INSERT INTO deliveries (due, function, event, attempts) VALUES (?, ?, ?, 0)')
  const first = database.prepare('SELECT * FROM deliveries ORDER BY due, id LIMIT 1')
  const remove = database.prepare('DELETE FROM deliveries WHERE id = ?')
  const postpone = database.prepare('UPDATE deliveries SET due = ?, attempts = attempts + 1 WHERE id = ?')
  const bury = database.prepare('INSERT INTO dead_letters (function, event) VALUES (?, ?)')
  const dead = database.prepare('SELECT count(*) AS count FROM dead_letters')
  const next = () => delivery.optional().parse(first.get())

  return {
    send(functionName: string, event: unknown): void {
      insert.run(now(), functionName, JSON.stringify(event))
    },
    nextDue: (): number | null => next()?.due ?? null,
    /** Delivers everything that is due. */
    async deliver(): Promise<void> {
      for (let due = next(); due && due.due <= now(); due = next()) {
        try {
          await invoke(due.function, JSON.parse(due.event))
          remove.run(due.id)
        } catch {
          if (due.attempts + 1 < ATTEMPTS) postpone.run(now() + pauseMs(due.attempts), due.id)
          else {
            bury.run(due.function, due.event)
            remove.run(due.id)
          }
        }
      }
    },
    deadLetters: (): number => z.object({ count: z.int() }).parse(dead.get()).count,
  }
}

export type EventBus = ReturnType<typeof openEventBus>
