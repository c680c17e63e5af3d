import { z } from 'zod'
import { clientSchema as clientFieldsSchema } from './client.ts'
import { organisationFieldsSchema } from './organisation.ts'
import { keptPolicySchema } from './policy.ts'
import type { Client, Colleague, Municipality, Organisation, Policy } from './registers.ts'
import { colleagueSchema as colleagueFieldsSchema, municipalityFieldsSchema } from './registers.ts'
import { schemaOf } from './schema-of.ts'

// The entries of the registers as they are kept: what `registers.json` leaves out is filled in, and money is in cents.
// An entry from before a member was there gets what the file would get that leaves it out.

export const organisationSchema = schemaOf<Organisation>()(
  organisationFieldsSchema.extend({ complaints: z.email(), staff: z.email().nullable().default(null) }),
)

export const clientSchema = schemaOf<Client>()(clientFieldsSchema)

export const colleagueSchema = schemaOf<Colleague>()(colleagueFieldsSchema)

const { channel, format } = municipalityFieldsSchema.shape
export const municipalitySchema = schemaOf<Municipality>()(
  municipalityFieldsSchema.omit({ minimumAmount: true }).extend({
    channel: channel.unwrap(),
    format: format.unwrap(),
    minimumAmountCents: z.int().nullable().default(null),
  }),
)

export const policySchema = schemaOf<Policy>()(keptPolicySchema)
