import { createHash } from 'node:crypto'
import type { NamedClaim, ObjectionReport } from '../../shared/contracts/renters.ts'
import type { BookClaim } from '../../shared/domain/balance.ts'
import { dateOf, type IsoDate, type IsoInstant, instantAt, presumedDelivery } from '../../shared/domain/calendar.ts'
import { owedOn } from '../../shared/domain/claims.ts'
import type {
  AgencyMessage,
  CaseEvent,
  Claim,
  Letter,
  Reservable,
  Sent,
  SentToRenter,
  StoredEvent,
  Term,
  WrittenRow,
} from '../../shared/domain/event.ts'
import { SENT_TYPES } from '../../shared/domain/event.ts'
import type { GateFacts } from '../../shared/domain/gate.ts'
import type { GateReason } from '../../shared/domain/gate-reasons.ts'
import { hashOf, nextAfter, replay } from '../../shared/domain/history.ts'
import type { ClientConditions, MunicipalityConditions, Policy } from '../../shared/domain/policy.ts'
import type { CaseState } from '../../shared/domain/state.ts'

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A renter's key. */
export const KEY = sha256('a key')

/** The documented defaults. */
export const POLICY: Policy = {
  reminderDay: 5,
  demandDay: 15,
  noticeDay: 5,
  signalDay: 20,
  reminderToDemandDays: 7,
  demandToNoticeDays: 14,
  objectionDays: 7,
  suspensionDays: 30,
  answerDays: 28,
  threatAnswerWorkingDays: 3,
  remainderCents: 1_000,
  letterBookDays: 14,
  signalBookDays: 10,
  contactDays: 90,
}

export const CLIENT: ClientConditions = {
  mandate: { from: '2025-01-01', until: null },
  handOver: 'after-answer-period',
  resignal: 'never',
  hasCollectionAgency: true,
  handOverUnreported: 'ask',
  // A book that is never too old: tests of C13 give their own.
  book: { on: '2099-12-31', at: '2020-01-01T05:00:00.000Z', waits: false },
}

export const MUNICIPALITY: MunicipalityConditions = {
  agreement: { status: 'in-force', from: '2025-01-01', until: null },
  minimumAmountCents: null,
}

/** The registers and the renter as the gate likes them. */
export const FACTS: GateFacts = {
  client: CLIENT,
  municipality: MUNICIPALITY,
  fieldProblems: [],
  objection: false,
  coRenter: false,
  personUnclear: false,
}

/** A moment on the clock in Amsterdam: `2026-03-05T14:30`, or a date for nine in the morning. */
export const at = (when: string): IsoInstant => instantAt(when.slice(0, 10), when.slice(11) || '09:00')

const numbers = new Map<string, number>()

/** The number of an invoice, as the record of a renter would give it: the first is 1. */
export function numberOf(invoice: string): number {
  const number = numbers.get(invoice) ?? numbers.size + 1
  numbers.set(invoice, number)
  return number
}

/** The contracts of a renter's record: claims are of the first, unless told. */
export const CONTRACTS = ['C-1'] as const

/** What every number stands for that was asked for so far: the claims of a renter's record. */
export const namedClaims = (): NamedClaim[] =>
  [...numbers].map(([invoice, number]) => ({
    ...{ number, contract: 1, invoice, rent: true },
    description: invoice.replace(/^H-/, 'Huur '),
  }))

/** The rent of a month (`2026-03`), due on its first day. */
export const rent = (month: string, cents = 100_000): Claim => claim(`H-${month}`, `${month}-01`, cents)

/** Any other claim, by its invoice; negative for a credit. */
export const claim = (
  invoice: string,
  dueOn: IsoDate,
  openCents: number,
  change: Partial<Pick<Claim, 'contract' | 'rent'>> = {},
): Claim => ({ number: numberOf(invoice), dueOn, openCents, contract: 1, rent: true, ...change })

/** The rent of a month as a book names it. */
export const rentInBook = (month: string, cents = 100_000): BookClaim => ({
  ...{ contract: CONTRACTS[0], invoice: `H-${month}`, rent: true },
  description: `Huur ${month}`,
  dueOn: `${month}-01`,
  openCents: cents,
})

/** Any other claim as a book names it. */
export const claimInBook = (invoice: string, dueOn: IsoDate, openCents: number): BookClaim => ({
  ...{ contract: CONTRACTS[0], invoice, rent: true },
  description: invoice,
  dueOn,
  openCents,
})

/** A keyed hash of what the numbers in a book stand for. */
export const MAPPING = sha256('what the numbers stand for')

/** The numbers of what a message is about; none, unless told. */
interface AboutClaims {
  readonly claims: readonly number[]
}

/** A message as it left. */
export const sent = (change: Partial<Sent & AboutClaims> = {}): Sent & AboutClaims => ({
  claims: [],
  reservation: 'C-1-1',
  channel: 'email',
  document: 'letters/C-1/C-1-1.eml',
  sha256: sha256('letter'),
  messageId: 'm-1',
  ...change,
})

/** A letter as it left on a day; the demand and the notice point to debt help, and announce the report. */
export const letterSent = (
  act: Letter,
  on: IsoDate,
  change: Partial<SentToRenter & AboutClaims> = {},
): SentToRenter & AboutClaims => ({
  ...sent(change),
  receivedOn: change.channel === 'post' ? presumedDelivery(on) : on,
  debtHelp: act === 'demand' || act === 'notice',
  offer: act === 'demand' || act === 'notice',
  ...change,
})

/** A renter's objection, at every client (C7). */
export const anObjection = (renter: string, moment: IsoInstant): ObjectionReport => ({
  ...{ renter, client: null, objects: true, channel: 'e-mail' },
  moment,
  id: `objection of ${moment}`,
})

/** A row in a file for a portal, as its case keeps it. */
export const writtenRow = (file: string): WrittenRow => ({
  file,
  row: 2,
  document: `rows/C-1/${file}.json`,
  sha256: sha256(file),
})

/** An event as the log holds it, after a history. */
export function following(history: readonly StoredEvent[], event: CaseEvent, moment: IsoInstant): StoredEvent {
  const last = history.at(-1)
  return nextAfter({ seq: history.length, hash: last ? hashOf(last, sha256) : '' }, event, moment)
}

/** A case, told as the events that happened to it. Every method gives a new case: one beginning serves many tests. */
export class CaseBuilder {
  readonly history: readonly StoredEvent[]

  constructor(history: readonly StoredEvent[]) {
    this.history = history
  }

  /** The state that the events amount to. */
  get state(): CaseState {
    const state = replay(this.history, sha256)
    if (!state) throw new Error('a case without events')
    return state
  }

  /** What a letter or a message of that moment is about. */
  #counted(when: string): number[] {
    return owedOn(this.state, when.slice(0, 10)).flatMap(({ claim: each }) => (each.disputed ? [] : [each.number]))
  }

  /** Every letter has a reservation of its own. */
  #letter(when: string) {
    return { claims: this.#counted(when), reservation: `C-1-${this.history.length}` }
  }

  with(event: CaseEvent, when: string): CaseBuilder {
    return new CaseBuilder([...this.history, following(this.history, event, at(when))])
  }

  withBook(claims: readonly Claim[], when: string): CaseBuilder {
    return this.with({ type: 'ArrearsChanged', on: when.slice(0, 10), claims, mapping: MAPPING }, when)
  }

  withFacts(facts: Partial<Pick<CaseState, 'naturalPerson' | 'dwelling' | 'gemeentecode'>>, when: string): CaseBuilder {
    const { naturalPerson, dwelling, gemeentecode } = this.state
    return this.with({ type: 'CaseFactsCorrected', naturalPerson, dwelling, gemeentecode, ...facts }, when)
  }

  withReservation(act: Reservable, when: string): CaseBuilder {
    return this.with({ type: 'ActClaimed', act, claims: this.#counted(when) }, when)
  }

  withLetter(act: Letter, when: string, change: Partial<SentToRenter & AboutClaims> = {}): CaseBuilder {
    return this.with(
      { type: SENT_TYPES[act], ...letterSent(act, dateOf(at(when)), { ...this.#letter(when), ...change }) },
      when,
    )
  }

  withReminderSent(when: string, change?: Partial<SentToRenter & AboutClaims>): CaseBuilder {
    return this.withLetter('reminder', when, change)
  }

  withDemandSent(when: string, change?: Partial<SentToRenter & AboutClaims>): CaseBuilder {
    return this.withLetter('demand', when, change)
  }

  withNoticeSent(when: string, change?: Partial<SentToRenter & AboutClaims>): CaseBuilder {
    return this.withLetter('notice', when, change)
  }

  withFollowUp(when: string, change?: Partial<SentToRenter & AboutClaims>): CaseBuilder {
    return this.withLetter('follow-up', when, change)
  }

  withBounce(act: Letter, when: string): CaseBuilder {
    const { reservation } = this.state.letters.findLast((letter) => letter.act === act) ?? sent()
    return this.with({ type: 'LetterBounced', act, reservation }, when)
  }

  withLetterPosted(act: Letter, when: string): CaseBuilder {
    const letter = letterSent(act, dateOf(at(when)), { channel: 'post', ...this.#letter(when) })
    return this.with({ type: 'LetterPosted', act, ...letter }, when)
  }

  withContactTask(dueOn: IsoDate, when: string): CaseBuilder {
    return this.with({ type: 'ContactTaskCreated', dueOn }, when)
  }

  withContactAttempt(when: string): CaseBuilder {
    return this.with(
      { type: 'ContactAttempted', kind: 'Telefoon', reached: false, by: 'bd', on: when.slice(0, 10) },
      when,
    )
  }

  withObjection(when: string): CaseBuilder {
    return this.with({ type: 'ObjectionLodged', channel: 'e-mail' }, when)
  }

  withObjectionWithdrawn(when: string): CaseBuilder {
    return this.with({ type: 'ObjectionWithdrawn', channel: 'telefoon' }, when)
  }

  withDispute(invoice: string, when: string): CaseBuilder {
    return this.with({ type: 'ItemDisputed', claim: numberOf(invoice) }, when)
  }

  withDisputeResolved(invoice: string, when: string): CaseBuilder {
    return this.with({ type: 'DisputeResolved', claim: numberOf(invoice) }, when)
  }

  withPaymentBooked(amountCents: number | 'all', when: string): CaseBuilder {
    return this.with({ type: 'PaymentBooked', amountCents }, when)
  }

  withArrangement(terms: readonly Term[], when: string): CaseBuilder {
    const meant = this.state.claims.filter(({ dueOn }) => dueOn <= when.slice(0, 10))
    return this.with({ type: 'ArrangementAgreed', terms, claims: meant.map(({ number }) => number) }, when)
  }

  withArrangementBroken(when: string): CaseBuilder {
    return this.with({ type: 'ArrangementBroken', reason: 'missed-term' }, when)
  }

  withThreat(when: string): CaseBuilder {
    return this.with({ type: 'ThreatDeclared', kind: 'ontruiming', by: 'bd' }, when)
  }

  withSignalHeld(reasons: readonly GateReason[], when: string): CaseBuilder {
    return this.with({ type: 'SignalHeld', reasons }, when)
  }

  withSignalQueued(when: string): CaseBuilder {
    return this.with({ type: 'SignalQueued' }, when)
  }

  withSignalReserved(when: string, file = 'april.xlsx'): CaseBuilder {
    return this.with({ type: 'SignalClaimed', file }, when)
  }

  withSignalWritten(when: string, file = 'april.xlsx'): CaseBuilder {
    return this.with(
      { type: 'SignalWritten', ...writtenRow(file), months: 2, amountCents: 200_000, claims: this.#counted(when) },
      when,
    )
  }

  /** Written, where it was not yet, and fetched by the portal. */
  withSignalDelivered(when: string, file = 'april.xlsx'): CaseBuilder {
    const written = this.state.files.has(file) ? this : this.withSignalWritten(when, file)
    return written.with({ type: 'SignalDelivered', file, how: 'fetched', by: 'portal' }, when)
  }

  withSignalRejected(when: string): CaseBuilder {
    return this.with({ type: 'SignalRejected', reason: 'not-connected' }, when)
  }

  withWithdrawalWritten(when: string, file = 'intrekkingen.csv'): CaseBuilder {
    return this.with({ type: 'WithdrawalWritten', ...writtenRow(file) }, when)
  }

  /** Its withdrawal written, and fetched by the portal. */
  withSignalWithdrawn(when: string, file = 'intrekkingen.csv'): CaseBuilder {
    return this.withWithdrawalWritten(when, file).with(
      { type: 'SignalWithdrawn', file, how: 'fetched', by: 'portal' },
      when,
    )
  }

  withHelpAccepted(on: IsoDate, when: string): CaseBuilder {
    return this.with({ type: 'AnswerReceived', code: 'accepted', on }, when)
  }

  withSuspension(until: IsoDate, when: string): CaseBuilder {
    return this.with({ type: 'SuspensionStarted', until }, when)
  }

  withSuspensionEnded(when: string, reason: 'period-over' | 'new-arrears' = 'period-over'): CaseBuilder {
    return this.with({ type: 'SuspensionEnded', reason }, when)
  }

  withHandOver(when: string): CaseBuilder {
    return this.with({ type: 'HandedOver', claims: this.#counted(when) }, when)
  }

  /** Reserved, where nothing was yet, and sent. */
  withAgencyInformed(message: AgencyMessage, when: string): CaseBuilder {
    const reserved = this.state.reservation ? this : this.withReservation(`agency-${message}`, when)
    return reserved.with({ type: 'AgencyInformed', message, ...sent({ claims: this.#counted(when) }) }, when)
  }

  withPaid(when: string, knownFrom: 'erp' | 'staff' = 'erp'): CaseBuilder {
    return this.with({ type: 'CasePaid', on: when.slice(0, 10), knownFrom }, when)
  }

  withClosed(when: string): CaseBuilder {
    return this.with({ type: 'CaseClosed', reason: 'written-off' }, when)
  }
}

export type Opening = Omit<Extract<CaseEvent, { type: 'CaseOpened' }>, 'type'>

/** A case that opened at six in the morning of Monday 2 March 2026, with the rent of March, unless told otherwise. */
export function anArrearsCase(opening: Partial<Opening> = {}): CaseBuilder {
  const event: CaseEvent = {
    type: 'CaseOpened',
    client: 'BELEGGER-A',
    on: '2026-03-02',
    claims: [rent('2026-03')],
    mapping: MAPPING,
    naturalPerson: true,
    dwelling: true,
    gemeentecode: '0363',
    ...opening,
  }
  return new CaseBuilder([following([], event, at(`${event.on}T06:00`))])
}

/** All three letters on their dates, and the call: reminder 5 March, demand 16 March, notice 7 April (after Easter). */
export const aCaseReadyToReport = (opening: Partial<Opening> = {}): CaseBuilder =>
  anArrearsCase(opening)
    .withReminderSent('2026-03-05')
    .withDemandSent('2026-03-16')
    .withContactTask('2026-03-23', '2026-03-16')
    .withContactAttempt('2026-03-19')
    .withNoticeSent('2026-04-07')

/** Reported in the round of Monday 20 April 2026. */
export const aReportedCase = (opening: Partial<Opening> = {}): CaseBuilder =>
  aCaseReadyToReport(opening)
    .withSignalQueued('2026-04-20')
    .withSignalReserved('2026-04-20T09:10')
    .withSignalDelivered('2026-04-20T09:11')

/** Reported, not answered in four weeks, and handed over to the collection agency, which knows. */
export const aCaseAtTheAgency = (): CaseBuilder =>
  aReportedCase()
    .withHandOver('2026-05-19')
    .withReservation('agency-handover', '2026-05-19')
    .withAgencyInformed('handover', '2026-05-19T09:01')
