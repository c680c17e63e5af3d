import type { IsoDate } from './calendar.ts'
import { inHand } from './claims.ts'
import { leadingOf } from './levels.ts'
import type { Policy } from './policy.ts'
import { type CaseState, isOnItsWay, isSuspended, liveSignal } from './state.ts'

/** The phases that people see. */
export const PHASES = [
  ...(['reminding', 'signal-held', 'signal-queued', 'awaiting-answer', 'suspended', 'on-hold'] as const),
  ...(['arrangement', 'handed-over', 'paid', 'closed'] as const),
] as const
export type Phase = (typeof PHASES)[number]

/** Whether a case in this phase is over; something may still have to leave for it. */
export const hasEnded = (phase: Phase): boolean => phase === 'paid' || phase === 'closed'

/** The one phase under which a case is listed: that of its leading claim, or of what rests without one. */
export function phaseOf(state: CaseState, policy: Policy, today: IsoDate): Phase {
  if (state.ended) return state.ended.how
  if (isSuspended(state)) return 'suspended'
  if (state.hold) return 'on-hold'
  if (state.queued || isOnItsWay(state)) return 'signal-queued'
  const lead = leadingOf(state, policy, inHand(state, policy, today), today)
  if (!lead) return withoutLead(state)
  const signal = liveSignal(state)
  if (signal?.claims.some((number) => !state.agency.claims.includes(number))) return 'awaiting-answer'
  return state.held || state.rejected || state.withdrawn ? 'signal-held' : 'reminding'
}

function withoutLead(state: CaseState): Phase {
  if (state.agency.claims.length > 0) return 'handed-over'
  if (state.arrangement) return 'arrangement'
  return liveSignal(state) ? 'awaiting-answer' : 'reminding'
}
