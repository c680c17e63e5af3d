import { dateOf, type IsoDate, type IsoInstant } from './calendar.ts'
import { owedOn } from './claims.ts'
import type { ObjectionChannel } from './closed-lists.ts'
import type { CaseEvent, StoredEvent, Term } from './event.ts'
import type { CaseState, OpenClaim } from './state.ts'

// E1: of what is reported about one subject, the report with the latest moment is in force, whatever order the reports
// arrive in. One that comes too late is recorded all the same: with it, the others still say what was done and when.

/** What was reported on a subject, so far as it decides about a report that is still to come. */
export interface Reports {
  /** The moment of the report in force: of an objection, or of its withdrawal. */
  readonly objection: IsoInstant | null
  /** Whether there ever was an objection: only then a withdrawal withdraws one (C6 d). */
  readonly objected: boolean
  /** The moment of the report in force: of an arrangement, or that it was broken. */
  readonly arrangement: IsoInstant | null
  /** Whether there ever was an arrangement that could be broken. */
  readonly arranged: boolean
  /** By claim, the moment of the report in force: that it is disputed, or no longer. */
  readonly disputes: ReadonlyMap<number, IsoInstant>
  /** The moment of the report in force: of a hold, or of its end (R7). */
  readonly hold: IsoInstant | null
  /** The moment of the report in force: of who acts for the renter (R7). */
  readonly representative: IsoInstant | null
}

export const NO_REPORTS: Reports = {
  objection: null,
  objected: false,
  arrangement: null,
  arranged: false,
  disputes: new Map(),
  hold: null,
  representative: null,
}

/** When what an event tells of happened. */
export const momentOf = ({ moment, at }: Pick<StoredEvent, 'moment' | 'at'>): IsoInstant => moment ?? at

/** Whether a report comes into force after the one that is: of two with the same moment, the one that came later. */
export const comesIntoForce = (inForce: IsoInstant | null | undefined, moment: IsoInstant): boolean =>
  !inForce || inForce <= moment

type Of<Type extends StoredEvent['type']> = Extract<StoredEvent, { readonly type: Type }>

/** What a report about the objection makes of the state (C7). */
export function afterObjection(
  state: CaseState,
  event: Of<'ObjectionLodged' | 'ObjectionWithdrawn'>,
): Partial<CaseState> {
  const lodged = event.type === 'ObjectionLodged'
  const moment = momentOf(event)
  const objected = state.reports.objected || lodged
  if (!comesIntoForce(state.reports.objection, moment))
    return { reports: { ...state.reports, objected }, offerAccepted: !state.objection && objected }
  return {
    reports: { ...state.reports, objection: moment, objected },
    objection: lodged,
    offerAccepted: !lodged && objected,
    ...(lodged && { queued: false }),
    ...(!lodged && state.objection && { resumedAt: event.at }),
  }
}

/** What a report about the dispute of a claim makes of the state (C4). */
export function afterDispute(state: CaseState, event: Of<'ItemDisputed' | 'DisputeResolved'>): Partial<CaseState> {
  const disputed = event.type === 'ItemDisputed'
  const moment = momentOf(event)
  if (!comesIntoForce(state.reports.disputes.get(event.claim), moment)) return {}
  const before = state.claims.find(({ number }) => number === event.claim)
  return {
    reports: { ...state.reports, disputes: new Map([...state.reports.disputes, [event.claim, moment]]) },
    claims: state.claims.map((claim) => (claim.number === event.claim ? { ...claim, disputed } : claim)),
    ...(before?.disputed && !disputed && { resumedAt: event.at }),
  }
}

/** What a report of an arrangement makes of the state (C8): the same terms, told again, change nothing. */
export function afterArrangement(state: CaseState, event: Of<'ArrangementAgreed'>): Partial<CaseState> {
  const moment = momentOf(event)
  if (!comesIntoForce(state.reports.arrangement, moment)) return { reports: { ...state.reports, arranged: true } }
  const reports = { ...state.reports, arrangement: moment, arranged: true }
  if (hasTerms(state, event.terms)) return { reports }
  const on = dateOf(moment)
  const owed = owedOn({ claims: claimsAsOf(state, on) }, on)
  const covered = owed.filter(({ claim }) => event.claims.includes(claim.number))
  const owedCents = new Map(covered.map(({ claim, cents }) => [claim.number, cents]))
  return { reports, arrangement: { terms: event.terms, owedCents, elsewhereCents: 0, on }, queued: false }
}

/** What the end of an arrangement makes of the state: of a missed term, which nobody reports, or by a report. */
export function afterBreach(state: CaseState, event: Of<'ArrangementBroken'>): Partial<CaseState> {
  const over = state.arrangement ? { arrangement: null, resumedAt: event.at } : {}
  if (event.reason === 'missed-term') return over
  const moment = momentOf(event)
  if (!comesIntoForce(state.reports.arrangement, moment)) return {}
  return { ...over, reports: { ...state.reports, arrangement: moment } }
}

const hasTerms = ({ arrangement }: CaseState, terms: readonly Term[]): boolean =>
  arrangement !== null && JSON.stringify(arrangement.terms) === JSON.stringify(terms)

/** The claims as they stood on a day, so far as the last two books tell. */
const claimsAsOf = ({ claims, beforeBook, bookOn }: CaseState, on: IsoDate): readonly OpenClaim[] =>
  beforeBook && on < bookOn ? beforeBook : claims

/** All that is due and undisputed on that day: what falls due later pays no term when it is paid. */
const inTerms = (state: CaseState, on: IsoDate): number[] =>
  owedOn({ claims: claimsAsOf(state, on) }, on)
    .filter(({ claim }) => !claim.disputed)
    .map(({ claim }) => claim.number)

type Report =
  | { readonly type: 'objection' | 'objection-withdrawn'; readonly channel: ObjectionChannel }
  | { readonly type: 'dispute' | 'dispute-resolved'; readonly claim: number }
  | { readonly type: 'arrangement'; readonly terms: readonly Term[]; readonly claims?: readonly number[] }
  | { readonly type: 'arrangement-broken' }

/**
 * The event of a report. Null for one that says what is in force already, and is no later: nothing that still arrives
 * can depend on it.
 */
export function reported(report: Report, state: CaseState, moment: IsoInstant): CaseEvent | null {
  const { reports } = state
  const unlessKnown = (known: boolean, inForce: IsoInstant | null | undefined, event: CaseEvent): CaseEvent | null =>
    known && inForce && moment <= inForce ? null : event
  switch (report.type) {
    case 'objection':
      return unlessKnown(state.objection, reports.objection, { type: 'ObjectionLodged', channel: report.channel })
    case 'objection-withdrawn':
      return unlessKnown(!state.objection, reports.objection, { type: 'ObjectionWithdrawn', channel: report.channel })
    case 'dispute':
    case 'dispute-resolved': {
      const { claim } = report
      const disputed = state.claims.some((each) => each.number === claim && each.disputed)
      const event: CaseEvent = { type: report.type === 'dispute' ? 'ItemDisputed' : 'DisputeResolved', claim }
      return unlessKnown(disputed === (report.type === 'dispute'), reports.disputes.get(claim), event)
    }
    case 'arrangement':
      return unlessKnown(hasTerms(state, report.terms), reports.arrangement, {
        type: 'ArrangementAgreed',
        terms: report.terms,
        claims: report.claims ?? inTerms(state, dateOf(moment)),
      })
    case 'arrangement-broken':
      return unlessKnown(state.arrangement === null, reports.arrangement, {
        type: 'ArrangementBroken',
        reason: 'reported',
      })
  }
}
