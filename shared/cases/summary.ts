import type { CaseSummary, Conditions } from '../contracts/ports.ts'
import { answerBy, askedFrom, handOverDue } from '../domain/agency.ts'
import { dateOf, type IsoDate, type IsoInstant, latest } from '../domain/calendar.ts'
import { arrearsOn } from '../domain/claims.ts'
import { callBy } from '../domain/evidence.ts'
import { outgoing } from '../domain/outgoing.ts'
import { phaseOf } from '../domain/phase.ts'
import type { Standing } from '../domain/standing.ts'
import { type CaseState, isUrgent } from '../domain/state.ts'
import { type TaskKind, tasksOf } from '../domain/tasks.ts'

/** What the lists show of a case as it stands. @param before what they showed of it last; null for nothing */
export function summaryOf(
  caseId: string,
  renter: string,
  state: CaseState,
  { policy, clientConditions }: Pick<Conditions, 'policy' | 'clientConditions'>,
  standing: Standing,
  now: IsoInstant,
  before: CaseSummary | null,
): CaseSummary {
  const today = dateOf(now)
  const arrears = arrearsOn(state, today)
  const queue = outgoing(state, policy, today)
  const call = callBy(state, policy, today)
  const answer = answerBy(state, policy)
  const handOver = handOverDue(state, policy, clientConditions, today)
  const decide = askedFrom(state, policy, clientConditions, today)
  const tasks = tasksOf(state, policy, clientConditions, today)
  return {
    caseId,
    seq: state.seq,
    renter,
    client: state.client,
    gemeentecode: state.gemeentecode,
    phase: phaseOf(state, policy, today),
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
    ...(answer !== null && handOver !== null && state.hold === null && { handOverOn: dateOf(handOver) }),
    ...(answer !== null && decide !== null && { decideOn: decide }),
    ...(state.suspension && { suspendedUntil: state.suspension.until }),
    ...(state.suspensionEnded && !state.ended && { suspensionEnded: endOf(state.suspensionEnded) }),
    ...(tasks.length > 0 && { tasks: tasks.map((task) => ({ task, since: sinceOf(task, before, state) ?? today })) }),
    ...(tasks.includes('held') && state.held && { reasons: state.held.reasons }),
  }
}

const endOf = ({ at, reason }: NonNullable<CaseState['suspensionEnded']>) => ({
  on: dateOf(at),
  early: reason === 'new-arrears',
})

/**
 * Since when a task stands, as the summary before this one says; null when it is new. That a signal is held waits anew
 * since a person decided that the case must wait (H1).
 */
function sinceOf(task: TaskKind, before: CaseSummary | null, { postponedOn }: CaseState): IsoDate | null {
  const since = before?.tasks?.find((each) => each.task === task)?.since ?? null
  return task === 'held' ? since && latest(since, postponedOn ?? '') : since
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
