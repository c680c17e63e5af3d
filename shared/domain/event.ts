import type { IsoDate, IsoInstant } from './calendar.ts'
import type {
  Answer,
  Closing,
  ContactKind,
  HoldReason,
  HoldSource,
  ObjectionChannel,
  OptionalField,
  Rejection,
  Representation,
  SendRefusal,
  Threat,
} from './closed-lists.ts'
import type { GateReason } from './gate-reasons.ts'
import type { MailReport } from './mail-report.ts'

/** The three letters to a renter, in their order (C1). */
export const ACTS = ['reminder', 'demand', 'notice'] as const
export type Act = (typeof ACTS)[number]

/** Every letter to a renter: the three, and the reminder of claims that came later, or came back (C10, C14). */
export const LETTERS = [...ACTS, 'follow-up'] as const
export type Letter = (typeof LETTERS)[number]

/** The messages to a collection agency or bailiff (F3, F4, U1, K1). */
export const AGENCY_MESSAGES = ['handover', 'update', 'pause', 'resume', 'stop'] as const
export type AgencyMessage = (typeof AGENCY_MESSAGES)[number]
/** Everything that is reserved before it is done, because it leaves the house. */
export type Reservable = Letter | `agency-${AgencyMessage}` | `post-${Letter}`

/**
 * One open claim: what an invoice asks under a contract, as rent or as something else, or a credit (negative) (C12).
 * Amounts in cents. Which invoice its number stands for is in the renter's record alone, and goes with it (invariants 5
 * and 6). A number is the renter's at that client, from 1, and is never used again.
 */
export interface Claim {
  readonly number: number
  readonly dueOn: IsoDate
  readonly openCents: number
  /** The number of its contract in the renter's record, from 1. */
  readonly contract: number
  /** Rent of a dwelling, monthly service charges included (C12). */
  readonly rent: boolean
}

/** The claims of a book, and a keyed hash of what their numbers stand for: a changed record shows (invariant 5). */
export interface Book {
  readonly claims: readonly Claim[]
  readonly mapping: string
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

/**
 * A row of a case in a file for a portal, as it was written: its place, and where its copy is kept (S2). The titles are
 * on row 1.
 */
export interface WrittenRow {
  readonly file: string
  readonly row: number
  /** Key of the kept row, and the SHA-256 of its bytes. */
  readonly document: string
  readonly sha256: string
}

/** How a portal got a file, or a row of it (S2). */
export type DeliveredHow =
  /** The portal came for it over sFTP: under which user, and with which key, as far as the server says. */
  | { readonly how: 'fetched'; readonly user?: string; readonly key?: string }
  | { readonly how: 'pushed' }
  /** Its API took the row: with which HTTP status, and under which name of its own. */
  | { readonly how: 'accepted'; readonly status: number; readonly reference: string | null }
  /** A person put it in the portal; who stands in `by`. */
  | { readonly how: 'uploaded' }
  /** Its answer, refusal or receipt proves that it has the row. */
  | { readonly how: 'answered' }

/** The portal's own receipt of a file, as it is kept: `document` is what is kept beside the copy. */
export interface Receipt {
  readonly file: string
  /** Its date. */
  readonly on: IsoDate
  readonly document: string
  readonly sha256: string
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
   * The optional fields that the offer named (R2); absent without an offer.
   */
  readonly shared?: readonly OptionalField[]
}

/** The numbers of the claims that a letter or a message is about; what it only shows, such as a dispute, is none. */
interface AboutClaims {
  readonly claims: readonly number[]
}

/** What was done about claims in the renter's earlier cases, for the one in which they returned (C14). */
export interface Earlier {
  readonly letters: readonly (SentToRenter & AboutClaims & { readonly act: Letter; readonly on: IsoDate })[]
  readonly contacts: readonly { readonly on: IsoDate; readonly counts: boolean }[]
}

/** What decides whether a renter may be reported, and where (C9, R5). */
export interface CaseFacts {
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly gemeentecode: string | null
}

/**
 * Who wrote an event: the process itself, a portal, the renter, or a colleague. A colleague's is an opaque id; who that
 * is stands in the register of colleagues, and never in a history.
 */
export type Author = string

/** Where an event came from, when it came from outside: a reported fact, an answer, a message of the mail service. */
export interface Origin {
  /** The system, unless told. */
  readonly by?: Author
  /** When it happened, as it was reported; absent where it happened when it was written down (E1). */
  readonly moment?: IsoInstant
  /**
   * What brought it about, so that the same one counts once (E1): the id of a reported fact, hashed with the renter's
   * key; or a message or a file of our own, by its name.
   */
  readonly cause?: string
}

/**
 * What can happen to a case. An event never holds personal data: the person lives in the renter's record, and is purged
 * there.
 */
export type CaseEvent = Origin & Happening

type Happening =
  | ({
      readonly type: 'CaseOpened'
      readonly client: string
      readonly on: IsoDate
    } & Book &
      CaseFacts)
  | ({ readonly type: 'ArrearsChanged'; readonly on: IsoDate } & Book)
  | ({ readonly type: 'CaseFactsCorrected' } & CaseFacts)
  /**
   * Name, address, telephone or e-mail changed in the book, and whether the e-mail or the address did; what they are
   * now stands in the renter's record alone.
   */
  | { readonly type: 'RenterDataChanged'; readonly email: boolean; readonly address?: true }
  | { readonly type: 'PaymentBooked'; readonly amountCents: number | 'all' }
  | ({ readonly type: 'ActClaimed'; readonly act: Reservable } & AboutClaims)
  | ({ readonly type: 'ActReleased'; readonly reservation: string } & Release)
  | ({ readonly type: 'ReminderSent' } & SentToRenter & AboutClaims)
  | ({ readonly type: 'DemandSent' } & SentToRenter & AboutClaims)
  | ({ readonly type: 'NoticeSent' } & SentToRenter & AboutClaims)
  | ({ readonly type: 'FollowUpSent' } & SentToRenter & AboutClaims)
  | MailReport
  | { readonly type: 'LetterBounced'; readonly act: Letter; readonly reservation: string }
  | ({ readonly type: 'LetterPosted'; readonly act: Letter } & SentToRenter & AboutClaims)
  | { readonly type: 'ContactTaskCreated'; readonly dueOn: IsoDate }
  | {
      readonly type: 'ContactAttempted'
      readonly kind: ContactKind
      readonly reached: boolean
      readonly on: IsoDate
    }
  | { readonly type: 'ObjectionLodged'; readonly channel: ObjectionChannel }
  | { readonly type: 'ObjectionWithdrawn'; readonly channel: ObjectionChannel }
  | { readonly type: 'ItemDisputed'; readonly claim: number }
  | { readonly type: 'DisputeResolved'; readonly claim: number }
  | ({ readonly type: 'ArrangementAgreed'; readonly terms: readonly Term[] } & AboutClaims)
  | { readonly type: 'ArrangementBroken'; readonly reason: 'missed-term' | 'reported' }
  | { readonly type: 'ArrangementKept' }
  | { readonly type: 'ThreatDeclared'; readonly kind: Threat }
  /** `personUnclear` where a question about who the renter is was open: such a round is not counted (F3). */
  | { readonly type: 'SignalHeld'; readonly reasons: readonly GateReason[]; readonly personUnclear?: true }
  | { readonly type: 'SignalQueued' }
  | { readonly type: 'SignalClaimed'; readonly file: string }
  /** Written is not delivered (S2). */
  | ({ readonly type: 'SignalWritten'; readonly months: number; readonly amountCents: number } & WrittenRow &
      AboutClaims)
  | ({ readonly type: 'SignalDelivered'; readonly file: string } & DeliveredHow)
  | ({ readonly type: 'SignalConfirmed' } & Receipt)
  /** `file` is that of the signal that it is about; absent where whoever reported it named none, as below. */
  | { readonly type: 'SignalRejected'; readonly reason: Rejection; readonly file?: string }
  /**
   * The file was taken away before its portal had it, because a row in it failed the gate: with the reasons where it is
   * this row, and with none where the row leaves again in another file (S2).
   */
  | { readonly type: 'SignalVoided'; readonly file: string; readonly reasons: readonly GateReason[] }
  /** Something must be taken back or away, and a round was asked for that (S2, S4). */
  | { readonly type: 'RoundAsked'; readonly queue: 'void' | 'withdrawal'; readonly file: string }
  | { readonly type: 'WithdrawalClaimed'; readonly file: string }
  | ({ readonly type: 'WithdrawalWritten' } & WrittenRow)
  | ({ readonly type: 'SignalWithdrawn'; readonly file: string } & DeliveredHow)
  | ({ readonly type: 'WithdrawalConfirmed' } & Receipt)
  /** A person took back in the portal the signal that left in this file (S4). */
  | { readonly type: 'SignalWithdrawnByHand'; readonly file: string }
  | { readonly type: 'RedeliveryAsked' }
  | { readonly type: 'AnswerReceived'; readonly code: Answer; readonly on: IsoDate; readonly file?: string }
  | { readonly type: 'SuspensionStarted'; readonly until: IsoDate }
  | { readonly type: 'SuspensionEnded'; readonly reason: 'period-over' | 'new-arrears' }
  /** Claims that were paid, in this case or an earlier one, and are open again (C14). */
  | ({ readonly type: 'ClaimReturned'; readonly earlier?: Earlier } & AboutClaims)
  /** A case that had been paid goes on, since something of it is open again (C14). */
  | { readonly type: 'CaseReopened'; readonly on: IsoDate }
  /** A person decided on a case that cannot be reported (F3). */
  | { readonly type: 'HandOverDecided' }
  | {
      readonly type: 'HoldStarted'
      readonly reason: HoldReason
      readonly lookAgain: IsoDate
      readonly source: HoldSource
    }
  | { readonly type: 'HoldEnded' }
  /** Who gets the letters instead, or as well; null when nobody does any more (R7). */
  | { readonly type: 'RepresentativeChanged'; readonly kind: Representation | null }
  /** A person decided that a case is not handed over, or not reported, for now: asked again later (F3, H1). */
  | { readonly type: 'HandOverPostponed' }
  /** A person decided that a renter under administration or guardianship may be reported (R7). */
  | { readonly type: 'ReportingAllowed' }
  /** A person's word, without a book: nothing was paid until that day; or this renter is excepted (C13). */
  | { readonly type: 'BookConfirmed'; readonly on: IsoDate; readonly except: boolean }
  /** A book of this day does not tell what this renter owes: nothing changes or leaves until one does (I1, I2). */
  | { readonly type: 'BookUnread'; readonly on: IsoDate }
  /** When its file is written the book is too old, or a newer one waits: the signal waits for a book again (C13). */
  | { readonly type: 'SignalWaitsForBook' }
  /** What a person says about a claim older than five years (C15). */
  | { readonly type: 'PrescriptionDecided'; readonly claim: number; readonly collect: boolean }
  | ({ readonly type: 'HandedOver' } & AboutClaims)
  | ({ readonly type: 'AgencyInformed'; readonly message: AgencyMessage } & Sent & AboutClaims)
  | { readonly type: 'CasePaid'; readonly on: IsoDate; readonly knownFrom: 'erp' | 'staff' }
  | { readonly type: 'CaseClosed'; readonly reason: Closing }
  | { readonly type: 'RenterPurged' }
  | { readonly type: 'Waiting'; readonly step: string; readonly until: IsoInstant; readonly token: string }

/**
 * Why a reserved act was not done: nothing left, a fact came first, there is no address to which anything can go (a
 * person must look), or it was refused.
 */
export type Release =
  | { readonly reason: 'not-sent' | 'overtaken' | 'undeliverable' }
  | { readonly reason: 'refused'; readonly code: SendRefusal }

export type EventType = CaseEvent['type']

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

export const SENT_TYPES = {
  ...({ reminder: 'ReminderSent', demand: 'DemandSent', notice: 'NoticeSent' } as const),
  'follow-up': 'FollowUpSent',
} as const
