import { dayOfMonth } from '../../shared/domain/calendar.ts'
import type { Claim, Letter } from '../../shared/domain/event.ts'
import { daysAfter } from './told.ts'
import type { Told, ToldLetter } from './told-state.ts'

// What a history tells of each claim (C10–C14), read as a person would: no decision of the domain is called here.

/** Of a claim of which no more is open nothing begins (C11); in cents. */
export const REMAINDER_CENTS = 1000

const later = (...dates: string[]): string => dates.reduce((a, b) => (a > b ? a : b), '')

/**
 * Whether the amounts are what the book says: no credit, and no payment that staff booked, is deducted from any (C4).
 */
export const isCertain = ({ claims, staffPaidOn }: Told): boolean =>
  staffPaidOn === null && claims.every(({ openCents }) => openCents >= 0)

/** What is certainly owed at most on a day: due, undisputed, less credits and what staff booked; in cents. */
export function owedAtMost({ claims, disputed, paidCents }: Told, on: string): number {
  const due = claims.filter(({ number, dueOn }) => dueOn <= on && !disputed.has(number))
  return due.reduce((sum, { openCents }) => sum + openCents, 0) - paidCents
}

const isArranged = ({ arrangement }: Told, { number }: Claim): boolean => arrangement?.claims.includes(number) ?? false

/** The claims that may count by the book: due, undisputed, not arranged, more than a remainder, in a later book. */
export const standingTold = (told: Told, on: string): Claim[] =>
  told.claims.filter((claim) => mayBeListed(told, claim, on) && claim.openCents > REMAINDER_CENTS)

/** Whether a letter may list it at all, as far as the book tells; also a remainder (C10, C11, C13). */
export const mayBeListed = (told: Told, claim: Claim, on: string): boolean =>
  claim.openCents > 0 &&
  claim.dueOn <= on &&
  claim.dueOn < told.bookOn &&
  !told.disputed.has(claim.number) &&
  !isArranged(told, claim)

/** Those of them that are in our hands (C10). */
export const inHandTold = (told: Told, on: string): Claim[] =>
  standingTold(told, on).filter(({ number }) => !told.agencyClaims.includes(number))

/** The days from which a claim may be reminded of, demanded and given notice of, by its due date alone (C1). */
export function calendarOf(dueOn: string): Readonly<Record<'reminder' | 'demand' | 'notice', string>> {
  const reminder = later(`${dueOn.slice(0, 7)}-05`, daysAfter(dueOn, 4))
  const demand = later(`${dueOn.slice(0, 7)}-15`, daysAfter(reminder, 7))
  return { reminder, demand, notice: later(dayOfMonth(dueOn, 1, 5), daysAfter(demand, 14)) }
}

/** The letters that listed a claim. */
export const lettersAbout = ({ letters }: Told, number: number): ToldLetter[] =>
  letters.filter(({ claims }) => claims.includes(number))

const RANK: Readonly<Record<Letter, number>> = { reminder: 1, 'follow-up': 1, demand: 2, notice: 3 }

/** How far the letters took a claim: 0 when none listed it, 1 reminded, 2 demanded, 3 under notice. */
export const listedAs = (told: Told, number: number): number =>
  Math.max(0, ...lettersAbout(told, number).map(({ act }) => RANK[act]))

/** Its level on a day: not higher than its own calendar allows (C10). */
export function levelOf(told: Told, { number, dueOn }: Claim, on: string): number {
  const { reminder, demand, notice } = calendarOf(dueOn)
  const allowed = [reminder, demand, notice].filter((day) => day <= on).length
  return Math.min(listedAs(told, number), allowed)
}

/**
 * The claims that may lead among some: the one that does where the amounts are certain; else any of them, since those
 * that go before it may be paid (C10).
 */
export function leadsAmong(told: Told, among: readonly Claim[], on: string): readonly Claim[] {
  if (!isCertain(told)) return among
  const weight = (claim: Claim) => (claim.rent ? 10 : 0) + levelOf(told, claim, on)
  const [first] = among.toSorted(
    (a, b) => weight(b) - weight(a) || (a.dueOn === b.dueOn ? a.number - b.number : a.dueOn < b.dueOn ? -1 : 1),
  )
  return first ? [first] : []
}

/**
 * Whether the letter is on account of this claim: it needs just that one, and may have it on that day (C1, C10, C14).
 */
export function needs(told: Told, claim: Claim, act: Letter, on: string): boolean {
  const level = listedAs(told, claim.number)
  const about = lettersAbout(told, claim.number)
  const calendar = calendarOf(claim.dueOn)
  const back = told.returned.get(claim.number)
  const longEnough = (days: number, letter: ToldLetter | undefined) => !letter || daysAfter(letter.on, days) <= on
  switch (act) {
    case 'reminder':
      return level === 0 && calendar.reminder <= on
    case 'follow-up':
      return (level === 0 && calendar.reminder <= on) || (back !== undefined && back.toldOn === null && back.on < on)
    case 'demand':
      return level === 1 && calendar.demand <= on && longEnough(7, about[0])
    case 'notice':
      return (
        level === 2 &&
        calendar.notice <= on &&
        longEnough(
          14,
          about.find((letter) => letter.act === 'demand'),
        )
      )
  }
}

/**
 * Whether a claim may be with the agency: what a demand or a notice listed, or a follow-up with text 1 in time (F3).
 */
export const mayBeHandedOver = (told: Told, claim: Claim, on: string): boolean =>
  lettersAbout(told, claim.number).some(
    ({ act, debtHelp }) =>
      act === 'demand' || act === 'notice' || (act === 'follow-up' && debtHelp && calendarOf(claim.dueOn).demand <= on),
  )

/**
 * The first day on which a signal about a claim may leave after it came back (C14); null while no letter told of it.
 */
export function freeAfterReturn({ returned }: Told, { number }: Claim): string | null {
  const back = returned.get(number)
  if (!back) return ''
  return back.toldOn && daysAfter(back.toldOn, 8)
}

/** What a signal about a leading claim may report at most, by the book (C12). */
export const countedBeside = (told: Told, lead: Claim, on: string): Claim[] =>
  standingTold(told, on).filter((claim) => {
    const free = freeAfterReturn(told, claim)
    const listed = lettersAbout(told, claim.number).some((letter) => letter.on < on)
    return claim.rent && claim.contract === lead.contract && listed && free !== null && free <= on
  })
