import { agencyDue, handOverClaims } from './agency.ts'
import { asInBook, sameClaims, staffIsBelieved, takeOver } from './arrears.ts'
import { dateOf, type IsoDate, type IsoInstant, plusDays } from './calendar.ts'
import { exceedsRemainder, owedOn } from './claims.ts'
import { type Command, type Decision, HEARD_AFTER_THE_END, type Refusal } from './command.ts'
import { decidedByPerson } from './decide-by-person.ts'
import {
  dropSignal,
  recordDelivery,
  recordReceipt,
  rejectSignal,
  reserveSignal,
  reserveWithdrawal,
  voidSignal,
  withdrawnByHand,
  writeSignal,
  writeWithdrawal,
} from './decide-files.ts'
import { type CaseEvent, type Claim, HELP_ACCEPTED, type Origin, type Reservable, SENT_TYPES } from './event.ts'
import { type GateFacts, gate, heldFor } from './gate.ts'
import { holdOfRenumbering, holdReported } from './holds.ts'
import { listedBy, postable } from './letter-due.ts'
import { asksForRound } from './outgoing.ts'
import type { ClientConditions, Policy } from './policy.ts'
import { reported } from './reports.ts'
import { standingOf } from './standing.ts'
import { type CaseState, isOnItsWay } from './state.ts'

const say = (event: CaseEvent): Decision => ({ event })
const refuse = (refused: Refusal): Decision => ({ refused })
const orKnown = (event: CaseEvent | null): Decision => (event ? say(event) : refuse('nothing-new'))

/**
 * One command, decided on the state as it is now: at most one event, or the reason why none. Pure and total; `now` is
 * the moment of deciding, and the caller has appended every `followUp` first.
 *
 * @param origin where the command comes from; the same cause, delivered twice, counts once, and of what is reported on
 * one subject the latest moment is in force (E1)
 */
export function decide(
  command: Command,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
  origin: Origin = {},
): Decision {
  const { cause, moment = now } = origin
  if (cause !== undefined && state.causes.has(cause)) return refuse('already-recorded')
  if (state.ended && !HEARD_AFTER_THE_END.has(command.type)) return refuse('case-ended')
  const decision = decideNow(command, state, policy, client, now, moment)
  return 'event' in decision ? say({ ...decision.event, ...origin }) : decision
}

function decideNow(
  command: Command,
  state: CaseState,
  policy: Policy,
  client: ClientConditions,
  now: IsoInstant,
  moment: IsoInstant,
): Decision {
  const today = dateOf(now)
  switch (command.type) {
    case 'take-book':
      return takeBook(command, state, policy)
    case 'renter-data':
      return say({ ...command, type: 'RenterDataChanged' })
    case 'left-book':
      return command.on < state.bookOn
        ? refuse('nothing-new')
        : say({ type: 'CasePaid', on: command.on, knownFrom: 'erp' })
    case 'book-unread':
      return command.on < state.bookOn || command.on <= (state.exceptedOn ?? '')
        ? refuse('nothing-new')
        : say({ type: 'BookUnread', on: command.on })
    case 'payment':
      return say({ type: 'PaymentBooked', amountCents: command.amountCents })
    case 'contact-attempt':
      if (command.on > today) return refuse('date-in-future')
      if (command.on < state.openedOn) return refuse('attempt-before-case')
      return say({ type: 'ContactAttempted', kind: command.kind, reached: command.reached, on: command.on })
    case 'dispute':
    case 'dispute-resolved':
      if (!state.claims.some(({ number }) => number === command.claim)) return refuse('no-such-invoice')
      return orKnown(reported(command, state, moment))
    case 'arrangement':
      if (command.claims?.some((claim) => !state.claims.some(({ number }) => number === claim)))
        return refuse('no-such-invoice')
      return orKnown(reported(command, state, moment))
    case 'objection':
    case 'objection-withdrawn':
    case 'arrangement-broken':
      return orKnown(reported(command, state, moment))
    case 'hold':
    case 'hold-ended':
    case 'representative':
      return orKnown(holdReported(command, state, moment))
    case 'hand-over':
    case 'hand-over-postponed':
    case 'reporting-allowed':
    case 'book-confirmed':
    case 'prescription':
    case 'close':
      return decidedByPerson(command, state)
    case 'threat':
      return state.threatenedAt ? refuse('nothing-new') : say({ type: 'ThreatDeclared', kind: command.kind })
    case 'answer':
      return answer(command, state, today)
    case 'claims-returned':
      return say({ type: 'ClaimReturned', claims: command.claims, earlier: command.earlier })
    case 'renumbering-suspected':
    case 'renumbering-settled':
      return orKnown(holdOfRenumbering(command, state, now))
    case 'portal-rejection':
      return rejectSignal(command, state)
    case 'redeliver':
      // Its file is not at the portal yet: it is that file which must get there (S2).
      if (isOnItsWay(state)) return refuse('elsewhere')
      return state.signal || state.rejected !== null ? say({ type: 'RedeliveryAsked' }) : refuse('no-signal')
    case 'withdrawn-by-hand':
      return withdrawnByHand(state, policy, today)
    case 'bounce':
      return bounce(state, command.reservation)
    case 'mail-report':
      // Not while an act is reserved: that act would seem overtaken, and would be done again for nothing.
      return state.reservation ? refuse('elsewhere') : say(command.report)
    case 'reserve-act':
      return isDue(command.act, state, policy, client, now)
        ? say({ type: 'ActClaimed', act: command.act, claims: listedBy(state, policy, today) })
        : refuse('elsewhere')
    case 'reserve-posting':
      return isDue('post-letter', state, policy, client, now) ? reservePosting(state, today) : refuse('elsewhere')
    case 'reserve-message':
      return reserveMessage(state, policy, client, now)
    case 'confirm-act':
      return state.reservation?.act === command.act
        ? say({ type: SENT_TYPES[command.act], ...command.sent, claims: state.reservation.claims })
        : refuse('elsewhere')
    case 'confirm-posting':
      return state.reservation?.act === `post-${command.act}`
        ? say({ type: 'LetterPosted', act: command.act, ...command.sent, claims: state.reservation.claims })
        : refuse('elsewhere')
    case 'confirm-message':
      return state.reservation?.act === `agency-${command.message}`
        ? say({ type: 'AgencyInformed', message: command.message, ...command.sent, claims: state.reservation.claims })
        : refuse('elsewhere')
    case 'release-reservation':
      return state.reservation
        ? say({ ...command, type: 'ActReleased', reservation: state.reservation.id })
        : refuse('elsewhere')
    case 'test-signal':
      return testSignal(command.facts, state, policy, client, now)
    case 'reserve-signal':
      return reserveSignal(command, state, policy, client, now)
    case 'drop-signal':
      return dropSignal(command.facts, state, policy, client, now)
    case 'write-signal':
      return writeSignal(command, state)
    case 'void-signal':
      return voidSignal(command, state, policy, today)
    case 'ask-round':
      return orKnown(askRound(state, policy, today))
    case 'reserve-withdrawal':
      return reserveWithdrawal(command.file, state, policy, now)
    case 'write-withdrawal':
      return writeWithdrawal(command.row, state)
    case 'record-delivery':
      return recordDelivery(command.file, command.delivered, state)
    case 'record-receipt':
      return recordReceipt(command.receipt, state)
  }
}

/** Whether the case stands at this step now: nothing suspends, pays, ends or precedes it (invariants 2 and 3). */
function isDue(step: string, state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): boolean {
  const standing = standingOf(state, policy, client, now)
  return standing.step === step && standing.due !== null && standing.due <= now
}

function takeBook(command: Command & { type: 'take-book' }, state: CaseState, policy: Policy): Decision {
  if (command.on < state.bookOn) return refuse('nothing-new')
  if (state.ended)
    return reopens(state, command.claims, command.on, policy)
      ? say({ type: 'CaseReopened', on: command.on })
      : refuse('case-ended')
  const { naturalPerson, dwelling, gemeentecode } = command
  if (state.naturalPerson !== naturalPerson || state.dwelling !== dwelling || state.gemeentecode !== gemeentecode)
    return say({ type: 'CaseFactsCorrected', naturalPerson, dwelling, gemeentecode })
  const dates = [...state.claims.map(({ dueOn }) => dueOn), ...(state.arrangement?.terms.map(({ date }) => date) ?? [])]
  const fellDue = dates.some((date) => date >= state.bookOn && date < command.on)
  const contradicted =
    !staffIsBelieved(state.bookedOn, command.on) && state.claims.some((claim) => claim.staffPaidCents > 0)
  const isSame = sameClaims(state.claims, command.claims) && !fellDue && !contradicted
  if (isSame && state.exceptedOn === null) return refuse('nothing-new')
  return say({ type: 'ArrearsChanged', on: command.on, claims: command.claims, mapping: command.mapping })
}

/**
 * Whether a book of a day makes a paid case go on, instead of beginning another: it shows something of it again, and
 * there is something to collect (C14). What staff booked is believed for a while.
 */
export const reopens = (state: CaseState, book: readonly Claim[], on: IsoDate, policy: Policy): boolean =>
  afterTheEnd(state, book, on, policy) === 'reopen'

/** What a book means for a renter whose last case was paid: it goes on, another begins, or nothing is owed. */
export function afterTheEnd(
  state: CaseState,
  book: readonly Claim[],
  on: IsoDate,
  policy: Policy,
): 'reopen' | 'open' | 'nothing' {
  const claims = takeOver(staffIsBelieved(state.bookedOn, on) ? state.claims : asInBook(state.claims), book)
  if (!owedOn({ claims }, on).some((owed) => exceedsRemainder(owed, policy))) return 'nothing'
  if (state.ended?.how !== 'paid') return 'open'
  return claims.some(({ number, dueOn, openCents }) => state.paid.has(number) && dueOn <= on && openCents > 0)
    ? 'reopen'
    : 'open'
}

/** The letter that bounced goes by post, about the claims that it listed and that are open still (C5). */
function reservePosting(state: CaseState, today: IsoDate): Decision {
  const { toPost } = state
  if (!toPost) return refuse('elsewhere')
  return say({ type: 'ActClaimed', act: `post-${toPost.act}`, claims: postable(state, today) })
}

/** For so many days an acceptance can still suspend anything (U1). */
const ACCEPTANCE_DAYS = 30

/**
 * Only "help accepted" has a consequence (F2). One that is old, in the future or from before the case is not about what
 * this case is about now, or is a mistake: a person must look.
 */
function answer({ code, on, file }: Command & { type: 'answer' }, { openedOn }: CaseState, today: IsoDate): Decision {
  if (code === HELP_ACCEPTED) {
    if (on > today) return refuse('date-in-future')
    if (plusDays(on, ACCEPTANCE_DAYS) < today) return refuse('acceptance-old')
    if (on < openedOn) return refuse('acceptance-before-case')
  }
  return say({ type: 'AnswerReceived', code, on, ...(file !== undefined && { file }) })
}

/** An e-mailed letter came back: the one that is named, or the last (C5). */
function bounce(state: CaseState, reservation?: string): Decision {
  const letter = state.letters.findLast((each) => reservation === undefined || each.reservation === reservation)
  // The letter that is named may have gone by post since.
  if (!letter) return refuse(state.emailBounced ? 'nothing-new' : 'no-letter')
  if (letter.channel !== 'email') return refuse('no-letter')
  if (state.toPost?.reservation === letter.reservation) return refuse('nothing-new')
  return say({ type: 'LetterBounced', act: letter.act, reservation: letter.reservation })
}

function askRound(state: CaseState, policy: Policy, today: IsoDate): CaseEvent | null {
  const asked = asksForRound(state, policy, today)
  return asked && { type: 'RoundAsked', ...asked }
}

/** A message to the agency; a hand-over names its claims first, and is told of as soon as it is decided (F3). */
function reserveMessage(state: CaseState, policy: Policy, client: ClientConditions, now: IsoInstant): Decision {
  const today = dateOf(now)
  if (isDue('inform-agency', state, policy, client, now) || isDue('hand-over', state, policy, client, now)) {
    const message = agencyDue(state, policy, today)
    if (message) {
      const act: Reservable = `agency-${message.message}`
      return say({ type: 'ActClaimed', act, claims: message.claims })
    }
    const claims = handOverClaims(state, policy, today).map(({ claim }) => claim.number)
    return say({ type: 'HandedOver', claims })
  }
  return refuse('elsewhere')
}

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
  return reasons.length > 0 ? say(heldFor(reasons, facts)) : say({ type: 'SignalQueued' })
}
