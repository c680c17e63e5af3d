import type { IsoDate, IsoInstant } from './calendar.ts'
import type { Rejection } from './closed-lists.ts'
import type { Act, Claim, Reservable, SentToRenter, Term } from './event.ts'
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
  readonly claims: readonly number[]
  readonly on: IsoDate
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
  /** The reference date of the newest book that spoke of this case. */
  readonly bookOn: IsoDate
  /** The claims as they stood before that book, for what is reported after it and happened before it (E1). */
  readonly beforeBook: readonly OpenClaim[] | null
  /** Day on which staff last booked a payment that the book did not show yet. */
  readonly bookedOn: IsoDate | null
  readonly causes: ReadonlySet<string>
  /** By subject, which report is in force (E1). */
  readonly reports: Reports

  readonly letters: Readonly<Partial<Record<Act, SentLetter>>>
  /** The letter that bounced and has not been posted yet (C5). */
  readonly toPost: Act | null
  readonly emailBounced: boolean
  /** No letter can go to the address as it is known: people must correct it first (C5). */
  readonly undeliverable: boolean
  readonly reservation: {
    readonly id: string
    readonly act: Reservable
    readonly at: IsoInstant
    /** What the letter or the message is about. */
    readonly claims: readonly number[]
  } | null
  /** Nothing is done before this moment: the case was opened, resumed or corrected then. */
  readonly resumedAt: IsoInstant

  readonly contactTaskDue: IsoDate | null
  readonly contactAttempts: number
  readonly objection: boolean
  /** Who withdraws an objection knows the offer to pass data on, and refuses it no longer (C6 d, C7). */
  readonly offerAccepted: boolean
  /** The terms, and what was open of each claim when they were agreed on; in cents. */
  readonly arrangement: { readonly terms: readonly Term[]; readonly owedCents: ReadonlyMap<number, number> } | null
  readonly threatenedAt: IsoInstant | null

  /** Why the signal was held at the last round; null when something changed since, or when it never was. */
  readonly held: { readonly reasons: readonly GateReason[]; readonly on: IsoDate; readonly stale: boolean } | null
  readonly queued: boolean
  /** The file that this signal is being written to. */
  readonly signalReservation: FileReservation | null
  /** The file that its withdrawal is being written to. */
  readonly withdrawalReservation: FileReservation | null
  /** The last signal that was written; whether its portal has it stands in `files`. */
  readonly signal: Signal | null
  /** That signal's withdrawal is written: its portal is never told twice. */
  readonly withdrawn: boolean
  /** What a round was last asked for: to take away or back the signal of which file. */
  readonly roundAsked: { readonly queue: Queue; readonly file: string } | null
  /** By its name, every file for a portal in which this case has a row. */
  readonly files: ReadonlyMap<string, PortalFile>
  readonly rejected: Rejection | null
  /** A person asked to deliver the signal once more (LCV 3.2). */
  readonly redelivery: boolean

  /** A date of acceptance that has not led to a suspension yet. */
  readonly accepted: IsoDate | null
  readonly suspension: { readonly from: IsoDate; readonly until: IsoDate } | null
  /**
   * Whether this signal already led to a suspension: a portal that repeats its answer does not lengthen the 30 days.
   */
  readonly suspendedBefore: boolean

  readonly handedOver: boolean
  /** What the collection agency knows, and the numbers of the claims that it was asked to collect. */
  readonly agency: {
    readonly knows: boolean
    readonly paused: boolean
    readonly stopped: boolean
    readonly claims: readonly number[]
  }
  readonly ended: { readonly how: 'paid' | 'closed'; readonly on: IsoDate; readonly by: 'erp' | 'staff' | null } | null
  readonly purged: boolean
  readonly waiting: { readonly step: string; readonly until: IsoInstant; readonly token: string } | null
}

/** The phases that people see. */
export type Phase =
  | 'reminding'
  | 'signal-held'
  | 'signal-queued'
  | 'awaiting-answer'
  | 'suspended'
  | 'arrangement'
  | 'handed-over'
  | 'paid'
  | 'closed'

/** Whether a case in this phase is over; something may still have to leave for it. */
export const hasEnded = (phase: Phase): boolean => phase === 'paid' || phase === 'closed'

/** When the portal had a signal; null while it is only written, and without one (S2). */
export const deliveredAt = (state: Pick<CaseState, 'files'>, signal: Signal | null): IsoInstant | null =>
  (signal && state.files.get(signal.file)?.deliveredAt) ?? null

/** Whether the last signal is written, and nobody knows yet that its portal has it (S2). */
export const isOnItsWay = (state: CaseState): boolean =>
  state.signal !== null && !state.withdrawn && deliveredAt(state, state.signal) === null

/** The one phase under which a case is listed. */
export function phaseOf(state: CaseState): Phase {
  if (state.ended) return state.ended.how
  if (state.suspension || state.accepted) return 'suspended'
  if (state.arrangement) return 'arrangement'
  if (state.queued || isOnItsWay(state)) return 'signal-queued'
  if (state.handedOver) return 'handed-over'
  if (state.signal && !state.withdrawn) return 'awaiting-answer'
  if (state.held || state.rejected || state.withdrawn) return 'signal-held'
  return 'reminding'
}

/**
 * The last day for the call that nobody made yet, while a signal can still come of it (C6 b); null when none is asked.
 */
export function callBy(state: CaseState): IsoDate | null {
  const phase = phaseOf(state)
  return state.contactAttempts === 0 && (phase === 'reminding' || phase === 'signal-held') ? state.contactTaskDue : null
}

/** Whether the signal that is to leave is the first about a threatening situation: it waits for no round (S1). */
export const isUrgent = ({ threatenedAt, signal }: CaseState): boolean => threatenedAt !== null && signal === null

/** What a round must still do for a case: write its signal, take back what left, or take away what did not yet. */
export type Queue = 'signal' | 'withdrawal' | 'void'

/**
 * What a file must still carry to a portal for this case, a signal or its withdrawal (S4); or that the file with its
 * signal must be taken away, since the portal does not have it yet (S2).
 */
export function outgoing(state: CaseState): Queue | null {
  const { signal, withdrawn, ended } = state
  if (isOnItsWay(state) && mayNotLeave(state)) return 'void'
  if (signal && !withdrawn && !isOnItsWay(state) && (ended || state.objection || signal.failed)) return 'withdrawal'
  return state.queued && !ended ? 'signal' : null
}

/** What happened to the case since its signal was written keeps it from leaving. */
const mayNotLeave = ({ signal, ended, objection, accepted, suspension, arrangement }: CaseState): boolean =>
  objection || signal?.failed || [ended, accepted, suspension, arrangement].some((each) => each !== null)

/** Whether something must be taken away or back for which no round was asked yet (S2, S4). */
export function asksForRound(state: CaseState): boolean {
  const { roundAsked, signal } = state
  const queue = outgoing(state)
  return (
    (queue === 'void' || queue === 'withdrawal') && !(roundAsked?.queue === queue && roundAsked.file === signal?.file)
  )
}
