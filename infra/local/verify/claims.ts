import type { StoredHistory } from '../../../shared/adapters/stored-histories.ts'
import { mappingBrokenAt } from '../../../shared/cases/named-claims.ts'
import { eventSchema } from '../../../shared/contracts/event-versions.ts'
import type { RenterRecord, RenterStore } from '../../../shared/contracts/renters.ts'

/** A renter who came back after a purge has another record, which tells nothing of the cases before it. */
const isOf = ({ caseId, earlierCases = [] }: RenterRecord, of: string): boolean =>
  caseId === of || earlierCases.includes(of)

/** A case of which the renter's record was changed since: its claims have other names, from this event on. */
export interface ChangedNames {
  readonly caseId: string
  readonly seq: number
}

/**
 * Hands the cases on, and collects those whose claims have other names in the renter's record than when the event was
 * written (invariant 5). A renter who is purged has no names to compare.
 */
export async function* comparingNames(
  all: AsyncIterable<StoredHistory>,
  renters: Pick<RenterStore, 'get'>,
  changed: ChangedNames[],
): AsyncGenerator<StoredHistory> {
  for await (const each of all) {
    const { caseId, renter, stored } = each
    const record = renter && (await renters.get(renter.renter, renter.client))
    const events = stored.flatMap((event) => eventSchema.safeParse(event).data ?? [])
    const seq = record && isOf(record, caseId) ? mappingBrokenAt(record, events) : null
    if (seq !== null) changed.push({ caseId, seq })
    yield each
  }
}
