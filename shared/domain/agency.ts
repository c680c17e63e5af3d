import {
  actMorning,
  dateOf,
  dayOfMonth,
  type IsoDate,
  type IsoInstant,
  latest,
  plusDays,
  plusWorkingDays,
} from './calendar.ts'
import { inHand, type Owed, owedOn } from './claims.ts'
import type { AgencyMessage } from './event.ts'
import { calendarOf, lettersAbout } from './levels.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { type CaseState, deliveredAt, isSuspended, liveSignal, type Signal } from './state.ts'

/** Rounds at which a case may be held before the client's word on unreported cases counts (F3). */
const ROUNDS_HELD = 2

/** The day of the last day by which the municipality should have acted; sooner in a threatening situation (F1). */
export const answerDeadline = (deliveredOn: IsoDate, policy: Policy, threatened: boolean): IsoDate =>
  threatened ? plusWorkingDays(deliveredOn, policy.threatAnswerWorkingDays) : plusDays(deliveredOn, policy.answerDays)

/**
 * The last day for the answer that a case waits for (F1); null when it waits for none, as when all that was reported is
 * with the agency. The hand-over keeps its four weeks (F3).
 */
export function answerBy(state: CaseState, policy: Policy): IsoDate | null {
  const signal = liveSignal(state)
  const delivered = deliveredAt(state, signal)
  if (!signal || delivered === null || signal.answered || state.ended || isSuspended(state)) return null
  if (signal.claims.every((number) => state.agency.claims.includes(number))) return null
  return answerDeadline(dateOf(delivered), policy, signal.threatened)
}

/**
 * The claims that may be handed over: those in our hands that a demand or a notice listed, or a follow-up with text 1
 * once their own demand day has passed (F3).
 */
export const handOverClaims = (state: CaseState, policy: Policy, today: IsoDate): Owed[] =>
  inHand(state, policy, today).filter(({ claim }) =>
    lettersAbout(state, claim).some(
      ({ act, debtHelp }) =>
        act === 'demand' ||
        act === 'notice' ||
        (act === 'follow-up' && debtHelp && calendarOf(claim.dueOn, policy).demand <= today),
    ),
  )

/**
 * When the case goes to the collection agency for the first time; null when nothing says so (F3): four weeks after the
 * delivery have passed when their last day has; after two rounds at which it was held where the client wants so; or by
 * a person's word.
 */
export function handOverDue(
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  today: IsoDate,
): IsoInstant | null {
  if (state.agency.claims.length > 0 || !client.hasCollectionAgency) return null
  if (handOverClaims(state, policy, today).length === 0) return null
  const from = [decided(state), reportedLongAgo(state, policy, client), notReported(state, client)]
  const soonest = from.filter((each) => each !== null).reduce<IsoInstant | null>((a, b) => (a && a < b ? a : b), null)
  return soonest && actMorning(dateOf(soonest), latest(soonest, state.resumedAt, state.movedAt))
}

const decided = ({ handOverDecidedAt }: CaseState): IsoInstant | null => handOverDecidedAt

function reportedLongAgo(state: CaseState, policy: Policy, client: ClientConditions): IsoInstant | null {
  const at = client.handOver === 'never' ? null : firstDelivery(state, liveSignal(state))
  if (at === null) return null
  const on = client.handOver === 'after-signal' ? dateOf(at) : plusDays(answerDeadline(dateOf(at), policy, false), 1)
  return actMorning(on, latest(at, client.since ?? at))
}

const notReported = (state: CaseState, client: ClientConditions): IsoInstant | null =>
  client.handOverUnreported === 'after-notice' && state.held && state.heldIn.length >= ROUNDS_HELD && !liveSignal(state)
    ? actMorning(plusDays(state.held.on, 1), state.resumedAt)
    : null

/**
 * The delivery from which the four weeks count, null while there is none: a monthly repeat does not begin them anew, a
 * signal after a withdrawal or at a person's word does (F3, LCV 3.2).
 */
function firstDelivery(state: CaseState, last: Signal | null): IsoInstant | null {
  if (!last) return null
  const { signal, withdrawn, redelivery } = last.before
  const earlier = withdrawn || redelivery ? null : firstDelivery(state, signal)
  return earlier ?? deliveredAt(state, last)
}

/** Months after which a person who decided not to hand over is asked again (F3). */
const ASKED_AGAIN_MONTHS = 2

/**
 * The day from which a person must say what happens to the case (F3): when it could not be reported for two rounds and
 * the client wants to be asked, or when it was reported four weeks ago and the client never hands over by itself; again
 * two months after a person put it off. Null when nobody needs to: of a renter on hold nothing is decided until that is
 * over.
 */
export function askedFrom(state: CaseState, policy: Policy, client: ClientConditions, today: IsoDate): IsoDate | null {
  if (state.ended || state.hold || state.handOverDecidedAt) return null
  if (handOverClaims(state, policy, today).length === 0) return null
  const live = liveSignal(state)
  const from = live ? neverHandedOver(state, policy, client, live) : heldLongEnough(state, client)
  return from && latest(from, askedAgainFrom(state))
}

/** The day from which a person is asked again who put a case off (F3, R7); '' where nobody did. */
export const askedAgainFrom = ({ postponedOn }: CaseState): IsoDate =>
  postponedOn === null ? '' : dayOfMonth(postponedOn, ASKED_AGAIN_MONTHS, Number(postponedOn.slice(8)))

function neverHandedOver(state: CaseState, policy: Policy, client: ClientConditions, live: Signal): IsoDate | null {
  const at = client.handOver === 'never' ? firstDelivery(state, live) : null
  return at && plusDays(answerDeadline(dateOf(at), policy, false), 1)
}

const heldLongEnough = ({ held, heldIn }: CaseState, client: ClientConditions): IsoDate | null =>
  held && heldIn.length >= ROUNDS_HELD && client.handOverUnreported === 'ask' ? held.on : null

/** Whether a person must say now what happens to the case (F3). */
export function asksForHandOver(state: CaseState, policy: Policy, client: ClientConditions, today: IsoDate): boolean {
  const from = askedFrom(state, policy, client, today)
  return from !== null && from <= today
}

/** Whether the agency must rest: help was accepted, the renter is on hold, or its claims are arranged (U1, R7, C8). */
const rests = (state: CaseState): boolean =>
  isSuspended(state) ||
  state.hold !== null ||
  state.agency.claims.some((number) => state.arrangement?.owedCents.has(number) ?? false)

interface AgencyDue {
  readonly message: AgencyMessage
  readonly due: IsoInstant
  /** The claims that the message is about. */
  readonly claims: readonly number[]
}

/**
 * The message that the agency should have by now (F3, F4, U1, K1), and when; null for none. It is told nothing about a
 * case that it does not have. A hand-over waits for a suspension and a hold to end; changes are told once a day at
 * most.
 */
export function agencyDue(state: CaseState, policy: Policy, today: IsoDate): AgencyDue | null {
  const { knows, paused, claims, told, toldAt } = state.agency
  if (claims.length === 0) return null
  const theirs = owedOn(state, today).filter(({ claim }) => claims.includes(claim.number))
  const open = theirs.filter(({ claim }) => !claim.disputed)
  const later = rests(state) ? [] : handOverClaims(state, policy, today)
  const all = [...open, ...later].map(({ claim }) => claim.number)
  if (!knows)
    return state.ended || all.length === 0 || rests(state)
      ? null
      : { message: 'handover', due: state.lastAt, claims: all }
  if (state.ended || theirs.every(({ cents }) => cents <= policy.remainderCents))
    return { message: 'stop', due: state.lastAt, claims }
  if (rests(state) !== paused) return { message: paused ? 'resume' : 'pause', due: state.lastAt, claims }
  const same = open.length === told.size && open.every(({ claim, cents }) => told.get(claim.number) === cents)
  if (paused || (same && later.length === 0)) return null
  const from = toldAt ? plusDays(dateOf(toldAt), 1) : today
  return { message: 'update', due: actMorning(from, latest(state.movedAt, state.resumedAt)), claims: all }
}
