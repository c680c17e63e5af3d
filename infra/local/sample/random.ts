/**
 * Draws that are the same on every run: each purpose has its own seed, so that adding a renter changes no other renter.
 */
export interface Random {
  /** A whole number from `low` up to and including `high`. */
  between(low: number, high: number): number
  pick<T>(from: readonly T[]): T
}

/** A linear congruential generator modulo 2^32, started from a text; good enough to vary a sample, for nothing else. */
export function randomFrom(seed: string): Random {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  next()
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    between,
    pick: (from) => {
      const picked = from[between(0, from.length - 1)]
      if (picked === undefined) throw new RangeError('nothing to pick from')
      return picked
    },
  }
}
