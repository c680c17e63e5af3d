import type { IsoDate } from './calendar.ts'
import type { Answer, Closing, ContactKind, ObjectionChannel, Rejection, Threat } from './closed-lists.ts'
import type {
  AgencyMessage,
  Book,
  CaseEvent,
  CaseFacts,
  DeliveredHow,
  Earlier,
  Letter,
  Receipt,
  Release,
  Sent,
  SentToRenter,
  Term,
  WrittenRow,
} from './event.ts'
import type { GateFacts } from './gate.ts'
import type { HoldCommand, RenumberingCommand } from './holds.ts'
import type { MailReport } from './mail-report.ts'

/** What people, systems and the workflow ask of a case. Facts (reported, booked, read) and acts (to do now). */
export type Command =
  | ({ readonly type: 'take-book'; readonly on: IsoDate } & Book & CaseFacts)
  | { readonly type: 'renter-data'; readonly email: boolean; readonly address?: true }
  | { readonly type: 'left-book'; readonly on: IsoDate }
  /** A book of this day does not tell what the renter owes (I1, I2). */
  | { readonly type: 'book-unread'; readonly on: IsoDate }
  /** What earlier cases did about claims that this one did not know, and that are open again (C14). */
  | { readonly type: 'claims-returned'; readonly claims: readonly number[]; readonly earlier: Earlier }
  | RenumberingCommand
  | { readonly type: 'hand-over' }
  | { readonly type: 'hand-over-postponed' }
  | { readonly type: 'reporting-allowed' }
  | { readonly type: 'book-confirmed'; readonly on: IsoDate; readonly except: boolean }
  | { readonly type: 'prescription'; readonly claim: number; readonly collect: boolean }
  | { readonly type: 'payment'; readonly amountCents: number | 'all' }
  | {
      readonly type: 'contact-attempt'
      readonly kind: ContactKind
      readonly reached: boolean
      readonly on: IsoDate
    }
  | { readonly type: 'objection' | 'objection-withdrawn'; readonly channel: ObjectionChannel }
  | { readonly type: 'dispute' | 'dispute-resolved'; readonly claim: number }
  /** `claims` that the terms are for; all that are due and undisputed, unless told (C8). */
  | { readonly type: 'arrangement'; readonly terms: readonly Term[]; readonly claims?: readonly number[] }
  | { readonly type: 'arrangement-broken' }
  | HoldCommand
  /** A person decides it for a case that cannot be reported (F3). */
  | { readonly type: 'hand-over' }
  | { readonly type: 'close'; readonly reason: Closing }
  | { readonly type: 'threat'; readonly kind: Threat }
  /** `file` is that of the signal that it is about, where that is known. */
  | { readonly type: 'answer'; readonly code: Answer; readonly on: IsoDate; readonly file?: string }
  | { readonly type: 'portal-rejection'; readonly reason: Rejection; readonly file?: string }
  | { readonly type: 'redeliver' | 'withdrawn-by-hand' }
  /** `reservation` of the letter that came back; the last one, unless told. */
  | { readonly type: 'bounce'; readonly reservation?: string }
  | { readonly type: 'mail-report'; readonly report: MailReport }
  | { readonly type: 'reserve-act'; readonly act: Letter }
  | { readonly type: 'reserve-posting' }
  | { readonly type: 'reserve-message' }
  | { readonly type: 'confirm-act'; readonly act: Letter; readonly sent: SentToRenter }
  | { readonly type: 'confirm-posting'; readonly act: Letter; readonly sent: SentToRenter }
  | { readonly type: 'confirm-message'; readonly message: AgencyMessage; readonly sent: Sent }
  | ({ readonly type: 'release-reservation' } & Release)
  | { readonly type: 'test-signal'; readonly facts: GateFacts }
  | { readonly type: 'reserve-signal'; readonly facts: GateFacts; readonly file: string }
  | { readonly type: 'drop-signal'; readonly facts: GateFacts }
  | {
      readonly type: 'write-signal'
      readonly row: WrittenRow
      readonly months: number
      readonly amountCents: number
      readonly claims: readonly number[]
    }
  | { readonly type: 'void-signal'; readonly file: string; readonly facts: GateFacts }
  | { readonly type: 'ask-round' }
  | { readonly type: 'reserve-withdrawal'; readonly file: string }
  | { readonly type: 'write-withdrawal'; readonly row: WrittenRow }
  | { readonly type: 'record-delivery'; readonly file: string; readonly delivered: DeliveredHow }
  | { readonly type: 'record-receipt'; readonly receipt: Receipt }

/**
 * Why a command brings no event. `nothing-new` and `already-recorded` are harmless; `elsewhere` means that the case
 * does not stand where the caller thought; an attempt from before the case is refused to whoever reports it (E1); the
 * others need a person.
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
  | 'attempt-before-case'
  | 'acceptance-old'
  | 'acceptance-before-case'

export type Decision = { readonly event: CaseEvent } | { readonly refused: Refusal }

/** Facts that are worth keeping after the case ended, because the portal or the agency still has it. */
export const HEARD_AFTER_THE_END: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'take-book',
  'objection',
  'objection-withdrawn',
  'confirm-act',
  'confirm-posting',
  'confirm-message',
  'release-reservation',
  'reserve-message',
  'write-signal',
  'withdrawn-by-hand',
  'void-signal',
  'ask-round',
  'reserve-withdrawal',
  'write-withdrawal',
  'record-delivery',
  'record-receipt',
  'drop-signal',
  'mail-report',
])
