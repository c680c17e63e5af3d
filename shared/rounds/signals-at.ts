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

/** One of a house, with its addition as additions are compared. */
interface SignalInHouse extends LeftSignal {
  readonly addition: string
}

type Objects = Pick<ObjectsFor<'evidence read' | 'work read'>, 'get' | 'list'>

/**
 * Every signal that left for a portal, by its address; of one case, the newest. An addition that one side leaves out
 * does not set two addresses apart, as long as no signal has it.
 */
export async function signalsAt(
  objects: Objects,
  portal: Manifest['portal'],
): Promise<(address: Address) => LeftSignal[]> {
  const inHouse = await signalsInHouse(objects, portal)
  return (address) => {
    const here = inHouse(address)
    const exact = here.filter(({ addition }) => addition === additionOf(address))
    return exact.length > 0 ? exact : here.filter(({ addition }) => addition === '' || additionOf(address) === '')
  }
}

/** Every signal that left for a portal, by its postcode and house number; of one case at an address, the newest. */
export async function signalsInHouse(
  objects: Objects,
  portal: Manifest['portal'],
): Promise<(house: Pick<Address, 'postcode' | 'houseNumber'>) => SignalInHouse[]> {
  const manifests: Manifest[] = []
  for await (const key of objects.list('evidence', 'manifests/')) {
    const manifest = await getJson(objects, 'evidence', key, manifestSchema)
    if (manifest?.kind === 'signals' && manifest.portal === portal) manifests.push(manifest)
  }
  manifests.sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1))
  const byHouse = new Map<string, Map<string, SignalInHouse>>()
  for (const { file } of manifests)
    for (const { caseId, address } of (await placedIn({ objects }, file)) ?? []) {
      if (!address) continue
      const house = byHouse.get(houseOf(address)) ?? new Map()
      house.set(caseId, { caseId, file, addition: additionOf(address) })
      byHouse.set(houseOf(address), house)
    }
  return (house) => [...(byHouse.get(houseOf(house))?.values() ?? [])]
}

/** A house of a street. */
export const houseOf = ({ postcode, houseNumber }: Pick<Address, 'postcode' | 'houseNumber'>): string =>
  `${postcode} ${houseNumber}`
/** An addition as additions are compared: `-a` and `A` are one. */
export const additionOf = ({ houseNumberAddition }: Pick<Address, 'houseNumberAddition'>): string =>
  houseNumberAddition.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
