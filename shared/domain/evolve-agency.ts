import { dateOf, type IsoInstant } from './calendar.ts'
import { owedOn } from './claims.ts'
import type { AgencyMessage } from './event.ts'
import type { CaseState } from './state.ts'

// What messages to the collection agency make of the state (F3, F4).

/** Nothing is handed over. */
export const NO_AGENCY: CaseState['agency'] = { knows: false, paused: false, claims: [], told: new Map(), toldAt: null }

/** What is open of some claims at a moment; in cents. */
export const openOf = (state: CaseState, claims: readonly number[], at: IsoInstant): ReadonlyMap<number, number> =>
  new Map(
    owedOn(state, dateOf(at))
      .filter(({ claim }) => claims.includes(claim.number))
      .map(({ claim, cents }) => [claim.number, cents]),
  )

/** What the agency knows after a message. When all that it has is paid, it has nothing any more (F3). */
export function informed(
  { agency, reservation }: CaseState,
  {
    message,
    claims,
    at,
  }: { readonly message: AgencyMessage; readonly claims: readonly number[]; readonly at: IsoInstant },
): CaseState['agency'] {
  const told = { told: reservation?.owedCents ?? new Map<number, number>(), toldAt: at }
  switch (message) {
    case 'handover':
      return { ...agency, ...told, knows: true, claims }
    case 'update':
      return { ...agency, ...told, claims: [...new Set([...agency.claims, ...claims])] }
    case 'pause':
      return { ...agency, paused: true }
    case 'resume':
      return { ...agency, paused: false }
    case 'stop':
      return NO_AGENCY
  }
}
