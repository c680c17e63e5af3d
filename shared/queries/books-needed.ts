import type { CaseSummary, RegisterStore } from '../contracts/ports.ts'
import type { Client } from '../contracts/registers.ts'
import {
  dateOf,
  dayOfMonth,
  type IsoDate,
  minusWorkingDays,
  morningOf,
  plusDays,
  workingDayFrom,
} from '../domain/calendar.ts'
import { LETTERS } from '../domain/event.ts'
import type { ClientBook, Policy } from '../domain/policy.ts'
import { nextRound } from '../domain/round-day.ts'

/** A client of which a book is needed, for how many cases, and for what (C13). */
export interface BookNeeded {
  readonly client: Client
  readonly cases: number
  /** Cases wait for it today; or a round comes, or the reminders of a month, for which there is none yet. */
  readonly why: 'waiting' | 'round' | 'reminders'
  /** The reference date of the newest book; null where there is none. */
  readonly last: IsoDate | null
  /** A newer one waits for a person. */
  readonly waits: boolean
  /** The day of the round. */
  readonly round: IsoDate
}

/** Working days before a round on which staff hear whose book it needs. */
const BEFORE_ROUND = [8, 3]
/** The day of a month on which they hear of reminders that have no book yet. */
const REMINDERS_DAY = 3

/** Of which clients a book is needed on the morning of a day. @param open the cases that are open */
export async function booksNeeded(
  registers: Pick<RegisterStore, 'conditions'>,
  clients: readonly Client[],
  open: readonly CaseSummary[],
  on: IsoDate,
): Promise<BookNeeded[]> {
  const needed: BookNeeded[] = []
  for (const client of clients) {
    const { policy, clientConditions } = await registers.conditions(client.id, null)
    const { book } = clientConditions
    const theirs = open.filter((summary) => summary.client === client.id)
    const round = nextRound(on, policy)
    const about = { client, last: book.on, waits: book.waits, round }
    const waiting = theirs.filter((summary) => waitsToday(summary, book, policy, on)).length
    if (waiting > 0) needed.push({ ...about, cases: waiting, why: 'waiting' })
    if (
      BEFORE_ROUND.some((days) => minusWorkingDays(round, days) === on) &&
      !isFresh(book, policy.signalBookDays, round)
    ) {
      const cases = theirs.filter(({ step, due }) => step === 'signal' && due !== null && dateOf(due) <= round).length
      if (cases > 0) needed.push({ ...about, cases, why: 'round' })
    }
    const first = dayOfMonth(on, 0, 1)
    if (on === workingDayFrom(dayOfMonth(on, 0, REMINDERS_DAY)) && (book.on === null || book.on <= first))
      if (theirs.length > 0) needed.push({ ...about, cases: theirs.length, why: 'reminders' })
  }
  return needed
}

const isFresh = (book: ClientBook, days: number, on: IsoDate): boolean =>
  book.on !== null && !book.waits && plusDays(book.on, days) >= on

const OF_LETTERS: ReadonlySet<string> = new Set(LETTERS)
const OF_SIGNALS: ReadonlySet<string> = new Set(['signal', 'hand-over'])

/** Whether a case waits for a book, or will this morning at nine. */
function waitsToday({ step, due }: CaseSummary, book: ClientBook, policy: Policy, on: IsoDate): boolean {
  if (step === 'book') return true
  if (due === null || due > morningOf(on)) return false
  if (OF_LETTERS.has(step)) return !isFresh(book, policy.letterBookDays, on)
  return OF_SIGNALS.has(step) && !isFresh(book, policy.signalBookDays, on)
}
