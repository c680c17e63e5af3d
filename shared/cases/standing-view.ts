import type { IsoInstant } from '../domain/calendar.ts'
import type { Step } from '../domain/standing.ts'
import type { Outcome } from './change-case.ts'
import { spreadSeconds } from './spread.ts'

/** What the state machine is told of a case, and nothing more: no personal data travels through it (invariant 6). */
export interface StandingView {
  readonly step: Step
  /** When the step comes due; null when only an event can bring it. */
  readonly due: IsoInstant | null
  /** So many seconds after that the case wakes, so that not all do at once. */
  readonly spread: number
  /** The place and hash of the last event: the machine's own next event follows on it. */
  readonly seq: number
  readonly hash: string
}

export const viewOf = ({ caseId, standing, state, conditions }: Outcome): StandingView => ({
  step: standing.step,
  due: standing.due,
  spread: spreadSeconds(caseId, standing.step, conditions.openCases),
  seq: state.seq,
  hash: state.hash,
})

/** The act did not leave the case where the main line goes on: the machine looks again where it stands. */
export class CaseStandsElsewhere extends Error {
  override readonly name = 'CaseStandsElsewhere'
}

/** The view of a case that stands where the main line expects it. @throws CaseStandsElsewhere when it does not */
export function viewAt(outcome: Outcome, expected: readonly Step[]): StandingView {
  if (!expected.includes(outcome.standing.step)) throw new CaseStandsElsewhere(outcome.standing.step)
  return viewOf(outcome)
}
