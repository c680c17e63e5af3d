import { z } from 'zod'
import { GATE_REASONS } from '../domain/gate-reasons.ts'

const caseSchema = z.strictObject({ caseId: z.string(), renter: z.string(), client: z.string() })

/** Who goes with a round and who is held, as of its day, three working days before (S6). Numbers, and no person. */
export const previewSchema = z.strictObject({
  /** The day of the round. */
  on: z.iso.date(),
  madeAt: z.iso.datetime(),
  goes: z.array(caseSchema),
  held: z.array(caseSchema.extend({ reasons: z.array(z.enum(GATE_REASONS)) })),
})
export type Preview = z.infer<typeof previewSchema>

/** Where the preview of a round lies among the evidence. */
export const previewKey = (on: string): string => `previews/${on}.json`

/** A colleague's word that a round may go, in the notebook as an `approval` of the round's day (S6). */
export const approvalSchema = z.strictObject({
  at: z.iso.datetime(),
  by: z.string(),
  /** The numbers of the renters who do not go. */
  except: z.array(z.string()),
})
