import { arrearsOn, nextDueAfter, openCents } from './arrears.ts'
import { backedOff } from './back-off.ts'
import {
  actMorning,
  dateOf,
  dayOfMonth,
  type IsoDate,
  type IsoInstant,
  instantAt,
  isWorkingDay,
  latest,
  morningOf,
  plusDays,
  plusMinutes,
  plusWorkingDays,
  workingDayFrom,
} from './calendar.ts'
import { ACTS, type Act, type AgencyMessage } from './event.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { type CaseState, deliveredAt, isOnItsWay, outgoing, phaseOf, type Signal } from './state.ts'

/** Where a case can stand: the next thing that happens to it if nobody intervenes. */
export type Step =
  | Act
  | 'settle-reservation'
  | 'post-letter'
  | 'inform-agency'
  | 'signal'
  | 'delivery'
  | 'hand-over'
  | 'suspension'
  | 'arrangement'
  | 'rest'
  | 'withdrawal'
  | 'finished'

export interface Standing {
  readonly step: Step
  /** When the step comes due; null when only an event can bring the next step. */
  readonly due: IsoInstant | null
}

/**
 * Rent due on the first is reminded on the fifth: nobody is reminded, or loses a suspension, within these days of a due
 * date.
 */
const GRACE_DAYS = 4
/** A term is looked at so many days after its date, when the bank and the book have had time to show the payment. */
const TERM_GRACE_DAYS = 5
/** How long the mail service gets to report that it sent a reserved letter before the reservation is settled. */
const RESERVED_MINUTES = 15

/**
 * The message that the collection agency should have by now (F3, U1, C8, K1). It is told nothing about a case that it
 * does not have.
 */
export function agencyMessageDue(state: CaseState): AgencyMessage | null {
  const { knows, paused, stopped } = state.agency
  const rests = state.suspension !== null || state.accepted !== null || state.arrangement !== null
  if (!knows) return state.handedOver && !state.ended && !rests ? 'handover' : null
  if (stopped) return null
  if (state.ended) return 'stop'
  if (rests !== paused) return rests ? 'pause' : 'resume'
  return null
}

/**
 * The message that can leave on a day. A hand-over needs an agency of the client, and something undisputed for it to
 * collect (C4, F3); whoever has the case is told the rest, whatever the register says since.
 */
export function agencyMessageOn(state: CaseState, client: ClientConditions, today: IsoDate): AgencyMessage | null {
  const message = agencyMessageDue(state)
  if (message !== 'handover') return message
  return client.hasCollectionAgency && arrearsOn(state.claims, today).cents > 0 ? message : null
}

/**
 * The last day of the pause as far as it can be foreseen: of the suspension, or the one on which the last term is
 * looked at (U1, C8). Null without a pause.
 */
export function pauseEnd({ suspension, arrangement }: CaseState): IsoDate | null {
  const lastTerm = arrangement?.terms.at(-1)
  return latest(suspension?.until ?? '', lastTerm ? plusDays(lastTerm.date, TERM_GRACE_DAYS) : '') || null
}

/** Where the case stands: its next step by the rulebook, and when it is due. Computed anew each time, never stored. */
export const standingOf = (state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Standing =>
  backedOff(state, undisturbed(state, policy, client, now))

function undisturbed(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Standing {
  if (state.reservation) return { step: 'settle-reservation', due: plusMinutes(state.reservation.at, RESERVED_MINUTES) }
  const message = agencyMessageOn(state, client, dateOf(now))
  if (message) return { step: message === 'handover' ? 'hand-over' : 'inform-agency', due: state.lastAt }
  if (state.ended) return { step: outgoing(state) === 'withdrawal' ? 'withdrawal' : 'finished', due: null }
  if (state.suspension) return { step: 'suspension', due: suspensionEnd(state, state.suspension, policy) }
  if (state.arrangement) return { step: 'arrangement', due: nextTermCheck(state.arrangement.terms, now) }
  if (state.undeliverable) return { step: 'rest', due: null }
  if (state.toPost && arrearsOn(state.claims, dateOf(now)).cents > 0) return { step: 'post-letter', due: state.lastAt }
  return collection(state, policy, client, now)
}

function collection(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Standing {
  const today = dateOf(now)
  const { oldestDueOn } = arrearsOn(state.claims, today)
  if (oldestDueOn === null) {
    const next = nextDueAfter(state.claims, today)
    return { step: 'rest', due: next && morningOf(next) }
  }
  const act = ACTS.find((each) => !state.letters[each])
  if (act)
    return { step: act, due: onWorkingDay(actMorning(planned(act, state, policy, oldestDueOn), state.resumedAt), now) }
  if (state.queued) return { step: 'delivery', due: null }

  const steps: Standing[] = []
  const onItsWay = isOnItsWay(state)
  if (!onItsWay && (!state.signal || client.resignal === 'monthly' || state.redelivery))
    steps.push({ step: 'signal', due: signalDue(state, policy, client, oldestDueOn, now) })
  const handOver = handOverDue(state, policy, client)
  if (handOver) steps.push({ step: 'hand-over', due: onWorkingDay(handOver, now) })
  const [next] = steps.sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1))
  return next ?? { step: onItsWay ? 'delivery' : 'rest', due: null }
}

/** An act that comes due while nobody works (a machine that was down, a weekend) moves to the next working morning. */
const onWorkingDay = (due: IsoInstant, now: IsoInstant): IsoInstant =>
  due > now || isWorkingDay(dateOf(now)) ? due : actMorning(dateOf(now), now)

/** The date of an act: its day of the month, and not sooner than the distance to the act before it (C1). */
function planned(act: Act, state: CaseState, policy: Policy, oldestDueOn: IsoDate): IsoDate {
  switch (act) {
    case 'reminder':
      return reminderDate(oldestDueOn, policy)
    case 'demand':
      return latest(
        dayOfMonth(oldestDueOn, 0, policy.demandDay),
        plusDays(state.letters.reminder?.on ?? oldestDueOn, policy.reminderToDemandDays),
      )
    case 'notice':
      return latest(
        dayOfMonth(oldestDueOn, 1, policy.noticeDay),
        plusDays(state.letters.demand?.on ?? oldestDueOn, policy.demandToNoticeDays),
      )
  }
}

const reminderDate = (dueOn: IsoDate, policy: Policy): IsoDate =>
  latest(dayOfMonth(dueOn, 0, policy.reminderDay), plusDays(dueOn, GRACE_DAYS))

/** The first day on which the objection period is over (G5): the days after receipt of the notice have all passed. */
export const objectionPeriodOver = (receivedOn: IsoDate, policy: Policy): IsoDate =>
  plusDays(receivedOn, policy.objectionDays + 1)

/** The day of the signal round in the month of `date` (S1). */
const roundIn = (date: IsoDate, policy: Policy): IsoDate => workingDayFrom(dayOfMonth(date, 0, policy.signalDay))

/** The first signal round on or after a date (S1). The round of a month may fall in the first days of the next one. */
export function nextRound(date: IsoDate, policy: Policy): IsoDate {
  const before = roundIn(dayOfMonth(date, -1, 1), policy)
  if (before >= date) return before
  const round = roundIn(date, policy)
  return round >= date ? round : roundIn(dayOfMonth(date, 1, 1), policy)
}

function signalDue(
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  oldestDueOn: IsoDate,
  now: IsoInstant,
): IsoInstant {
  const notice = state.letters.notice
  const ready = latest(
    plusDays(oldestDueOn, 30),
    notice ? objectionPeriodOver(notice.receivedOn, policy) : oldestDueOn,
    dateOf(state.resumedAt),
  )
  if (state.threatenedAt && !state.signal) return threatenedSignalDue(state, state.threatenedAt, ready)
  let round = nextRound(latest(ready, afterLastRound(state)), policy)
  const byPolicy = state.signal !== null && !state.redelivery
  const notBefore = latest(state.resumedAt, byPolicy ? (client.since ?? '') : '')
  while (morningOf(round) < notBefore) round = nextRound(plusDays(round, 1), policy)
  return onWorkingDay(morningOf(round), now)
}

/**
 * The first day of a next try: after a hold the next round; after a delivery the next month's, unless a person asked
 * for the next one (LCV 3.2).
 */
function afterLastRound(state: CaseState): IsoDate {
  const { held, signal, redelivery } = state
  const delivered = deliveredAt(state, signal)
  const on = delivered && dateOf(delivered)
  const afterDelivery = on && (redelivery ? plusDays(on, 1) : dayOfMonth(on, 1, 1))
  return latest(held ? plusDays(held.on, 1) : '', afterDelivery ?? '')
}

/**
 * A threatening situation waits for no round: it goes the day it may, and a held one is tried again when a fact
 * changed, or the next morning (S1).
 */
function threatenedSignalDue(state: CaseState, threatenedAt: IsoInstant, ready: IsoDate): IsoInstant {
  const soonest = latest(threatenedAt, state.resumedAt)
  const due = ready > dateOf(soonest) ? morningOf(ready) : soonest
  if (!state.held || state.held.stale) return due
  return latest(due, morningOf(workingDayFrom(plusDays(state.held.on, 1))))
}

/**
 * When the case goes to the collection agency, as the client's policy says: four weeks have passed when their last day
 * has (F3). Null when it does not, or already did.
 */
function handOverDue(state: CaseState, policy: Policy, client: ClientConditions): IsoInstant | null {
  if (state.handedOver || !client.hasCollectionAgency || client.handOver === 'never') return null
  const at = firstDelivery(state, state.signal)
  if (at === null) return null
  const on = dateOf(at)
  const from = client.handOver === 'after-signal' ? on : plusDays(answerDeadline(on, policy, false), 1)
  return actMorning(from, latest(at, state.resumedAt, client.since ?? at))
}

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

/** The last day by which the municipality should have acted on the signal; sooner in a threatening situation (F1). */
export const answerDeadline = (deliveredOn: IsoDate, policy: Policy, threatened: boolean): IsoDate =>
  threatened ? plusWorkingDays(deliveredOn, policy.threatAnswerWorkingDays) : plusDays(deliveredOn, policy.answerDays)

/**
 * The last day for the answer that a case waits for (F1); null when it waits for none. The hand-over keeps its four
 * weeks (F3).
 */
export function answerBy(state: CaseState, policy: Policy): IsoDate | null {
  const { signal } = state
  const delivered = deliveredAt(state, signal)
  if (!signal || delivered === null || signal.answered || phaseOf(state) !== 'awaiting-answer') return null
  return answerDeadline(dateOf(delivered), policy, signal.threatened)
}

/** Noon of the last day, so that the first act comes a day later; sooner when new arrears arise (U1, U2). */
function suspensionEnd(state: CaseState, suspension: { from: IsoDate; until: IsoDate }, policy: Policy): IsoInstant {
  const end = noonOf(suspension.until)
  const early = newArrearsSince(state, suspension.from, policy)
  return early !== null && early < end ? early : end
}

export const noonOf = (date: IsoDate): IsoInstant => instantAt(date, '12:00')

/**
 * The moment from which an obligation that fell due during the suspension counts as unpaid (U2); null when all were
 * paid, or the book is too old to tell.
 */
export function newArrearsSince(state: CaseState, from: IsoDate, policy: Policy): IsoInstant | null {
  const moments = state.claims
    .filter((claim) => claim.dueOn > from && claim.dueOn < state.bookOn && !claim.disputed && openCents(claim) > 0)
    .map((claim) => morningOf(workingDayFrom(reminderDate(claim.dueOn, policy))))
  return moments.length === 0 ? null : moments.reduce((a, b) => (a < b ? a : b))
}

export const termCheck = (date: IsoDate): IsoInstant => morningOf(plusDays(date, TERM_GRACE_DAYS))

const nextTermCheck = (terms: readonly { date: IsoDate }[], now: IsoInstant): IsoInstant | null =>
  terms.map((term) => termCheck(term.date)).find((moment) => moment > now) ?? null
