import { z } from 'zod'
import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { GateReason } from '../domain/gate-reasons.ts'
import { hasEnded, type Phase } from '../domain/phase.ts'
import { type CaseRow, currentRows, inListOrder, type OfOrder, rowOf, type SnapshotPorts } from './case-snapshot.ts'

/** What is left out narrows nothing. */
export interface CaseFilter {
  /** The cases that have ended, or those that have not: each has a list of its own. */
  readonly ended: boolean
  readonly client?: string
  /** Null for the cases whose address is in no municipality that is known. */
  readonly gemeentecode?: string | null
  readonly phase?: Phase
  /** Why the signal is held. */
  readonly reason?: GateReason
  readonly dueBefore?: IsoInstant
  /** This amount or more, in cents. */
  readonly amountFrom?: number
  /** This amount or less, in cents. */
  readonly amountUntil?: number
}

/** How many cases there would be with another value of one filter and the other filters as they are; most first. */
export type Facet<T> = readonly { readonly value: T; readonly count: number }[]

export interface CaseList {
  /** As they stand at this moment, soonest due first. */
  readonly cases: readonly CaseSummary[]
  /** How many there are on all pages together. */
  readonly total: number
  /** Gives the next page; null when there is none. */
  readonly next: string | null
  readonly facets: {
    readonly client: Facet<string>
    readonly gemeentecode: Facet<string | null>
    readonly phase: Facet<Phase>
    readonly reason: Facet<GateReason>
    /** In the two lists, whatever the phase. */
    readonly ended: Facet<boolean>
  }
}

/** This cursor is none of ours. */
export class UnknownPlace extends Error {
  override readonly name = 'UnknownPlace'
}

export interface CaseListPorts extends SnapshotPorts {
  readonly log: SnapshotPorts['log'] & Pick<CaseLog, 'summariesOf'>
}

/**
 * One page of the cases that a filter lets through, soonest due first; what has no moment comes last, the newest first.
 * Costs the snapshot, a query for each shard of what changed since (two), and one read of the cases that are shown: a
 * case that changed in the last moment so that the filter holds it back is left out, and may still be counted. A case
 * that moves between two pages may stand in both or in neither; every other case stands in one.
 *
 * @param cursor `next` of the page before this one; null for the first
 * @param size how many cases a page has at most; at least 1
 * @throws UnknownPlace when the cursor is none of ours
 */
export async function caseList(
  ports: CaseListPorts,
  filter: CaseFilter,
  { size, cursor }: { readonly size: number; readonly cursor: string | null },
): Promise<CaseList> {
  const after = cursor === null ? null : placeOf(cursor)
  const rows = await currentRows(ports)
  const found = rows.filter((row) => isWithin(row, filter))
  const first = after === null ? 0 : found.findIndex((row) => inListOrder(row, after) > 0)
  const page = first < 0 ? [] : found.slice(first, first + size)
  const last = page.at(-1)
  const fresh = await ports.log.summariesOf(page.map(({ caseId }) => caseId))
  return {
    cases: fresh.filter((summary) => isWithin(rowOf(summary), filter)).sort(inListOrder),
    total: found.length,
    next: last && found.length > first + size ? cursorAfter(last) : null,
    facets: {
      client: counted(rows, filter, 'client', ({ client }) => [client]),
      gemeentecode: counted(rows, filter, 'gemeentecode', ({ gemeentecode }) => [gemeentecode]),
      phase: counted(rows, filter, 'phase', ({ phase }) => [phase]),
      reason: counted(rows, filter, 'reason', ({ reasons }) => reasons),
      ended: [false, true].map((value) => ({
        value,
        count: rows.filter((row) => isWithin(row, { ...without(filter, 'phase'), ended: value })).length,
      })),
    },
  }
}

/** Whether a filter lets a case through; also for cases that were found otherwise. */
export function isWithin(row: CaseRow, filter: CaseFilter): boolean {
  const { client, gemeentecode, phase, reason, dueBefore, amountFrom, amountUntil } = filter
  return (
    hasEnded(row.phase) === filter.ended &&
    (client === undefined || row.client === client) &&
    (gemeentecode === undefined || row.gemeentecode === gemeentecode) &&
    (phase === undefined || row.phase === phase) &&
    (reason === undefined || row.reasons.includes(reason)) &&
    (dueBefore === undefined || (row.due !== null && row.due < dueBefore)) &&
    (amountFrom === undefined || row.amountCents >= amountFrom) &&
    (amountUntil === undefined || row.amountCents <= amountUntil)
  )
}

function counted<T>(
  rows: readonly CaseRow[],
  filter: CaseFilter,
  name: keyof CaseFilter,
  valuesOf: (row: CaseRow) => readonly T[],
): Facet<T> {
  const others = without(filter, name)
  const counts = new Map<T, number>()
  for (const row of rows)
    if (isWithin(row, others)) for (const value of valuesOf(row)) counts.set(value, (counts.get(value) ?? 0) + 1)
  const facet = [...counts].map(([value, count]) => ({ value, count }))
  return facet.sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))
}

const without = (filter: CaseFilter, name: keyof CaseFilter): CaseFilter => ({ ...filter, [name]: undefined })

const placeSchema = z.tuple([z.iso.datetime().nullable(), z.iso.date(), z.string()])

const cursorAfter = ({ due, openedOn, caseId }: OfOrder): string =>
  Buffer.from(JSON.stringify([due, openedOn, caseId])).toString('base64url')

function placeOf(cursor: string): OfOrder {
  try {
    const [due, openedOn, caseId] = placeSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { due, openedOn, caseId }
  } catch {
    throw new UnknownPlace('this is no cursor of a list of cases')
  }
}
