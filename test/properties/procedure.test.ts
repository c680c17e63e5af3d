import { expect, test } from 'vitest'
import { drawWorld } from './arbitrary-world.ts'
import { counterexample } from './counterexample.ts'
import { violations } from './invariants.ts'
import { type Played, playWorld } from './play-world.ts'
import { REACHED } from './reached.ts'

// The invariants of the rulebook, on the real state machines and functions, whatever happens in whatever order and
// whatever fails meanwhile. A history is the whole life of one case. One world again: SEED and RENTERS as the failure
// names them, with HISTORIES=1.

/** By default those of one world: each more costs as much as some dozen cases. */
const HISTORIES = Number(process.env.HISTORIES ?? 25)
/**
 * `npm test` plays the same world every time, so that nobody is stopped by one that chance drew. In it functions fail
 * and the process is killed, but no call is broken off: which one that hits depends on the order of calls, so that such
 * a world is not the same twice. New seeds are searched for by `npm run test:properties`.
 */
const KNOWN_SEED = 7
const CHANCE = Math.floor(Math.random() * 2 ** 31)
const SEED = Number(process.env.SEED ?? (process.env.HISTORIES === undefined ? KNOWN_SEED : CHANCE))
/**
 * Of one world. Starting one costs as much as some dozen cases; more worlds mean more registers and more kinds of
 * failure.
 */
const RENTERS = Number(process.env.RENTERS ?? (HISTORIES > 1000 ? 150 : 125))
/** Of some the case never opens; others fall behind more than once, or at two clients. */
const CASES_PER_RENTER = 0.9
/** Each keeps one processor busy, and a part of another. */
const WORLDS_AT_ONCE = 2
const MINUTE = 60_000
/**
 * From so many histories on it is certain that everything happens somewhere; else the worlds are too tame to prove
 * anything.
 */
const ENOUGH = 2000

test(
  `the invariants hold in ${HISTORIES} histories`,
  async () => {
    const reached = new Set<string>()
    let histories = 0
    let begun = 0
    let underWay = 0
    let failed = false

    const playNext = async () => {
      const [seed, short] = [SEED + begun, HISTORIES - histories - underWay]
      const renters = process.env.RENTERS ? RENTERS : Math.min(RENTERS, Math.ceil(short / CASES_PER_RENTER) + 1)
      const expected = renters * CASES_PER_RENTER
      begun += 1
      underWay += expected
      const world = drawWorld(seed, renters)
      const played = await playWorld(world).catch((error: unknown) => {
        throw new Error(`SEED=${seed} RENTERS=${renters}`, { cause: error })
      })
      const broken = violations(played)
      if (broken.length > 0) throw await counterexample(`SEED=${seed} RENTERS=${renters}`, played, broken)
      underWay -= expected
      histories += played.cases.length
      for (const each of happenedIn(played)) reached.add(each)
    }
    const playOn = async () => {
      while (!failed && histories + underWay < HISTORIES)
        await playNext().catch((error: unknown) => {
          failed = true
          throw error
        })
    }
    // Where the worlds bring about fewer cases than expected, some more follow.
    while (histories < HISTORIES) {
      const ends = await Promise.allSettled(Array.from({ length: WORLDS_AT_ONCE }, playOn))
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    }
    const missing = REACHED.filter((each) => !reached.has(each))
    console.log(`${histories} histories in ${begun} worlds, SEED=${SEED}; not seen: ${missing.join(', ') || 'nothing'}`)
    if (HISTORIES >= ENOUGH) expect(missing, 'the worlds are too tame').toEqual([])
  },
  HISTORIES * 1000 + 15 * MINUTE,
)

function happenedIn({ cases, faults, outcome, lives, world }: Played): string[] {
  return [
    ...cases.flatMap(({ events }) => events.map(({ type }) => type)),
    ...Object.keys(faults),
    ...outcome.imports.map(({ status }) => status),
    ...outcome.staffMails.map(({ letter }) => letter),
    ...world.facts.map(({ type }) => type),
    ...(lives > 1 ? ['killed'] : []),
  ]
}
