import { z } from 'zod'
import { personSchema } from './import.ts'
import type { LastWord, RenterRecord } from './renters.ts'
import { representativeSchema } from './representative.ts'
import { schemaOf } from './schema-of.ts'

const number = z.int().positive()
const namedClaimSchema = z.strictObject({
  number,
  contract: number,
  invoice: z.string(),
  rent: z.boolean(),
  description: z.string(),
})

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
    claims: z.array(namedClaimSchema),
    contracts: z.array(z.string()),
    closedClaims: z.array(number).exactOptional(),
    representative: representativeSchema.extend({ source: z.enum(['column', 'report']) }).exactOptional(),
    deceased: z.string().exactOptional(),
    coRenters: z.array(z.string()).exactOptional(),
    mainTenant: z.boolean().exactOptional(),
    whoseAsked: z.array(z.string()).exactOptional(),
    wish: z.strictObject({ amountCents: z.int(), from: z.iso.date(), phone: z.string().nullable() }).exactOptional(),
    formerly: z.array(z.string()).exactOptional(),
    movedTo: z.string().exactOptional(),
    untold: z.strictObject({ email: z.boolean(), address: z.literal(true).exactOptional() }).exactOptional(),
    begun: z.literal(true).exactOptional(),
    book: z.strictObject({ digest: z.string(), on: z.iso.date() }).exactOptional(),
  }),
)

/**
 * The last word of a renter on the sharing of data (C7), with the identities of the reports that were the last word, so
 * that one that is delivered again does not become it anew.
 */
export const lastWordSchema = z.strictObject({
  objects: z.boolean(),
  channel: z.string(),
  moment: z.iso.datetime(),
  reports: z.array(z.string()),
})

/** Of what was said of all clients and of one: the later word, of two of the same moment the objection. */
export const laterWord = (words: readonly (LastWord | null)[]): LastWord | null =>
  words.reduce(
    (a, b) => (a === null || (b !== null && (b.moment > a.moment || (b.moment === a.moment && b.objects))) ? b : a),
    null,
  )
