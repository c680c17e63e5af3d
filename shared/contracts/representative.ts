import { z } from 'zod'
import { REPRESENTATIONS } from '../domain/closed-lists.ts'

/** Who gets a renter's letters in the renter's place, or whose envelope they come in (R7). */
export const representativeSchema = z.strictObject({
  kind: z.enum(REPRESENTATIONS),
  /** '' where only another address is known. */
  name: z.string(),
  email: z.string(),
  street: z.string(),
  houseNumber: z.string(),
  houseNumberAddition: z.string(),
  postcode: z.string(),
  city: z.string(),
})
export type Representative = z.output<typeof representativeSchema>
