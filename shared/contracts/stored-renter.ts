import { z } from 'zod'
import { personSchema } from './import.ts'
import type { RenterRecord } from './ports.ts'
import { schemaOf } from './schema-of.ts'

/** A renter's record as it is kept. An older shape, once there is one, is made into this one here. */
export const renterRecordSchema = schemaOf<RenterRecord>()(
  z.strictObject({
    renter: z.string(),
    client: z.string(),
    key: z.hex().length(64),
    version: z.int().positive(),
    caseId: z.string().nullable(),
    earlierCases: z.array(z.string()).exactOptional(),
    person: personSchema,
    claims: z.array(z.strictObject({ number: z.int().positive(), invoice: z.string(), description: z.string() })),
    book: z.strictObject({ digest: z.string(), on: z.iso.date() }).exactOptional(),
  }),
)

/** The last word of a renter on the sharing of data (C7): an objection, and when it was withdrawn if it was. */
export const objectionSchema = z.strictObject({
  channel: z.string(),
  lodgedAt: z.iso.datetime(),
  withdrawnAt: z.iso.datetime().exactOptional(),
})
