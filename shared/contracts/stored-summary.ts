import { z } from 'zod'
import type { CaseSummary } from './ports.ts'
import { schemaOf } from './schema-of.ts'

/** A summary as it lies beside the history of its case. An older shape, once there is one, is made today's here. */
export const caseSummarySchema = schemaOf<CaseSummary>()(
  z.strictObject({
    caseId: z.string(),
    seq: z.int().positive(),
    renter: z.string(),
    client: z.string(),
    gemeentecode: z.string().nullable(),
    phase: z.enum([
      'reminding',
      'signal-held',
      'signal-queued',
      'awaiting-answer',
      'suspended',
      'arrangement',
      'handed-over',
      'paid',
      'closed',
    ]),
    step: z.enum([
      'reminder',
      'demand',
      'notice',
      'settle-reservation',
      'post-letter',
      'inform-agency',
      'signal',
      'delivery',
      'hand-over',
      'suspension',
      'arrangement',
      'rest',
      'withdrawal',
      'finished',
    ]),
    due: z.iso.datetime().nullable(),
    queue: z.enum(['signal', 'withdrawal', 'void']).nullable(),
    urgent: z.literal(true).exactOptional(),
    file: z.string().exactOptional(),
    openedOn: z.iso.date(),
    months: z.int(),
    amountCents: z.int(),
    callBy: z.iso.date().exactOptional(),
    answerBy: z.iso.date().exactOptional(),
  }),
)
