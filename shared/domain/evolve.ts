import { afterLatePayment, afterPayment, asInBook, staffIsBelieved, takeOver } from './arrears.ts'
import { dateOf, latest } from './calendar.ts'
import {
  type Act,
  type AgencyMessage,
  HELP_ACCEPTED,
  type Receipt,
  type SentToRenter,
  type StoredEvent,
} from './event.ts'
import { afterArrangement, afterBreach, afterDispute, afterObjection, momentOf, NO_REPORTS } from './reports.ts'
import { afterVoid, answeredIn, deliveredAfterAll, roundAsked, signalMeant, undone, withoutEarlier } from './signals.ts'
import type { CaseState, PortalFile, SentLetter } from './state.ts'

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
    beforeBook: null,
    bookedOn: event.bookedCents ? event.on : null,
    causes: new Set(),
    reports: NO_REPORTS,
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
    withdrawalReservation: null,
    signal: null,
    withdrawn: false,
    roundAsked: null,
    files: new Map(),
    rejected: null,
    redelivery: false,
    accepted: null,
    suspension: null,
    suspendedBefore: false,
    handedOver: false,
    agency: { knows: false, paused: false, stopped: false, claims: [] },
    ended: null,
    purged: false,
    waiting: null,
  }
}

type Left = SentToRenter & { readonly at: string; readonly claims: readonly number[] }

const letter = (event: Left): SentLetter => ({
  reservation: event.reservation,
  channel: event.channel,
  document: event.document,
  sha256: event.sha256,
  messageId: event.messageId,
  receivedOn: event.receivedOn,
  debtHelp: event.debtHelp,
  offer: event.offer,
  ...(event.shared && { shared: event.shared }),
  claims: event.claims,
  on: dateOf(event.at),
})

const sent = (state: CaseState, act: Act, event: Left): Partial<CaseState> => ({
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
        beforeBook: state.claims,
      }
    case 'CaseFactsCorrected':
      return {
        naturalPerson: event.naturalPerson,
        dwelling: event.dwelling,
        gemeentecode: event.gemeentecode,
        rejected: null,
      }
    case 'PaymentBooked': {
      // Rent that fell due after the payment is not what was paid (E1).
      const on = dateOf(momentOf(event))
      const claims =
        state.beforeBook && on < state.bookOn
          ? afterLatePayment(state.claims, state.beforeBook, event.amountCents, on)
          : afterPayment(state.claims, event.amountCents, on)
      return { claims, bookedOn: latest(on, state.bookedOn ?? on) }
    }
    case 'ActClaimed':
      return { reservation: { id: String(event.seq), act: event.act, at: event.at, claims: event.claims } }
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
    case 'ObjectionWithdrawn':
      return afterObjection(state, event)
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
          failed: false,
          before: { signal: state.signal, withdrawn: state.withdrawn, redelivery: state.redelivery },
        },
        rejected: null,
        queued: false,
        signalReservation: null,
        held: null,
        withdrawn: false,
        redelivery: false,
        suspendedBefore: false,
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
      return roundAsked(state)
    case 'WithdrawalClaimed':
      return { withdrawalReservation: { file: event.file, at: event.at } }
    case 'WithdrawalWritten':
      return { ...fileNow(state, event.file, { kind: 'withdrawal' }), withdrawn: true, withdrawalReservation: null }
    case 'SignalWithdrawnByHand':
      return { withdrawn: true }
    case 'SignalWithdrawn':
      return fileNow(state, event.file, { kind: 'withdrawal', deliveredAt: event.moment ?? event.at })
    case 'WithdrawalConfirmed':
      return confirmed(state, 'withdrawal', event)
    case 'RedeliveryAsked':
      return { redelivery: true, rejected: null, resumedAt: event.at }
    case 'AnswerReceived':
      return {
        signal: answeredIn(state.signal, event.file ?? signalMeant(state)?.file ?? ''),
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
      return { handedOver: true, agency: { ...state.agency, claims: event.claims } }
    case 'AgencyInformed':
      return { reservation: null, agency: informed(state.agency, event) }
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

const fileNow = (
  { files }: CaseState,
  file: string,
  news: Partial<PortalFile> & Pick<PortalFile, 'kind'>,
): Pick<CaseState, 'files'> => ({
  files: new Map([...files, [file, { deliveredAt: null, receipts: [], voided: null, ...files.get(file), ...news }]]),
})

const confirmed = (state: CaseState, kind: PortalFile['kind'], { file, document }: Receipt): Pick<CaseState, 'files'> =>
  fileNow(state, file, { kind, receipts: [...(state.files.get(file)?.receipts ?? []), document] })

/** The portal refuses the last signal, or an earlier one, which says nothing of those after it (S5). */
function afterRejection(
  { signal, withdrawn }: CaseState,
  { reason, file = signal?.file }: Extract<StoredEvent, { type: 'SignalRejected' }>,
): Partial<CaseState> {
  if (signal && file !== signal.file) return { signal: withoutEarlier(signal, file ?? '') }
  return { rejected: reason, held: null, ...(signal && undone(signal, withdrawn)) }
}

/** What stops at once when a case ends (K1). */
const OVER: Partial<CaseState> = { queued: false, suspension: null, accepted: null, arrangement: null, toPost: null }

function informed(
  agency: CaseState['agency'],
  { message, claims }: { readonly message: AgencyMessage; readonly claims: readonly number[] },
): CaseState['agency'] {
  switch (message) {
    case 'handover':
      return { ...agency, knows: true, claims }
    case 'pause':
      return { ...agency, paused: true }
    case 'resume':
      return { ...agency, paused: false }
    case 'stop':
      return { ...agency, stopped: true }
  }
}
