import type { Evidence, JudgedCase } from './invariants.ts'
import { dateIn, daysAfter } from './told.ts'
import { contentOf, type Delivery } from './world.ts'

// Which books counted (C13, invariant 7).

const NOT_IMPORTED = 'not imported'
export const statusOf = ({ outcome }: Evidence, { file }: Delivery): string =>
  outcome.imports.find((each) => each.file === file)?.status ?? NOT_IMPORTED

/** Accepted as a whole; or whole, and its import broke off half-way, which leaves it without a report. */
export function isUsed(evidence: Evidence, file: Delivery): boolean {
  const status = statusOf(evidence, file)
  const brokeOff = evidence.executions.some(({ machine, status: end }) => machine === 'erp-import' && end === 'FAILED')
  return status === 'accepted' || (status === NOT_IMPORTED && file.harm === 'none' && brokeOff)
}

/** Also one that was refused since it cannot be read: a person must deliver another. */
const waitsForPerson = (status: string, { harm }: Delivery): boolean =>
  status === 'quarantined' || (status === 'rejected' && harm === 'no-amounts')

/**
 * Whether there was a book of the client of at most so many days when a case was at some event, or a person's word that
 * stands for one, and no newer one that waits for a person to this day (C13).
 */
export function isFresh(
  evidence: Evidence,
  { client, events }: JudgedCase,
  seq: number,
  on: string,
  days: number,
): boolean {
  const oldest = daysAfter(on, -days)
  const confirmed = events.some(
    (event) => event.type === 'BookConfirmed' && event.seq < seq && event.on >= oldest && dateIn(event.at) <= on,
  )
  const books = evidence.world.deliveries.filter(
    (file) => file.on <= on && contentOf(evidence.world, file).lines.some((line) => line.client === client),
  )
  const newest = books
    .filter((file) => isUsed(evidence, file))
    .reduce((last, file) => (file.on > last ? file.on : last), '')
  // Of a file of the same day, nobody knows here which came first.
  const waits = books.some((file) => file.on < on && file.on > newest && waitsForPerson(statusOf(evidence, file), file))
  return confirmed || (newest >= oldest && !waits)
}
