import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/**
 * Something that the outside world does at a moment of a simulation: a file is delivered, a fact is reported, a portal
 * fetches a file, the power fails, or stays off until a later moment (epoch milliseconds).
 */
export type Happening =
  | { readonly kind: 'export'; readonly path: string | null; readonly key: string }
  | { readonly kind: 'fact'; readonly id: string; readonly fact: unknown }
  | { readonly kind: 'fetch'; readonly key: string }
  | { readonly kind: 'crash'; readonly until?: number | undefined }

const happeningSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('export'), path: z.string().nullable(), key: z.string() }),
  z.object({ kind: z.literal('fact'), id: z.string(), fact: z.unknown() }),
  z.object({ kind: z.literal('fetch'), key: z.string() }),
  z.object({ kind: z.literal('crash'), until: z.int().optional() }),
])
const rowSchema = z.object({ id: z.int(), due: z.int(), what: z.string() })

/** What is still to happen, on disk: a process that is killed goes on with the rest. Times in epoch milliseconds. */
export function openTimeline(database: DatabaseSync) {
  database.exec(
    'CREATE TABLE IF NOT EXISTS timeline (id INTEGER PRIMARY KEY, due INTEGER NOT NULL, what TEXT NOT NULL) STRICT',
  )
  const insert = database.prepare('INSERT INTO timeline (due, what) VALUES (?, ?)')
  const first = database.prepare('SELECT id, due, what FROM timeline ORDER BY due, id LIMIT 1')
  const remove = database.prepare('DELETE FROM timeline WHERE id = ?')
  const next = () => rowSchema.optional().parse(first.get())
  return {
    add(due: number, what: Happening): void {
      insert.run(due, JSON.stringify(what))
    },
    nextDue: (): number | null => next()?.due ?? null,
    /**
     * Takes what is due by `now`, in order; each is forgotten once `happen` is done with it, so it may happen twice.
     */
    async fire(now: number, happen: (what: Happening) => Promise<void>): Promise<void> {
      for (let due = next(); due && due.due <= now; due = next()) {
        const what = happeningSchema.parse(JSON.parse(due.what))
        // A crash is the one thing that must not happen again when the process is back.
        if (what.kind === 'crash') remove.run(due.id)
        await happen(what)
        if (what.kind !== 'crash') remove.run(due.id)
      }
    },
  }
}
