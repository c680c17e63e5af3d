import { violations } from './invariants.ts'
import { type Played, playWorld } from './play-world.ts'
import type { World } from './world.ts'

/** So many sentences say enough about what is wrong. */
const MOST = 20

/**
 * A broken world as an error: what is broken is written at once, and then the smallest world found in which anything
 * is. A renter has nothing to do with another one, so that a world of those who are named mostly breaks in the same
 * way.
 *
 * @param again how to play the whole world again
 */
export async function counterexample(again: string, played: Played, broken: readonly string[]): Promise<Error> {
  const sentences = broken.slice(0, MOST).join('\n')
  console.error(`${again}: ${broken.length} sentences\n${sentences}`)
  let smallest: World | null = null
  for (const smaller of smallerWorlds(played, broken)) {
    const still = await playWorld(smaller).then(violations, () => [])
    if (still.length === 0) continue
    console.error(`still, with ${smaller.renters.length} renters:\n${still.slice(0, MOST).join('\n')}`)
    smallest = smaller
    if (smaller.renters.length === 1) break
  }
  const shown = smallest
    ? JSON.stringify({ ...smallest, deliveries: smallest.deliveries.filter(({ harm }) => harm !== 'none') })
    : 'no smaller world breaks'
  return new Error(`${again}\n${sentences}\n${shown}`)
}

/** Only those who are named; then without any failures; then each of the first few alone, as the world was. */
function smallerWorlds(played: Played, broken: readonly string[]): World[] {
  const named = [...new Set(broken.flatMap((sentence) => rentersIn(played, sentence)))]
  if (named.length === 0) return []
  const { world } = played
  const ofNamed = withOnly(world, named)
  const calm = { ...ofNamed, faults: { ...world.faults, calls: 0, functions: 0, kills: [] } }
  return [ofNamed, calm, ...(named.length > 1 ? named.slice(0, 2).map((renter) => withOnly(calm, [renter])) : [])]
}

function rentersIn({ cases, world }: Played, sentence: string): string[] {
  const numbers = [...sentence.matchAll(/renter (\d+)/g)].map(([, number]) => number)
  const ofCases = cases.filter(({ caseId }) => sentence.includes(caseId)).map(({ renter }) => renter)
  const ofFacts = [...sentence.matchAll(/fact-(\d+)/g)].map(([, place]) => world.facts[Number(place) - 1]?.renter)
  const known = new Set(world.renters.map(({ number }) => number))
  return [...numbers, ...ofCases, ...ofFacts]
    .filter((each) => typeof each === 'string')
    .filter((each) => known.has(each))
}

function withOnly(world: World, numbers: readonly string[]): World {
  const isKept = (number: unknown) => typeof number !== 'string' || numbers.includes(number)
  return {
    ...world,
    renters: world.renters.filter(({ number }) => isKept(number)),
    facts: world.facts.filter(({ renter }) => isKept(renter)),
  }
}
