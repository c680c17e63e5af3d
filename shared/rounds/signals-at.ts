import type { ObjectsFor } from '../contracts/rights.ts'
import { type Manifest, manifestSchema } from '../portals/manifest.ts'
import type { WithdrawalRow } from '../portals/withdrawal-row.ts'
import { getJson } from '../runtime/json-objects.ts'
import { placedIn } from './placed.ts'

/** A signal that left, by what the portal knows of it. */
export interface LeftSignal {
  readonly caseId: string
  readonly file: string
}

type Address = Pick<WithdrawalRow, 'postcode' | 'houseNumber' | 'houseNumberAddition'>

/**
 * Every signal that left for a portal, by its address; of one case, the newest. An addition that one side leaves out
 * does not set two addresses apart, as long as no signal has it.
 */
export async function signalsAt(
  objects: Pick<ObjectsFor<'evidence read' | 'work read'>, 'get' | 'list'>,
  portal: Manifest['portal'],
): Promise<(address: Address) => LeftSignal[]> {
  const manifests: Manifest[] = []
  for await (const key of objects.list('evidence', 'manifests/')) {
    const manifest = await getJson(objects, 'evidence', key, manifestSchema)
    if (manifest?.kind === 'signals' && manifest.portal === portal) manifests.push(manifest)
  }
  manifests.sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1))
  const byHouse = new Map<string, Map<string, LeftSignal & { readonly addition: string }>>()
  for (const { file } of manifests)
    for (const { caseId, address } of (await placedIn({ objects }, file)) ?? []) {
      if (!address) continue
      const house = byHouse.get(houseOf(address)) ?? new Map()
      house.set(caseId, { caseId, file, addition: additionOf(address) })
      byHouse.set(houseOf(address), house)
    }
  return (address) => {
    const here = [...(byHouse.get(houseOf(address))?.values() ?? [])]
    const exact = here.filter(({ addition }) => addition === additionOf(address))
    return exact.length > 0 ? exact : here.filter(({ addition }) => addition === '' || additionOf(address) === '')
  }
}

const houseOf = ({ postcode, houseNumber }: Address) => `${postcode} ${houseNumber}`
const additionOf = ({ houseNumberAddition }: Address) =>
  houseNumberAddition.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
