import { surroundings } from './surroundings.ts'

/** The moment it is now in the embedded cloud, instead of `shared/runtime/clock.ts`. */
export const now = (): Date => new Date(surroundings().now?.() ?? Date.now())

/** The time of day where people are: who is signed in does not stay so for months when the clock is moved. */
export const timeOfDay = (): Date => new Date()
