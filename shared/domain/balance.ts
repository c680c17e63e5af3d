import type { IsoDate } from './calendar.ts'

/** A claim as a book names it, of which the history knows the number alone. */
export interface BookClaim {
  /** Its number at the client; '' where the export has none. */
  readonly contract: string
  readonly invoice: string
  readonly rent: boolean
  readonly description: string
  readonly dueOn: IsoDate
  readonly openCents: number
}

/**
 * The invoice under which an export gives no more than a renter's balance; a contract may follow it. Nothing in the
 * file tells since when it is open, so the books tell it together.
 */
export const BALANCE = 'Saldo'

const isBalance = ({ invoice }: BookClaim): boolean => invoice === BALANCE || invoice.startsWith(`${BALANCE} `)

/**
 * The claims of a book with each balance spread over the months in which it arose: what it rose since the last book
 * fell due in the month of this one, what it fell was paid off the oldest (art. 6:43 BW). The others stay as they are.
 *
 * @param known the claims of the running case, as the last book left them; none when there is no running case
 * @param claims of this book; a balance falls due on the first of the month of the book
 */
export function spreadBalance(known: readonly BookClaim[], claims: readonly BookClaim[]): BookClaim[] {
  return claims.flatMap((claim) => (isBalance(claim) ? spread(known, claim) : [claim]))
}

const isOf = (balance: BookClaim, { contract, rent }: BookClaim): boolean =>
  contract === balance.contract && rent === balance.rent

function spread(known: readonly BookClaim[], balance: BookClaim): BookClaim[] {
  const name = (dueOn: IsoDate) => `${balance.invoice} ${dueOn.slice(0, 7)}`
  const newest: BookClaim = { ...balance, invoice: name(balance.dueOn) }
  if (balance.openCents <= 0) return [newest]
  const oldestFirst = known
    .filter((claim) => claim.openCents > 0 && isOf(balance, claim) && claim.invoice === name(claim.dueOn))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
  const before = oldestFirst.reduce((sum, { openCents }) => sum + openCents, 0)
  let paid = Math.max(0, before - balance.openCents)
  const risen = Math.max(0, balance.openCents - before)
  const left = oldestFirst.flatMap((claim) => {
    const part = Math.min(paid, claim.openCents)
    paid -= part
    return claim.openCents > part ? [{ ...claim, openCents: claim.openCents - part }] : []
  })
  if (risen === 0) return left
  const same = left.find(({ invoice }) => invoice === newest.invoice)
  return same
    ? left.map((claim) => (claim === same ? { ...claim, openCents: claim.openCents + risen } : claim))
    : [...left, { ...newest, openCents: risen }]
}
