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
  const tests = testsOf(filter)
  const within = (row: CaseRow) => tests.every(([, holds]) => holds(row))
  const found = rows.filter(within)
  const first = after === null ? 0 : found.findIndex((row) => inListOrder(row, after) > 0)
  const page = first < 0 ? [] : found.slice(first, first + size)
  const last = page.at(-1)
  const fresh = await ports.log.summariesOf(page.map(({ caseId }) => caseId))
  return {
    cases: fresh.filter((summary) => within(rowOf(summary))).sort(inListOrder),
    total: found.length,
    next: last && found.length > first + size ? cursorAfter(last) : null,
    facets: facetsOf(rows, filter),
  }
}

/** Whether a filter lets a case through; also for cases that were found otherwise. */
export const isWithin = (row: CaseRow, filter: CaseFilter): boolean => testsOf(filter).every(([, holds]) => holds(row))

type Test = readonly [name: keyof CaseFilter, holds: (row: CaseRow) => boolean]

/** What a filter asks of a case, one by one. */
function testsOf({
  ended,
  client,
  gemeentecode,
  phase,
  reason,
  dueBefore,
  amountFrom,
  amountUntil,
}: CaseFilter): Test[] {
  const test = (name: keyof CaseFilter, given: unknown, holds: (row: CaseRow) => boolean): Test[] =>
    given === undefined ? [] : [[name, holds]]
  return [
    ...test('ended', ended, (row) => hasEnded(row.phase) === ended),
    ...test('client', client, (row) => row.client === client),
    ...test('gemeentecode', gemeentecode, (row) => row.gemeentecode === gemeentecode),
    ...test('phase', phase, (row) => row.phase === phase),
    ...test('reason', reason, ({ reasons }) => reason !== undefined && reasons.includes(reason)),
    ...test('dueBefore', dueBefore, ({ due }) => dueBefore !== undefined && due !== null && due < dueBefore),
    ...test('amountFrom', amountFrom, ({ amountCents }) => amountFrom !== undefined && amountCents >= amountFrom),
    ...test('amountUntil', amountUntil, ({ amountCents }) => amountUntil !== undefined && amountCents <= amountUntil),
  ]
}

/** In one go: a case that one test alone holds back counts for the facet of that test. */
function facetsOf(rows: readonly CaseRow[], filter: CaseFilter): CaseList['facets'] {
  const tests = testsOf(filter)
  const [client, gemeentecode] = [new Map<string, number>(), new Map<string | null, number>()]
  const [phase, reason] = [new Map<Phase, number>(), new Map<GateReason, number>()]
  for (const row of rows) {
    const fails = onlyFailure(row, tests)
    if (fails === 'several') continue
    if (fails === null || fails === 'client') count(client, row.client)
    if (fails === null || fails === 'gemeentecode') count(gemeentecode, row.gemeentecode)
    if (fails === null || fails === 'phase') count(phase, row.phase)
    if (fails === null || fails === 'reason') for (const each of row.reasons) count(reason, each)
  }
  // Of all phases, since a phase is in one of the lists alone.
  const others = testsOf(filter).filter(([name]) => name !== 'ended' && name !== 'phase')
  const ended = new Map([false, true].map((each) => [each, 0]))
  for (const row of rows) if (others.every(([, holds]) => holds(row))) count(ended, hasEnded(row.phase))
  const facets = {
    client: facet(client),
    gemeentecode: facet(gemeentecode),
    phase: facet(phase),
    reason: facet(reason),
  }
  return { ...facets, ended: [...ended].map(([value, of]) => ({ value, count: of })) }
}

/** The test that a case fails; null for none. */
function onlyFailure(row: CaseRow, tests: readonly Test[]): keyof CaseFilter | 'several' | null {
  let failed: keyof CaseFilter | null = null
  for (const [name, holds] of tests) {
    if (holds(row)) continue
    if (failed !== null) return 'several'
    failed = name
  }
  return failed
}

const count = <T>(counts: Map<T, number>, value: T): void => void counts.set(value, (counts.get(value) ?? 0) + 1)

const facet = <T>(counts: ReadonlyMap<T, number>): Facet<T> =>
  [...counts]
    .map(([value, of]) => ({ value, count: of }))
    .sort((a, b) => b.count - a.count || (String(a.value) < String(b.value) ? -1 : 1))

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
