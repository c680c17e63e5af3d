import { type IsoDate, plusDays } from './calendar.ts'
import type { Claim } from './event.ts'
import type { OpenClaim } from './state.ts'

/** What is still open of one claim, in cents: the book less what staff booked before the book shows it. */
export const openCents = (claim: OpenClaim): number =>
  claim.openCents > 0 ? Math.max(0, claim.openCents - claim.staffPaidCents) : claim.openCents

/** Whether a claim counts as arrears on a day: due, still open, and not set aside as disputed (C4). */
const counts = (claim: OpenClaim, on: IsoDate) => claim.dueOn <= on && !claim.disputed && openCents(claim) !== 0

export interface Arrears {
  /** What is owed, credits deducted; in cents, never below zero. */
  readonly cents: number
  /** Calendar months of rent that are open: the number that the portal asks for. */
  readonly months: number
  readonly oldestDueOn: IsoDate | null
}

/** The undisputed arrears on a day. Credits are netted; without a positive balance nothing is in arrears. */
export function arrearsOn(claims: readonly OpenClaim[], on: IsoDate): Arrears {
  const due = claims.filter((claim) => counts(claim, on))
  const cents = due.reduce((sum, claim) => sum + openCents(claim), 0)
  if (cents <= 0) return { cents: 0, months: 0, oldestDueOn: null }
  const dates = due.filter((claim) => openCents(claim) > 0).map((claim) => claim.dueOn)
  return {
    cents,
    months: new Set(dates.map((date) => date.slice(0, 7))).size,
    oldestDueOn: dates.reduce((a, b) => (a < b ? a : b)),
  }
}

/**
 * The numbers of the claims that count on a day, which is what a letter asks to pay and an agency collects: due, open
 * and undisputed. A credit is deducted, and asked of nobody.
 */
export const countedClaims = (claims: readonly OpenClaim[], on: IsoDate): number[] =>
  claims.filter((claim) => counts(claim, on) && openCents(claim) > 0).map(({ number }) => number)

/** What the book says is owed on a day, disputed or not: a renter in dispute still owes in the book (C4). */
export const owedInBook = (claims: readonly Pick<Claim, 'dueOn' | 'openCents'>[], on: IsoDate): number =>
  claims.filter((claim) => claim.dueOn <= on).reduce((sum, claim) => sum + claim.openCents, 0)

/** What is open in all, disputed or not, after what staff booked; in cents. */
export const owed = (claims: readonly OpenClaim[], on: IsoDate): number =>
  claims.filter((claim) => claim.dueOn <= on).reduce((sum, claim) => sum + openCents(claim), 0)

/** The next day after `on` on which a claim falls due, if any. */
export function nextDueAfter(claims: readonly OpenClaim[], on: IsoDate): IsoDate | null {
  const later = claims
    .filter((claim) => claim.dueOn > on && !claim.disputed && openCents(claim) > 0)
    .map((claim) => claim.dueOn)
  return later.length === 0 ? null : later.reduce((a, b) => (a < b ? a : b))
}

/** For so many days a payment that staff booked is believed while no book shows it. */
const BELIEVED_DAYS = 14

/** Whether a book of a day may still contradict what staff booked. */
export const staffIsBelieved = (bookedOn: IsoDate | null, on: IsoDate): boolean =>
  bookedOn === null || on <= plusDays(bookedOn, BELIEVED_DAYS)

/** The claims as the book has them, without what staff booked. */
export const asInBook = (claims: readonly OpenClaim[]): OpenClaim[] =>
  claims.map((claim) => ({ ...claim, staffPaidCents: 0 }))

/**
 * The claims of a new book, with what staff knew kept: a dispute stays, and a payment that staff booked stays deducted
 * until the book itself shows the lower amount.
 */
export function takeOver(known: readonly OpenClaim[], book: readonly Claim[]): OpenClaim[] {
  const before = new Map(known.map((claim) => [claim.number, claim]))
  return book.map((claim) => {
    const old = before.get(claim.number)
    if (!old) return { ...claim, staffPaidCents: 0, disputed: false }
    const shown = Math.max(0, old.openCents - claim.openCents)
    return { ...claim, staffPaidCents: Math.max(0, old.staffPaidCents - shown), disputed: old.disputed }
  })
}

/**
 * The claims after a payment of a day that staff booked: of those due by then the oldest first, undisputed before
 * disputed; anything over is left for the book to show. `all` is all of them.
 */
export function afterPayment(claims: readonly OpenClaim[], amountCents: number | 'all', on: IsoDate): OpenClaim[] {
  const paid = new Map<number, number>()
  let rest = amountCents === 'all' ? Number.POSITIVE_INFINITY : amountCents
  const meant = claims.filter((claim) => claim.dueOn <= on)
  const order = meant.sort((a, b) => Number(a.disputed) - Number(b.disputed) || (a.dueOn < b.dueOn ? -1 : 1))
  for (const claim of order) {
    const part = Math.min(rest, Math.max(0, openCents(claim)))
    paid.set(claim.number, part)
    rest -= part
  }
  return claims.map((claim) => ({ ...claim, staffPaidCents: claim.staffPaidCents + (paid.get(claim.number) ?? 0) }))
}

/**
 * The claims after a payment of before their book, that is told of after it: what the book took off is not deducted
 * once more (E1).
 *
 * @param before the claims as they stood before that book
 */
export function afterLatePayment(
  claims: readonly OpenClaim[],
  before: readonly OpenClaim[],
  amountCents: number | 'all',
  on: IsoDate,
): OpenClaim[] {
  const book = asInBook(claims)
  const notShown = (known: readonly OpenClaim[]) => takeOver(known, book).map(({ staffPaidCents }) => staffPaidCents)
  const without = notShown(before)
  const paid = notShown(afterPayment(before, amountCents, on))
  return claims.map((claim, at) => ({
    ...claim,
    staffPaidCents: claim.staffPaidCents + (paid[at] ?? 0) - (without[at] ?? 0),
  }))
}

/** Whether two books say the same of a renter. */
export const sameClaims = (a: readonly Claim[], b: readonly Claim[]): boolean => digest(a) === digest(b)
const digest = (claims: readonly Claim[]) =>
  JSON.stringify(
    claims.toSorted((x, y) => x.number - y.number).map(({ number, dueOn, openCents: cents }) => [number, dueOn, cents]),
  )
