import { dateOf, type IsoDate, type IsoInstant, plusDays } from './calendar.ts'
import type { HoldReason, HoldSource, Representation } from './closed-lists.ts'
import type { CaseEvent, StoredEvent } from './event.ts'
import { comesIntoForce, momentOf } from './reports.ts'
import type { CaseState } from './state.ts'

// R7: who is on hold, and who acts for the renter. Each is a subject of its own: of what is reported on it, the latest
// moment is in force (E1).

/** For so many days a hold stands that nobody gave another date. */
export const HOLD_DAYS = 30

export type HoldCommand =
  | {
      readonly type: 'hold'
      readonly reason: HoldReason
      /** The day for another look; in 30 days, unless told. */
      readonly lookAgain: IsoDate | null
      readonly source: HoldSource
    }
  | { readonly type: 'hold-ended'; readonly source: HoldSource }
  | { readonly type: 'representative'; readonly kind: Representation | null; readonly source: HoldSource }

type Of<Type extends StoredEvent['type']> = Extract<StoredEvent, { readonly type: Type }>

/**
 * The event of a hold, its end, or another representative; null for one that brings nothing new. A column says the same
 * with every book, which is news once; and it neither takes the place of a person's hold, nor ends one.
 */
export function holdReported(command: HoldCommand, state: CaseState, moment: IsoInstant): CaseEvent | null {
  const { hold, reports } = state
  const isKnown = (same: boolean, inForce: IsoInstant | null) =>
    same && (command.source === 'column' || (inForce !== null && moment <= inForce))
  if (command.type === 'representative') {
    const { kind } = command
    return isKnown(state.representative === kind, reports.representative)
      ? null
      : { type: 'RepresentativeChanged', kind }
  }
  if (command.source === 'column' && hold !== null && hold.source !== 'column') return null
  if (command.type === 'hold-ended') return isKnown(hold === null, reports.hold) ? null : { type: 'HoldEnded' }
  const { reason, source } = command
  const lookAgain = command.lookAgain ?? plusDays(dateOf(moment), HOLD_DAYS)
  // A column tells no day: as long as its reason stands, the day for another look does too.
  const same =
    hold?.reason === reason && hold.source === source && (source === 'column' || hold.lookAgain === lookAgain)
  return isKnown(same, reports.hold) ? null : { type: 'HoldStarted', reason, lookAgain, source }
}

/** The renter seems to have another number, or it is known whether that is so (R6). */
export interface RenumberingCommand {
  readonly type: 'renumbering-suspected' | 'renumbering-settled'
}

/** Nothing leaves while it is not known who the renter is; a hold for another reason stands as it stood. */
export function holdOfRenumbering(
  { type }: RenumberingCommand,
  { hold }: CaseState,
  now: IsoInstant,
): CaseEvent | null {
  if (type === 'renumbering-settled') return hold?.source === 'renumbering' ? { type: 'HoldEnded' } : null
  const lookAgain = plusDays(dateOf(now), HOLD_DAYS)
  return hold ? null : { type: 'HoldStarted', reason: 'other', lookAgain, source: 'renumbering' }
}

/** What a hold, or its end, makes of the state. */
export function afterHold(state: CaseState, event: Of<'HoldStarted' | 'HoldEnded'>): Partial<CaseState> {
  const moment = momentOf(event)
  if (!comesIntoForce(state.reports.hold, moment)) return {}
  const reports = { ...state.reports, hold: moment }
  if (event.type === 'HoldEnded') return { reports, hold: null, ...(state.hold && { resumedAt: event.at }) }
  const { reason, lookAgain, source } = event
  return { reports, hold: { reason, lookAgain, source }, queued: false }
}

/** What another representative makes of the state. */
export function afterRepresentative(state: CaseState, event: Of<'RepresentativeChanged'>): Partial<CaseState> {
  const moment = momentOf(event)
  if (!comesIntoForce(state.reports.representative, moment)) return {}
  return { reports: { ...state.reports, representative: moment }, representative: event.kind }
}
