import { afterLatePayment, afterPayment, asInBook, staffIsBelieved, takeOver } from './arrears.ts'
import { dateOf, latest } from './calendar.ts'
import { owedOn } from './claims.ts'
import type { StoredEvent } from './event.ts'
import { momentOf } from './reports.ts'
import type { CaseState } from './state.ts'

// What a book, and a payment that staff booked, make of the claims (C4, C8, C14).

type Of<Type extends StoredEvent['type']> = Extract<StoredEvent, { readonly type: Type }>

/** A new book; under an arrangement, what it shows to have come in on other claims is remembered (C8). */
export function afterBook(state: CaseState, { claims: book, on }: Of<'ArrearsChanged'>): Partial<CaseState> {
  const { arrangement } = state
  const claims = takeOver(staffIsBelieved(state.bookedOn, on) ? state.claims : asInBook(state.claims), book)
  const now = new Map(book.map(({ number, openCents }) => [number, openCents]))
  const came = arrangement
    ? state.claims
        .filter(({ number }) => !arrangement.owedCents.has(number))
        .reduce((sum, { number, openCents }) => sum + Math.max(0, openCents - (now.get(number) ?? 0)), 0)
    : 0
  return {
    ...{ claims, bookOn: on, exceptedOn: null, beforeBook: state.claims },
    ...(arrangement && { arrangement: { ...arrangement, elsewhereCents: arrangement.elsewhereCents + came } }),
  }
}

/**
 * A person's word in place of a book, or that there is none that is new enough (C13); or a book that does not tell what
 * this renter owes (I1, I2). What waits for a round's file waits again.
 */
export function withoutBook(
  state: CaseState,
  event: Of<'BookConfirmed' | 'BookUnread' | 'SignalWaitsForBook'>,
): Partial<CaseState> {
  if (event.type === 'SignalWaitsForBook') return { queued: false, signalReservation: null }
  if (event.type === 'BookUnread') return { exceptedOn: event.on, queued: false }
  if (event.except) return { exceptedOn: event.on }
  const bookOn = latest(state.bookOn, event.on)
  return event.on < (state.exceptedOn ?? '') ? { bookOn } : { bookOn, exceptedOn: null }
}

/** A payment that staff booked. Rent that fell due after the payment is not what was paid (E1). */
export function afterBooking(state: CaseState, event: Of<'PaymentBooked'>): Partial<CaseState> {
  const on = dateOf(momentOf(event))
  const claims =
    state.beforeBook && on < state.bookOn
      ? afterLatePayment(state.claims, state.beforeBook, event.amountCents, on)
      : afterPayment(state.claims, event.amountCents, on)
  return { claims, bookedOn: latest(on, state.bookedOn ?? on) }
}

const CHANGES_WHAT_IS_OPEN = new Set(['ArrearsChanged', 'PaymentBooked', 'CasePaid'])

/** The claims that were open once and are not any more: what is open of them later, came back (C14). */
export function paidSince(before: CaseState, { claims, ended }: CaseState, event: StoredEvent): ReadonlySet<number> {
  if (event.type === 'ClaimReturned')
    return new Set([...before.paid].filter((number) => !event.claims.includes(number)))
  if (!CHANGES_WHAT_IS_OPEN.has(event.type)) return before.paid
  const on = dateOf(event.at)
  const open = new Set(ended ? [] : owedOn({ claims }, on).map(({ claim }) => claim.number))
  const paid = owedOn(before, on).filter(({ claim }) => !open.has(claim.number))
  return paid.length === 0 ? before.paid : new Set([...before.paid, ...paid.map(({ claim }) => claim.number)])
}
