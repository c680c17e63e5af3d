import type { Outcome } from '../cases/change-case.ts'
import type { RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { type Worklist, worklistSchema } from '../contracts/round.ts'
import { withdrawalRowSchema } from '../portals/withdrawal-row.ts'
import { getJson } from '../runtime/json-objects.ts'
import { mayBeIn } from './placed.ts'
import { houseOf } from './signals-at.ts'

interface Ports {
  readonly notebook: Pick<NotebookFor<'delivery read'>, 'list'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get' | 'list'>
  readonly renters: Pick<RenterStore, 'get'>
}

/**
 * Whether a line of a withdrawal for the house of a renter is written, or being written, and its portal does not have
 * it yet. A signal that reaches the portal before that line would be taken back by it too, whoever's it is: it waits
 * (S4).
 */
export async function waitsForWithdrawal(
  { notebook, objects, renters }: Ports,
  portal: Worklist['portal'],
): Promise<(found: Pick<Outcome, 'renter' | 'state'>) => Promise<boolean>> {
  const houses = new Set<string>()
  for (const { id: file, value } of await notebook.list('delivery')) {
    if (value.kind !== 'withdrawals' || value.done || value.delivered) continue
    const list = await getJson(objects, 'work', value.key, worklistSchema)
    if (list?.portal !== portal) continue
    for (const { address } of await mayBeIn(objects, file)) houses.add(houseOf(address))
  }
  return async ({ renter, state }) => {
    if (houses.size === 0 || renter === null) return false
    const { postcode, houseNumber } = (await renters.get(renter, state.client))?.person ?? {}
    const house = withdrawalRowSchema.safeParse({ postcode, houseNumber, houseNumberAddition: '' })
    return house.success && houses.has(houseOf(house.data))
  }
}
