import { z } from 'zod'
import { renterKey } from '../domain/renter-number.ts'

/** Two debtor numbers of one client that seem to be one person's (R6). */
const pairSchema = z.strictObject({
  client: z.string(),
  /** The number that is no longer in the book. */
  was: z.string(),
  /** The number that came into it. */
  renter: z.string(),
})
export type Pair = z.output<typeof pairSchema>

/** What reading a book leaves for who closes cases by it. */
export const renumberedSchema = z.strictObject({
  /** Whether a person confirmed the book. */
  confirmed: z.boolean(),
  pairs: z.array(pairSchema),
})

/** What is known of such a pair. */
export const renumberingSchema = z.strictObject({
  ...pairSchema.shape,
  /** Whether a person was asked, what was said, or that a later book settled it. */
  state: z.enum(['asked', 'same', 'other', 'over']),
  /** The case of the old number. */
  caseId: z.string().nullable(),
  /** The book to read again once a person answered. */
  book: z.strictObject({ key: z.string(), confirmed: z.boolean() }).nullable(),
})
export type Renumbering = z.output<typeof renumberingSchema>

/** The id of its note; `#` stands in no number. */
export const renumberingId = ({ client, was, renter }: Pair): string =>
  [client, renterKey(was), renterKey(renter)].join('#')
