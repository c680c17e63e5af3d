import { agencyDue, askedAgainFrom, askedFrom, handOverDue } from './agency.ts'
import { openCents } from './arrears.ts'
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
  workingDayFrom,
} from './calendar.ts'
import type { Letter } from './event.ts'
import { callFrom, freeAfterReturn, leadForSignal } from './evidence.ts'
import { isRepresented, SIGNAL_AFTER_DAYS } from './gate.ts'
import { nextLetter, postable } from './letter-due.ts'
import { calendarOf, lettersAbout, reminderDate } from './levels.ts'
import { asksForRound, outgoing } from './outgoing.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { nextRound, objectionPeriodOver } from './round-day.ts'
import { type CaseState, deliveredAt, isOnItsWay, liveSignal } from './state.ts'

/** Where a case can stand: the next thing that happens to it if nobody intervenes. */
export type Step =
  | Letter
  | 'settle-reservation'
  | 'post-letter'
  | 'inform-agency'
  | 'task'
  | 'book'
  | 'signal'
  | 'delivery'
  | 'hand-over'
  | 'suspension'
  | 'hold'
  | 'arrangement'
  | 'rest'
  | 'withdrawal'
  | 'finished'

export interface Standing {
  readonly step: Step
  /** When the step comes due; null when only an event can bring the next step. */
  readonly due: IsoInstant | null
}

/** A term is looked at so many days after its date, when the bank and the book have had time to show the payment. */
const TERM_GRACE_DAYS = 5
/** How long the mail service gets to report that it sent a reserved letter before the reservation is settled. */
const RESERVED_MINUTES = 15

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
  const today = dateOf(now)
  const agency = agencyDue(state, policy, today)
  const afterStop = (due: IsoInstant) => latest(due, client.notBefore ?? '')
  if (agency?.message === 'handover' && client.hasCollectionAgency)
    return { step: 'hand-over', due: afterStop(agency.due) }
  if (agency && agency.message !== 'handover' && agency.message !== 'update')
    return { step: 'inform-agency', due: agency.due }
  if (asksForRound(state, policy, today)) return { step: 'withdrawal', due: state.lastAt }
  if (state.ended) return { step: outgoing(state, policy, today) === null ? 'finished' : 'withdrawal', due: null }
  if (state.suspension) return { step: 'suspension', due: suspensionEnd(state, state.suspension, policy) }
  if (state.hold) return onHold(state, state.hold.lookAgain, now)
  if (state.undeliverable || state.movedAway) return termsStep(state, now) ?? { step: 'rest', due: null }
  if (state.exceptedOn === null && postable(state, today).length > 0)
    return { step: 'post-letter', due: afterStop(state.lastAt) }
  return collection(state, policy, client, now)
}

/** Nothing leaves during a hold; its own end is watched, and the terms of an arrangement are (R7, C8). */
function onHold(state: CaseState, lookAgain: IsoDate, now: IsoInstant): Standing {
  const due = lookAgain > dateOf(now) ? morningOf(lookAgain) : null
  const terms = termsStep(state, now)
  return terms && (due === null || terms.due < due) ? terms : { step: 'hold', due }
}

/** A step that the rulebook brings by itself, and how old the client's book may be on which it rests. */
interface Coming {
  readonly step: Step
  readonly due: IsoInstant
  readonly bookDays?: number
}

/** Whichever comes first of all that is to come. What waits for a book waits behind what does not (C13). */
function collection(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Standing {
  const steps = coming(state, policy, client, now).map((each) => unlessBookIsOld(each, state, client, now))
  const [first] = steps.sort((a, b) => ((a.due ?? LAST) < (b.due ?? LAST) ? -1 : 1))
  return first ?? { step: state.queued || isOnItsWay(state) ? 'delivery' : 'rest', due: null }
}

/** Later than any moment: of what only an event can bring. */
const LAST = '9999'

function coming(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Coming[] {
  const today = dateOf(now)
  const steps: Coming[] = []
  const letter = nextLetter(state, policy, today)
  if (letter)
    steps.push({ step: letter.letter, due: atNine(letter.on, state, client, now), bookDays: policy.letterBookDays })
  const signal = signalDue(state, policy, client, now)
  if (signal) steps.push({ step: 'signal', due: signal, bookDays: policy.signalBookDays })
  const handOver = handOverDue(state, policy, client, today)
  if (handOver)
    steps.push({
      step: 'hand-over',
      due: atNine(dateOf(handOver), state, client, now),
      bookDays: policy.signalBookDays,
    })
  const agency = agencyDue(state, policy, today)
  if (agency?.message === 'update') steps.push({ step: 'inform-agency', due: agency.due })
  const terms = termsStep(state, now)
  if (terms) steps.push(terms)
  const call = state.contactTaskDue === null ? callFrom(state, policy, today) : null
  const asked = isRepresented(state) && !state.reportingAllowed ? askedAgainFrom(state) : null
  for (const day of [call, asked, askedFrom(state, policy, client, today)])
    if (day !== null && day > today) steps.push({ step: 'task', due: morningOf(day) })
  return steps
}

/**
 * What is due, and rests on a book that is too old, waits for one; then it is done on the working morning after
 * (C13).
 */
function unlessBookIsOld(
  { step, due, bookDays }: Coming,
  state: CaseState,
  client: ClientConditions,
  now: IsoInstant,
): Standing {
  if (bookDays === undefined) return { step, due }
  const { book } = client
  const came = book.at !== null && due < book.at ? actMorning(dateOf(due), book.at) : due
  if (came > now) return { step, due: came }
  return isBookNew(bookDays, state, client, now) ? { step, due: came } : { step: 'book', due: null }
}

/** Whether the client's newest book is of at most so many days, tells of this renter, and no newer one waits (C13). */
export const isBookNew = (
  days: number,
  { exceptedOn }: CaseState,
  { book }: ClientConditions,
  now: IsoInstant,
): boolean => exceptedOn === null && book.on !== null && !book.waits && plusDays(book.on, days) >= dateOf(now)

/**
 * Nine o'clock of a day on which people work, and after whatever made it due: a fact, or a stop of the whole system
 * (C16). What comes due while nobody works moves to the next working morning.
 */
function atNine(on: IsoDate, state: CaseState, client: ClientConditions, now: IsoInstant): IsoInstant {
  const due = actMorning(on, latest(state.movedAt, state.resumedAt, client.notBefore ?? ''))
  const today = dateOf(now)
  return due > now || (isWorkingDay(today) && now >= morningOf(today)) ? due : actMorning(today, now)
}

/** The round at which the signal is tested; null while the leading claim had no notice, or a signal is live (G9). */
function signalDue(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): IsoInstant | null {
  const live = liveSignal(state)
  if (state.queued || isOnItsWay(state)) return null
  if (live && client.resignal !== 'monthly' && !state.redelivery) return null
  const ready = readyToReport(state, policy, dateOf(now))
  if (ready === null) return null
  if (state.threatenedAt && !live && !isRefusedStill(state))
    return threatenedSignalDue(state, state.threatenedAt, ready)
  let round = nextRound(latest(ready, dateOf(state.resumedAt), afterLastRound(state)), policy)
  const notBefore = latest(state.resumedAt, live && !state.redelivery ? (client.since ?? '') : '')
  while (morningOf(round) < notBefore) round = nextRound(plusDays(round, 1), policy)
  return atNine(round, state, client, now)
}

/** The portal refused it, and nothing changed since the gate said so: the rounds look again, and no morning (S5). */
const isRefusedStill = ({ rejected, held }: CaseState): boolean => rejected !== null && held !== null && !held.stale

/** The first day on which a signal about the leading claim may leave; null while it had no notice (G2, G5, C14). */
function readyToReport(state: CaseState, policy: Policy, today: IsoDate): IsoDate | null {
  const lead = leadForSignal(state, policy, today)
  if (!lead) return null
  const free = freeAfterReturn(state, lead)
  const notices = lettersAbout(state, lead.claim).filter(({ act }) => act === 'notice')
  if (notices.length === 0 || free === null) return null
  return latest(
    plusDays(lead.claim.dueOn, SIGNAL_AFTER_DAYS),
    calendarOf(lead.claim.dueOn, policy).notice,
    ...notices.map(({ receivedOn }) => objectionPeriodOver(receivedOn, policy)),
    free,
  )
}

/**
 * The first day of a next try: after a hold the next round; after a delivery the next month's, unless a person asked
 * for the next one (LCV 3.2).
 */
function afterLastRound(state: CaseState): IsoDate {
  const { held, redelivery } = state
  const delivered = deliveredAt(state, liveSignal(state))
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
    .filter((claim) => claim.dueOn > from && claim.dueOn < state.bookOn && !claim.disputed)
    .filter((claim) => openCents(claim) > policy.remainderCents)
    .map((claim) => morningOf(workingDayFrom(reminderDate(claim.dueOn, policy))))
  return moments.length === 0 ? null : moments.reduce((a, b) => (a < b ? a : b))
}

export const termCheck = (date: IsoDate): IsoInstant => morningOf(plusDays(date, TERM_GRACE_DAYS))

/** The next look at the terms of an arrangement; null when none is to come (C8). */
function termsStep({ arrangement }: CaseState, now: IsoInstant): Coming | null {
  const due = arrangement?.terms.map((term) => termCheck(term.date)).find((moment) => moment > now)
  return due === undefined ? null : { step: 'arrangement', due }
}
