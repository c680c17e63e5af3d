import type { ObjectsFor } from '../contracts/rights.ts'
import { type Manifest, manifestSchema } from '../portals/manifest.ts'
import type { WithdrawalRow } from '../portals/withdrawal-row.ts'
import { getJson } from '../runtime/json-objects.ts'
import { mayBeIn, type PlacedCase, placedIn } from './placed.ts'

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
  const inHouse = await byHouse(objects, portal, async (file) => (await placedIn({ objects }, file)) ?? [])
  return (address) => {
    const here = inHouse(address)
    const exact = here.filter(({ addition }) => addition === additionOf(address))
    return exact.length > 0 ? exact : here.filter(({ addition }) => addition === '' || additionOf(address) === '')
  }
}

/**
 * Every signal that left for a portal, or is being written, by its postcode and house number; of one case at an
 * address, the newest.
 */
export const signalsInHouse = (objects: Objects, portal: Manifest['portal']): Promise<InHouse> =>
  byHouse(objects, portal, (file) => mayBeIn(objects, file))

type InHouse = (house: Pick<Address, 'postcode' | 'houseNumber'>) => SignalInHouse[]

async function byHouse(
  objects: Objects,
  portal: Manifest['portal'],
  whoIsIn: (file: string) => Promise<Pick<PlacedCase, 'caseId' | 'address'>[]>,
): Promise<InHouse> {
  const manifests: Manifest[] = []
  for await (const key of objects.list('evidence', 'manifests/')) {
    const manifest = await getJson(objects, 'evidence', key, manifestSchema)
    if (manifest?.kind === 'signals' && manifest.portal === portal) manifests.push(manifest)
  }
  manifests.sort((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1))
  const houses = new Map<string, Map<string, SignalInHouse>>()
  for (const { file } of manifests)
    for (const { caseId, address } of await whoIsIn(file)) {
      if (!address) continue
      const house = houses.get(houseOf(address)) ?? new Map()
      house.set(caseId, { caseId, file, addition: additionOf(address) })
      houses.set(houseOf(address), house)
    }
  return (house) => [...(houses.get(houseOf(house))?.values() ?? [])]
}

/** A house of a street. */
export const houseOf = ({ postcode, houseNumber }: Pick<Address, 'postcode' | 'houseNumber'>): string =>
  `${postcode} ${houseNumber}`
/** An addition as additions are compared: `-a` and `A` are one. */
export const additionOf = ({ houseNumberAddition }: Pick<Address, 'houseNumberAddition'>): string =>
  houseNumberAddition.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
