import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

const deliverySchema = z.object({
  id: z.int(),
  due: z.int(),
  function: z.string(),
  event: z.string(),
  attempts: z.int(),
})

const deadLetterSchema = deliverySchema.pick({ id: true, function: true, event: true })
export type DeadLetter = z.infer<typeof deadLetterSchema>

/**
 * Lambda runs an asynchronous call that failed two times more, after a minute and after two; then it is a dead letter
 * (AWS, "How Lambda handles errors and retries with asynchronous invocation").
 */
const ATTEMPTS = 3
const pauseMs = (attempts: number) => (attempts + 1) * 60_000

/** How often a queue hands out a message that fails, and how long it waits in between. */
export interface Queue {
  readonly tries: number
  readonly pauseMs: number
}

/**
 * Asynchronous calls of functions, as Lambda makes them: at least once, durable, tried again after a failure. One at a
 * time and in order, so that two facts of the same minute keep the order in which they were reported.
 *
 * @param queues those functions that have a queue before them, which has its own patience
 */
export function openEventBus(
  database: DatabaseSync,
  now: () => number,
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  queues: Readonly<Record<string, Queue>> = {},
) {
  database.exec(`CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, function TEXT NOT NULL,
    event TEXT NOT NULL, attempts INTEGER NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS dead_letters (id INTEGER PRIMARY KEY, function TEXT NOT NULL, event TEXT NOT NULL,
    told INTEGER NOT NULL DEFAULT 0) STRICT`)
  const insert = database.prepare('INSERT INTO deliveries (due, function, event, attempts) VALUES (?, ?, ?, 0)')
  const first = database.prepare('SELECT * FROM deliveries ORDER BY due, id LIMIT 1')
  const remove = database.prepare('DELETE FROM deliveries WHERE id = ?')
  const postpone = database.prepare('UPDATE deliveries SET due = ?, attempts = attempts + 1 WHERE id = ?')
  const bury = database.prepare('INSERT INTO dead_letters (function, event) VALUES (?, ?)')
  const untold = database.prepare('SELECT id, function, event FROM dead_letters WHERE told = 0 ORDER BY id')
  const markTold = database.prepare('UPDATE dead_letters SET told = 1 WHERE id = ?')
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
          const queue = queues[due.function]
          if (due.attempts + 1 < (queue?.tries ?? ATTEMPTS))
            postpone.run(now() + (queue?.pauseMs ?? pauseMs(due.attempts)), due.id)
          else {
            bury.run(due.function, due.event)
            remove.run(due.id)
          }
          answerTo(due.id, null)
        }
      }
    },
    /** The dead letters of which nobody was told yet. */
    untold: () => z.array(deadLetterSchema).parse(untold.all()),
    told(id: number): void {
      markTold.run(id)
    },
    deadLetters: (): number => z.object({ count: z.int() }).parse(dead.get()).count,
  }
}

export type EventBus = ReturnType<typeof openEventBus>
