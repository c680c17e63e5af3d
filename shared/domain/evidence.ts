import { type IsoDate, minusWorkingDays, plusDays } from './calendar.ts'
import { type Owed, standingClaims } from './claims.ts'
import { calendarOf, leadingOf, lettersAbout, levelOn, listedAs, reaches } from './levels.ts'
import type { Policy } from './policy.ts'
import { nextRound } from './round-day.ts'
import { type CaseState, isSuspended, liveSignal, type SentLetter } from './state.ts'

/** After a claim that came back, no signal about it leaves within so many days of the letter that tells of it (C14). */
const AFTER_RETURN_DAYS = 7

/** The claim that leads for the gate: those with the agency count, and may lead too (C10). */
export const leadForSignal = (state: CaseState, policy: Policy, on: IsoDate): Owed | null =>
  leadingOf(state, policy, standingClaims(state, policy, on), on)

/**
 * The first day on which a signal about a claim may leave after it came back; `''` when it did not; null when not
 * told.
 */
export function freeAfterReturn(state: CaseState, { claim }: Owed): IsoDate | null {
  const back = state.returned.get(claim.number)
  if (!back) return ''
  return back.toldOn && plusDays(back.toldOn, AFTER_RETURN_DAYS + 1)
}

/**
 * What a signal of a day reports (C12): all claims that count, are rent of the leading claim's dwelling, and that a
 * letter of an earlier day listed. The oldest first.
 */
export function reportedOn(state: CaseState, policy: Policy, on: IsoDate): Owed[] {
  const standing = standingClaims(state, policy, on)
  const lead = leadingOf(state, policy, standing, on)
  return standing.filter((owed) => {
    const free = freeAfterReturn(state, owed)
    const { claim } = owed
    const listed = lettersAbout(state, claim).some((letter) => letter.on < on)
    return claim.rent && claim.contract === lead?.claim.contract && listed && free !== null && free <= on
  })
}

/** The letters that listed a claim and that did not come back unposted: what proves anything about it (C6). */
export const provenLetters = (state: CaseState, { claim }: Owed): SentLetter[] =>
  lettersAbout(state, claim).filter(({ reservation }) => reservation !== state.toPost?.reservation)

/** Whether an effort at personal contact about a claim was made, recent enough on a day (C6 b). */
export function wasContacted(state: CaseState, owed: Owed, policy: Policy, on: IsoDate): boolean {
  const [first] = lettersAbout(state, owed.claim)
  if (!first) return false
  return state.contacts.some(
    (contact) => contact.counts && contact.on >= first.on && plusDays(contact.on, policy.contactDays) >= on,
  )
}

/** Working days before a round on which a call is asked again, when the last effort will be too old by then. */
const BEFORE_ROUND_WORKING_DAYS = 10

/**
 * The day from which a call is asked of people: that on which the leading claim's level is demand, or ten working days
 * before a round at which the last effort is too old. Null while none is needed, or no signal can follow (C6 b).
 */
export function callFrom(state: CaseState, policy: Policy, today: IsoDate): IsoDate | null {
  if (state.ended || state.hold || isSuspended(state) || state.objection || liveSignal(state)) return null
  if (!state.naturalPerson || !state.dwelling) return null
  const lead = leadForSignal(state, policy, today)
  if (!lead?.claim.rent || !reaches(listedAs(state, lead.claim), 'demand')) return null
  const demanded = calendarOf(lead.claim.dueOn, policy).demand
  if (!wasContacted(state, lead, policy, today)) return demanded
  const round = nextRound(today, policy)
  return wasContacted(state, lead, policy, round) ? null : minusWorkingDays(round, BEFORE_ROUND_WORKING_DAYS)
}

/** The last day for the call that people were asked for; null when none is, and while no signal can follow (C6 b). */
export function callBy(state: CaseState, policy: Policy, today: IsoDate): IsoDate | null {
  const from = callFrom(state, policy, today)
  return from !== null && from <= today ? state.contactTaskDue : null
}

/** Whether a claim stands under notice on a day, also one that a notice listed before its own time (C10). */
export const isUnderNotice = (state: CaseState, { claim }: Owed, policy: Policy, on: IsoDate): boolean =>
  levelOn(state, claim, policy, on) === 'notice'
