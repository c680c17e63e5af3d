import type { ReportedFact } from '../contracts/facts.ts'
import type { RefusedAtOnce } from '../contracts/question.ts'
import {
  dateOf,
  dayOfMonth,
  type IsoDate,
  type IsoInstant,
  instantAt,
  plusDays,
  plusMinutes,
} from '../domain/calendar.ts'
import { HELP_ACCEPTED } from '../domain/event.ts'

/** So many days back a fact may have happened when it is reported; the same clock may differ by so many minutes. */
const DAYS_BACK = 31
const CLOCK_MINUTES = 5
/** A date of an objection that is longer ago is taken for a slip: about as long as anything of a renter is kept. */
const OBJECTION_DAYS_BACK = 730
/** The terms of an arrangement lie at most so many months ahead (C8). */
const TERMS_MONTHS_AHEAD = 24

export type Moment = { readonly moment: IsoInstant } | { readonly refused: RefusedAtOnce }

/**
 * When a fact happened (E1), at the latest now. One with a date that cannot be is refused to whoever reports it; never
 * an objection or a death, which then counts from now, nor an acceptance of help, whose own date the case looks at
 * (F2). Nor can an arrangement be that is not over within two years (C8).
 */
export function momentOfFact(fact: ReportedFact, now: IsoInstant): Moment {
  const told = instantAt(fact.at.slice(0, 10), fact.at.slice(11))
  const isAccepted = fact.type === 'answer' && fact.code === HELP_ACCEPTED
  const isGrave = fact.type === 'objection' || isDeath(fact)
  const daysBack = isGrave ? OBJECTION_DAYS_BACK : DAYS_BACK
  const refused =
    told > plusMinutes(now, CLOCK_MINUTES) ? 'date-in-future' : isOlder(told, daysBack, now) ? 'too-old' : null
  if (fact.type === 'arrangement' && hasLateTerm(fact.terms, dateOf(now))) return { refused: 'terms-too-late' }
  if (refused === null) return { moment: told < now ? told : now }
  return isGrave || isAccepted ? { moment: now } : { refused }
}

const isDeath = (fact: ReportedFact): boolean =>
  (fact.type === 'hold' && fact.reason === 'deceased') || (fact.type === 'answer' && fact.code === 'deceased')

/** @param terms in the order of their dates */
const hasLateTerm = (terms: readonly { readonly date: IsoDate }[], today: IsoDate): boolean =>
  (terms.at(-1)?.date ?? '') > dayOfMonth(today, TERMS_MONTHS_AHEAD, Number(today.slice(8)))

const isOlder = (moment: IsoInstant, days: number, now: IsoInstant): boolean =>
  dateOf(moment) < plusDays(dateOf(now), -days)
