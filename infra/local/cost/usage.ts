import { z } from 'zod'
import { KINDS } from '../cloud/meter.ts'

const countSchema = z.number().nonnegative()

/** `usage.json`, which a simulation leaves: what AWS would charge for. */
export const usageSchema = z.strictObject({
  /** The last day of the simulation. */
  until: z.iso.date(),
  cases: z.int().positive(),
  /** Days on which a case was open, over all cases. */
  openCaseDays: countSchema,
  /** By state machine. */
  stateTransitions: z.record(z.string(), countSchema),
  mails: countSchema,
  mailBytes: countSchema,
  /** By function; `outside` is what the state machines, the scheduler and whoever delivers used themselves. */
  used: z.record(z.string(), z.partialRecord(z.enum(KINDS), countSchema)),
})

export type Usage = z.infer<typeof usageSchema>
