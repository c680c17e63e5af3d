import { afterPayment, asInBook, openCents, staffIsBelieved, takeOver } from './arrears.ts'
import { dateOf } from './calendar.ts'
import { type Act, HELP_ACCEPTED, type SentToRenter, type StoredEvent } from './event.ts'
import type { CaseState, Delivery, SentLetter } from './state.ts'

/** Facts after which a held signal is worth another look before the next round. */
const REOPENS_GATE = new Set([
  'ContactAttempted',
  'ObjectionWithdrawn',
  'ArrearsChanged',
  'CaseFactsCorrected',
  'ReminderSent',
  'DemandSent',
  'NoticeSent',
  'ThreatDeclared',
  'RedeliveryAsked',
])

/** The state after one more event. Total: an event that the log holds is never refused, whatever the state. */
export function evolve(state: CaseState | null, event: StoredEvent, hash: string): CaseState {
  const before = state ?? opening(event)
  const held = before.held && REOPENS_GATE.has(event.type) ? { ...before.held, stale: true } : before.held
  const causes = event.cause ? new Set([...before.causes, event.cause]) : before.causes
  return { ...before, held, ...change({ ...before, held }, event), causes, seq: event.seq, hash, lastAt: event.at }
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
    claims: afterPayment(takeOver([], event.claims), event.bookedCents ?? 0, event.on),
    bookOn: event.on,
    bookedOn: event.bookedCents ? event.on : null,
    causes: new Set(),
    letters: {},
    toPost: null,
    emailBounced: false,
    undeliverable: false,
    reservation: null,
    resumedAt: event.at,
    contactTaskDue: null,
    contactAttempts: 0,
    objection: false,
    offerAccepted: false,
    arrangement: null,
    threatenedAt: null,
    held: null,
    queued: false,
    signalReservation: null,
    delivered: null,
    withdrawn: false,
    rejected: null,
    redelivery: false,
    accepted: null,
    suspension: null,
    suspendedBefore: false,
    handedOver: false,
    agency: { knows: false, paused: false, stopped: false },
    ended: null,
    purged: false,
    waiting: null,
  }
}

const letter = (event: SentToRenter & { at: string }): SentLetter => ({
  reservation: event.reservation,
  channel: event.channel,
  document: event.document,
  sha256: event.sha256,
  messageId: event.messageId,
  receivedOn: event.receivedOn,
  debtHelp: event.debtHelp,
  offer: event.offer,
  ...(event.shared && { shared: event.shared }),
  on: dateOf(event.at),
})

const sent = (state: CaseState, act: Act, event: SentToRenter & { at: string }): Partial<CaseState> => ({
  letters: { ...state.letters, [act]: letter(event) },
  reservation: null,
})

function change(state: CaseState, event: StoredEvent): Partial<CaseState> {
  switch (event.type) {
    case 'CaseOpened':
      return {}
    case 'ArrearsChanged':
      return {
        claims: takeOver(
          staffIsBelieved(state.bookedOn, event.on) ? state.claims : asInBook(state.claims),
          event.claims,
        ),
        bookOn: event.on,
      }
    case 'CaseFactsCorrected':
      return {
        naturalPerson: event.naturalPerson,
        dwelling: event.dwelling,
        gemeentecode: event.gemeentecode,
        rejected: null,
      }
    case 'PaymentBooked':
      return {
        claims: afterPayment(state.claims, event.amountCents, dateOf(event.at)),
        bookedOn: dateOf(event.at),
      }
    case 'ActClaimed':
      return { reservation: { id: String(event.seq), act: event.act, at: event.at } }
    case 'ActReleased':
      return { reservation: null, undeliverable: event.reason === 'undeliverable' }
    case 'RenterDataChanged':
      return {
        rejected: null,
        undeliverable: false,
        ...(event.email ? { emailBounced: false } : {}),
        resumedAt: state.undeliverable ? event.at : state.resumedAt,
      }
    case 'ReminderSent':
      return sent(state, 'reminder', event)
    case 'DemandSent':
      return sent(state, 'demand', event)
    case 'NoticeSent':
      return sent(state, 'notice', event)
    case 'LetterAccepted':
    case 'LetterDelayed':
      return {}
    case 'LetterBounced':
      return { emailBounced: true, toPost: event.act }
    case 'LetterPosted':
      return { ...sent(state, event.act, event), toPost: null }
    case 'ContactTaskCreated':
      return { contactTaskDue: event.dueOn }
    case 'ContactAttempted':
      return { contactAttempts: state.contactAttempts + 1 }
    case 'ObjectionLodged':
      return { objection: true, offerAccepted: false, queued: false }
    case 'ObjectionWithdrawn':
      return { objection: false, offerAccepted: true }
    case 'ItemDisputed':
      return {
        claims: state.claims.map((claim) => (claim.invoice === event.invoice ? { ...claim, disputed: true } : claim)),
      }
    case 'DisputeResolved':
      return {
        claims: state.claims.map((claim) => (claim.invoice === event.invoice ? { ...claim, disputed: false } : claim)),
        resumedAt: event.at,
      }
    case 'ArrangementAgreed':
      return {
        arrangement: {
          terms: event.terms,
          // Rent that falls due later is no part of it, and pays no term when it is paid.
          owedCents: new Map(
            state.claims
              .filter((claim) => claim.dueOn <= dateOf(event.at))
              .map((claim) => [claim.invoice, openCents(claim)]),
          ),
        },
        queued: false,
      }
    case 'ArrangementBroken':
    case 'ArrangementKept':
      return { arrangement: null, resumedAt: event.at }
    case 'ThreatDeclared':
      return { threatenedAt: event.at }
    case 'SignalHeld':
      return {
        held: { reasons: event.reasons, on: dateOf(event.at), stale: false },
        queued: false,
        signalReservation: null,
      }
    case 'SignalQueued':
      return { queued: true, held: null }
    case 'SignalClaimed':
      return { signalReservation: { file: event.file, at: event.at } }
    case 'SignalDelivered':
      return {
        delivered: {
          file: event.file,
          row: event.row,
          on: dateOf(event.at),
          at: event.at,
          threatened: state.threatenedAt !== null,
          answered: false,
          before: { delivered: state.delivered, withdrawn: state.withdrawn, redelivery: state.redelivery },
        },
        rejected: null,
        queued: false,
        signalReservation: null,
        held: null,
        withdrawn: false,
        redelivery: false,
        suspendedBefore: false,
      }
    case 'SignalRejected':
      return { rejected: event.reason, held: null, ...(state.delivered && undone(state.delivered, state.withdrawn)) }
    case 'SignalWithdrawn':
      return { withdrawn: true }
    case 'RedeliveryAsked':
      return { redelivery: true, rejected: null, resumedAt: event.at }
    case 'AnswerReceived':
      return {
        delivered: state.delivered && { ...state.delivered, answered: true },
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
      return { accepted: null, suspension: null, resumedAt: event.at }
    case 'HandedOver':
      return { handedOver: true }
    case 'AgencyInformed':
      return { reservation: null, agency: informed(state.agency, event.message) }
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

/**
 * As if the rejected signal had never left. What was said or taken back since concerns the signal that the portal has:
 * an answer is an answer to that one, and a withdrawal took all back.
 */
function undone({ before, answered }: Delivery, withdrawn: boolean): Partial<CaseState> {
  const { delivered } = before
  return {
    ...before,
    delivered: delivered && { ...delivered, answered: delivered.answered || answered },
    withdrawn: withdrawn || before.withdrawn,
  }
}

/** What stops at once when a case ends (K1). */
const OVER: Partial<CaseState> = { queued: false, suspension: null, accepted: null, arrangement: null, toPost: null }

function informed(agency: CaseState['agency'], message: 'handover' | 'pause' | 'resume' | 'stop'): CaseState['agency'] {
  switch (message) {
    case 'handover':
      return { ...agency, knows: true }
    case 'pause':
      return { ...agency, paused: true }
    case 'resume':
      return { ...agency, paused: false }
    case 'stop':
      return { ...agency, stopped: true }
  }
}
