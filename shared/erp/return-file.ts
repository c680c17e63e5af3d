import type { AdministrationEntry } from '../contracts/ports.ts'
import type { Administered } from '../domain/administered.ts'
import { localTime } from '../domain/calendar.ts'
import { ANSWERS, CLOSINGS, REJECTIONS } from '../domain/closed-lists.ts'
import { HELP_ACCEPTED, type Letter, type SentToRenter } from '../domain/event.ts'
import { momentOf } from '../domain/reports.ts'
import { AGENCY_WORDS, CHANNEL_WORDS, DELIVERED_WORDS, LETTER_WORDS } from '../domain/words.ts'
import { dutchCsv } from './dutch-csv.ts'

/**
 * One line that the ERP keeps with the renter (work instruction, step 2: the report is registered in the renter's
 * administration).
 */
export interface ReturnLine {
  readonly renter: string
  /** When it happened, which is not always when it was reported: jjjj-mm-ddTuu:mm:ss, local. */
  readonly at: string
  readonly act: string
  /** The portal's file, or the letter as it is kept; '' without either. */
  readonly file: string
  readonly client: string
  readonly remark: string
  /** The same for ever, and of this line alone: an ERP that gets a file twice can know it by this. */
  readonly reference: string
  /** Who did it: the name of a colleague, or what signs in place of one. */
  readonly by: string
}

/** What was done, a remark and a file, in the words of the debtor department. */
type Words = readonly [act: string, remark?: string, file?: string]

/** The invoice of a claim; null for one whose renter is purged. */
export type InvoiceOf = (claim: number) => string | null

const dutchDate = (date: string) => date.split('-').reverse().join('-')
const letter = (act: Letter, { channel, document }: SentToRenter): Words => [
  `${LETTER_WORDS[act]} verstuurd`,
  CHANNEL_WORDS[channel],
  document,
]

const WORDS: {
  readonly [T in Administered['type']]: (event: Extract<Administered, { type: T }>, invoiceOf: InvoiceOf) => Words
} = {
  ReminderSent: (event) => letter('reminder', event),
  DemandSent: (event) => letter('demand', event),
  NoticeSent: (event) => letter('notice', event),
  FollowUpSent: (event) => letter('follow-up', event),
  LetterBounced: ({ act }) => [`${LETTER_WORDS[act]} kwam terug`],
  LetterPosted: (event) => letter(event.act, event),
  ContactAttempted: ({ kind, reached }) => ['poging tot contact', `${kind}, ${reached ? 'gesproken' : 'niet bereikt'}`],
  ObjectionLodged: () => ['bezwaar tegen delen van gegevens'],
  ObjectionWithdrawn: () => ['bezwaar ingetrokken'],
  ItemDisputed: ({ claim }, invoiceOf) => ['post betwist', invoiceOf(claim) ?? ''],
  DisputeResolved: ({ claim }, invoiceOf) => ['post niet meer betwist', invoiceOf(claim) ?? ''],
  ArrangementAgreed: ({ terms }) => ['betalingsregeling afgesproken', `${terms.length} termijnen`],
  ArrangementBroken: () => ['betalingsregeling niet nagekomen'],
  ArrangementKept: () => ['betalingsregeling nagekomen'],
  ThreatDeclared: ({ kind }) => ['dreigende situatie', kind],
  SignalDelivered: ({ file, how }) => ['vroegsignaal gemeld', DELIVERED_WORDS[how], file],
  SignalConfirmed: ({ file, on }) => ['ontvangst vroegsignaal bevestigd', `op ${dutchDate(on)}`, file],
  SignalRejected: ({ reason }) => ['vroegsignaal geweigerd door het meldpunt', REJECTIONS[reason]],
  SignalWithdrawnByHand: ({ file }) => ['vroegsignaal ingetrokken', 'door een collega in het meldpunt', file],
  SignalWithdrawn: ({ file, how }) => ['vroegsignaal ingetrokken', DELIVERED_WORDS[how], file],
  WithdrawalConfirmed: ({ file, on }) => ['ontvangst intrekking bevestigd', `op ${dutchDate(on)}`, file],
  AnswerReceived: ({ code, on }) =>
    code === HELP_ACCEPTED
      ? ['gemeente: hulp geaccepteerd', `op ${dutchDate(on)}`]
      : ['gemeente: ander antwoord', ANSWERS[code]],
  SuspensionStarted: ({ until }) => ['incasso opgeschort', `tot en met ${dutchDate(until)}`],
  SuspensionEnded: ({ reason }) => [
    'einde opschorting',
    reason === 'period-over' ? 'termijn voorbij' : 'nieuwe achterstand',
  ],
  AgencyInformed: ({ message, document }) => ['bericht aan incassobureau', AGENCY_WORDS[message], document],
  CasePaid: () => ['dossier gesloten', 'betaald'],
  CaseClosed: ({ reason }) => ['dossier gesloten', CLOSINGS[reason]],
}

/** What numbers and ids stand for. */
export interface Names {
  /** The names of colleagues, by their id; an id without one stands as it is. */
  readonly colleagues: ReadonlyMap<string, string>
  readonly invoices: InvoiceOf
}

/** What signs in place of a colleague (E1). */
const OTHERS: Readonly<Record<string, string>> = { system: 'systeem', portal: 'portaal', renter: 'huurder' }

export function returnLine(
  { caseId, renter, client, event }: AdministrationEntry,
  { colleagues, invoices }: Names,
): ReturnLine {
  const [act, remark = '', file = ''] = (WORDS[event.type] as (event: Administered, invoiceOf: InvoiceOf) => Words)(
    event,
    invoices,
  )
  const by = OTHERS[event.by] ?? colleagues.get(event.by) ?? event.by
  const at = localTime(momentOf(event))
  return { renter, at, act, file, client, remark, reference: `${caseId}-${event.seq}`, by }
}

const TITLES = [
  'Debiteurnummer',
  'Datum',
  'Handeling',
  'Bestand',
  'Opdrachtgever',
  'Tijd',
  'Toelichting',
  'Kenmerk',
  'Door',
]

/** The return file for the ERP: dates as dd-mm-jjjj, in the order of renter and time. */
export function writeReturnFile(lines: readonly ReturnLine[]): string {
  const sorted = lines.toSorted(
    (a, b) => compare(a.renter, b.renter) || compare(a.at, b.at) || compare(a.reference, b.reference),
  )
  const rows = sorted.map(({ renter, at, act, file, client, remark, reference, by }) => [
    ...[renter, dutchDate(at.slice(0, 10)), act, file, client, at.slice(11, 16), remark, reference, by],
  ])
  return dutchCsv([TITLES, ...rows])
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
