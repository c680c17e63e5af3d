import type { CaseLine, SimulationOutcome } from '../../support/outcome.ts'
import type { Scenario } from '../../support/scenario.ts'

/** Stories are told while vitest collects the tests, and played once before the first of them. */
export type Stories = (world: Scenario, outcome: () => SimulationOutcome) => void

export const JANUARY = ['2026-01']

// The course of a case that began in January 2026, when the 5th, the 15th and the 20th are working days.
export const OPENED = ['2026-01-02 CaseOpened']
export const REMINDED = [...OPENED, '2026-01-05 ReminderSent']
export const DEMANDED = [...REMINDED, '2026-01-15 DemandSent', '2026-01-15 ContactTaskCreated']
/** The contact is on 20 January. */
export const NOTIFIED = [...DEMANDED, '2026-01-20 ContactAttempted', '2026-02-05 NoticeSent']
export const REPORTED = [...NOTIFIED, '2026-02-20 SignalQueued', '2026-02-20 SignalDelivered']
/** The four weeks end on Friday 20 March. */
export const HANDED_OVER = ['2026-03-23 HandedOver', '2026-03-23 AgencyInformed']

/** A case that was held in February and reported in March. */
export const REPORTED_IN_MARCH = ['2026-03-20 SignalQueued', '2026-03-20 SignalDelivered']
export const HANDED_OVER_IN_APRIL = ['2026-04-20 HandedOver', '2026-04-20 AgencyInformed']
/** The rounds of a case that is held every time. */
export const HELD_EVERY_ROUND = ['2026-02-20 SignalHeld', '2026-03-20 SignalHeld', '2026-04-20 SignalHeld']

/** What a person is asked the working morning after the second round at which a case was held (F3). */
export const ASKED_TO_DECIDE = {
  ...{ about: 'decision', reason: 'hand-over', at: '2026-03-23T08:29:00+01:00' },
  options: ['hand-over', 'wait', 'close'],
}

/** The one case of a renter. */
export function only(outcome: SimulationOutcome, renter: { readonly number: string; readonly name: string }): CaseLine {
  const [first, ...others] = outcome.casesOf(renter)
  if (!first || others.length > 0) throw new Error(`${renter.name} has ${others.length + (first ? 1 : 0)} cases`)
  return first
}

/** The reasons with which each round held a case. */
export const heldFor = ({ history }: CaseLine): unknown[] =>
  history.filter(({ type }) => type === 'SignalHeld').map(({ reasons }) => reasons)
