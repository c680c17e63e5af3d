import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import type { Representative } from './representative.ts'

/** Personal data of one renter at one client. The only place where a person is; purging deletes it. */
export interface RenterRecord {
  readonly renter: string
  readonly client: string
  /** Random: what a history holds in place of this renter's data is hashed with it, and so goes with the record. */
  readonly key: string
  readonly version: number
  /** The newest case; whether it is open is for its history to say. */
  readonly caseId: string | null
  /** The cases before the newest, the oldest first; absent when there was none. */
  readonly earlierCases?: readonly string[]
  readonly person: Person
  /** What the claims are whose numbers the history holds: only ever added to, and written before the event. */
  readonly claims: readonly NamedClaim[]
  /** The contracts of those claims as the ERP numbers them, '' for none: only ever added to. */
  readonly contracts: readonly string[]
  /** The numbers of the claims of cases that a person closed: nothing begins of them any more. Absent when none. */
  readonly closedClaims?: readonly number[]
  /** Who gets the letters in the renter's place, and whether a column of the export or a person says so (R7). */
  readonly representative?: KeptRepresentative
  /** The day on which the renter died, by the export; `unknown` where it names no day that can be read. */
  readonly deceased?: string
  /** The numbers of those with whom a book showed a claim together (G10): only ever added to. Absent when none. */
  readonly coRenters?: readonly string[]
  /** Whether this is the main tenant, by the last column or person that said so (G10); absent when nobody did. */
  readonly mainTenant?: boolean
  /** The questions that are open about whose a report under this number is (R6). Absent when none. */
  readonly whoseAsked?: readonly string[]
  /** What the renter asked for: so much a month, from a day, and how to reach the renter about it. */
  readonly wish?: { readonly amountCents: number; readonly from: IsoDate; readonly phone: string | null }
  /** The numbers under which the renter was known before, of which a person said so (R6). Absent when none. */
  readonly formerly?: readonly string[]
  /** The renter's number since a person said that it is another one: nothing else stands here any more (R6). */
  readonly movedTo?: string
  /** Since a try that broke off: the data changed, and the case does not say so yet. */
  readonly untold?: { readonly email: boolean; readonly address?: true }
  /** Since a try that broke off: the case was opened or reopened, and may be half-told, in no list, and at rest. */
  readonly begun?: true
  /** The last book that was taken over in full: a digest of what it said of this renter, and its reference date. */
  readonly book?: { readonly digest: string; readonly on: IsoDate }
}

/** Of two that say who represents a renter, a person goes before a column. */
export interface KeptRepresentative extends Representative {
  readonly source: 'column' | 'report'
}

/** A claim as the ERP names it, and its number, from 1, in the histories of the renter's cases. */
export interface NamedClaim {
  readonly number: number
  /** The number of its contract: its place in the record's `contracts`, from 1. */
  readonly contract: number
  readonly invoice: string
  readonly rent: boolean
  readonly description: string
}

export interface Person {
  readonly surname: string
  readonly initials: string
  readonly street: string
  readonly houseNumber: string
  readonly houseNumberAddition: string
  readonly postcode: string
  readonly city: string
  readonly phone: string
  readonly email: string
}

/** Where a record is. */
export interface RenterKey {
  readonly renter: string
  readonly client: string
}

export interface RenterStore {
  get(renter: string, client: string): Promise<RenterRecord | null>
  /** The records that there are, each once, in no particular order. */
  getMany(keys: readonly RenterKey[]): Promise<RenterRecord[]>
  /** The records of renters whose case has begun, while it may be half-told; may lag behind by a moment. */
  begun(): AsyncIterable<RenterRecord>
  /** The records of a renter at every client. */
  all(renter: string): Promise<RenterRecord[]>
  /**
   * Where the records are that may have a search term (`domain/search-terms.ts`), so many at most: look whether they
   * have it. May lag behind by a moment.
   */
  withTerm(term: string, atMost: number): Promise<RenterKey[]>
  /** Says which key renters are found by; another one for another key, and nothing of the key itself. */
  searchKeyId(): Promise<string>
  /** Makes a record that is there be found by what it says, where it was written under another key. */
  writeTerms(record: RenterRecord): Promise<void>
  /**
   * Writes the record, and by what the renter is found, as `version`; the stored one must have `version - 1` (or be
   * absent for version 1).
   * @throws RecordMovedOn when it has not
   */
  put(record: RenterRecord): Promise<void>
  /**
   * What was reported last of the renter's objection, at this client or at none in particular; null when nothing was.
   * An objection belongs to the renter, survives every case, and is lifted only by the renter (C7).
   */
  lastWord(renter: string, client: string): Promise<LastWord | null>
  /**
   * Keeps a report of an objection, or of its withdrawal, unless one of a later moment is known; a report that is
   * delivered again counts once (E1).
   */
  reportObjection(report: ObjectionReport): Promise<void>
  /**
   * Whether an objection waits for a person who says whose it is, or reads it: it blocks signals, and withdraws nothing
   * (C7, R6).
   */
  hasPendingObjection(renter: string, client: string): Promise<boolean>
  /** Keeps an objection as pending; one that was settled is not pending again. */
  keepPendingObjection(pending: PendingObjection): Promise<void>
  /** A person said whose the objection is: it is no longer pending. */
  settlePendingObjection(pending: PendingObjection): Promise<void>
}

/** An objection of which it is not known yet whether it is this renter's (R6). */
export interface PendingObjection {
  readonly renter: string
  readonly client: string
  /** Of the question that settles it. */
  readonly id: string
}

/** What was said last of a renter's objection (C7): that it is made, or withdrawn, and when. */
export interface LastWord {
  readonly objects: boolean
  readonly channel: string
  readonly moment: IsoInstant
}

export interface ObjectionReport extends LastWord {
  readonly renter: string
  /** Null where the report names none: then it holds at every client. */
  readonly client: string | null
  /** The identity of the report. */
  readonly id: string
}

export class RecordMovedOn extends Error {
  override readonly name = 'RecordMovedOn'
}
