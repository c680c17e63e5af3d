import type { CaseSummary } from '../../shared/contracts/ports.ts'
import type { Person, RenterRecord } from '../../shared/contracts/renters.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'
import { randomBits } from '../../shared/runtime/random.ts'
import type { ConsolePorts, Env } from './ports.ts'

type Whose = Pick<CaseSummary, 'caseId' | 'renter' | 'client'>

/**
 * The records of the renters of these cases, by case: a view of a person is written down before the page gets the
 * person, so that what could not be written down is not shown.
 */
export async function peopleOf(
  { renters, notebook, now }: Pick<ConsolePorts, 'renters' | 'notebook' | 'now'>,
  { by }: Env['Variables']['session'],
  page: string,
  cases: readonly Whose[],
): Promise<ReadonlyMap<string, RenterRecord>> {
  const whose = [...new Map(cases.map((each) => [each.caseId, each])).values()]
  if (whose.length === 0) return new Map()
  const at = now().toISOString()
  const ids = whose.map(({ caseId }) => caseId)
  await notebook.put('view', `${at}-${randomBits().slice(0, 12)}`, { by, at, page, cases: ids })
  const records = await renters.getMany(whose.map(({ renter, client }) => ({ renter, client })))
  const known = new Map(records.map((record) => [ownerKey(record.client, record.renter), record]))
  return new Map(
    whose.flatMap(({ caseId, renter, client }) => {
      const record = known.get(ownerKey(client, renter))
      return record ? [[caseId, record] as const] : []
    }),
  )
}

/** `J. van der Berg`, as an envelope says it. */
export const nameOf = ({ initials, surname }: Person): string =>
  [initials, surname].filter((part) => part !== '').join(' ')
