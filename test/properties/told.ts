import type { Claim, StoredEvent, Term } from '../../shared/domain/event.ts'
import { afterRejection } from './rejected.ts'
import { afterDelivery, afterVoid } from './voided.ts'

// What a history tells, read as a person would read it: no decision of the domain is called here. Where the amounts are
// not certain from the history alone, the renter is believed to owe.

interface ToldLetter {
  readonly on: string
  readonly channel: string
  readonly receivedOn: string
  readonly offer: boolean
  /** The optional fields that it named. */
  readonly shared: readonly string[]
}

export interface Told {
  readonly seq: number
  readonly at: string
  readonly ended: 'paid' | 'closed' | null
  readonly claims: readonly Claim[]
  readonly bookOn: string
  readonly disputed: ReadonlySet<number>
  /** Booked by staff since the claims were last known afresh; in cents. */
  readonly paidCents: number
  readonly naturalPerson: boolean
  readonly dwelling: boolean
  readonly gemeentecode: string | null
  readonly letters: ReadonlyMap<string, ToldLetter>
  readonly bounced: string | null
  readonly called: boolean
  readonly objects: boolean
  /** There was an objection, withdrawn or not. */
  readonly objected: boolean
  readonly wantsHelp: boolean
  /** When what is in force was said, by what it is about: the latest moment counts, whatever came first (E1). */
  readonly saidAt: ReadonlyMap<string, string>
  readonly arrangement: readonly Term[] | null
  readonly threatened: boolean
  readonly queued: boolean
  readonly held: boolean
  /** The file of the last signal. */
  readonly written: string | null
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
  readonly handedOver: boolean
  readonly agency: readonly string[]
}

const LETTERS: Readonly<Record<string, string>> = {
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

const UNTOLD: Told = {
  seq: 0,
  at: '',
  ended: null,
  claims: [],
  bookOn: '',
  disputed: new Set(),
  paidCents: 0,
  naturalPerson: true,
  dwelling: true,
  gemeentecode: null,
  letters: new Map(),
  bounced: null,
  called: false,
  objects: false,
  objected: false,
  wantsHelp: false,
  saidAt: new Map(),
  arrangement: null,
  threatened: false,
  queued: false,
  held: false,
  written: null,
  deliveries: new Map(),
  voided: new Map(),
  withdrawn: false,
  redelivery: false,
  before: null,
  rejected: false,
  acceptedOn: null,
  suspensionStarted: false,
  suspendedBefore: false,
  handedOver: false,
  agency: [],
}

const tell = (told: Told, event: StoredEvent): Told => ({
  ...told,
  seq: event.seq,
  at: event.at,
  ...newsOf(told, event),
})

function newsOf(told: Told, event: StoredEvent): Partial<Told> {
  const letter = LETTERS[event.type] ?? (event.type === 'LetterPosted' ? event.act : undefined)
  if (letter !== undefined && 'receivedOn' in event) {
    const { channel, receivedOn, offer, shared = [], type } = event
    const letters = new Map([...told.letters, [letter, { on: dateIn(event.at), channel, receivedOn, offer, shared }]])
    return { letters, ...(type === 'LetterPosted' ? { bounced: null } : {}) }
  }
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
      return { claims: event.claims, bookOn: event.on, paidCents: 0 }
    case 'CaseFactsCorrected': {
      const { naturalPerson, dwelling, gemeentecode } = event
      return { naturalPerson, dwelling, gemeentecode, rejected: false }
    }
    case 'RenterDataChanged':
      return { rejected: false }
    case 'PaymentBooked':
      return { paidCents: event.amountCents === 'all' ? Number.POSITIVE_INFINITY : told.paidCents + event.amountCents }
    case 'LetterBounced':
      return { bounced: event.act }
    case 'ContactAttempted':
      return { called: true }
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
      return now === null ? {} : { ...now, arrangement: event.terms, queued: false }
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
      return { held: true, queued: false }
    case 'SignalQueued':
      return { queued: true, held: false }
    case 'SignalWritten':
      return {
        written: event.file,
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
      return { withdrawn: true }
    case 'RedeliveryAsked':
      return { redelivery: true, rejected: false }
    case 'AnswerReceived':
      return event.code === 'accepted' && !told.suspendedBefore ? { acceptedOn: event.on, queued: false } : {}
    case 'SuspensionStarted':
      return { suspensionStarted: true, suspendedBefore: true, queued: false }
    case 'SuspensionEnded':
      return { acceptedOn: null, suspensionStarted: false }
    case 'HandedOver':
      return { handedOver: true }
    case 'AgencyInformed':
      return { agency: [...told.agency, event.message] }
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

/** What a report changes about when the last word on a subject was said; null when a later one is known (E1). */
function said(told: Told, subject: string, { moment, at }: StoredEvent): Pick<Told, 'saidAt'> | null {
  const when = moment ?? at
  return (told.saidAt.get(subject) ?? '') > when ? null : { saidAt: new Map([...told.saidAt, [subject, when]]) }
}

/** What is certainly owed at most on a day: due, undisputed, less credits and what staff booked; in cents. */
export function owedAtMost({ claims, disputed, paidCents }: Told, on: string): number {
  const due = claims.filter(({ number, dueOn }) => dueOn <= on && !disputed.has(number))
  return due.reduce((sum, { openCents }) => sum + openCents, 0) - paidCents
}

/** The oldest day on which something fell due that may still be owed. */
export function oldestDue({ claims, disputed }: Told, on: string): string | null {
  const due = claims.filter(({ number, dueOn, openCents }) => dueOn <= on && openCents > 0 && !disputed.has(number))
  return due.map(({ dueOn }) => dueOn).sort()[0] ?? null
}

/** Whether collection rests: help was accepted no longer ago than the days that the municipality gets (U1). */
export const isSuspended = ({ acceptedOn }: Told, on: string, days: number): boolean =>
  acceptedOn !== null && on <= daysAfter(acceptedOn, days)

/** Whether collection rests, so that the agency must too (U1, C8). */
export const rests = ({ acceptedOn, arrangement }: Told): boolean => acceptedOn !== null || arrangement !== null

/** The day on which the portal had the last signal; null while it is only written, and without one (S2). */
export const deliveredOn = ({ written, deliveries }: Told): string | null =>
  (written === null ? null : deliveries.get(written)) ?? null

/** Written in a file that its portal does not have (S2). */
export const isOnItsWay = (told: Told): boolean =>
  told.written !== null && deliveredOn(told) === null && !told.withdrawn

/** Under which phase the case is listed. */
export function phaseTold(told: Told): string {
  if (told.ended) return told.ended
  if (told.acceptedOn !== null) return 'suspended'
  if (told.arrangement !== null) return 'arrangement'
  if (told.queued || isOnItsWay(told)) return 'signal-queued'
  if (told.handedOver) return 'handed-over'
  if (told.written !== null && !told.withdrawn) return 'awaiting-answer'
  return told.held || told.rejected || told.withdrawn ? 'signal-held' : 'reminding'
}
