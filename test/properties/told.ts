import type { Letter, StoredEvent } from '../../shared/domain/event.ts'
import { afterRejection } from './rejected.ts'
import { type Told, type ToldLetter, UNTOLD } from './told-state.ts'
import { afterDelivery, afterVoid } from './voided.ts'

export type { Told } from './told-state.ts'

// What a history tells, read as a person would read it: no decision of the domain is called here. Where the amounts are
// not certain from the history alone, the renter is believed to owe.

const LETTERS: Readonly<Record<string, Letter>> = {
  ReminderSent: 'reminder',
  DemandSent: 'demand',
  NoticeSent: 'notice',
  FollowUpSent: 'follow-up',
}

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' })
const dates = new Map<string, string>()

/** The calendar date in Amsterdam, by the platform's own calendar. */
export function dateIn(at: string): string {
  const date = dates.get(at) ?? AMSTERDAM.format(new Date(at))
  dates.set(at, date)
  return date
}

/** So many days later. */
export const daysAfter = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/** What the first so-many events tell: element 0 after none, element n after n. */
export function tellAll(events: readonly StoredEvent[]): Told[] {
  const told: Told[] = [UNTOLD]
  for (const event of events) told.push(tell(told.at(-1) ?? UNTOLD, event))
  return told
}

const tell = (told: Told, event: StoredEvent): Told => ({
  ...told,
  seq: event.seq,
  at: event.at,
  ...newsOf(told, event),
})

function newsOf(told: Told, event: StoredEvent): Partial<Told> {
  const act = LETTERS[event.type] ?? (event.type === 'LetterPosted' ? event.act : undefined)
  if (act !== undefined && 'receivedOn' in event) return afterLetter(told, { ...event, act, on: dateIn(event.at) })
  switch (event.type) {
    case 'CaseOpened':
      return {
        claims: event.claims,
        bookOn: event.on,
        naturalPerson: event.naturalPerson,
        dwelling: event.dwelling,
        gemeentecode: event.gemeentecode,
      }
    case 'ArrearsChanged':
      return {
        ...{ claims: event.claims, bookOn: event.on, unreadOn: '' },
        ...{ paidCents: 0, staffPaidOn: stillBelieved(told, event.on) },
      }
    case 'BookUnread':
      return { unreadOn: event.on }
    case 'BookConfirmed':
      if (event.except) return {}
      return {
        ...(event.on >= told.bookOn && { bookOn: event.on }),
        ...(event.on >= told.unreadOn && { unreadOn: '' }),
      }
    case 'CaseFactsCorrected': {
      const { naturalPerson, dwelling, gemeentecode } = event
      return { naturalPerson, dwelling, gemeentecode, rejected: false }
    }
    case 'RenterDataChanged':
      return { rejected: false }
    case 'PaymentBooked':
      return {
        paidCents: event.amountCents === 'all' ? Number.POSITIVE_INFINITY : told.paidCents + event.amountCents,
        staffPaidOn: later(told.staffPaidOn ?? '', dateIn(event.moment ?? event.at)),
      }
    case 'LetterBounced':
      return { bounced: event.reservation }
    case 'ContactAttempted':
      return event.reached || EFFORTS.has(event.kind) ? { contacts: [...told.contacts, event.on] } : {}
    case 'ClaimReturned':
      return afterReturn(told, event)
    case 'HoldStarted':
    case 'HoldEnded': {
      const now = said(told, 'hold', event)
      const onHold = event.type === 'HoldStarted'
      return now === null ? {} : { ...now, onHold, ...(onHold && { queued: false }) }
    }
    case 'RepresentativeChanged': {
      const now = said(told, 'representative', event)
      return { reportingAllowed: false, ...(now === null ? {} : { ...now, representative: event.kind }) }
    }
    case 'ReportingAllowed':
      return { reportingAllowed: true }
    case 'ObjectionLodged': {
      const now = said(told, 'objection', event)
      if (now === null) return { objected: true, wantsHelp: !told.objects }
      return { ...now, objects: true, objected: true, wantsHelp: false, queued: false }
    }
    case 'ObjectionWithdrawn': {
      const now = said(told, 'objection', event)
      return now === null ? {} : { ...now, objects: false, wantsHelp: told.objected }
    }
    case 'ItemDisputed': {
      const now = said(told, String(event.claim), event)
      return now === null ? {} : { ...now, disputed: new Set([...told.disputed, event.claim]) }
    }
    case 'DisputeResolved': {
      const now = said(told, String(event.claim), event)
      if (now === null) return {}
      const disputed = new Set(told.disputed)
      disputed.delete(event.claim)
      // The payment may have gone to other claims meanwhile.
      return { ...now, disputed, paidCents: told.paidCents === Number.POSITIVE_INFINITY ? told.paidCents : 0 }
    }
    case 'ArrangementAgreed': {
      const now = said(told, 'arrangement', event)
      if (now === null) return {}
      // The same terms, told again, begin nothing anew.
      if (JSON.stringify(told.arrangement?.terms) === JSON.stringify(event.terms)) return now
      return { ...now, arrangement: { terms: event.terms, claims: event.claims }, queued: false }
    }
    case 'ArrangementBroken': {
      const now = event.reason === 'reported' ? said(told, 'arrangement', event) : {}
      return now === null ? {} : { ...now, arrangement: null }
    }
    case 'ArrangementKept':
      return { arrangement: null }
    case 'ThreatDeclared':
      return { threatened: true }
    case 'SignalHeld':
      return {
        held: true,
        queued: false,
        heldIn:
          event.reasons.includes('R7') || event.personUnclear
            ? told.heldIn
            : [...told.heldIn, dateIn(event.at).slice(0, 7)],
      }
    case 'SignalQueued':
      return { queued: true, held: false }
    case 'SignalWritten':
      return {
        written: event.file,
        reported: new Map([...told.reported, [event.file, event.claims]]),
        heldIn: [],
        before: {
          written: told.written,
          withdrawn: told.withdrawn,
          redelivery: told.redelivery,
          before: told.before,
        },
        queued: false,
        held: false,
        withdrawn: false,
        redelivery: false,
        rejected: false,
        suspendedBefore: false,
      }
    case 'SignalRejected':
      return afterRejection(told, event.file ?? told.written)
    case 'SignalDelivered':
      return {
        ...afterDelivery(told, event.file),
        deliveries: new Map([...told.deliveries, [event.file, dateIn(event.moment ?? event.at)]]),
      }
    case 'SignalVoided':
      return afterVoid(told, event)
    case 'WithdrawalWritten':
    case 'SignalWithdrawnByHand':
      return { withdrawn: true }
    case 'RedeliveryAsked':
      return { redelivery: true, rejected: false }
    case 'AnswerReceived':
      return event.code === 'accepted' && !told.suspendedBefore ? { acceptedOn: event.on, queued: false } : {}
    case 'SuspensionStarted':
      return { suspensionStarted: true, suspendedBefore: true, queued: false }
    case 'SuspensionEnded':
      return { acceptedOn: null, suspensionStarted: false }
    case 'HandOverDecided':
      return { handOverDecided: true }
    case 'HandedOver':
      return { agencyClaims: event.claims, handOverDecided: false }
    case 'AgencyInformed':
      return { agency: [...told.agency, event.message], ...atAgency(told, event) }
    case 'CasePaid':
      return {
        ended: 'paid',
        queued: false,
        acceptedOn: null,
        suspensionStarted: false,
        arrangement: null,
        bounced: null,
      }
    case 'CaseReopened':
      return { ended: null }
    case 'CaseClosed':
      return {
        ended: 'closed',
        queued: false,
        acceptedOn: null,
        suspensionStarted: false,
        arrangement: null,
        bounced: null,
      }
    default:
      return {}
  }
}

const EFFORTS: ReadonlySet<string> = new Set([
  ...(['Telefoon', 'Huisbezoek', 'SMS/Whatsapp', 'Afspraak op locatie', 'Kaartje'] as const),
])
const later = (a: string, b: string): string => (a > b ? a : b)

/** What staff booked may count beside a book for 14 days (C4). */
const stillBelieved = ({ staffPaidOn }: Told, bookOn: string): string | null =>
  staffPaidOn !== null && bookOn <= daysAfter(staffPaidOn, 14) ? staffPaidOn : null

/** A letter that goes by post takes the place of the one that came back. */
function afterLetter(told: Told, event: StoredEvent & Omit<ToldLetter, 'shared'> & { shared?: readonly string[] }) {
  const isPosted = event.type === 'LetterPosted'
  const { act, reservation, on, channel, receivedOn, debtHelp, offer, shared = [], claims } = event
  const letter: ToldLetter = { act, reservation, on, channel, receivedOn, debtHelp, offer, shared, claims }
  const letters = [...told.letters.filter((each) => !isPosted || each.reservation !== told.bounced), letter]
  const returned = new Map(
    [...told.returned].map(([number, back]) => [number, claims.includes(number) ? { ...back, toldOn: on } : back]),
  )
  return { letters, returned, ...(isPosted && { bounced: null }) }
}

/** Claims came back, with the letters and efforts about them of earlier cases (C14). */
function afterReturn(told: Told, { claims, earlier, at }: StoredEvent & { type: 'ClaimReturned' }): Partial<Told> {
  const back = { on: dateIn(at), toldOn: null }
  const before = (earlier?.letters ?? []).map((each): ToldLetter => ({ ...each, shared: each.shared ?? [] }))
  const efforts = (earlier?.contacts ?? []).filter(({ counts }) => counts).map(({ on }) => on)
  return {
    returned: new Map([...told.returned, ...claims.map((number) => [number, back] as const)]),
    letters: [...before, ...told.letters],
    contacts: [...efforts, ...told.contacts],
  }
}

function atAgency(
  told: Told,
  { message, claims, at }: StoredEvent & { type: 'AgencyInformed' },
): Partial<Pick<Told, 'agencyClaims' | 'agencyToldOn'>> {
  if (message === 'stop') return { agencyClaims: [] }
  if (message === 'handover') return { agencyClaims: claims, agencyToldOn: dateIn(at) }
  if (message !== 'update') return {}
  return { agencyClaims: [...new Set([...told.agencyClaims, ...claims])], agencyToldOn: dateIn(at) }
}

/** What a report changes about when the last word on a subject was said; null when a later one is known (E1). */
function said(told: Told, subject: string, { moment, at }: StoredEvent): Pick<Told, 'saidAt'> | null {
  const when = moment ?? at
  return (told.saidAt.get(subject) ?? '') > when ? null : { saidAt: new Map([...told.saidAt, [subject, when]]) }
}

/** Whether collection rests: help was accepted no longer ago than the days that the municipality gets (U1). */
export const isSuspended = ({ acceptedOn }: Told, on: string, days: number): boolean =>
  acceptedOn !== null && on <= daysAfter(acceptedOn, days)

/** Whether collection rests, so that the agency must too (U1, R7, C8). */
export const rests = ({ acceptedOn, onHold, arrangement, agencyClaims }: Told): boolean =>
  acceptedOn !== null || onHold || agencyClaims.some((number) => arrangement?.claims.includes(number))

/** The day on which the portal had the last signal; null while it is only written, and without one (S2). */
export const deliveredOn = ({ written, deliveries }: Told): string | null =>
  (written === null ? null : deliveries.get(written)) ?? null

/** Written in a file that its portal does not have (S2). */
export const isOnItsWay = (told: Told): boolean =>
  told.written !== null && deliveredOn(told) === null && !told.withdrawn
