import type { IsoDate } from './calendar.ts'
import type { Item } from './event.ts'

/**
 * The invoice under which an export gives no more than a renter's balance; a contract may follow it. Nothing in the file tells
 * since when it is open, so the books tell it together.
 */
export const BALANCE = 'Saldo'

const isBalance = ({ invoice }: Item): boolean => invoice === BALANCE || invoice.startsWith(`${BALANCE} `)

/**
 * The items of a book with each balance spread over the months in which it arose: what it rose since the last book fell due in
 * the month of this one, what it fell was paid off the oldest (art. 6:43 BW). The others stay as they are.
 *
 * @param known the items of the running case, as the last book left them; none when there is no running case
 * @param items of this book; a balance falls due on the first of the month of the book
 */
export function spreadBalance(known: readonly Item[], items: readonly Item[]): Item[] {
  return items.flatMap((item) => (isBalance(item) ? spread(known, item) : [item]))
}

function spread(known: readonly Item[], balance: Item): Item[] {
  const name = (dueOn: IsoDate) => `${balance.invoice} ${dueOn.slice(0, 7)}`
  const newest: Item = { ...balance, invoice: name(balance.dueOn) }
  if (balance.openCents <= 0) return [newest]
  const oldestFirst = known
    .filter((item) => item.openCents > 0 && item.invoice === name(item.dueOn))
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))
  const before = oldestFirst.reduce((sum, { openCents }) => sum + openCents, 0)
  let paid = Math.max(0, before - balance.openCents)
  const risen = Math.max(0, balance.openCents - before)
  const left = oldestFirst.flatMap(({ invoice, description, dueOn, openCents }) => {
    const part = Math.min(paid, openCents)
    paid -= part
    return openCents > part ? [{ invoice, description, dueOn, openCents: openCents - part }] : []
  })
  if (risen === 0) return left
  const same = left.find(({ invoice }) => invoice === newest.invoice)
  return same
    ? left.map((item) => (item === same ? { ...item, openCents: item.openCents + risen } : item))
    : [...left, { ...newest, openCents: risen }]
}
