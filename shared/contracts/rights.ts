import type { GivenNotes, NoteKind, Notes, WordNote } from './notes.ts'
import type { CaseLog, GivenNote, Mailer, ObjectStore, RegisterStore, Workflow } from './ports.ts'
import type { RenterStore } from './renters.ts'
import type { Uses } from './uses.ts'

// The ports of a function, with only the calls that its `uses` allow: a right that is taken away while the use case
// still needs it does not compile.

/** `{ work: ['read', 'write'] }` in words: `work read` or `work write`. */
type Words<Table> = {
  [Name in keyof Table & string]: Table[Name] extends readonly (infer Use extends string)[] ? `${Name} ${Use}` : never
}[keyof Table & string]

export type NoteRights<U extends Uses> = U extends { notes: infer Notes } ? Words<Notes> : never
export type BucketRights<U extends Uses> = U extends { buckets: infer Buckets } ? Words<Buckets> : never
type MachineRights<U extends Uses> = U extends { machines: infer Machines } ? Words<Machines> : never

/** The other rights in words, of which the wider ones hold the narrower. */
type OtherRights<U extends Uses> =
  | (U extends { cases: string } ? 'cases read' : never)
  | (U extends { cases: 'append' } ? 'cases append' : never)
  | (U extends { indexes: readonly (infer Index extends string)[] } ? `index ${Index}` : never)
  | (U extends { registers: string } ? 'registers read' : never)
  | (U extends { registers: 'conditions' | 'change' } ? 'registers conditions' : never)
  | (U extends { registers: 'change' } ? 'registers change' : never)
  | (U extends { openCases: 'count' } ? 'cases count' : never)
  | (U extends { books: 'note' } ? 'books note' : never)
  | (U extends { beat: 'keep' } ? 'beat keep' : never)
  | (U extends { renters: string } ? 'renters read' : never)
  | (U extends { renters: 'write' | 'change' } ? 'renters write' : never)
  | (U extends { renters: 'objection' | 'change' } ? 'renters objection' : never)
  | (U extends { search: true } ? 'search' : never)
  | (U extends { mail: true } ? 'mail' : never)

/** Every right of a function, in words. */
type RightsOf<U extends Uses> = OtherRights<U> | NoteRights<U> | MachineRights<U>

/** What each call takes: every right that is named. */
interface LogCalls {
  load: 'cases read'
  isNewest: 'cases read'
  append: 'cases append'
  summarise: 'cases append'
  queued: 'index queue'
  openOf: 'index client'
  listedSince: 'index day'
  overdue: 'index due'
  entries: 'index day' | 'cases read'
  changedCases: 'index day'
  headOf: 'cases read'
  summariesOf: 'cases read'
}
interface RegisterCalls {
  organisation: 'registers read'
  clients: 'registers read'
  municipality: 'registers read'
  asOf: 'registers change'
  conditions: 'registers conditions'
  setMandate: 'registers change'
  setClient: 'registers change'
  setAgreement: 'registers change'
  colleagues: 'registers read'
  addColleague: 'registers change'
  noteOpenCases: 'cases count'
  expectOpenCases: 'cases count'
  noteBook: 'books note'
  noteWaitingBook: 'books note'
  beat: 'beat keep'
  noteBeat: 'beat keep'
}
interface RenterCalls {
  get: 'renters read'
  getMany: 'renters read'
  all: 'renters read'
  withTerm: 'search'
  begun: 'renters read' | 'index client'
  lastWord: 'renters read'
  hasPendingObjection: 'renters read'
  put: 'renters write'
  searchKeyId: 'renters write'
  writeTerms: 'renters write'
  reportObjection: 'renters objection'
  keepPendingObjection: 'renters objection'
  settlePendingObjection: 'renters objection'
}
interface MailCalls {
  send: 'mail'
  sentAs: 'mail read'
}
/** A note counts the executions of a case. */
interface WorkflowCalls {
  wake: 'arrears-case wake'
  startCase: 'arrears-case start' | 'execution read' | 'execution put'
  isRunning: 'arrears-case describe' | 'execution read'
  running: 'arrears-case list' | 'execution read'
  startRound: 'signal-round start'
  startImport: 'erp-import start'
  isImportRunning: 'erp-import describe'
}

/** The names of the calls that these rights allow. */
type Allowed<Calls, Rights> = {
  [Call in keyof Calls]: [Calls[Call]] extends [Rights] ? Call : never
}[keyof Calls]

export type LogFor<U extends Uses> = Pick<CaseLog, Allowed<LogCalls, RightsOf<U>>>
export type RegistersFor<U extends Uses> = Pick<RegisterStore, Allowed<RegisterCalls, RightsOf<U>>>
export type RentersFor<U extends Uses> = Pick<RenterStore, Allowed<RenterCalls, RightsOf<U>>>
export type MailerFor<U extends Uses> = Pick<Mailer, Allowed<MailCalls, RightsOf<U>>>
export type WorkflowFor<U extends Uses> = Pick<Workflow, Allowed<WorkflowCalls, RightsOf<U>>>

/** What may be used so, of rights in words: `question` of `question put`. */
type Named<Rights, Use extends string> = Rights extends `${infer Name} ${Use}` ? Name : never

/** The kinds of notes that may be used so. */
type Kinds<Rights, Use extends string> = Named<Rights, Use> & NoteKind

/** The notebook for some rights, such as `question put`. */
export interface NotebookFor<in Rights extends string> {
  readonly get: <Kind extends Kinds<Rights, 'read'>>(kind: Kind, id: string) => Promise<Notes[Kind] | null>
  readonly list: <Kind extends Kinds<Rights, 'read'>>(kind: Kind) => Promise<{ id: string; value: Notes[Kind] }[]>
  readonly put: <Kind extends Kinds<Rights, 'put'>>(kind: Kind, id: string, value: GivenNotes[Kind]) => Promise<void>
  readonly putMany: <Kind extends Kinds<Rights, 'putMany'>>(
    kind: Kind,
    notes: readonly GivenNote<Kind>[],
  ) => Promise<void>
  /** Puts, and reads what stands. */
  readonly reserve: <Kind extends Kinds<Rights, 'read'> & Kinds<Rights, 'put'>>(
    kind: Kind,
    id: string,
    value: GivenNotes[Kind],
  ) => Promise<Notes[Kind]>
  readonly replace: (
    kind: Kinds<Rights, 'put'> & WordNote,
    id: string,
    before: string,
    value: string,
  ) => Promise<boolean>
}

/** The object store for some rights, such as `work read`. */
export interface ObjectsFor<in Rights extends string> {
  readonly get: (bucket: Named<Rights, 'read'>, key: string) => ReturnType<ObjectStore['get']>
  readonly stream: (bucket: Named<Rights, 'read'>, key: string) => ReturnType<ObjectStore['stream']>
  readonly exists: (bucket: Named<Rights, 'read'>, key: string) => Promise<boolean>
  readonly list: (bucket: Named<Rights, 'read'>, prefix: string) => AsyncIterable<string>
  readonly remove: (bucket: Named<Rights, 'remove'>, key: string) => Promise<void>
  readonly put: (
    bucket: Named<Rights, 'write'>,
    key: string,
    body: Uint8Array | string,
    contentType: string,
  ) => Promise<void>
  readonly putNew: (
    bucket: Named<Rights, 'write'>,
    key: string,
    body: Uint8Array | string,
    contentType: string,
  ) => Promise<boolean>
}
