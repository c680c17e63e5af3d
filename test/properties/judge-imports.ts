import type { StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { isUsed, statusOf } from './judge-books.ts'
import { dateIn, type Told } from './told.ts'
import { REMAINDER_CENTS } from './told-claims.ts'
import { contentOf, type Delivery } from './world.ts'

// Invariant 7: an import that is cut short or looks wrong never closes a case.

export const importsCloseNothing: Judge = (evidence) =>
  evidence.cases.flatMap((each) => each.events.flatMap((event) => unfounded(evidence, each, event)))

function unfounded(evidence: Evidence, each: JudgedCase, event: StoredEvent): string[] {
  const before = each.told[event.seq - 1]
  if (event.type !== 'CasePaid' || !before || nothingOwed(before, dateIn(event.at))) return []
  // What staff booked stays deducted until the book shows it.
  if (event.knownFrom === 'staff' && each.events.some(isBooking)) return []
  const files = evidence.world.deliveries.filter(({ on }) => on === event.on)
  if (files.some((file) => isUsed(evidence, file) && saysPaid(evidence, file, each, before))) return []
  const told = files.map((file) => `${file.file} (${file.harm}, ${statusOf(evidence, file)})`)
  return [
    `7: ${each.caseId}#${event.seq} (renter ${each.renter}) was paid by no book of ${event.on}: ${told.join(', ')}`,
  ]
}

const isBooking = (event: StoredEvent): boolean => event.type === 'PaymentBooked'

/** Whether no more than remainders may be open, credits deducted (C11). */
const onlyRemainders = (claims: readonly { readonly openCents: number }[]): boolean => {
  const asked = claims.filter(({ openCents }) => openCents > 0)
  return claims.reduce((sum, { openCents }) => sum + openCents, 0) <= asked.length * REMAINDER_CENTS
}

/** Without the last word of staff: what the book itself knows. */
const nothingOwed = ({ claims }: Told, on: string): boolean => onlyRemainders(claims.filter(({ dueOn }) => dueOn <= on))

/** Whether a whole file says that the renter owes nothing any more, or only something that the case is not about. */
function saysPaid(
  { world }: Evidence,
  file: Delivery,
  { renter, client, numbers }: JudgedCase,
  { claims, bookOn }: Told,
): boolean {
  if (file.harm === 'cut' || file.harm === 'no-amounts') return false
  const { lines } = contentOf(world, file)
  // A client who is not in it is missing, and has not paid (I2).
  if (!lines.some((line) => line.client === client)) return false
  const own = lines.filter((line) => line.renter === renter && line.client === client)
  const known = new Set(claims.filter(({ openCents }) => openCents > 0).map(({ number }) => number))
  const isKnown = (invoice: string) => known.has(numbers.get(invoice) ?? 0)
  return (
    onlyRemainders(own) ||
    own.every(({ invoice, dueOn, openCents }) => openCents <= REMAINDER_CENTS || (!isKnown(invoice) && dueOn > bookOn))
  )
}
