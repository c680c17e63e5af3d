import { type IsoDate, plusDays } from './calendar.ts'
import { exceedsRemainder, owedOn, standingClaims } from './claims.ts'
import { SIGNAL_AFTER_DAYS } from './gate.ts'
import type { Policy } from './policy.ts'
import { type CaseState, liveSignal } from './state.ts'

/** What a file must still carry to a portal for this case: a signal, or its withdrawal (S4). */
export function outgoing(state: CaseState, policy: Policy, today: IsoDate): 'signal' | 'withdrawal' | null {
  if (mustWithdraw(state, policy, today)) return 'withdrawal'
  return state.queued && !state.ended ? 'signal' : null
}

/**
 * A signal is taken back when its case ended, on an objection, and when all that it reported is paid and no rent is 30
 * days past due: else the municipality would be told to stop, and asked again in one breath (S4).
 */
export function mustWithdraw(state: CaseState, policy: Policy, today: IsoDate): boolean {
  const signal = liveSignal(state)
  if (!signal) return false
  if (state.ended || state.objection) return true
  const open = new Set(
    owedOn(state, today)
      .filter((owed) => exceedsRemainder(owed, policy))
      .map(({ claim }) => claim.number),
  )
  if (signal.claims.some((number) => open.has(number))) return false
  return !standingClaims(state, policy, today).some(
    ({ claim }) => claim.rent && plusDays(claim.dueOn, SIGNAL_AFTER_DAYS) <= today,
  )
}
