import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'

/** Where `shared/adapters/capacity.ts` looks for somebody who counts what DynamoDB charges. */
const PUBLISHED = Symbol.for('vroegsignalering.capacity')

export interface Counted {
  /** DynamoDB request units. */
  readUnits: number
  writeUnits: number
  lambdaInvocations: number
  /** Lines of the signal files: for people who watch. */
  signals: number
}

const rows = z.array(
  z.object({ name: z.enum(['readUnits', 'writeUnits', 'lambdaInvocations', 'signals']), count: z.number() }),
)
const perCase = z.object({ count: z.int() }).optional()

/** Counts what AWS would charge for, and the signals, over restarts; what a killed process counted since its last `save` is lost. */
export function openMeter(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS meter (name TEXT PRIMARY KEY, count REAL NOT NULL) STRICT;
    CREATE TABLE IF NOT EXISTS invocations (case_id TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT`)
  const write = database.prepare('INSERT OR REPLACE INTO meter (name, count) VALUES (?, ?)')
  const again = database.prepare(
    'INSERT INTO invocations (case_id, count) VALUES (?, 1) ON CONFLICT (case_id) DO UPDATE SET count = count + 1',
  )
  const ofCase = database.prepare('SELECT count FROM invocations WHERE case_id = ?')
  const counted: Counted = { readUnits: 0, writeUnits: 0, lambdaInvocations: 0, signals: 0 }
  for (const { name, count } of rows.parse(database.prepare('SELECT * FROM meter').all())) counted[name] = count

  const consumed = (kind: 'read' | 'write', units: number) => {
    counted[`${kind}Units`] += units
  }
  Object.defineProperty(globalThis, PUBLISHED, { value: consumed, configurable: true })
  return {
    consumed,
    /** One invocation; that of a state machine for one case is also counted for that case. */
    invoked(event: unknown): void {
      counted.lambdaInvocations += 1
      if (typeof event === 'object' && event !== null && 'caseId' in event) again.run(String(event.caseId))
    },
    signalsWritten(rows: number): void {
      counted.signals += rows
    },
    counted: (): Counted => ({ ...counted }),
    invocationsOf: (caseId: string): number => perCase.parse(ofCase.get(caseId))?.count ?? 0,
    save(): void {
      for (const [name, count] of Object.entries(counted)) write.run(name, count)
    },
  }
}
