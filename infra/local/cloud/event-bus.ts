import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const deliverySchema = z.object({
  id: z.int(),
  due: z.int(),
  function: z.string(),
  event: z.string(),
  attempts: z.int(),
})

/**
 * EventBridge's own patience with a target: a day, with longer and longer pauses; what is left then is a dead letter.
 */
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
  /** Who waits for the first attempt, by delivery. */
  const waiting = new Map<number, (answer: unknown) => void>()
  const answerTo = (delivery: number, answer: unknown) => {
    waiting.get(delivery)?.(answer)
    waiting.delete(delivery)
  }
  const next = () => deliverySchema.optional().parse(first.get())

  return {
    send(functionName: string, event: unknown): void {
      insert.run(now(), functionName, JSON.stringify(event))
    },
    /**
     * Sends, and answers with what the function made of it as soon as that was delivered: null when the first attempt
     * failed, which is tried again like any other. Whoever waits may be gone by then; the delivery stands.
     */
    request(functionName: string, event: unknown): Promise<unknown> {
      const { lastInsertRowid } = insert.run(now(), functionName, JSON.stringify(event))
      return new Promise((resolve) => waiting.set(Number(lastInsertRowid), resolve))
    },
    nextDue: (): number | null => next()?.due ?? null,
    /** Delivers everything that is due. */
    async deliver(): Promise<void> {
      for (let due = next(); due && due.due <= now(); due = next()) {
        try {
          const answer = await invoke(due.function, JSON.parse(due.event))
          remove.run(due.id)
          answerTo(due.id, answer)
        } catch {
          if (due.attempts + 1 < ATTEMPTS) postpone.run(now() + pauseMs(due.attempts), due.id)
          else {
            bury.run(due.function, due.event)
            remove.run(due.id)
          }
          answerTo(due.id, null)
        }
      }
    },
    deadLetters: (): number => z.object({ count: z.int() }).parse(dead.get()).count,
  }
}

export type EventBus = ReturnType<typeof openEventBus>
