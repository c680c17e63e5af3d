import { takeOver } from './arrears.ts'
import { reservationId, triesAfter } from './back-off.ts'
import { dateOf } from './calendar.ts'
import type { Answer } from './closed-lists.ts'
import { HELP_ACCEPTED, type StoredEvent } from './event.ts'
import { informed, NO_AGENCY, openOf } from './evolve-agency.ts'
import { afterBook, afterBooking, paidSince, withoutBook } from './evolve-book.ts'
import { afterRejection, confirmed, fileNow, heldIn, takenBack } from './evolve-files.ts'
import { afterReturn, contacted, posted, sent } from './evolve-letters.ts'
import { afterHold, afterRepresentative } from './holds.ts'
import { afterArrangement, afterBreach, afterDispute, afterObjection, NO_REPORTS } from './reports.ts'
import { afterVoid, answeredIn, deliveredAfterAll, signalMeant } from './signals.ts'
import type { CaseState } from './state.ts'

/** Facts after which a held signal is worth another look before the next round. */
const REOPENS_GATE = new Set([
  'ContactAttempted',
  'ObjectionWithdrawn',
  'ArrearsChanged',
  'CaseFactsCorrected',
  'ReminderSent',
  'DemandSent',
  'NoticeSent',
  'FollowUpSent',
  'HoldEnded',
  'RepresentativeChanged',
  'ReportingAllowed',
  'ThreatDeclared',
  'RedeliveryAsked',
])

/** Facts that move what comes next: letters that they make due leave at the next nine o'clock. */
const MOVES = new Set([
  ...(['ArrearsChanged', 'PaymentBooked', 'ClaimReturned', 'CaseReopened', 'CaseFactsCorrected'] as const),
  ...(['ItemDisputed', 'DisputeResolved', 'ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept'] as const),
  ...(['SuspensionEnded', 'HoldEnded', 'RepresentativeChanged', 'RenterDataChanged', 'AgencyInformed'] as const),
  ...(['HandOverDecided', 'PrescriptionDecided', 'BookConfirmed'] as const),
] as string[])

/** The state after one more event. Total: an event that the log holds is never refused, whatever the state. */
export function evolve(state: CaseState | null, event: StoredEvent, hash: string): CaseState {
  const before = state ?? opening(event)
  const held = before.held && REOPENS_GATE.has(event.type) ? { ...before.held, stale: true } : before.held
  const causes = event.cause ? new Set([...before.causes, event.cause]) : before.causes
  const movedAt = MOVES.has(event.type) ? event.at : before.movedAt
  const failedTries = triesAfter(before, event)
  const changed = { ...before, held, movedAt, failedTries, ...change({ ...before, held }, event), causes }
  return { ...changed, paid: paidSince(before, changed, event), seq: event.seq, hash, lastAt: event.at }
}

function opening(event: StoredEvent): CaseState {
  if (event.type !== 'CaseOpened') throw new Error(`a case cannot begin with ${event.type}`)
  return {
    seq: 0,
    hash: '',
    lastAt: event.at,
    client: event.client,
    openedOn: event.on,
    naturalPerson: event.naturalPerson,
    dwelling: event.dwelling,
    gemeentecode: event.gemeentecode,
    claims: takeOver([], event.claims),
    bookOn: event.on,
    exceptedOn: null,
    beforeBook: null,
    paid: new Set(),
    returned: new Map(),
    prescribed: new Map(),
    bookedOn: null,
    causes: new Set(),
    reports: NO_REPORTS,
    letters: [],
    toPost: null,
    emailBounced: false,
    undeliverable: false,
    reservation: null,
    failedTries: null,
    resumedAt: event.at,
    movedAt: event.at,
    contactTaskDue: null,
    contacts: [],
    hold: null,
    representative: null,
    reportingAllowed: false,
    movedAway: false,
    objection: false,
    offerAccepted: false,
    arrangement: null,
    threatenedAt: null,
    held: null,
    heldIn: [],
    queued: false,
    signalReservation: null,
    withdrawalReservation: null,
    signal: null,
    withdrawn: false,
    takenBackByHand: null,
    roundAsked: null,
    files: new Map(),
    rejected: null,
    redelivery: false,
    answerBrings: null,
    accepted: null,
    suspension: null,
    suspensionEnded: null,
    suspendedBefore: false,
    handOverDecidedAt: null,
    postponedOn: null,
    agency: NO_AGENCY,
    ended: null,
    purged: false,
    waiting: null,
  }
}

function change(state: CaseState, event: StoredEvent): Partial<CaseState> {
  switch (event.type) {
    case 'CaseOpened':
      return {}
    case 'ArrearsChanged':
      return afterBook(state, event)
    case 'BookConfirmed':
    case 'BookUnread':
    case 'SignalWaitsForBook':
      return withoutBook(state, event)
    case 'CaseFactsCorrected':
      return {
        naturalPerson: event.naturalPerson,
        dwelling: event.dwelling,
        gemeentecode: event.gemeentecode,
        rejected: null,
      }
    case 'PaymentBooked':
      return afterBooking(state, event)
    case 'ActClaimed':
      return {
        reservation: {
          ...{ id: reservationId(state, event), act: event.act, at: event.at, claims: event.claims },
          owedCents: openOf(state, event.claims, event.at),
        },
      }
    case 'ActReleased':
      return { reservation: null, undeliverable: event.reason === 'undeliverable' }
    case 'RenterDataChanged':
      return {
        rejected: null,
        undeliverable: false,
        movedAway: state.movedAway && !event.address,
        ...(event.email ? { emailBounced: false } : {}),
        resumedAt: state.undeliverable ? event.at : state.resumedAt,
      }
    case 'ReminderSent':
      return sent(state, 'reminder', event)
    case 'DemandSent':
      return sent(state, 'demand', event)
    case 'NoticeSent':
      return sent(state, 'notice', event)
    case 'FollowUpSent':
      return sent(state, 'follow-up', event)
    case 'LetterAccepted':
    case 'LetterDelayed':
      return {}
    case 'LetterBounced':
      return { emailBounced: true, toPost: { act: event.act, reservation: event.reservation } }
    case 'LetterPosted':
      return posted(state, event.act, event)
    case 'ContactTaskCreated':
      return { contactTaskDue: event.dueOn }
    case 'ContactAttempted':
      return contacted(state, event)
    case 'ClaimReturned':
      return afterReturn(state, event)
    case 'CaseReopened':
      return { ended: null, resumedAt: event.at }
    case 'HandOverDecided':
      return { handOverDecidedAt: event.at, postponedOn: null }
    case 'HandOverPostponed':
      return { postponedOn: dateOf(event.at) }
    case 'ReportingAllowed':
      return { reportingAllowed: true }
    case 'HoldStarted':
      return { ...afterHold(state, event), answerBrings: null }
    case 'HoldEnded':
      return afterHold(state, event)
    case 'RepresentativeChanged':
      return { ...afterRepresentative(state, event), reportingAllowed: false }
    case 'PrescriptionDecided':
      return { prescribed: new Map([...state.prescribed, [event.claim, event.collect]]) }
    case 'ObjectionLodged':
    case 'ObjectionWithdrawn':
      return { ...afterObjection(state, event), ...(event.type === 'ObjectionLodged' && { answerBrings: null }) }
    case 'ItemDisputed':
    case 'DisputeResolved':
      return afterDispute(state, event)
    case 'ArrangementAgreed':
      return afterArrangement(state, event)
    case 'ArrangementBroken':
      return afterBreach(state, event)
    case 'ArrangementKept':
      return { arrangement: null, resumedAt: event.at }
    case 'ThreatDeclared':
      return { threatenedAt: event.at }
    case 'SignalHeld':
      return {
        held: { reasons: event.reasons, on: dateOf(event.at), stale: false },
        heldIn: heldIn(state, event),
        queued: false,
        signalReservation: null,
      }
    case 'SignalQueued':
      return { queued: true, held: null }
    case 'SignalClaimed':
      return { signalReservation: { file: event.file, at: event.at } }
    case 'SignalWritten':
      return {
        ...fileNow(state, event.file, { kind: 'signal' }),
        signal: {
          file: event.file,
          row: event.row,
          threatened: state.threatenedAt !== null,
          answered: false,
          claims: event.claims,
          failed: false,
          before: { signal: state.signal, withdrawn: state.withdrawn, redelivery: state.redelivery },
        },
        ...{ rejected: null, queued: false, signalReservation: null, held: null, heldIn: [] },
        ...{ withdrawn: false, redelivery: false, suspendedBefore: false },
      }
    case 'SignalDelivered':
      return {
        ...deliveredAfterAll(state, event.file),
        ...fileNow(state, event.file, { kind: 'signal', deliveredAt: event.moment ?? event.at }),
      }
    case 'SignalConfirmed':
      return confirmed(state, 'signal', event)
    case 'SignalRejected':
      return afterRejection(state, event)
    case 'SignalVoided':
      return afterVoid(state, event, dateOf(event.at))
    case 'RoundAsked':
      return { roundAsked: { queue: event.queue, file: event.file } }
    case 'WithdrawalClaimed':
      return { withdrawalReservation: { file: event.file, at: event.at } }
    case 'WithdrawalWritten':
      return {
        ...fileNow(state, event.file, { kind: 'withdrawal' }),
        withdrawn: true,
        withdrawalReservation: null,
        resumedAt: event.at,
      }
    case 'SignalWithdrawnByHand':
      return takenBack(state, event)
    case 'SignalWithdrawn':
      return fileNow(state, event.file, { kind: 'withdrawal', deliveredAt: event.moment ?? event.at })
    case 'WithdrawalConfirmed':
      return confirmed(state, 'withdrawal', event)
    case 'RedeliveryAsked':
      return { redelivery: true, rejected: null, resumedAt: event.at }
    case 'AnswerReceived':
      return {
        signal: answeredIn(state.signal, event.file ?? signalMeant(state)?.file ?? ''),
        ...(event.code === 'moved-away' && { movedAway: true }),
        ...(BROUGHT_BY[event.code] && { answerBrings: BROUGHT_BY[event.code] ?? null }),
        ...(event.code === HELP_ACCEPTED && !state.suspendedBefore && { accepted: event.on, queued: false }),
      }
    case 'SuspensionStarted':
      return {
        accepted: null,
        suspension: { from: state.accepted ?? dateOf(event.at), until: event.until },
        suspendedBefore: true,
        queued: false,
      }
    case 'SuspensionEnded':
      return {
        accepted: null,
        suspension: null,
        suspensionEnded: { at: event.at, reason: event.reason },
        resumedAt: event.at,
      }
    case 'HandedOver':
      return { agency: { ...state.agency, claims: event.claims }, handOverDecidedAt: null }
    case 'AgencyInformed':
      return { reservation: null, agency: informed(state, event) }
    case 'CasePaid':
      return { ...OVER, ended: { how: 'paid', on: event.on, by: event.knownFrom } }
    case 'CaseClosed':
      return { ...OVER, ended: { how: 'closed', on: dateOf(event.at), by: null } }
    case 'RenterPurged':
      return { purged: true }
    case 'Waiting':
      return { waiting: { step: event.step, until: event.until, token: event.token } }
  }
}

/** What stops at once when a case ends (K1). */
const OVER: Partial<CaseState> = { queued: false, suspension: null, accepted: null, arrangement: null, toPost: null }

/** What an answer of the municipality brings about beside its place on the record (F2). */
const BROUGHT_BY: Partial<Record<Answer, CaseState['answerBrings']>> = { deceased: 'hold', objected: 'objection' }
