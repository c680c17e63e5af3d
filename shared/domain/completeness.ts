import { type AnchorFault, anchorFaults, type KeptAnchor } from './anchor.ts'
import { dateOf, type IsoDate, type IsoInstant, plusDays, plusMinutes } from './calendar.ts'
import type { Head, Sha256 } from './history.ts'

/** What the check must know of an event as it is stored. */
export interface CheckedEvent {
  readonly type: string
  readonly at: IsoInstant
  /** Of the whole event, as the next one holds it. */
  readonly hash: string
}

export interface CheckedCase {
  readonly caseId: string
  readonly events: readonly CheckedEvent[]
  /** The first event that does not follow from the one before it; null when the chain is sound. */
  readonly brokenAt: number | null
}

/** What is wrong with a log; an event is named by its place, the first is 1. */
export type LogFault =
  | AnchorFault
  | { readonly fault: 'chain-broken'; readonly caseId: string; readonly seq: number }
  /** Or one of the events after `after`, up to which the case is as it was anchored. */
  | {
      readonly fault: 'event-changed'
      readonly caseId: string
      readonly seq: number
      readonly after: number
      readonly day: IsoDate
    }
  | {
      readonly fault: 'tail-cut'
      readonly caseId: string
      readonly seq: number
      readonly anchored: number
      readonly day: IsoDate
    }
  | { readonly fault: 'case-missing'; readonly caseId: string; readonly day: IsoDate }
  /** An event of a day that has an anchor, which no anchor covers: it was put there later. */
  | { readonly fault: 'not-anchored'; readonly caseId: string; readonly seq: number; readonly day: IsoDate }
  /** `last` is null where there is no anchor at all; `newest` is the day of the newest event, or today. */
  | { readonly fault: 'anchors-end'; readonly last: IsoDate | null; readonly newest: IsoDate }

/** Events of a case that no anchor covers, of which that is no fault: from one place up to and including another. */
export interface Uncovered {
  readonly caseId: string
  readonly from: number
  readonly until: number
}

export interface Completeness {
  readonly faults: readonly LogFault[]
  /** The last day up to which nothing can be missing, when there are no faults; null without an anchor. */
  readonly until: IsoDate | null
  /** From before the first anchor, in cases that no anchor names. */
  readonly earlier: readonly Uncovered[]
  /** From after the last anchor, and what a case only waited for since its last anchor. */
  readonly later: readonly Uncovered[]
  readonly cases: number
  readonly events: number
}

/** The anchor of a day is made half an hour after it; so long after it, it must be there. */
const MADE_WITHIN_MINUTES = 60
/** Put by the state machine, which lists it nowhere: it says nothing of the renter, and the next event anchors it. */
const UNLISTED = 'Waiting'

/**
 * Whether a log is complete (invariant 5): each case stands as the anchors say, none is missing, and no anchor is.
 *
 * @param anchors in any order
 * @param now where the log still grows: by then the anchor of the day before must be there
 */
export async function checkLog(
  anchors: readonly KeptAnchor[],
  cases: AsyncIterable<CheckedCase>,
  sha256: Sha256,
  now: IsoInstant | null = null,
): Promise<Completeness> {
  const known = knownFrom(anchors, sha256)
  const faults: LogFault[] = [...known.faults]
  const uncovered: Record<'earlier' | 'later', Uncovered[]> = { earlier: [], later: [] }
  const met = new Set<string>()
  let events = 0
  let span = now === null ? null : { oldest: now, newest: now }
  for await (const each of cases) {
    const { caseId, brokenAt } = each
    const heads = known.heads.get(caseId) ?? []
    met.add(caseId)
    events += each.events.length
    for (const { at } of each.events) span = widened(span, at)
    if (brokenAt !== null) faults.push({ fault: 'chain-broken', caseId, seq: brokenAt })
    faults.push(...headFaults(each, heads))
    const covered = coveredBy(heads)
    const slipped = each.events.findIndex((event, index) => index >= covered && mustBeAnchored(event, known))
    const rest = { caseId, from: covered + 1, until: each.events.length }
    if (slipped >= 0) faults.push({ fault: 'not-anchored', caseId, seq: slipped + 1, day: dayOf(each.events[slipped]) })
    else if (covered < each.events.length) uncovered[isEarlier(each, known) ? 'earlier' : 'later'].push(rest)
  }
  for (const [caseId, heads] of known.heads)
    if (!met.has(caseId)) faults.push({ fault: 'case-missing', caseId, day: heads.at(-1)?.day ?? '' })
  faults.push(...(span ? endFaults(known.last, span) : []))
  return { faults, until: known.last, ...uncovered, cases: met.size, events }
}

interface AnchoredOn extends Head {
  readonly day: IsoDate
}

interface Known {
  readonly faults: readonly LogFault[]
  /** By case, in the order of the days. */
  readonly heads: ReadonlyMap<string, readonly AnchoredOn[]>
  /** Days of which the anchor is not there, or is not to be believed: what it covered is no fault of a case. */
  readonly unknown: ReadonlySet<IsoDate>
  readonly first: IsoDate | null
  readonly last: IsoDate | null
}

function knownFrom(anchors: readonly KeptAnchor[], sha256: Sha256): Known {
  const inOrder = anchors.toSorted((a, b) => (a.anchor.day < b.anchor.day ? -1 : 1))
  const faults = anchorFaults(inOrder, sha256)
  const unknown = new Set(faults.flatMap(({ fault, day }) => (fault === 'anchors-gone-before' ? [] : [day])))
  const heads = new Map<string, AnchoredOn[]>()
  for (const { anchor } of inOrder)
    for (const { case: caseId, seq, hash } of unknown.has(anchor.day) ? [] : anchor.heads)
      heads.set(caseId, [...(heads.get(caseId) ?? []), { seq, hash, day: anchor.day }])
  return { faults, heads, unknown, first: inOrder[0]?.anchor.day ?? null, last: inOrder.at(-1)?.anchor.day ?? null }
}

function headFaults({ caseId, events }: CheckedCase, heads: readonly AnchoredOn[]): LogFault[] {
  const faults: LogFault[] = []
  const isChanged = ({ seq, hash }: Head) => seq <= events.length && events[seq - 1]?.hash !== hash
  const changed = heads.findIndex(isChanged)
  const { seq, day } = heads[changed] ?? { seq: 0, day: '' }
  if (seq > 0) faults.push({ fault: 'event-changed', caseId, seq, after: heads[changed - 1]?.seq ?? 0, day })
  const longest = heads.findLast((head) => head.seq > events.length)
  if (longest) faults.push({ fault: 'tail-cut', caseId, seq: events.length, anchored: longest.seq, day: longest.day })
  return faults
}

/** Up to which event the anchors vouch for a case. */
const coveredBy = (heads: readonly Head[]): number => heads.reduce((most, { seq }) => Math.max(most, seq), 0)

const dayOf = (event: CheckedEvent | undefined): IsoDate => (event ? dateOf(event.at) : '')

/** Whether the anchor of the event's day, or a later one, would cover it if it had been there on that day. */
const mustBeAnchored = (event: CheckedEvent, { first, last, unknown }: Known): boolean =>
  first !== null &&
  last !== null &&
  event.type !== UNLISTED &&
  dayOf(event) >= first &&
  dayOf(event) <= last &&
  !unknown.has(dayOf(event))

/** Whether the whole case is from before anything was anchored. */
const isEarlier = ({ caseId, events }: CheckedCase, { heads, first }: Known): boolean =>
  first !== null && !heads.has(caseId) && dayOf(events.at(-1)) < first

interface Span {
  readonly oldest: IsoInstant
  readonly newest: IsoInstant
}

const widened = (span: Span | null, at: IsoInstant): Span => ({
  oldest: span && span.oldest < at ? span.oldest : at,
  newest: span && span.newest > at ? span.newest : at,
})

/** Whether anchors at the end are not there. Without any, that of the first day of the log is the one to wait for. */
function endFaults(last: IsoDate | null, { oldest, newest }: Span): LogFault[] {
  const next = last === null ? dateOf(oldest) : plusDays(last, 1)
  const isLate = dateOf(plusMinutes(newest, -MADE_WITHIN_MINUTES)) > next
  return isLate ? [{ fault: 'anchors-end', last, newest: dateOf(newest) }] : []
}
