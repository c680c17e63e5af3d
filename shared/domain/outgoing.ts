import { type IsoDate, plusDays } from './calendar.ts'
import { exceedsRemainder, owedOn, standingClaims } from './claims.ts'
import { reportedOn } from './evidence.ts'
import { SIGNAL_AFTER_DAYS } from './gate.ts'
import type { Policy } from './policy.ts'
import { type CaseState, isOnItsWay, isSuspended, liveSignal } from './state.ts'

/** What a round must still do for a case: write its signal, take back what left, or take away what did not yet. */
export type Queue = 'signal' | 'withdrawal' | 'void'

/**
 * What a file must still carry to a portal for this case, a signal or its withdrawal (S4); or that the file with its
 * signal must be taken away, since the portal does not have it yet (S2).
 */
export function outgoing(state: CaseState, policy: Policy, today: IsoDate): Queue | null {
  if (isOnItsWay(state)) {
    if (mayNotLeave(state, policy, today)) return 'void'
  } else if (mustWithdraw(state, policy, today)) return 'withdrawal'
  return state.queued && !state.ended ? 'signal' : null
}

/** What happened to the case since its signal was written keeps it from leaving (S2). */
const mayNotLeave = (state: CaseState, policy: Policy, today: IsoDate): boolean =>
  state.ended !== null ||
  state.objection ||
  state.hold !== null ||
  isSuspended(state) ||
  (state.signal?.failed ?? false) ||
  reportedOn(state, policy, today).length === 0

/**
 * A signal is taken back when its case ended, on an objection, when it should not have left, and when all that it
 * reported is paid and no rent is 30 days past due: else the municipality would be told to stop, and asked again in one
 * breath (S4).
 */
function mustWithdraw(state: CaseState, policy: Policy, today: IsoDate): boolean {
  const signal = liveSignal(state)
  if (!signal) return false
  if (state.ended || state.objection || signal.failed) return true
  const open = owedOn(state, today).filter((owed) => exceedsRemainder(owed, policy))
  if (open.some(({ claim }) => signal.claims.includes(claim.number))) return false
  return !standingClaims(state, policy, today).some(
    ({ claim }) => claim.rent && plusDays(claim.dueOn, SIGNAL_AFTER_DAYS) <= today,
  )
}

/**
 * What must be taken away or back, and of which file, where no round was asked for it yet (S2, S4); null for nothing.
 */
export function asksForRound(
  state: CaseState,
  policy: Policy,
  today: IsoDate,
): { queue: 'void' | 'withdrawal'; file: string } | null {
  const { roundAsked, signal } = state
  const queue = outgoing(state, policy, today)
  if (!signal || (queue !== 'void' && queue !== 'withdrawal')) return null
  return roundAsked?.queue === queue && roundAsked.file === signal.file ? null : { queue, file: signal.file }
}
