import { z } from 'zod'
import { localTimeSchema } from '../../../shared/contracts/fact-fields.ts'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'

/**
 * A line of `events.jsonl`: a fact, or what only a simulation knows: that the power fails, and comes back at once or at
 * a later moment.
 */
export const eventSchema = z.discriminatedUnion('type', [
  ...reportedFactSchema.options,
  z
    .strictObject({ at: localTimeSchema, type: z.literal('crash'), until: localTimeSchema.optional() })
    .refine(({ at, until }) => until === undefined || until > at, { path: ['until'], error: 'dit ligt niet na at' }),
])
