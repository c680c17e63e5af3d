import { z } from 'zod'
import { localTimeSchema } from '../../../shared/contracts/fact-fields.ts'
import { reportedFactSchema } from '../../../shared/contracts/facts.ts'

/** A line of `events.jsonl`: a fact, or that the power fails, which only a simulation knows. */
export const eventSchema = z.discriminatedUnion('type', [
  ...reportedFactSchema.options,
  z.strictObject({ at: localTimeSchema, type: z.literal('crash') }),
])
