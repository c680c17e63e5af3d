import { answerDeadline } from '../../domain/agency.ts'
import { dateOf, type IsoDate, type IsoInstant, instantAt, latest } from '../../domain/calendar.ts'
import type { EventType, StoredEvent } from '../../domain/event.ts'
import type { Policy } from '../../domain/policy.ts'
import { momentOf } from '../../domain/reports.ts'
import { dutchDate } from '../../letters/format.ts'
import type { Lane } from './lanes.ts'

/** Something that lasts: rest as a band, the wait for the municipality as a dotted line. */
export interface Stretch {
  readonly lane: Lane
  readonly from: IsoInstant
  readonly until: IsoInstant
  /** A few words; '' for none. */
  readonly label: string
  readonly title: string
  readonly kind: 'band' | 'wait'
}

type Of<Type extends EventType> = Extract<StoredEvent, { readonly type: Type }>

/** From the first event that begins it, with the last one that did, to the event that ends it; null while none does. */
interface Span<Type extends EventType> {
  readonly first: Of<Type>
  readonly last: Of<Type>
  readonly end: StoredEvent | null
}

function spansOf<Type extends EventType>(
  events: readonly StoredEvent[],
  begins: Type,
  ends: readonly EventType[],
): Span<Type>[] {
  const isBegin = (event: StoredEvent): event is Of<Type> => event.type === begins
  const spans: Span<Type>[] = []
  for (const event of events) {
    const open = spans.at(-1)?.end === null ? spans.pop() : undefined
    if (isBegin(event)) spans.push({ first: open?.first ?? event, last: event, end: null })
    else if (open) spans.push({ ...open, end: ends.includes(event.type) ? event : null })
  }
  return spans
}

const OVER = ['CasePaid', 'CaseClosed'] as const

/** @param ends when a suspension that lasts will end, as far as can be foreseen; null where none does */
export const stretchesOf = (
  events: readonly StoredEvent[],
  policy: Policy,
  now: IsoInstant,
  ends: IsoInstant | null,
): Stretch[] => [...suspensions(events, policy, ends), ...holds(events, now), ...waits(events, policy)]

/** The days from the acceptance on (U1), up to their end, or to where new arrears end them sooner (U2). */
function suspensions(events: readonly StoredEvent[], { suspensionDays }: Policy, ends: IsoInstant | null): Stretch[] {
  return spansOf(events, 'SuspensionStarted', ['SuspensionEnded', ...OVER]).map(({ first, end }) => {
    const { seq, until, at } = first
    const accepted = events.findLast(
      (event) => event.type === 'AnswerReceived' && event.code === 'accepted' && event.seq < seq,
    )
    const from = accepted?.type === 'AnswerReceived' ? instantAt(accepted.on, '09:00') : at
    const last = end?.at ?? ends ?? endOf(until)
    const isEarly = dateOf(last) < until
    const label = isEarly
      ? `rust, tot ${dayAndMonth(dateOf(last))}`
      : `${suspensionDays} dagen rust, tot en met ${dayAndMonth(until)}`
    const title = `${dutchDate(dateOf(from))}: de incasso is opgeschort tot en met ${dutchDate(until)}.`
    return { lane: 'Opschorting', from, until: last, label, title, kind: 'band' }
  })
}

/** Nobody knows how long a hold lasts: it is drawn up to its day for another look (R7). */
function holds(events: readonly StoredEvent[], now: IsoInstant): Stretch[] {
  return spansOf(events, 'HoldStarted', ['HoldEnded', ...OVER]).map(({ first, last, end }) => {
    const title = `${dutchDate(dateOf(first.at))}: de huurder staat in de wacht.`
    const until = end?.at ?? latest(endOf(last.lookAgain), now)
    return { lane: 'Opschorting', from: first.at, until, label: 'in de wacht', title, kind: 'band' }
  })
}

/** What ends the wait: the answer, or that the portal has nothing any more that could be answered. */
const ENDS_WAIT = ['AnswerReceived', 'SignalRejected', 'SignalWithdrawn', 'SignalWithdrawnByHand', ...OVER] as const

/** The four weeks of the municipality, or the three working days in a threatening situation (F1). */
function waits(events: readonly StoredEvent[], policy: Policy): Stretch[] {
  return spansOf(events, 'SignalDelivered', ENDS_WAIT).map(({ first, end }) => {
    const threatened = events.some(({ type, seq }) => type === 'ThreatDeclared' && seq < first.seq)
    const from = momentOf(first)
    const day = answerDeadline(dateOf(from), policy, threatened)
    const until = end && end.at < endOf(day) ? end.at : endOf(day)
    const title = `De gemeente heeft tot en met ${dutchDate(day)} om te antwoorden.`
    return { lane: 'Signaal', from, until, label: '', title, kind: 'wait' }
  })
}

const endOf = (day: IsoDate): IsoInstant => instantAt(day, '23:59')
const dayAndMonth = (day: IsoDate): string => dutchDate(day).replace(/ \d{4}$/, '')
