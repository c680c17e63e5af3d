import { type IsoDate, plusDays } from './calendar.ts'
import type { Item } from './event.ts'
import type { OpenItem } from './state.ts'

/** What is still open of one item, in cents: the book less what staff booked before the book shows it. */
export const openCents = (item: OpenItem): number =>
  item.openCents > 0 ? Math.max(0, item.openCents - item.staffPaidCents) : item.openCents

/** Whether an item counts as arrears on a day: due, still open, and not set aside as disputed (C4). */
const counts = (item: OpenItem, on: IsoDate) => item.dueOn <= on && !item.disputed && openCents(item) !== 0

export interface Arrears {
  /** What is owed, credits deducted; in cents, never below zero. */
  readonly cents: number
  /** Calendar months of rent that are open: the number that the portal asks for. */
  readonly months: number
  readonly oldestDueOn: IsoDate | null
}

/** The undisputed arrears on a day. Credits are netted; without a positive balance nothing is in arrears. */
export function arrearsOn(items: readonly OpenItem[], on: IsoDate): Arrears {
  const due = items.filter((item) => counts(item, on))
  const cents = due.reduce((sum, item) => sum + openCents(item), 0)
  if (cents <= 0) return { cents: 0, months: 0, oldestDueOn: null }
  const dates = due.filter((item) => openCents(item) > 0).map((item) => item.dueOn)
  return {
    cents,
    months: new Set(dates.map((date) => date.slice(0, 7))).size,
    oldestDueOn: dates.reduce((a, b) => (a < b ? a : b)),
  }
}

/** What the book says is owed on a day, disputed or not: a renter in dispute still owes in the book (C4). */
export const owedInBook = (items: readonly Item[], on: IsoDate): number =>
  items.filter((item) => item.dueOn <= on).reduce((sum, item) => sum + item.openCents, 0)

/** What is open in all, disputed or not, after what staff booked; in cents. */
export const owed = (items: readonly OpenItem[], on: IsoDate): number =>
  items.filter((item) => item.dueOn <= on).reduce((sum, item) => sum + openCents(item), 0)

/** The next day after `on` on which an item falls due, if any. */
export function nextDueAfter(items: readonly OpenItem[], on: IsoDate): IsoDate | null {
  const later = items
    .filter((item) => item.dueOn > on && !item.disputed && openCents(item) > 0)
    .map((item) => item.dueOn)
  return later.length === 0 ? null : later.reduce((a, b) => (a < b ? a : b))
}

/** For so many days a payment that staff booked is believed while no book shows it. */
const BELIEVED_DAYS = 14

/** Whether a book of a day may still contradict what staff booked. */
export const staffIsBelieved = (bookedOn: IsoDate | null, on: IsoDate): boolean =>
  bookedOn === null || on <= plusDays(bookedOn, BELIEVED_DAYS)

/** The items as the book has them, without what staff booked. */
export const asInBook = (items: readonly OpenItem[]): OpenItem[] =>
  items.map((item) => ({ ...item, staffPaidCents: 0 }))

/**
 * The items of a new book, with what staff knew kept: a dispute stays, and a payment that staff booked stays deducted
 * until the book itself shows the lower amount.
 */
export function takeOver(known: readonly OpenItem[], book: readonly Item[]): OpenItem[] {
  const before = new Map(known.map((item) => [item.invoice, item]))
  return book.map((item) => {
    const old = before.get(item.invoice)
    if (!old) return { ...item, staffPaidCents: 0, disputed: false }
    const shown = Math.max(0, old.openCents - item.openCents)
    return { ...item, staffPaidCents: Math.max(0, old.staffPaidCents - shown), disputed: old.disputed }
  })
}

/**
 * The items after staff booked a payment on a day: the oldest first, undisputed before disputed; anything over is left for the
 * book to show. `all` is all that was due by then.
 */
export function afterPayment(items: readonly OpenItem[], amountCents: number | 'all', on: IsoDate): OpenItem[] {
  const paid = new Map<string, number>()
  let rest = amountCents === 'all' ? Number.POSITIVE_INFINITY : amountCents
  const meant = items.filter((item) => amountCents !== 'all' || item.dueOn <= on)
  const order = meant.sort((a, b) => Number(a.disputed) - Number(b.disputed) || (a.dueOn < b.dueOn ? -1 : 1))
  for (const item of order) {
    const part = Math.min(rest, Math.max(0, openCents(item)))
    paid.set(item.invoice, part)
    rest -= part
  }
  return items.map((item) => ({ ...item, staffPaidCents: item.staffPaidCents + (paid.get(item.invoice) ?? 0) }))
}

/** Whether two books say the same of a renter. */
export const sameItems = (a: readonly Item[], b: readonly Item[]): boolean => digest(a) === digest(b)
const digest = (items: readonly Item[]) =>
  JSON.stringify(
    items
      .map((item) => [item.invoice, item.dueOn, item.openCents])
      .sort((x, y) => (String(x[0]) < String(y[0]) ? -1 : 1)),
  )
