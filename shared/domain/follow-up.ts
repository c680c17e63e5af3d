import { dateOf, type IsoInstant, plusDays, plusWorkingDays } from './calendar.ts'
import { exceedsRemainder, owedOn } from './claims.ts'
import type { CaseEvent } from './event.ts'
import { callFrom } from './evidence.ts'
import { HOLD_DAYS } from './holds.ts'
import type { Policy } from './policy.ts'
import { newArrearsSince, noonOf, termCheck } from './standing.ts'
import type { CaseState } from './state.ts'

/** Working days that people get for the call that is asked, well before the signal round (C6 b). */
const CONTACT_TASK_DAYS = 5

/**
 * The next event that the facts and the time bring about by themselves, or null. Every use case appends these one by
 * one before it decides anything, so that a crash between a fact and its consequence loses nothing (invariant 4).
 *
 * @param objectedAt the moment of the renter's objection of before this case that is in force (C7); null without one
 */
export function followUp(
  state: CaseState,
  policy: Policy,
  objectedAt: IsoInstant | null,
  now: IsoInstant,
): CaseEvent | null {
  if (state.ended) return null
  if (objectedAt !== null && (state.reports.objection ?? '') < objectedAt)
    return { type: 'ObjectionLodged', channel: 'earlier', moment: objectedAt }
  return (
    afterAnswer(state, now) ??
    paymentFollowUp(state, policy, now) ??
    suspensionFollowUp(state, policy, now) ??
    arrangementFollowUp(state, now) ??
    contactFollowUp(state, policy, now)
  )
}

/** F2: who died is on hold; an objection at the municipality is an objection. */
function afterAnswer({ answerBrings }: CaseState, now: IsoInstant): CaseEvent | null {
  if (answerBrings === 'objection') return { type: 'ObjectionLodged', channel: 'gemeente' }
  if (answerBrings !== 'hold') return null
  return { type: 'HoldStarted', reason: 'deceased', lookAgain: plusDays(dateOf(now), HOLD_DAYS), source: 'answer' }
}

/** K1, C11: paid when no more than remainders is open. C14: what had been paid, and is open again, returned. */
function paymentFollowUp(state: CaseState, policy: Policy, now: IsoInstant): CaseEvent | null {
  const today = dateOf(now)
  const owed = owedOn(state, today).filter(({ claim }) => state.prescribed.get(claim.number) !== false)
  if (!owed.some((each) => exceedsRemainder(each, policy))) {
    const staff = state.claims.some((claim) => claim.staffPaidCents > 0)
    return { type: 'CasePaid', on: today, knownFrom: staff ? 'staff' : 'erp' }
  }
  const back = owed.filter((each) => state.paid.has(each.claim.number) && exceedsRemainder(each, policy))
  return back.length === 0 ? null : { type: 'ClaimReturned', claims: back.map(({ claim }) => claim.number) }
}

/** U1–U3: at most so many days from the date of acceptance; an acceptance that is older by then suspends nothing. */
function suspensionFollowUp(state: CaseState, policy: Policy, now: IsoInstant): CaseEvent | null {
  if (state.accepted !== null) {
    const until = plusDays(state.accepted, policy.suspensionDays)
    if (until <= dateOf(now)) return { type: 'SuspensionEnded', reason: 'period-over' }
    return { type: 'SuspensionStarted', until }
  }
  if (!state.suspension) return null
  const early = newArrearsSince(state, state.suspension.from, policy)
  if (early !== null && early <= now) return { type: 'SuspensionEnded', reason: 'new-arrears' }
  return noonOf(state.suspension.until) <= now ? { type: 'SuspensionEnded', reason: 'period-over' } : null
}

/**
 * C8: a term that was not paid in full ends the arrangement, some days after its date and once a book of later than
 * that could show the payment. Money that came in on another claim is a question for a person, never a breach.
 */
function arrangementFollowUp(state: CaseState, now: IsoInstant): CaseEvent | null {
  if (!state.arrangement) return null
  const { terms, owedCents, elsewhereCents } = state.arrangement
  const covered = owedOn(state, dateOf(now)).filter(({ claim }) => owedCents.has(claim.number))
  const open = covered.reduce((sum, { cents }) => sum + cents, 0)
  const paid = [...owedCents.values()].reduce((sum, cents) => sum + cents, 0) - open
  let promised = 0
  for (const term of terms) {
    promised += term.amountCents
    if (termCheck(term.date) > now) return null
    if (paid + elsewhereCents >= promised && paid < promised) return null
    if (paid < promised) return state.bookOn > term.date ? { type: 'ArrangementBroken', reason: 'missed-term' } : null
  }
  return { type: 'ArrangementKept' }
}

function contactFollowUp(state: CaseState, policy: Policy, now: IsoInstant): CaseEvent | null {
  const today = dateOf(now)
  const from = state.contactTaskDue === null ? callFrom(state, policy, today) : null
  if (from === null || from > today) return null
  return { type: 'ContactTaskCreated', dueOn: plusWorkingDays(today, CONTACT_TASK_DAYS) }
}
