import { owedInBook, sameClaims, staffIsBelieved } from './arrears.ts'
import { dateOf, type IsoDate, type IsoInstant, plusMinutes } from './calendar.ts'
import {
  type Act,
  type AgencyMessage,
  type CaseEvent,
  type Claim,
  HELP_ACCEPTED,
  type MailReport,
  type Origin,
  type ReleaseReason,
  SENT_TYPES,
  type Sent,
  type SentToRenter,
  type Term,
} from './event.ts'
import { type GateFacts, gate } from './gate.ts'
import type { GateReason } from './gate-reasons.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { agencyMessageOn, standingOf } from './standing.ts'
import { type CaseState, outgoing } from './state.ts'

/** What people, systems and the workflow ask of a case. Facts (reported, booked, read) and acts (to do now). */
export type Command =
  | {
      readonly type: 'take-book'
      readonly on: IsoDate
      readonly claims: readonly Claim[]
      readonly naturalPerson: boolean
      readonly dwelling: boolean
      readonly gemeentecode: string | null
    }
  | { readonly type: 'renter-data'; readonly email: boolean }
  | { readonly type: 'left-book'; readonly on: IsoDate }
  | { readonly type: 'payment'; readonly amountCents: number | 'all' }
  | {
      readonly type: 'contact-attempt'
      readonly kind: string
      readonly reached: boolean
      readonly on: IsoDate
    }
  | { readonly type: 'objection' | 'objection-withdrawn'; readonly channel: string }
  | { readonly type: 'dispute' | 'dispute-resolved'; readonly invoice: string }
  | { readonly type: 'arrangement'; readonly terms: readonly Term[] }
  | { readonly type: 'arrangement-broken' }
  | { readonly type: 'threat'; readonly kind: string }
  | { readonly type: 'answer'; readonly code: string; readonly on: IsoDate }
  | { readonly type: 'portal-rejection'; readonly reason: string }
  | { readonly type: 'redeliver' }
  | { readonly type: 'bounce' }
  | { readonly type: 'mail-report'; readonly report: MailReport }
  | { readonly type: 'reserve-act'; readonly act: Act }
  | { readonly type: 'reserve-posting' }
  | { readonly type: 'reserve-message' }
  | { readonly type: 'confirm-act'; readonly act: Act; readonly sent: SentToRenter }
  | { readonly type: 'confirm-posting'; readonly act: Act; readonly sent: SentToRenter }
  | { readonly type: 'confirm-message'; readonly message: AgencyMessage; readonly sent: Sent }
  | { readonly type: 'release-reservation'; readonly reason: ReleaseReason }
  | { readonly type: 'test-signal'; readonly facts: GateFacts }
  | { readonly type: 'reserve-signal'; readonly facts: GateFacts; readonly file: string }
  | { readonly type: 'drop-signal'; readonly facts: GateFacts }
  | {
      readonly type: 'deliver-signal'
      readonly file: string
      readonly row: number
      readonly months: number
      readonly amountCents: number
    }
  | { readonly type: 'withdraw-signal'; readonly file: string }

/**
 * Why a command brings no event. `nothing-new` and `already-recorded` are harmless; `elsewhere` means that the case
 * does not stand where the caller thought; the others need a person.
 */
export type Refusal =
  | 'nothing-new'
  | 'already-recorded'
  | 'elsewhere'
  | 'case-ended'
  | 'no-such-invoice'
  | 'no-letter'
  | 'no-signal'
  | 'date-in-future'
  | 'no-arrangement'

export type Decision = { readonly event: CaseEvent } | { readonly refused: Refusal }

const say = (event: CaseEvent): Decision => ({ event })
const refuse = (refused: Refusal): Decision => ({ refused })

/** Facts that are worth keeping after the case ended, because the portal or the agency still has it. */
const HEARD_AFTER_THE_END = new Set([
  'objection',
  'objection-withdrawn',
  'confirm-act',
  'confirm-posting',
  'confirm-message',
  'release-reservation',
  'reserve-message',
  'deliver-signal',
  'withdraw-signal',
  'drop-signal',
  'mail-report',
])

/** How long a round gets to write the file that it reserved a signal for, retries included; after that it broke off. */
const WRITING_MINUTES = 120

/**
 * One command, decided on the state as it is now: at most one event, or the reason why none. Pure and total; `now` is
 * the moment of deciding, and the caller has appended every `followUp` first.
 *
 * @param origin where the command comes from; the same cause, delivered twice, counts once
 */
export function decide(
  command: Command,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
  origin: Origin = {},
): Decision {
  const { cause } = origin
  if (cause !== undefined && state.causes.has(cause)) return refuse('already-recorded')
  if (state.ended && !HEARD_AFTER_THE_END.has(command.type)) return refuse('case-ended')
  const decision = decideNow(command, state, policy, client, now)
  return 'event' in decision ? say({ ...decision.event, ...origin }) : decision
}

function decideNow(
  command: Command,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
): Decision {
  const today = dateOf(now)
  switch (command.type) {
    case 'take-book':
      return takeBook(command, state)
    case 'renter-data':
      return say({ type: 'RenterDataChanged', email: command.email })
    case 'left-book':
      return command.on < state.bookOn
        ? refuse('nothing-new')
        : say({ type: 'CasePaid', on: command.on, knownFrom: 'erp' })
    case 'payment':
      return say({ type: 'PaymentBooked', amountCents: command.amountCents })
    case 'contact-attempt':
      if (command.on > today) return refuse('date-in-future')
      return say({
        type: 'ContactAttempted',
        kind: command.kind,
        reached: command.reached,
        on: command.on,
      })
    case 'objection':
      return state.objection ? refuse('nothing-new') : say({ type: 'ObjectionLodged', channel: command.channel })
    case 'objection-withdrawn':
      return state.objection ? say({ type: 'ObjectionWithdrawn', channel: command.channel }) : refuse('nothing-new')
    case 'dispute':
    case 'dispute-resolved':
      return dispute(command.type === 'dispute', command.invoice, state)
    case 'arrangement':
      return state.arrangement ? refuse('elsewhere') : say({ type: 'ArrangementAgreed', terms: command.terms })
    case 'arrangement-broken':
      return state.arrangement ? say({ type: 'ArrangementBroken', reason: 'reported' }) : refuse('no-arrangement')
    case 'threat':
      return state.threatenedAt ? refuse('nothing-new') : say({ type: 'ThreatDeclared', kind: command.kind })
    case 'answer':
      return answer(command.code, command.on, today)
    case 'portal-rejection':
      return state.delivered && state.rejected === null
        ? say({ type: 'SignalRejected', reason: command.reason })
        : refuse('no-signal')
    case 'redeliver':
      return state.delivered || state.rejected !== null ? say({ type: 'RedeliveryAsked' }) : refuse('no-signal')
    case 'bounce':
      return bounce(state)
    case 'mail-report':
      // Not while an act is reserved: that act would seem overtaken, and would be done again for nothing.
      return state.reservation ? refuse('elsewhere') : say(command.report)
    case 'reserve-act':
      return isDue(command.act, state, policy, client, now)
        ? say({ type: 'ActClaimed', act: command.act })
        : refuse('elsewhere')
    case 'reserve-posting':
      return state.toPost && isDue('post-letter', state, policy, client, now)
        ? say({ type: 'ActClaimed', act: `post-${state.toPost}` })
        : refuse('elsewhere')
    case 'reserve-message':
      return reserveMessage(state, policy, client, now)
    case 'confirm-act':
      return state.reservation?.act === command.act
        ? say({ type: SENT_TYPES[command.act], ...command.sent })
        : refuse('elsewhere')
    case 'confirm-posting':
      return state.reservation?.act === `post-${command.act}`
        ? say({ type: 'LetterPosted', act: command.act, ...command.sent })
        : refuse('elsewhere')
    case 'confirm-message':
      return state.reservation?.act === `agency-${command.message}`
        ? say({ type: 'AgencyInformed', message: command.message, ...command.sent })
        : refuse('elsewhere')
    case 'release-reservation':
      return state.reservation
        ? say({ type: 'ActReleased', reservation: state.reservation.id, reason: command.reason })
        : refuse('elsewhere')
    case 'test-signal':
      return testSignal(command.facts, state, policy, client, now)
    case 'reserve-signal':
      return reserveSignal(command, state, policy, now)
    case 'drop-signal':
      return dropSignal(command.facts, state, policy, today)
    case 'deliver-signal':
      return state.delivered?.file === command.file
        ? refuse('already-recorded')
        : say({
            type: 'SignalDelivered',
            file: command.file,
            row: command.row,
            months: command.months,
            amountCents: command.amountCents,
          })
    case 'withdraw-signal':
      // The file is written by now: an objection that was lifted in that moment does not bring the signal back.
      return state.delivered && !state.withdrawn
        ? say({ type: 'SignalWithdrawn', file: command.file })
        : refuse('elsewhere')
  }
}

/** Whether the case stands at this step now: nothing suspends, pays, ends or precedes it (invariants 2 and 3). */
function isDue(step: string, state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): boolean {
  const standing = standingOf(state, policy, client, now)
  return standing.step === step && standing.due !== null && standing.due <= now
}

function takeBook(command: Command & { type: 'take-book' }, state: CaseState): Decision {
  if (command.on < state.bookOn) return refuse('nothing-new')
  if (owedInBook(command.claims, command.on) <= 0 || isNewPeriod(command.claims, state))
    return say({ type: 'CasePaid', on: command.on, knownFrom: 'erp' })
  const { naturalPerson, dwelling, gemeentecode } = command
  if (state.naturalPerson !== naturalPerson || state.dwelling !== dwelling || state.gemeentecode !== gemeentecode)
    return say({ type: 'CaseFactsCorrected', naturalPerson, dwelling, gemeentecode })
  const dates = [...state.claims.map(({ dueOn }) => dueOn), ...(state.arrangement?.terms.map(({ date }) => date) ?? [])]
  const fellDue = dates.some((date) => date >= state.bookOn && date < command.on)
  const contradicted =
    !staffIsBelieved(state.bookedOn, command.on) && state.claims.some((claim) => claim.staffPaidCents > 0)
  if (sameClaims(state.claims, command.claims) && !fellDue && !contradicted) return refuse('nothing-new')
  return say({ type: 'ArrearsChanged', on: command.on, claims: command.claims })
}

/**
 * Everything that the case was about is paid, and all that is open fell due since the last book: a new period of
 * arrears, with letters of its own.
 */
function isNewPeriod(claims: readonly Claim[], state: CaseState): boolean {
  const known = new Set(state.claims.filter((claim) => claim.openCents > 0).map(({ invoice }) => invoice))
  return !claims.some((claim) => claim.openCents > 0 && (known.has(claim.invoice) || claim.dueOn <= state.bookOn))
}

function dispute(lodged: boolean, invoice: string, state: CaseState): Decision {
  const claim = state.claims.find((each) => each.invoice === invoice)
  if (!claim) return refuse('no-such-invoice')
  if (claim.disputed === lodged) return refuse('nothing-new')
  return say({ type: lodged ? 'ItemDisputed' : 'DisputeResolved', invoice })
}

/** Only "help accepted" has a consequence (F2); an acceptance in the future is a mistake that a person must look at. */
function answer(code: string, on: IsoDate, today: IsoDate): Decision {
  if (code === HELP_ACCEPTED && on > today) return refuse('date-in-future')
  return say({ type: 'AnswerReceived', code, on })
}

/** The last e-mailed letter came back (C5). */
function bounce(state: CaseState): Decision {
  const { reminder, demand, notice } = state.letters
  const last: Act | null = notice ? 'notice' : demand ? 'demand' : reminder ? 'reminder' : null
  if (last === null || state.letters[last]?.channel !== 'email') return refuse('no-letter')
  if (state.toPost === last) return refuse('nothing-new')
  return say({ type: 'LetterBounced', act: last })
}

function reserveMessage(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Decision {
  const message = agencyMessageOn(state, client, dateOf(now))
  if (message && !state.reservation) return say({ type: 'ActClaimed', act: `agency-${message}` })
  return isDue('hand-over', state, policy, client, now) ? say({ type: 'HandedOver' }) : refuse('elsewhere')
}

const hold = (reasons: readonly GateReason[]): Decision => say({ type: 'SignalHeld', reasons })

/** The test at the round's date: queued for the file, or held with every failing reason (G1–G9, S1). */
function testSignal(
  facts: GateFacts,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
): Decision {
  if (!isDue('signal', state, policy, client, now)) return refuse('elsewhere')
  const reasons = gate(state, policy, facts, dateOf(now))
  return reasons.length > 0 ? hold(reasons) : say({ type: 'SignalQueued' })
}

/** The last test, at the moment of writing (invariant 1). */
function reserveSignal(
  command: Command & { type: 'reserve-signal' },
  state: CaseState,
  policy: Policy,
  now: IsoInstant,
): Decision {
  if (outgoing(state) !== 'signal' || inAnotherFile(state, command.file, now)) return refuse('elsewhere')
  const reasons = gate(state, policy, command.facts, dateOf(now))
  return reasons.length > 0 ? hold(reasons) : say({ type: 'SignalClaimed', file: command.file })
}

/**
 * Whether another round may still be writing this signal: two rounds at once must not both deliver it (invariant 3).
 */
const inAnotherFile = ({ signalReservation }: CaseState, file: string, now: IsoInstant): boolean =>
  signalReservation !== null &&
  signalReservation.file !== file &&
  plusMinutes(signalReservation.at, WRITING_MINUTES) > now

/** Takes a reserved signal out of the file when it no longer passes; `nothing-new` when it still does. */
function dropSignal(facts: GateFacts, state: CaseState, policy: Policy, today: IsoDate): Decision {
  const reasons = gate(state, policy, facts, today)
  return reasons.length > 0 && outgoing(state) === 'signal' ? hold(reasons) : refuse('nothing-new')
}
