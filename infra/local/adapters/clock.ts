import { surroundings } from './surroundings.ts'

/** The moment it is now in the embedded cloud, instead of `shared/runtime/clock.ts`. */
export const now = (): Date => new Date(surroundings().now?.() ?? Date.now())
