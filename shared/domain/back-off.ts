import { dateOf, type IsoInstant, latest, morningOf, plusDays, plusMinutes, workingDayFrom } from './calendar.ts'
import type { Reservable, StoredEvent } from './event.ts'
import type { Standing, Step } from './standing.ts'
import type { CaseState } from './state.ts'

/** The tries of one act, one after the other, of which none left: refused, or broken off. */
export interface FailedTries {
  readonly act: Reservable
  readonly count: number
  /** Of the last one: when it was reserved, under which id, and about which claims. */
  readonly at: IsoInstant
  readonly id: string
  readonly claims: readonly number[]
  /** Nothing happened to the case since, so the next try of the day is the same letter. */
  readonly same: boolean
}

type Tried = Pick<CaseState, 'failedTries' | 'reservation'>

/** The act was done, or what kept it from leaving may be gone: the next one starts anew. */
const DONE: ReadonlySet<StoredEvent['type']> = new Set([
  ...([
    'ReminderSent',
    'DemandSent',
    'NoticeSent',
    'FollowUpSent',
    'LetterPosted',
    'AgencyInformed',
    'RenterDataChanged',
  ] as const),
])
/** What says nothing of the letter's content. */
const NO_NEWS: ReadonlySet<StoredEvent['type']> = new Set(['ActClaimed', 'Waiting', 'LetterAccepted', 'LetterDelayed'])

/** The failed tries after one more event; null when the last one succeeded, or there was none. */
export function triesAfter({ failedTries, reservation }: Tried, event: StoredEvent): FailedTries | null {
  if (event.type === 'ActReleased' && reservation && (event.reason === 'refused' || event.reason === 'not-sent')) {
    const { act, at, id, claims } = reservation
    return { act, count: failedTries?.act === act ? failedTries.count + 1 : 1, at, id, claims, same: true }
  }
  if (DONE.has(event.type)) return null
  return failedTries && (NO_NEWS.has(event.type) ? failedTries : { ...failedTries, same: false })
}

/**
 * The id of a reservation. The same letter, tried again on the day whose date it bears, goes under the one it had: so
 * it is kept once, however often it is tried.
 */
export function reservationId({ failedTries }: Tried, event: Extract<StoredEvent, { type: 'ActClaimed' }>): string {
  const again =
    failedTries?.same === true &&
    failedTries.act === event.act &&
    dateOf(failedTries.at) === dateOf(event.at) &&
    failedTries.claims.join() === event.claims.join()
  return again ? failedTries.id : String(event.seq)
}

/**
 * When an act that did not leave is tried again: after a quarter of an hour, after an hour, then each working
 * morning.
 */
function nextTry({ count, at }: FailedTries): IsoInstant {
  if (count === 1) return plusMinutes(at, 15)
  return count === 2 ? plusMinutes(at, 60) : morningOf(workingDayFrom(plusDays(dateOf(at), 1)))
}

function stepOf(act: Reservable): Step {
  switch (act) {
    case 'reminder':
    case 'demand':
    case 'notice':
    case 'follow-up':
      return act
    case 'agency-handover':
      return 'hand-over'
    default:
      return act.startsWith('post-') ? 'post-letter' : 'inform-agency'
  }
}

/** Where a case stands, with its next step not sooner than an act is tried again that did not leave. */
export function backedOff({ failedTries }: Tried, standing: Standing): Standing {
  if (!failedTries || standing.step !== stepOf(failedTries.act)) return standing
  return { ...standing, due: latest(standing.due ?? '', nextTry(failedTries)) }
}
