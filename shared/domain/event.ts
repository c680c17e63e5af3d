import type { IsoDate, IsoInstant } from './calendar.ts'
import type { GateReason } from './gate-reasons.ts'

/** The three letters to a renter, in their order (C1). */
export const ACTS = ['reminder', 'demand', 'notice'] as const
export type Act = (typeof ACTS)[number]

/** The four messages to a collection agency or bailiff (F3, U1, K1). */
export type AgencyMessage = 'handover' | 'pause' | 'resume' | 'stop'
/** Everything that is reserved before it is done, because it leaves the house. */
export type Reservable = Act | `agency-${AgencyMessage}` | `post-${Act}`

/** One open claim of the book: a month of rent, a service charge, or a credit (negative). Amounts in cents. */
export interface Claim {
  readonly invoice: string
  readonly description: string
  readonly dueOn: IsoDate
  readonly openCents: number
}

export interface Term {
  readonly date: IsoDate
  readonly amountCents: number
}

/** A letter that left: how, and where the copy is kept exactly as it was handed to SES, or to the post (C6). */
export interface Sent {
  readonly reservation: string
  readonly channel: 'email' | 'post'
  /** Key of the kept copy, and the SHA-256 of its bytes. */
  readonly document: string
  readonly sha256: string
  /** SES's own id of the mail, by which its reports name it; null by post. */
  readonly messageId: string | null
}

export interface SentToRenter extends Sent {
  /** The day on which the renter is presumed to have it; the objection period counts from there. */
  readonly receivedOn: IsoDate
  /**
   * Whether the letter pointed to debt help, and whether it announced the report and offered the objection (C6 c, d).
   */
  readonly debtHelp: boolean
  readonly offer: boolean
  /**
   * The optional fields that the offer named (R2); absent without an offer, and in letters from before this was kept.
   */
  readonly shared?: readonly string[]
}

/** Why SES could not deliver a mail yet, and tries again; in its own words, which are a closed list. */
export const DELAY_REASONS = [
  ...(['InternalFailure', 'General', 'MailboxFull', 'SpamDetected', 'RecipientServerError', 'IPFailure'] as const),
  ...(['TransientCommunicationFailure', 'BYOIPHostNameLookupUnavailable', 'SendingDeferral', 'Undetermined'] as const),
] as const

/**
 * What SES reported of a mail after it had left. What the receiving server answered may tell who the renter is: it is
 * in a kept file, and the history has its key, its hash and the code of the answer alone (invariant 6).
 */
export type MailReport =
  | {
      readonly type: 'LetterAccepted'
      readonly reservation: string
      /** The code with which the server took it, such as `250` or `250 2.0.0`; null when it gave none. */
      readonly status: string | null
      readonly document: string
      readonly sha256: string
    }
  | { readonly type: 'LetterDelayed'; readonly reservation: string; readonly reason: (typeof DELAY_REASONS)[number] }

/**
 * Who wrote an event: the process itself, a portal, the renter, or a colleague. A colleague's is an opaque id; who that
 * is stands in the register of colleagues, and never in a history.
 */
export type Author = string

/** Where an event came from, when it came from outside: a reported fact, an answer, a message of the mail service. */
export interface Origin {
  /** The system, unless told. */
  readonly by?: Author
  /** When it happened, where that is not when it was written down (E1). */
  readonly moment?: IsoInstant
  /** The identity of the reported fact or the import, so that the same one counts once (E1). */
  readonly cause?: string
}

/**
 * What can happen to a case. An event never holds personal data: the person lives in the renter's record, and is purged
 * there.
 */
export type CaseEvent = Origin & Happening

type Happening =
  | {
      readonly type: 'CaseOpened'
      readonly client: string
      readonly on: IsoDate
      readonly claims: readonly Claim[]
      readonly naturalPerson: boolean
      readonly dwelling: boolean
      readonly gemeentecode: string | null
      /** What staff booked in the renter's case before this one, and the book does not show yet; in cents. */
      readonly bookedCents?: number
    }
  | { readonly type: 'ArrearsChanged'; readonly on: IsoDate; readonly claims: readonly Claim[] }
  | {
      readonly type: 'CaseFactsCorrected'
      readonly naturalPerson: boolean
      readonly dwelling: boolean
      readonly gemeentecode: string | null
    }
  /** Name, address, telephone or e-mail changed in the book; what they are now stands in the renter's record alone. */
  | { readonly type: 'RenterDataChanged'; readonly email: boolean }
  | { readonly type: 'PaymentBooked'; readonly amountCents: number | 'all' }
  | { readonly type: 'ActClaimed'; readonly act: Reservable }
  | { readonly type: 'ActReleased'; readonly reservation: string; readonly reason: ReleaseReason }
  | ({ readonly type: 'ReminderSent' } & SentToRenter)
  | ({ readonly type: 'DemandSent' } & SentToRenter)
  | ({ readonly type: 'NoticeSent' } & SentToRenter)
  | MailReport
  | { readonly type: 'LetterBounced'; readonly act: Act }
  | ({ readonly type: 'LetterPosted'; readonly act: Act } & SentToRenter)
  | { readonly type: 'ContactTaskCreated'; readonly dueOn: IsoDate }
  | {
      readonly type: 'ContactAttempted'
      readonly kind: string
      readonly reached: boolean
      readonly on: IsoDate
    }
  | { readonly type: 'ObjectionLodged'; readonly channel: string }
  | { readonly type: 'ObjectionWithdrawn'; readonly channel: string }
  | { readonly type: 'ItemDisputed'; readonly invoice: string }
  | { readonly type: 'DisputeResolved'; readonly invoice: string }
  | { readonly type: 'ArrangementAgreed'; readonly terms: readonly Term[] }
  | { readonly type: 'ArrangementBroken'; readonly reason: 'missed-term' | 'reported' }
  | { readonly type: 'ArrangementKept' }
  | { readonly type: 'ThreatDeclared'; readonly kind: string }
  | { readonly type: 'SignalHeld'; readonly reasons: readonly GateReason[] }
  | { readonly type: 'SignalQueued' }
  | { readonly type: 'SignalClaimed'; readonly file: string }
  | {
      readonly type: 'SignalDelivered'
      readonly file: string
      readonly row: number
      readonly months: number
      readonly amountCents: number
    }
  | { readonly type: 'SignalRejected'; readonly reason: string }
  | { readonly type: 'SignalWithdrawn'; readonly file: string }
  | { readonly type: 'RedeliveryAsked' }
  | { readonly type: 'AnswerReceived'; readonly code: string; readonly on: IsoDate }
  | { readonly type: 'SuspensionStarted'; readonly until: IsoDate }
  | { readonly type: 'SuspensionEnded'; readonly reason: 'period-over' | 'new-arrears' }
  | { readonly type: 'HandedOver' }
  | ({ readonly type: 'AgencyInformed'; readonly message: AgencyMessage } & Sent)
  | { readonly type: 'CasePaid'; readonly on: IsoDate; readonly knownFrom: 'erp' | 'staff' }
  | { readonly type: 'CaseClosed'; readonly reason: string }
  | { readonly type: 'RenterPurged' }
  | { readonly type: 'Waiting'; readonly step: string; readonly until: IsoInstant; readonly token: string }

/**
 * Why a reserved act was not done: nothing left, a fact came first, or there is no address to which anything can go (a
 * person must look).
 */
export type ReleaseReason = 'not-sent' | 'overtaken' | 'undeliverable'

export type EventType = CaseEvent['type']

/**
 * What the renter's administration in the ERP must show (work instruction, step 2): every act, signal, answer and
 * suspension.
 */
export const ADMINISTERED = [
  ...(['ReminderSent', 'DemandSent', 'NoticeSent', 'LetterBounced', 'LetterPosted', 'ContactAttempted'] as const),
  ...(['ObjectionLodged', 'ObjectionWithdrawn', 'ItemDisputed', 'DisputeResolved'] as const),
  ...(['ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept', 'ThreatDeclared'] as const),
  ...(['SignalDelivered', 'SignalRejected', 'SignalWithdrawn', 'AnswerReceived'] as const),
  ...(['SuspensionStarted', 'SuspensionEnded', 'AgencyInformed', 'CasePaid', 'CaseClosed'] as const),
] satisfies EventType[]
export type Administered = Extract<StoredEvent, { readonly type: (typeof ADMINISTERED)[number] }>

/** The shape in which events are written today; older ones are read by `shared/contracts/event-versions.ts`. */
export const EVENT_VERSION = 1

/**
 * An event as it stands in the log: its shape, its author, its place, when it was written, and the hash of the event
 * before it (`''` for the first).
 */
export type StoredEvent = CaseEvent & {
  readonly v: typeof EVENT_VERSION
  readonly by: Author
  readonly seq: number
  readonly at: IsoInstant
  readonly prev: string
}

/** The answer of a municipality that suspends collection (F2); every other code only goes on the record. */
export const HELP_ACCEPTED = 'accepted'

export const SENT_TYPES = { reminder: 'ReminderSent', demand: 'DemandSent', notice: 'NoticeSent' } as const
