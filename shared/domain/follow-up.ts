import { openCents, owed } from './arrears.ts'
import { dateOf, type IsoInstant, plusDays, plusWorkingDays } from './calendar.ts'
import type { CaseEvent } from './event.ts'
import type { Policy } from './policy.ts'
import { newArrearsSince, noonOf, termCheck } from './standing.ts'
import type { CaseState } from './state.ts'

/** Working days that people get for the call after the demand, well before the signal round (C6 b). */
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
  const today = dateOf(now)
  if (owed(state.claims, today) <= 0) {
    const staff = state.claims.some((claim) => claim.staffPaidCents > 0)
    return { type: 'CasePaid', on: today, knownFrom: staff ? 'staff' : 'erp' }
  }
  if (objectedAt !== null && (state.reports.objection ?? '') < objectedAt)
    return { type: 'ObjectionLodged', channel: 'earlier', moment: objectedAt }
  return suspensionFollowUp(state, policy, now) ?? arrangementFollowUp(state, now) ?? contactFollowUp(state, now)
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
 * that could show the payment. A payment that the book shows as a credit counts.
 */
function arrangementFollowUp(state: CaseState, now: IsoInstant): CaseEvent | null {
  if (!state.arrangement) return null
  const { terms, owedCents } = state.arrangement
  const covered = state.claims.filter((claim) => owedCents.has(claim.number) || openCents(claim) < 0)
  const open = covered.reduce((sum, claim) => sum + openCents(claim), 0)
  const paid = [...owedCents.values()].reduce((sum, cents) => sum + cents, 0) - open
  let promised = 0
  for (const term of terms) {
    promised += term.amountCents
    if (termCheck(term.date) > now) return null
    if (paid < promised) return state.bookOn > term.date ? { type: 'ArrangementBroken', reason: 'missed-term' } : null
  }
  return { type: 'ArrangementKept' }
}

function contactFollowUp(state: CaseState, now: IsoInstant): CaseEvent | null {
  if (!state.letters.demand || state.contactTaskDue !== null || state.contactAttempts > 0) return null
  return { type: 'ContactTaskCreated', dueOn: plusWorkingDays(dateOf(now), CONTACT_TASK_DAYS) }
}
