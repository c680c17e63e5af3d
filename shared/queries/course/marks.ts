import { dateOf, type IsoInstant, instantAt, latest, localTime } from '../../domain/calendar.ts'
import type { Answer } from '../../domain/closed-lists.ts'
import type { Claim, Letter, StoredEvent } from '../../domain/event.ts'
import type { Policy } from '../../domain/policy.ts'
import { momentOf } from '../../domain/reports.ts'
import { dutchDate, euros } from '../../letters/format.ts'
import type { Coming, ComingKind, Forecast } from '../forecast.ts'
import { comingSaid } from './coming-sentences.ts'
import { type Names, saidInOrder } from './course-list.ts'
import { lessThan } from './event-sentences.ts'
import type { Lane } from './lanes.ts'
import { type Stretch, stretchesOf } from './stretches.ts'

/** Something at one moment. */
export interface Mark {
  readonly lane: Lane
  readonly at: IsoInstant
  /** A few words. */
  readonly label: string
  /** The day and the full sentence. */
  readonly title: string
  readonly kind: 'done' | 'good' | 'now' | 'future' | 'deadline'
}

export interface CourseMarks {
  readonly marks: readonly Mark[]
  readonly stretches: readonly Stretch[]
}

/** What a course is drawn of. */
export interface Course {
  readonly events: readonly StoredEvent[]
  readonly forecast: Forecast
  readonly policy: Policy
  readonly now: IsoInstant
}

type Short = readonly [lane: Lane, label: string, kind?: Mark['kind']]

const LETTERS: Readonly<Record<Letter, string>> = {
  reminder: 'herinnering',
  demand: 'aanmaning',
  notice: 'sommatie',
  'follow-up': 'latere maanden',
}

const ANSWERED: Readonly<Record<Answer, string>> = {
  accepted: 'hulp geaccepteerd',
  repeated: 'opnieuw gemeld',
  'below-threshold': 'onder de grens',
  deceased: 'overleden',
  'moved-away': 'verhuisd',
  objected: 'bezwaar bij gemeente',
  other: 'ander antwoord',
}

/** What of an event stands in the picture; null for what only the list tells. */
function shortOf(event: StoredEvent, bookBefore: readonly Claim[] | null): Short | null {
  switch (event.type) {
    case 'ReminderSent':
      return ['Brieven', LETTERS.reminder]
    case 'DemandSent':
      return ['Brieven', LETTERS.demand]
    case 'NoticeSent':
      return ['Brieven', LETTERS.notice]
    case 'FollowUpSent':
      return ['Brieven', LETTERS['follow-up']]
    case 'LetterPosted':
      return ['Brieven', `${LETTERS[event.act]} per post`]
    case 'LetterBounced':
      return ['Brieven', 'kwam terug', 'now']
    case 'ContactAttempted':
      return event.reached ? ['Contact', 'gesproken', 'good'] : ['Contact', 'niet bereikt']
    case 'SignalHeld':
      return ['Signaal', 'aangehouden', 'now']
    case 'SignalDelivered':
      return ['Signaal', 'gemeld']
    case 'SignalRejected':
      return ['Signaal', 'geweigerd', 'now']
    case 'SignalVoided':
      return ['Signaal', 'vervallen', 'now']
    case 'SignalWithdrawn':
    case 'SignalWithdrawnByHand':
      return ['Signaal', 'ingetrokken']
    case 'AnswerReceived':
      return ['Signaal', ANSWERED[event.code], event.code === 'accepted' ? 'good' : 'done']
    case 'ObjectionLodged':
      return ['Signaal', 'bezwaar', 'now']
    case 'ObjectionWithdrawn':
      return ['Signaal', 'bezwaar ingetrokken']
    case 'ThreatDeclared':
      return ['Signaal', 'dreigende situatie', 'now']
    case 'HandedOver':
      return ['Signaal', 'overgedragen']
    case 'PaymentBooked':
      return [
        'Betaling',
        event.amountCents === 'all' ? 'alles betaald' : `${inEuros(event.amountCents)} geboekt`,
        'good',
      ]
    case 'ArrearsChanged': {
      const less = lessThan(bookBefore ?? [], event.claims)
      return less > 0 ? ['Betaling', `${inEuros(less)} minder`, 'good'] : null
    }
    case 'ClaimReturned':
      return ['Betaling', 'weer open', 'now']
    case 'ItemDisputed':
      return ['Betaling', 'betwist']
    case 'DisputeResolved':
      return ['Betaling', 'niet meer betwist']
    case 'ArrangementAgreed':
      return ['Betaling', 'regeling']
    case 'ArrangementBroken':
      return ['Betaling', 'regeling niet nagekomen', 'now']
    case 'ArrangementKept':
      return ['Betaling', 'regeling nagekomen', 'good']
    case 'CasePaid':
      return ['Betaling', 'betaald', 'good']
    case 'CaseReopened':
      return ['Betaling', 'gaat verder']
    case 'CaseClosed':
      return ['Betaling', 'gesloten']
    default:
      return null
  }
}

/** Whole euros, where there is room for a few words alone. */
const inEuros = (cents: number): string => euros(Math.round(cents / 100) * 100).replace(',00', '')

const COMING: Readonly<Partial<Record<ComingKind, Short>>> = {
  reminder: ['Brieven', LETTERS.reminder],
  demand: ['Brieven', LETTERS.demand],
  notice: ['Brieven', LETTERS.notice],
  'follow-up': ['Brieven', LETTERS['follow-up']],
  'post-letter': ['Brieven', 'per post'],
  call: ['Contact', 'bellen'],
  'call-by': ['Contact', 'bellen uiterlijk', 'deadline'],
  signal: ['Signaal', 'signaalronde'],
  held: ['Signaal', 'aangehouden'],
  withdrawal: ['Signaal', 'intrekking'],
  'answer-by': ['Signaal', 'antwoord uiterlijk', 'deadline'],
  'hand-over': ['Signaal', 'overdracht'],
  decision: ['Signaal', 'besluit gevraagd'],
  term: ['Betaling', 'termijn'],
  'arrangement-broken': ['Betaling', 'einde regeling'],
  'arrangement-kept': ['Betaling', 'regeling nagekomen'],
  'look-again': ['Opschorting', 'opnieuw bekijken'],
}

/** The day, and the time of what happened at one. */
const dayAndTime = (at: IsoInstant): string => `${dutchDate(dateOf(at))}, ${localTime(at).slice(11, 16)}`

const titled = (when: string, [what, detail = '']: readonly [string, string?]): string =>
  `${when}: ${what}${detail === '' ? '' : ` ${detail}`}`

/** What was, and what comes, as far as a picture shows it. */
export function marksOf({ events, forecast, policy, now }: Course, names: Pick<Names, 'claim'>): CourseMarks {
  const marks: Mark[] = []
  const ends = forecast.steps.find(({ what }) => what === 'suspension-over')?.at ?? null
  for (const { event, said, bookBefore } of saidInOrder(events, names)) {
    const short = shortOf(event, bookBefore)
    const at = event.type === 'ContactAttempted' ? dayOfAttempt(event) : momentOf(event)
    if (short)
      marks.push({ lane: short[0], at, label: short[1], title: titled(dayAndTime(at), said), kind: short[2] ?? 'done' })
  }
  return {
    marks: [...marks, ...forecast.steps.flatMap((each) => comingMark(each, now))],
    stretches: stretchesOf(events, policy, now, ends),
  }
}

/** An attempt is told of later, and then has its day alone. */
const dayOfAttempt = (event: Extract<StoredEvent, { type: 'ContactAttempted' }>): IsoInstant =>
  dateOf(momentOf(event)) === event.on ? momentOf(event) : instantAt(event.on, '12:00')

/** What is due already stands at today's line. */
function comingMark(coming: Coming, now: IsoInstant): Mark[] {
  const short = COMING[coming.what]
  if (!short || coming.at === null) return []
  const [lane, label, kind = 'future'] = short
  const at = latest(coming.at, now)
  return [{ lane, at, label, kind, title: titled(dutchDate(dateOf(at)), comingSaid(coming)) }]
}
