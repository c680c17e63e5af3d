import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import { CASE_LIST_KEY } from '../contracts/object-keys.ts'
import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { ObjectsFor } from '../contracts/rights.ts'
import { stepSchema } from '../contracts/stored-summary.ts'
import { type IsoInstant, plusMinutes } from '../domain/calendar.ts'
import { GATE_REASONS, type GateReason } from '../domain/gate-reasons.ts'
import { PHASES } from '../domain/phase.ts'

/** What lists need of a case to be filtered, counted and put in order; nothing of it is about a person. */
export interface CaseRow
  extends Pick<CaseSummary, 'caseId' | 'seq' | 'client' | 'gemeentecode' | 'phase' | 'step' | 'due'>,
    Pick<CaseSummary, 'openedOn' | 'months' | 'amountCents'> {
  readonly reasons: readonly GateReason[]
}

/** The clocks of those who write summaries may differ so much, and an index may lag behind. */
const OVERLAP_MINUTES = 5
/** After so many changes whoever reads the snapshot writes a new one: a query of an index gives about 1,500 of them. */
const WRITTEN_ANEW_AFTER = 1_000
const BEFORE_ALL: IsoInstant = '0000'

export interface SnapshotPorts {
  readonly log: Pick<CaseLog, 'listedSince'>
  readonly objects: Pick<ObjectsFor<'work read' | 'work write'>, 'get' | 'put'>
  readonly now: () => Date
}

/**
 * A row of every case, soonest due first, as the cases stand now: those of the kept snapshot, and over them whatever
 * changed since. Without a snapshot that can be read, every case is read.
 */
export async function currentRows(ports: SnapshotPorts): Promise<readonly CaseRow[]> {
  const { rows, at, changed } = await overlaid(ports, await keptSnapshot(ports))
  if (changed > WRITTEN_ANEW_AFTER) await write(ports, rows, at)
  return rows
}

/** Writes the snapshot as of now, from the kept one and what changed since: after an import. */
export async function renewSnapshot(ports: SnapshotPorts): Promise<void> {
  const { rows, at } = await overlaid(ports, await keptSnapshot(ports))
  await write(ports, rows, at)
}

/** Writes the snapshot from every case there is: whatever was missed, or is gone, is put right. Gives its rows. */
export async function makeSnapshot(ports: SnapshotPorts): Promise<readonly CaseRow[]> {
  const { rows, at } = await overlaid(ports, null)
  await write(ports, rows, at)
  return rows
}

export const rowOf = (summary: CaseSummary): CaseRow => {
  const { caseId, seq, client, gemeentecode, phase, step, due, openedOn, months, amountCents, reasons = [] } = summary
  return { caseId, seq, client, gemeentecode, phase, step, due, openedOn, months, amountCents, reasons }
}

/** Soonest due first, and what has no moment last; then the newest case. */
export function inListOrder(a: OfOrder, b: OfOrder): number {
  if (a.due !== b.due) return a.due === null || (b.due !== null && a.due > b.due) ? 1 : -1
  if (a.openedOn !== b.openedOn) return a.openedOn < b.openedOn ? 1 : -1
  return a.caseId < b.caseId ? -1 : Number(a.caseId > b.caseId)
}

export type OfOrder = Pick<CaseRow, 'due' | 'openedOn' | 'caseId'>

interface Snapshot {
  readonly at: IsoInstant
  readonly rows: readonly CaseRow[]
}

async function overlaid(
  { log, now }: SnapshotPorts,
  kept: Snapshot | null,
): Promise<Snapshot & { readonly changed: number }> {
  const at = now().toISOString()
  const since = kept ? plusMinutes(kept.at, -OVERLAP_MINUTES) : BEFORE_ALL
  const changed = new Map<string, CaseRow>()
  for await (const summary of log.listedSince(since)) {
    const known = changed.get(summary.caseId)
    if (!known || known.seq <= summary.seq) changed.set(summary.caseId, rowOf(summary))
  }
  if (kept && changed.size === 0) return { at, rows: kept.rows, changed: 0 }
  // The rows are in order but for those that changed, which makes sorting cheap.
  const others = (kept?.rows ?? []).filter(({ caseId }) => !changed.has(caseId))
  return { at, rows: [...others, ...changed.values()].sort(inListOrder), changed: changed.size }
}

// Columns, each as the values that there are of it, and for every row which of them: a fifth of what the rows are in
// full, read in some dozens of milliseconds where there are tens of thousands. Where a row names no value, or a value
// is none, the snapshot cannot be read; the rest is not looked at, which would take longer than to read it.

const numbers = z.custom<number[]>(Array.isArray)
const column = <T extends z.ZodType>(value: T) => z.strictObject({ values: z.array(value), of: numbers })
const snapshotSchema = z.strictObject({
  at: z.iso.datetime(),
  caseId: z.custom<string[]>(Array.isArray),
  seq: column(z.int()),
  client: column(z.string()),
  gemeentecode: column(z.string().nullable()),
  phase: column(z.enum(PHASES)),
  step: column(stepSchema),
  due: column(z.string().nullable()),
  openedOn: column(z.iso.date()),
  months: column(z.int()),
  amountCents: column(z.int()),
  reasons: column(z.array(z.enum(GATE_REASONS))),
})

async function write({ objects }: SnapshotPorts, rows: readonly CaseRow[], at: IsoInstant): Promise<void> {
  const columns: z.input<typeof snapshotSchema> = {
    at,
    caseId: rows.map(({ caseId }) => caseId),
    seq: columnOf(rows.map(({ seq }) => seq)),
    client: columnOf(rows.map(({ client }) => client)),
    gemeentecode: columnOf(rows.map(({ gemeentecode }) => gemeentecode)),
    phase: columnOf(rows.map(({ phase }) => phase)),
    step: columnOf(rows.map(({ step }) => step)),
    due: columnOf(rows.map(({ due }) => due)),
    openedOn: columnOf(rows.map(({ openedOn }) => openedOn)),
    months: columnOf(rows.map(({ months }) => months)),
    amountCents: columnOf(rows.map(({ amountCents }) => amountCents)),
    reasons: columnOf(rows.map(({ reasons }) => [...reasons])),
  }
  // Half a megabyte for 50,000 cases; a higher level takes longer than it saves.
  const packed = gzipSync(JSON.stringify(columns), { level: constants.Z_BEST_SPEED })
  await objects.put('work', CASE_LIST_KEY, packed, 'application/gzip')
}

function columnOf<T>(values: readonly T[]): Column<T> {
  const numbers = new Map<string, number>()
  const distinct: T[] = []
  const of = values.map((value) => {
    const text = String(value)
    const number = numbers.get(text) ?? distinct.push(value) - 1
    numbers.set(text, number)
    return number
  })
  return { values: distinct, of }
}

interface Column<T> {
  readonly values: T[]
  readonly of: number[]
}

/** Null where there is none, or none that can be read: then one is made from the cases. */
async function keptSnapshot({ objects }: SnapshotPorts): Promise<Snapshot | null> {
  const packed = await objects.get('work', CASE_LIST_KEY)
  if (!packed) return null
  try {
    return rowsOf(snapshotSchema.parse(JSON.parse(gunzipSync(packed).toString())))
  } catch {
    return null
  }
}

const rowsOf = ({ at, caseId: ids, ...columns }: z.output<typeof snapshotSchema>): Snapshot => ({
  at,
  rows: ids.map((caseId, row) => ({
    caseId,
    seq: valueAt(columns.seq, row),
    client: valueAt(columns.client, row),
    gemeentecode: valueAt(columns.gemeentecode, row),
    phase: valueAt(columns.phase, row),
    step: valueAt(columns.step, row),
    due: valueAt(columns.due, row),
    openedOn: valueAt(columns.openedOn, row),
    months: valueAt(columns.months, row),
    amountCents: valueAt(columns.amountCents, row),
    reasons: valueAt(columns.reasons, row),
  })),
})

function valueAt<T>({ values, of }: Column<T>, row: number): T {
  const value = values[of[row] ?? -1]
  if (value === undefined) throw new Error('a column of the snapshot is too short')
  return value
}
