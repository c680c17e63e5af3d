import type { CaseSummary, Conditions } from '../contracts/ports.ts'
import { arrearsOn } from '../domain/arrears.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import { answerBy, type Standing } from '../domain/standing.ts'
import { type CaseState, callBy, isUrgent, outgoing, phaseOf } from '../domain/state.ts'

/** What the lists show of a case as it stands. */
export function summaryOf(
  caseId: string,
  renter: string,
  state: CaseState,
  { policy }: Conditions,
  standing: Standing,
  now: IsoInstant,
): CaseSummary {
  const arrears = arrearsOn(state.claims, dateOf(now))
  const queue = outgoing(state)
  const call = callBy(state)
  const answer = answerBy(state, policy)
  return {
    caseId,
    seq: state.seq,
    renter,
    client: state.client,
    gemeentecode: state.gemeentecode,
    phase: phaseOf(state),
    step: standing.step,
    due: standing.due,
    queue,
    ...(queue === 'signal' && isUrgent(state) && { urgent: true }),
    ...((queue === 'withdrawal' || queue === 'void') && state.signal && { file: state.signal.file }),
    openedOn: state.openedOn,
    months: arrears.months,
    amountCents: arrears.cents,
    ...(call !== null && { callBy: call }),
    ...(answer !== null && { answerBy: answer }),
  }
}

/**
 * Whether the lists must show the case anew: an intermediate step only counts where it moves the case to another list.
 */
export function needsListing(now: CaseSummary, listed: CaseSummary | null, intermediate: boolean): boolean {
  if (!listed || now.phase !== listed.phase || now.queue !== listed.queue) return true
  return !intermediate && !sameBut(now, listed)
}

/** An event that changes nothing in a list needs no write. */
const sameBut = (a: CaseSummary, b: CaseSummary): boolean =>
  JSON.stringify(Object.entries({ ...a, seq: 0 }).sort()) === JSON.stringify(Object.entries({ ...b, seq: 0 }).sort())
