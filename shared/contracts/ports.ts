import type { Administered } from '../domain/administered.ts'
import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import type { MailRefusal } from '../domain/closed-lists.ts'
import type { Author, CaseEvent, StoredEvent } from '../domain/event.ts'
import type { GateReason } from '../domain/gate-reasons.ts'
import type { Head } from '../domain/history.ts'
import type { Queue } from '../domain/outgoing.ts'
import type { Phase } from '../domain/phase.ts'
import type { ClientConditions, MunicipalityConditions, Policy } from '../domain/policy.ts'
import type { Step } from '../domain/standing.ts'
import type { CaseState } from '../domain/state.ts'
import type { Beat } from '../domain/stop.ts'
import type { TaskKind } from '../domain/tasks.ts'
import type { EventAsStored } from './event-versions.ts'
import type { GivenNotes, NoteKind, Notes, WordNote } from './notes.ts'
import type { Client, ClientChange, Colleague, Municipality, Organisation, Registers } from './registers.ts'

/**
 * What lists and queues show of a case. Derived from the history; carries the sequence number that it was built from.
 */
export interface CaseSummary {
  readonly caseId: string
  readonly seq: number
  readonly renter: string
  readonly client: string
  readonly gemeentecode: string | null
  readonly phase: Phase
  readonly step: Step
  /** When the step comes due; null when only an event can bring it. */
  readonly due: IsoInstant | null
  /** What a file to the portal must still carry for this case. */
  readonly queue: Queue | null
  /** The signal that waits for a file is about a threatening situation (S1). */
  readonly urgent?: true
  /** The file with the signal that is to be taken back, or away. */
  readonly file?: string
  readonly openedOn: IsoDate
  readonly months: number
  readonly amountCents: number
  /** The last day for the call that nobody made yet (C6 b); absent when none is asked. */
  readonly callBy?: IsoDate
  /** The last day for the municipality's answer (F1); absent when none is awaited. */
  readonly answerBy?: IsoDate
  /** The day on which the case is handed over if no answer comes (F3); absent when it is not. */
  readonly handOverOn?: IsoDate
  /** The day from which a person must decide on the case if no answer comes (F3); absent when nobody is asked. */
  readonly decideOn?: IsoDate
  /** The last day of the suspension (U1); absent when there is none. */
  readonly suspendedUntil?: IsoDate
  /** When the last one ended, and whether because new rent was not paid (U2, U3); absent when there was none. */
  readonly suspensionEnded?: { readonly on: IsoDate; readonly early: boolean }
  /** What it asks of people, and since when (H1); absent for nothing. */
  readonly tasks?: readonly { readonly task: TaskKind; readonly since: IsoDate }[]
  /** Why its signal is held. */
  readonly reasons?: readonly GateReason[]
}

export interface LoadedCase {
  readonly caseId: string
  readonly events: readonly StoredEvent[]
  /** The same events as they are stored: what their hashes are of, also where an event is of an older version. */
  readonly stored: readonly EventAsStored[]
  readonly state: CaseState
  readonly summary: CaseSummary | null
}

/** Something that was done in a case, for the renter's administration. */
export interface AdministrationEntry {
  readonly caseId: string
  readonly renter: string
  readonly client: string
  readonly event: Administered
}

/** The append-only history of every case, and the summaries beside it. */
export interface CaseLog {
  /** The whole history in order, read consistently; null when there is no such case. */
  load(caseId: string): Promise<LoadedCase | null>
  /**
   * Appends one event as the next of the case.
   * @throws CaseMovedOn when somebody else appended first; nothing was written
   */
  append(caseId: string, after: Head, event: CaseEvent, at: IsoInstant): Promise<StoredEvent>
  /** Whether the event with this sequence number is still the newest of the case. */
  isNewest(caseId: string, seq: number): Promise<boolean>
  /** Replaces the summary unless it was built from a later event; never throws for being late. */
  summarise(summary: CaseSummary): Promise<void>
  /** Summaries of the cases that wait for a file, in no particular order; may lag behind by a moment. */
  queued(queue: Queue): AsyncIterable<CaseSummary>
  /** Summaries of the cases of a client that have not ended; may lag behind by a moment. */
  openOf(client: string): AsyncIterable<CaseSummary>
  /** The summaries that there are of these cases, in no particular order. */
  summariesOf(caseIds: readonly string[]): Promise<CaseSummary[]>
  /**
   * The summaries that were written at or after a moment, in no particular order: of every case, when the moment is
   * before all of them. May lag behind by a moment; one that is written meanwhile may come twice.
   */
  listedSince(since: IsoInstant): AsyncIterable<CaseSummary>
  /** Summaries of all open cases whose step was due before a moment. */
  overdue(before: IsoInstant): AsyncIterable<CaseSummary>
  /**
   * What the renters' administration must show of the time from one moment until another, which is left out; in no
   * order.
   */
  entries(from: IsoInstant, until: IsoInstant): AsyncIterable<AdministrationEntry>
  /** Every case to which a function appended from one moment until another, which is left out; each once. */
  changedCases(from: IsoInstant, until: IsoInstant): AsyncIterable<string>
  /** The newest event of a case, read consistently; null when there is no such case. */
  headOf(caseId: string): Promise<Head | null>
  /** Every case there is; for exports and checks, not for daily work. */
  all(): AsyncIterable<LoadedCase>
}

/** Somebody appended to the case first: look again and decide again. */
export class CaseMovedOn extends Error {
  override readonly name = 'CaseMovedOn'
}

/** What the registers say about a case, read at the moment of asking. */
export interface Conditions {
  readonly policy: Policy
  readonly organisation: Organisation
  readonly client: Client
  readonly clientConditions: ClientConditions
  readonly municipality: Municipality | null
  readonly municipalityConditions: MunicipalityConditions | null
  /** How many cases are open, as the daily sweep counted them, or an import since then expects; 0 before either. */
  readonly openCases: number
  /** The last sign of life of the system (C16); null before the first. */
  readonly beat: Beat | null
}

/** An entry of the registers, since when it stands, and whose it is. */
export interface Kept<T> {
  readonly value: T
  readonly since: IsoInstant
  readonly by: Author
}

/** All that stood in the registers at the end of a day; null for what was not there yet. */
export interface RegistersThen {
  readonly organisation: Kept<Organisation> | null
  readonly policy: Kept<Policy> | null
  readonly clients: readonly Kept<Client>[]
  readonly municipalities: readonly Kept<Municipality>[]
  readonly colleagues: readonly Kept<Colleague>[]
}

/**
 * The registers (R1–R5): organisation, clients, municipalities, policy, colleagues. Every entry is kept with its
 * author, and so is what it replaced: a register is evidence too.
 */
export interface RegisterStore {
  /** Writes every entry. Entries that are left out stay. */
  load(registers: Registers, at: IsoInstant, by: Author): Promise<void>
  /** @throws UnknownClient when the client is not in the register */
  conditions(client: string, gemeentecode: string | null): Promise<Conditions>
  organisation(): Promise<Organisation>
  clients(): Promise<Client[]>
  municipality(gemeentecode: string): Promise<Municipality | null>
  /** False when the client is not in the register; nothing was written then. */
  setMandate(
    client: string,
    mandate: { from: IsoDate; until: IsoDate | null },
    at: IsoInstant,
    by: Author,
  ): Promise<boolean>
  /** False when the client is not in the register; nothing was written then. */
  setClient(client: string, change: ClientChange, at: IsoInstant, by: Author): Promise<boolean>
  /** False when the municipality is not in the register; nothing was written then. */
  setAgreement(gemeentecode: string, agreement: Municipality['agreement'], at: IsoInstant, by: Author): Promise<boolean>
  /** Those of `registers.json` first. */
  colleagues(): Promise<Colleague[]>
  /** Adds a colleague, and returns who has that name: of two who add it at once, the same one. */
  addColleague(colleague: Colleague, at: IsoInstant, by: Author): Promise<Colleague>
  /** What was in force on a day, also years later: every value is kept, with its author (R1–R3). */
  asOf(day: IsoDate): Promise<RegistersThen>
  /** Notes how many cases are open; no register, and without a history. */
  noteOpenCases(count: number): Promise<void>
  /** Notes that so many cases may be open soon, where fewer were noted. */
  expectOpenCases(count: number): Promise<void>
  /**
   * Notes that a book of a client came and counts (C13); one of before the newest changes nothing. No register, and
   * without a history.
   */
  noteBook(client: string, on: IsoDate, at: IsoInstant): Promise<void>
  /** Notes that a book of a client waits for a person, until one of its day or later counts (C13). */
  noteWaitingBook(client: string, on: IsoDate): Promise<void>
  /** The last sign of life of the system (C16); null before the first. */
  beat(): Promise<Beat | null>
  /** Replaces it. No register, and without a history. */
  noteBeat(beat: Beat): Promise<void>
}

export class UnknownClient extends Error {
  override readonly name = 'UnknownClient'
}

export interface GivenNote<Kind extends NoteKind> {
  readonly id: string
  readonly value: GivenNotes[Kind]
}

/**
 * Small facts beside the cases, by key: what an import last saw, which mail was sent, which question a person must
 * answer.
 */
export interface Notebook {
  // Properties and no methods: a notebook of fewer kinds (`rights.ts`) must not pass for this one.
  readonly get: <Kind extends NoteKind>(kind: Kind, id: string) => Promise<Notes[Kind] | null>
  readonly put: <Kind extends NoteKind>(kind: Kind, id: string, value: GivenNotes[Kind]) => Promise<void>
  readonly putMany: <Kind extends NoteKind>(kind: Kind, notes: readonly GivenNote<Kind>[]) => Promise<void>
  readonly list: <Kind extends NoteKind>(kind: Kind) => Promise<{ id: string; value: Notes[Kind] }[]>
  /** Writes the note unless there is one already, and returns the one that stands. */
  readonly reserve: <Kind extends NoteKind>(kind: Kind, id: string, value: GivenNotes[Kind]) => Promise<Notes[Kind]>
  /** Replaces a note that is one word, where it still says what it said before; false when it does not. */
  readonly replace: (kind: WordNote, id: string, before: string, value: string) => Promise<boolean>
}

export type Bucket = 'inbox' | 'work' | 'signals' | 'evidence' | 'post' | 'erpReturn'

/** Properties and no methods: a store of fewer buckets (`rights.ts`) must not pass for this one. */
export interface ObjectStore {
  readonly put: (bucket: Bucket, key: string, body: Uint8Array | string, contentType: string) => Promise<void>
  /** Puts only where there is nothing under the key yet; false when there was, which stands. */
  readonly putNew: (bucket: Bucket, key: string, body: Uint8Array | string, contentType: string) => Promise<boolean>
  /** Null when there is no such object. */
  readonly get: (bucket: Bucket, key: string) => Promise<Uint8Array | null>
  /** The object as a stream, with its size in bytes. Null when there is no such object. */
  readonly stream: (bucket: Bucket, key: string) => Promise<{ size: number; body: AsyncIterable<Uint8Array> } | null>
  readonly exists: (bucket: Bucket, key: string) => Promise<boolean>
  readonly list: (bucket: Bucket, prefix: string) => AsyncIterable<string>
  /** Takes an object away; harmless when there is none. */
  readonly remove: (bucket: Bucket, key: string) => Promise<void>
}

/** No mail can go to this address: the letter goes by post (C5). */
export class UndeliverableByEmail extends Error {
  override readonly name = 'UndeliverableByEmail'
}

/** The mail service takes nobody's mail as things are: people must mend that. The mail did not leave. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
  readonly code: MailRefusal
  readonly #words: string

  constructor(reservation: string, code: MailRefusal, words: string) {
    super(reservation)
    this.code = code
    this.#words = words
  }

  /** What the service said; it may quote addresses, and is in no message and no log (invariant 6). */
  get words(): string {
    return this.#words
  }
}

export interface Mailer {
  /**
   * Hands the raw message to SES; returns SES's own id of it. SES replaces `Date` and `Message-ID`.
   * @throws UndeliverableByEmail when SES refuses the message, MailRefused when it refuses everybody's; another error
   * when it is not known whether it was sent
   */
  send(raw: Uint8Array, from: string, to: string, reservation: string): Promise<string>
  /** The message id under which SES reported that it sent the mail of a reservation; null without word of it. */
  sentAs(reservation: string): Promise<string | null>
}

export interface Workflow {
  /** Starts the execution of a case; harmless when it runs already. */
  startCase(caseId: string): Promise<void>
  /** Ends the wait that this token belongs to; harmless when it is over. */
  wake(token: string): Promise<void>
  /** Starts a round that was asked for: it waits two minutes, and then collects. Harmless when it was started. */
  startRound(name: string): Promise<void>
  startImport(name: string, input: { key: string; confirmed: boolean }): Promise<void>
  /** Whether the case has a running execution. */
  isRunning(caseId: string): Promise<boolean>
  /** Whether the execution of an import runs, by its name. */
  isImportRunning(name: string): Promise<boolean>
  /** Which cases have one, asked for all at once; an execution that just began or ended may not show yet. */
  running(): Promise<(caseId: string) => boolean>
}
