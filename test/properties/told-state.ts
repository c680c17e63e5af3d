import type { Claim, Letter, Term } from '../../shared/domain/event.ts'

// What a judge knows of a case: read off its history, as a person would read it.

export interface ToldLetter {
  readonly act: Letter
  readonly reservation: string
  readonly on: string
  readonly channel: string
  readonly receivedOn: string
  readonly debtHelp: boolean
  readonly offer: boolean
  /** The optional fields that it named. */
  readonly shared: readonly string[]
  /** The numbers of the claims that it listed. */
  readonly claims: readonly number[]
}

export interface Told {
  readonly seq: number
  readonly at: string
  readonly ended: 'paid' | 'closed' | null
  readonly claims: readonly Claim[]
  readonly bookOn: string
  /** The day of a later book that does not tell of the renter; '' without one (I1, I2). */
  readonly unreadOn: string
  readonly disputed: ReadonlySet<number>
  /** Booked by staff since the claims were last known afresh; in cents. */
  readonly paidCents: number
  /** The last day of a payment that staff booked, while it may still count beside the book (C4). */
  readonly staffPaidOn: string | null
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly gemeentecode: string | null
  /** The oldest first, those of earlier cases about claims that came back included (C14). */
  readonly letters: readonly ToldLetter[]
  /** The reservation of the letter that came back and is not posted yet. */
  readonly bounced: string | null
  /** The days of the efforts at personal contact that count as one (C6b). */
  readonly contacts: readonly string[]
  /** By claim that came back, on which day, and when a letter told the renter (C14). */
  readonly returned: ReadonlyMap<number, { readonly on: string; readonly toldOn: string | null }>
  readonly onHold: boolean
  readonly representative: string | null
  readonly reportingAllowed: boolean
  readonly objects: boolean
  /** There was an objection, withdrawn or not. */
  readonly objected: boolean
  readonly wantsHelp: boolean
  /** When what is in force was said, by what it is about: the latest moment counts, whatever came first (E1). */
  readonly saidAt: ReadonlyMap<string, string>
  /** The terms, and the claims that it was made for (C8). */
  readonly arrangement: { readonly terms: readonly Term[]; readonly claims: readonly number[] } | null
  readonly threatened: boolean
  readonly queued: boolean
  readonly held: boolean
  /** The months in which it was held since the last signal, for another reason than a hold (F3). */
  readonly heldIn: readonly string[]
  /** The file of the last signal. */
  readonly written: string | null
  /** By file, the claims that the signal in it reported. */
  readonly reported: ReadonlyMap<string, readonly number[]>
  /** By file, the day on which its portal had the signal in it. */
  readonly deliveries: ReadonlyMap<string, string>
  /** By each file that was taken away, the file of the signal before it (S2). */
  readonly voided: ReadonlyMap<string, string | null>
  readonly withdrawn: boolean
  /** A person asked to send the signal once more (LCV 3.2). */
  readonly redelivery: boolean
  /** What stands again when the portal rejects the last signal. */
  readonly before: Pick<Told, 'written' | 'withdrawn' | 'redelivery' | 'before'> | null
  readonly rejected: boolean
  /** The day from which collection rests. */
  readonly acceptedOn: string | null
  readonly suspensionStarted: boolean
  readonly suspendedBefore: boolean
  /** A person decided to hand over what could not be reported (F3). */
  readonly handOverDecided: boolean
  /** The claims that the agency was asked to collect; none when nothing is handed over. */
  readonly agencyClaims: readonly number[]
  /** What the agency was told, in turn. */
  readonly agency: readonly string[]
  /** The day on which it was last told what is open. */
  readonly agencyToldOn: string
}

export const UNTOLD: Told = {
  seq: 0,
  at: '',
  ended: null,
  claims: [],
  bookOn: '',
  unreadOn: '',
  disputed: new Set(),
  paidCents: 0,
  staffPaidOn: null,
  naturalPerson: true,
  dwelling: true,
  gemeentecode: null,
  letters: [],
  bounced: null,
  contacts: [],
  returned: new Map(),
  onHold: false,
  representative: null,
  reportingAllowed: false,
  objects: false,
  objected: false,
  wantsHelp: false,
  saidAt: new Map(),
  arrangement: null,
  threatened: false,
  queued: false,
  held: false,
  heldIn: [],
  written: null,
  reported: new Map(),
  deliveries: new Map(),
  voided: new Map(),
  withdrawn: false,
  redelivery: false,
  before: null,
  rejected: false,
  acceptedOn: null,
  suspensionStarted: false,
  suspendedBefore: false,
  handOverDecided: false,
  agencyClaims: [],
  agency: [],
  agencyToldOn: '',
}
