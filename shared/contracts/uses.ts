import type { Bucket } from './ports.ts'

/** The state machines of `statemachines/`. */
export type Machine = 'arrears-case' | 'erp-import' | 'signal-round'
/**
 * The indexes of the table: cases that wait for a file, open cases by client and renters whose case has begun, cases by
 * when they are due, events by day and cases by when lists last changed about them.
 */
export type IndexName = 'queue' | 'client' | 'due' | 'day'

export type NoteUse = 'read' | 'put' | 'putMany'
export type BucketUse = 'read' | 'write' | 'remove' | 'purge'
export type MachineUse = 'start' | 'describe' | 'list' | 'wake'

/**
 * What a function may do, and nothing more; its handler exports it as `uses`. From it follow the ports that the handler
 * gets (`rights.ts`, by type), and its environment and permissions (`infra/rights.ts`), on AWS as in the embedded
 * cloud.
 */
export interface Uses {
  /** A look at one case takes seconds; a whole file or a sweep up to the 15 minutes that Lambda gives. */
  readonly duration: 'short' | 'long'
  /** Histories and summaries of cases. An event is read and put, and never updated or deleted (invariant 5). */
  readonly cases?: 'read' | 'append'
  readonly indexes?: readonly IndexName[]
  /**
   * `conditions` also reads how many cases are open, the newest book, and the last sign of life; `change` does all
   * that, replaces entries, and reads what stood before.
   */
  readonly registers?: 'read' | 'conditions' | 'change'
  /** How many cases are open. Whoever counts them may not write the registers. */
  readonly openCases?: 'count'
  /** Which book of a client is the newest (C13). Whoever notes it may not write the registers. */
  readonly books?: 'note'
  /** When the system last was at work (C16). Whoever notes it may not write the registers. */
  readonly beat?: 'keep'
  /**
   * `write` keeps the record of a renter and by what the renter is found, `objection` the renter's objection (C7),
   * `change` both; all read.
   */
  readonly renters?: 'read' | 'write' | 'objection' | 'change'
  /** Finds renters by name, address or mailbox. */
  readonly search?: true
  /** By kind of note. */
  readonly notes?: Readonly<Record<string, readonly NoteUse[]>>
  /**
   * `purge` lifts the holds of evidence, and takes it away: one function at most, its role is known by one name (K2).
   */
  readonly buckets?: Readonly<Partial<Record<Bucket, readonly BucketUse[]>>>
  readonly machines?: Readonly<Partial<Record<Machine, readonly MachineUse[]>>>
  /** Fills letters from their templates; one `to-staff` from the bundled ones where own templates are refused (I4). */
  readonly letters?: true | 'to-staff'
  /** Sends mail. */
  readonly mail?: true
  /** Logs in at portals. */
  readonly secrets?: true
  /** Has anchors stamped by a timestamp service, where the stage names one. */
  readonly timestamps?: true
  /** Pushes files through the SFTP connector, where there is one. */
  readonly transfer?: true
  /** Lets people sign in, at the identity provider of the stage. */
  readonly signIn?: true
}

/** Environment variable that names each bucket to the functions that use it. */
export const BUCKET_VARIABLES: Readonly<Record<Bucket, string>> = {
  inbox: 'INBOX_BUCKET',
  work: 'WORK_BUCKET',
  signals: 'SIGNALS_BUCKET',
  evidence: 'EVIDENCE_BUCKET',
  post: 'POST_BUCKET',
  erpReturn: 'ERP_RETURN_BUCKET',
}

/** Environment variable with the ARN of each state machine, for the functions that use it. */
export const MACHINE_VARIABLES: Readonly<Record<Machine, string>> = {
  'arrears-case': 'ARREARS_CASE_ARN',
  'erp-import': 'ERP_IMPORT_ARN',
  'signal-round': 'SIGNAL_ROUND_ARN',
}

/** The name of the secret with the key by which renters are found. */
export const SEARCH_KEY = 'search-key'
/** Whoever writes the records of renters, or searches, reads that key. */
export const usesSearchKey = ({ search, renters }: Uses): boolean =>
  search === true || renters === 'write' || renters === 'change'

/** The other environment variables of functions: whoever sets one and whoever reads it name it here. */
export const VARIABLES = {
  table: 'TABLE_NAME',
  /** The folder of the bundled letters. */
  templates: 'LETTER_TEMPLATES',
  secretsPrefix: 'SECRETS_PREFIX',
  configurationSet: 'CONFIGURATION_SET',
  connector: 'SFTP_CONNECTOR',
  folder: 'SFTP_FOLDER',
  timestamps: 'TIMESTAMP_URL',
  /** Where people sign in to the console: who says who they are, as which client we ask, and where its pages stand. */
  signInIssuer: 'SIGN_IN_ISSUER',
  signInClient: 'SIGN_IN_CLIENT',
  signInDomain: 'SIGN_IN_DOMAIN',
} as const
