import { dateOf, type IsoDate, type IsoInstant, latest, plusDays } from '../domain/calendar.ts'
import { LETTERS } from '../domain/event.ts'
import { reminderDate } from '../domain/levels.ts'
import { type Standing, type Step, standingOf } from '../domain/standing.ts'
import type { CaseState } from '../domain/state.ts'
import { tasksOf } from '../domain/tasks.ts'
import { afterStep, type Played, withFiles, withSameBook } from './played-on.ts'

/**
 * Why nothing more is foreseen: it is far enough; the case is over; it waits for a newer book, for a portal, for
 * another address, or for a person; the agency collects; or nothing follows by itself.
 */
export type End = 'limit' | 'finished' | 'book' | 'portal' | 'address' | 'person' | 'agency' | 'rest'

/** A step, or a book that is assumed (null), with the case before and after it. */
export interface Turn {
  readonly step: Step | null
  /** Null for what only somebody else can bring. */
  readonly at: IsoInstant | null
  readonly before: Played
  readonly after: Played
}

/** Books and steps together: more than any case has within half a year. */
const ENOUGH = 200

export const where = ({ state, policy, client, now }: Played): Standing => standingOf(state, policy, client, now)

/** The turns of a case from where it stands, one after the other, up to a day; and then why there are no more. */
export function* turnsOf(start: Played, horizon: IsoDate): Generator<Turn, End> {
  let played = start
  let lastBook = dateOf(start.now)
  let isFirst = true
  for (let count = 0; count < ENOUGH; count += 1) {
    const { step, due } = where(played)
    const moment = due === null ? null : latest(played.now, due)
    const book = bookBefore(played, step, moment)
    if (book !== null && book > lastBook && book <= horizon) {
      const after = withSameBook(played, book)
      yield { step: null, at: after.now, before: played, after }
      ;[played, lastBook] = [after, book]
    } else if (moment === null) {
      const after = step === 'delivery' ? withFiles(played) : played
      if (after.state.seq === played.state.seq) return endOf(played, step)
      yield { step, at: null, before: played, after }
      ;[played, isFirst] = [after, false]
    } else if (dateOf(moment) > horizon) return 'limit'
    else {
      const after = withFiles(afterStep({ ...played, now: moment }, step))
      yield { step, at: isFirst ? due : moment, before: played, after }
      if (after.state.seq === played.state.seq && isDueStill(after, step)) return endOf(after, where(after).step)
      ;[played, isFirst] = [after, false]
    }
  }
  return 'limit'
}

function isDueStill(played: Played, step: Step): boolean {
  const standing = where(played)
  return standing.step === step && standing.due !== null && standing.due <= played.now
}

/** Whether books can be assumed: not while the client's newest waits for a person, or none tells of this renter. */
const booksCome = ({ state, client: { book } }: Played): boolean =>
  book.on !== null && !book.waits && state.exceptedOn === null

/** What rests on a new book, or is only told by one (C8, C13). */
const RESTS_ON_BOOK: ReadonlySet<Step> = new Set([...LETTERS, 'signal', 'hand-over', 'arrangement'])

/**
 * The day of a book that must come before the next step: that of a step that rests on one, or of the first claim whose
 * reminder day comes sooner, and that no book showed open yet (C13). Null for none, and during a suspension: that the
 * rent of a coming month will not be paid ends none (U2).
 */
function bookBefore(played: Played, step: Step, moment: IsoInstant | null): IsoDate | null {
  if (!booksCome(played) || played.state.suspension) return null
  const shown = firstToShow(played)
  const day = moment && dateOf(moment)
  if (day === null || (shown !== null && shown < day)) return shown
  return RESTS_ON_BOOK.has(step) ? day : null
}

function firstToShow({ state, policy, now }: Played): IsoDate | null {
  if (state.ended) return null
  const days = state.claims
    .filter(({ dueOn, openCents }) => dueOn >= state.bookOn && openCents > 0)
    .map(({ dueOn }) => latest(reminderDate(dueOn, policy), plusDays(dateOf(now), 1)))
  return days.reduce<IsoDate | null>((a, b) => (a !== null && a < b ? a : b), null)
}

function endOf({ state, policy, client, now }: Played, step: Step): End {
  if (step === 'finished' || step === 'book') return step === 'book' && isExcepted(state) ? 'person' : step
  if (step === 'withdrawal' || step === 'delivery') return 'portal'
  if (state.undeliverable) return 'address'
  if (tasksOf(state, policy, client, dateOf(now)).length > 0) return 'person'
  return state.agency.claims.length > 0 ? 'agency' : 'rest'
}

const isExcepted = ({ exceptedOn }: CaseState): boolean => exceptedOn !== null
