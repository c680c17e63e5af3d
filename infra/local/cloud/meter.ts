import { AsyncLocalStorage } from 'node:async_hooks'
import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { type Charged, publish } from '../adapters/surroundings.ts'

/**
 * What AWS charges for, and `signals`: lines of the signal files, for people who watch. Milliseconds are real time of
 * this machine.
 */
export const KINDS = [
  'calls',
  'ms',
  'readUnits',
  'writeUnits',
  'indexWriteUnits',
  's3Puts',
  's3Gets',
  'busEvents',
  'schedules',
  'signals',
] as const
type Kind = (typeof KINDS)[number]
/** As the adapters name what they report. */
const REPORTED = {
  read: 'readUnits',
  write: 'writeUnits',
  indexWrite: 'indexWriteUnits',
  s3Get: 's3Gets',
  s3Put: 's3Puts',
} as const satisfies Record<Charged, Kind>

const OUTSIDE = 'outside'
const rowsSchema = z.array(z.object({ by: z.string(), kind: z.enum(KINDS), count: z.number() }))
const perCaseSchema = z.object({ count: z.int() }).optional()

/**
 * What one function used, or what was used `outside` them: by the state machines, the scheduler and whoever delivers.
 */
export type Used = Readonly<Partial<Record<Kind, number>>>

/** Counts what AWS would charge for, over restarts; what a killed process counted since its last `save` is lost. */
export function openMeter(database: DatabaseSync) {
  database.exec(`CREATE TABLE IF NOT EXISTS usage (by TEXT, kind TEXT, count REAL NOT NULL, PRIMARY KEY (by, kind)) STRICT;
    CREATE TABLE IF NOT EXISTS invocations (case_id TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT`)
  const write = database.prepare('INSERT OR REPLACE INTO usage (by, kind, count) VALUES (?, ?, ?)')
  const again = database.prepare(
    'INSERT INTO invocations (case_id, count) VALUES (?, 1) ON CONFLICT (case_id) DO UPDATE SET count = count + 1',
  )
  const ofCase = database.prepare('SELECT count FROM invocations WHERE case_id = ?')
  const used = new Map<string, Partial<Record<Kind, number>>>()
  /** Whose accounts changed since they were saved. */
  const changed = new Set<string>()
  /** The function on whose account a call is made. */
  const caller = new AsyncLocalStorage<string>()

  function add(kind: Kind, count: number, by = caller.getStore() ?? OUTSIDE): void {
    const account = used.get(by) ?? {}
    account[kind] = (account[kind] ?? 0) + count
    used.set(by, account)
    changed.add(by)
  }
  for (const { by, kind, count } of rowsSchema.parse(database.prepare('SELECT * FROM usage').all()))
    add(kind, count, by)
  const total = (kind: Kind) => [...used.values()].reduce((sum, account) => sum + (account[kind] ?? 0), 0)

  const consumed = (kind: Charged, units: number) => add(REPORTED[kind], units)
  // What the embedded cloud reads for itself, outside the functions, costs nothing on AWS.
  publish({
    consumed(kind, units) {
      if (caller.getStore() !== undefined) consumed(kind, units)
    },
  })
  return {
    consumed,
    /**
     * Makes one invocation, and counts what it takes; that of a state machine for one case is also counted for that
     * case.
     */
    async invoked<T>(functionName: string, event: unknown, make: () => Promise<T>): Promise<T> {
      add('calls', 1, functionName)
      if (typeof event === 'object' && event !== null && 'caseId' in event) again.run(String(event.caseId))
      const began = performance.now()
      try {
        return await caller.run(functionName, make)
      } finally {
        add('ms', performance.now() - began, functionName)
      }
    },
    /** An event on a bus of EventBridge, or a schedule that fires. */
    happened: (kind: 'busEvents' | 'schedules') => add(kind, 1),
    signalsWritten: (lines: number) => add('signals', lines),
    signals: () => total('signals'),
    counted: () => ({
      lambdaInvocations: total('calls'),
      readUnits: total('readUnits'),
      writeUnits: total('writeUnits'),
    }),
    /** By function, and `outside`. */
    usage: (): Readonly<Record<string, Used>> => structuredClone(Object.fromEntries(used)),
    invocationsOf: (caseId: string): number => perCaseSchema.parse(ofCase.get(caseId))?.count ?? 0,
    save(): void {
      for (const by of changed)
        for (const [kind, count] of Object.entries(used.get(by) ?? {})) write.run(by, kind, count)
      changed.clear()
    },
  }
}
