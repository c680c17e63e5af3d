import type { FailedTries } from './back-off.ts'
import type { IsoDate, IsoInstant } from './calendar.ts'
import type { HoldReason, HoldSource, Rejection, Representation } from './closed-lists.ts'
import type { Claim, Letter, Reservable, SentToRenter, StoredEvent, Term } from './event.ts'
import type { GateReason } from './gate-reasons.ts'
import type { Reports } from './reports.ts'

/**
 * A claim of the book as the case sees it: what the ERP says is open, and what staff booked as paid before the ERP
 * shows it. Cents.
 */
export interface OpenClaim extends Claim {
  readonly staffPaidCents: number
  readonly disputed: boolean
}

export interface SentLetter extends SentToRenter {
  readonly act: Letter
  readonly claims: readonly number[]
  readonly on: IsoDate
  /** Whether it listed a claim that no letter had listed before. */
  readonly first: boolean
}

/** An effort at personal contact: when, and whether it counts as one (C6 b). */
export interface Contact {
  readonly on: IsoDate
  readonly counts: boolean
}

/** A claim that came back after it was paid (C14). */
export interface Returned {
  readonly on: IsoDate
  /** When a letter told the renter; null while none did. */
  readonly toldOn: IsoDate | null
}

/** A file for a portal in which the case has a row (S2). */
export interface PortalFile {
  readonly kind: 'signal' | 'withdrawal'
  /** When the portal had it; null while it is only written. */
  readonly deliveredAt: IsoInstant | null
  /** The keys of the portal's own receipts of it, as they are kept. */
  readonly receipts: readonly string[]
  /** The signal in it, when the file was taken away before its portal had it; null when it was not (S2). */
  readonly voided: Signal | null
}

/** That a case is being written to a file, and since when. */
export interface FileReservation {
  readonly file: string
  readonly at: IsoInstant
}

/** A signal that was written in a file. */
export interface Signal {
  readonly file: string
  readonly row: number
  /** Written because of a threatening situation: the municipality has three working days, and not four weeks (F1). */
  readonly threatened: boolean
  /** The municipality answered, whatever it said. */
  readonly answered: boolean
  /** The numbers of the claims that it reported. */
  readonly claims: readonly number[]
  /** It should not have left, or not twice: it failed the gate before its portal had it (S2). */
  readonly failed: boolean
  /** What a rejection by the portal brings back: a signal that the portal already had is still there (S5). */
  readonly before: Pick<CaseState, 'signal' | 'withdrawn' | 'redelivery'>
}

/**
 * What the history of a case amounts to. Rebuilt from the events alone (invariant 5); nothing in it is stored
 * elsewhere.
 */
export interface CaseState {
  readonly seq: number
  readonly hash: string
  readonly lastAt: IsoInstant
  readonly client: string
  readonly openedOn: IsoDate
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly gemeentecode: string | null
  readonly claims: readonly OpenClaim[]
  /** The reference date of the newest book that spoke of this case, or of a person's word that stands for one (C13). */
  readonly bookOn: IsoDate
  /**
   * The day of a book that does not tell what this renter owes (I1, I2), or of a person's word from which this renter
   * was excepted (C13): the renter is frozen. Null since a later book, or word.
   */
  readonly exceptedOn: IsoDate | null
  /** The claims as they stood before that book, for what is reported after it and happened before it (E1). */
  readonly beforeBook: readonly OpenClaim[] | null
  /** The numbers of the claims that were open once, and paid since. */
  readonly paid: ReadonlySet<number>
  readonly returned: ReadonlyMap<number, Returned>
  /** What a person decided about claims older than five years: whether they still count (C15). */
  readonly prescribed: ReadonlyMap<number, boolean>
  /** Day on which staff last booked a payment that the book did not show yet. */
  readonly bookedOn: IsoDate | null
  readonly causes: ReadonlySet<string>
  /** By subject, which report is in force (E1). */
  readonly reports: Reports

  /** The letters that left, the oldest first. */
  readonly letters: readonly SentLetter[]
  /** The letter that bounced and has not been posted yet, by its reservation (C5). */
  readonly toPost: { readonly act: Letter; readonly reservation: string } | null
  readonly emailBounced: boolean
  /** No letter can go to the address as it is known: people must correct it first (C5). */
  readonly undeliverable: boolean
  readonly reservation: {
    readonly id: string
    readonly act: Reservable
    readonly at: IsoInstant
    /** What the letter or the message is about. */
    readonly claims: readonly number[]
    /** What was open of each of them; in cents. */
    readonly owedCents: ReadonlyMap<number, number>
  } | null
  /** Of the act that was tried last and did not leave; null when it left. */
  readonly failedTries: FailedTries | null
  /**
   * No letter, and no round, of before this moment is made up: the case was opened, resumed or corrected then, or its
   * signal taken back.
   */
  readonly resumedAt: IsoInstant
  /** When facts last moved what comes next: what that made due is done at the next nine o'clock. */
  readonly movedAt: IsoInstant

  /** The last day for the call that is asked; null when none is. */
  readonly contactTaskDue: IsoDate | null
  readonly contacts: readonly Contact[]
  readonly hold: { readonly reason: HoldReason; readonly lookAgain: IsoDate; readonly source: HoldSource } | null
  readonly representative: Representation | null
  /** A person decided that the renter may be reported all the same (R7). */
  readonly reportingAllowed: boolean
  /** The municipality says that the renter moved away, and nobody gave another address yet (F2). */
  readonly movedAway: boolean
  readonly objection: boolean
  /** Who withdraws an objection knows the offer to pass data on, and refuses it no longer (C6 d, C7). */
  readonly offerAccepted: boolean
  /** The terms, and what was open of each claim when they were agreed on; in cents. */
  readonly arrangement: {
    readonly terms: readonly Term[]
    readonly owedCents: ReadonlyMap<number, number>
    /** What came in on other claims since then; in cents (C8). */
    readonly elsewhereCents: number
    readonly on: IsoDate
  } | null
  readonly threatenedAt: IsoInstant | null

  /** Why the signal was held at the last round; null when something changed since, or when it never was. */
  readonly held: {
    readonly reasons: readonly GateReason[]
    readonly on: IsoDate
    readonly stale: boolean
  } | null
  /** The months of the rounds since the last signal that count as held (F3). */
  readonly heldIn: readonly string[]
  readonly queued: boolean
  /** The file that this signal is being written to. */
  readonly signalReservation: FileReservation | null
  /** The file that its withdrawal is being written to. */
  readonly withdrawalReservation: FileReservation | null
  /** The last signal that was written; whether its portal has it stands in `files`. */
  readonly signal: Signal | null
  /** That signal's withdrawal is written: its portal is never told twice. */
  readonly withdrawn: boolean
  /** The file in which the signal left that a person took back in the portal last (S4). */
  readonly takenBackByHand: string | null
  /** What a round was last asked for: to take away or back the signal of which file. */
  readonly roundAsked: { readonly queue: 'void' | 'withdrawal'; readonly file: string } | null
  /** By its name, every file for a portal in which this case has a row. */
  readonly files: ReadonlyMap<string, PortalFile>
  readonly rejected: Rejection | null
  /** A person asked to deliver the signal once more (LCV 3.2). */
  readonly redelivery: boolean

  /** What an answer of the municipality still brings about: a hold, or an objection (F2). */
  readonly answerBrings: 'hold' | 'objection' | null
  /** A date of acceptance that has not led to a suspension yet. */
  readonly accepted: IsoDate | null
  readonly suspension: { readonly from: IsoDate; readonly until: IsoDate } | null
  /** When the last suspension ended, and why; null while there was none (U3). */
  readonly suspensionEnded: Pick<Extract<StoredEvent, { readonly type: 'SuspensionEnded' }>, 'at' | 'reason'> | null
  /**
   * Whether this signal already led to a suspension: a portal that repeats its answer does not lengthen the 30 days.
   */
  readonly suspendedBefore: boolean

  /** When a person decided that the case is handed over (F3); null while nobody did. */
  readonly handOverDecidedAt: IsoInstant | null
  /** When a person decided not to, for now (F3, H1). */
  readonly postponedOn: IsoDate | null
  readonly agency: {
    /** It was told of the hand-over. */
    readonly knows: boolean
    readonly paused: boolean
    /** The numbers of the claims that it was asked to collect: none, when nothing is handed over. */
    readonly claims: readonly number[]
    /** What it was last told is open of each; in cents. */
    readonly told: ReadonlyMap<number, number>
    readonly toldAt: IsoInstant | null
  }
  readonly ended: { readonly how: 'paid' | 'closed'; readonly on: IsoDate; readonly by: 'erp' | 'staff' | null } | null
  readonly purged: boolean
  readonly waiting: { readonly step: string; readonly until: IsoInstant; readonly token: string } | null
}

/** The day of the last letter that left; `''` without one. */
export const lastLetterOn = ({ letters }: Pick<CaseState, 'letters'>): IsoDate =>
  letters.reduce((last, { on }) => (on > last ? on : last), '')

/** When the portal had a signal; null while it is only written, and without one (S2). */
export const deliveredAt = (state: Pick<CaseState, 'files'>, signal: Signal | null): IsoInstant | null =>
  (signal && state.files.get(signal.file)?.deliveredAt) ?? null

/** The signal that the portal has, or is about to have: written, and neither taken back nor refused (G9). */
export const liveSignal = ({ signal, withdrawn }: CaseState): Signal | null => (withdrawn ? null : signal)

/** Whether the last signal is written, and nobody knows yet that its portal has it (S2). */
export const isOnItsWay = (state: CaseState): boolean =>
  liveSignal(state) !== null && deliveredAt(state, state.signal) === null

/** Whether help was accepted, and collection rests (U1). */
export const isSuspended = ({ suspension, accepted }: CaseState): boolean => suspension !== null || accepted !== null

/** Whether the signal that is to leave is the first about a threatening situation: it waits for no round (S1). */
export const isUrgent = ({ threatenedAt, signal }: CaseState): boolean => threatenedAt !== null && signal === null
