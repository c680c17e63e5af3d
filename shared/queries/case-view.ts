import type { LoadedCase } from '../contracts/ports.ts'
import type { RenterRecord } from '../contracts/renters.ts'
import { answerBy } from '../domain/agency.ts'
import { type IsoDate, localTime } from '../domain/calendar.ts'
import { arrearsOn } from '../domain/claims.ts'
import type { Author, CaseEvent } from '../domain/event.ts'
import { heldBecause } from '../domain/gate-reasons.ts'
import { type Phase, phaseOf } from '../domain/phase.ts'
import type { Policy } from '../domain/policy.ts'
import { type ClaimView, claimViews } from './claim-views.ts'

/** A case as people and programs read it (`cases.jsonl`). */
export interface CaseView {
  readonly case: string
  /** The debtor number; null for a case whose summary is lost. */
  readonly renter: string | null
  readonly client: string
  readonly gemeentecode: string | null
  readonly phase: Phase
  readonly openedOn: IsoDate
  readonly months: number
  /** In euros. */
  readonly amount: number
  /** The last day for the municipality's answer (F1); absent when none is awaited. */
  readonly answerBy?: IsoDate
  readonly claims: readonly ClaimView[]
  /** Why its signal was held at the last round, in Dutch sentences; absent when it was not. */
  readonly heldBecause?: readonly string[]
  /** Without what is no fact of the case: the links between the events, and the token that wakes the workflow. */
  readonly history: readonly EventView[]
}

interface EventView {
  readonly seq: number
  /** Local time. */
  readonly at: string
  readonly type: CaseEvent['type']
  /** `system`, `portal`, `renter`, or a colleague's id. */
  readonly by: Author
  /** Local time at which it happened; absent where nobody reported it. */
  readonly moment?: string
  readonly [field: string]: unknown
}

/**
 * @param record of its renter; null once that is purged
 * @param on the day of which the arrears are told
 */
export function caseView(loaded: LoadedCase, record: RenterRecord | null, policy: Policy, on: IsoDate): CaseView {
  const { caseId, state, events, summary } = loaded
  const arrears = arrearsOn(state, on)
  const answer = answerBy(state, policy)
  return {
    case: caseId,
    renter: summary?.renter ?? null,
    client: state.client,
    gemeentecode: state.gemeentecode,
    phase: phaseOf(state, policy, on),
    openedOn: state.openedOn,
    months: state.ended ? 0 : arrears.months,
    amount: state.ended ? 0 : arrears.cents / 100,
    claims: claimViews(loaded, record, policy, on),
    ...(answer !== null && { answerBy: answer }),
    ...(state.held && !state.ended && { heldBecause: heldBecause(state.held.reasons) }),
    history: events.map(({ seq, at, prev: _prev, v: _version, type, by, moment, ...rest }) => {
      const { token: _token, ...shown } = { token: undefined, ...rest }
      return { seq, at: localTime(at), type, by, ...(moment !== undefined && { moment: localTime(moment) }), ...shown }
    }),
  }
}
