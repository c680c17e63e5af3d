import { z } from 'zod'
import { GATE_REASONS } from '../domain/gate-reasons.ts'
import { PHASES } from '../domain/phase.ts'
import type { Step } from '../domain/standing.ts'
import { TASK_KINDS } from '../domain/tasks.ts'
import type { CaseSummary } from './ports.ts'
import { schemaOf } from './schema-of.ts'

export const stepSchema = schemaOf<Step>()(
  z.enum([
    'reminder',
    'demand',
    'notice',
    'follow-up',
    'settle-reservation',
    'post-letter',
    'inform-agency',
    'task',
    'book',
    'signal',
    'delivery',
    'hand-over',
    'suspension',
    'hold',
    'arrangement',
    'rest',
    'withdrawal',
    'finished',
  ]),
)

/** A summary as it lies beside the history of its case. An older shape, once there is one, is made today's here. */
export const caseSummarySchema = schemaOf<CaseSummary>()(
  z.strictObject({
    caseId: z.string(),
    seq: z.int().positive(),
    renter: z.string(),
    client: z.string(),
    gemeentecode: z.string().nullable(),
    phase: z.enum(PHASES),
    step: stepSchema,
    due: z.iso.datetime().nullable(),
    queue: z.enum(['signal', 'withdrawal', 'void']).nullable(),
    urgent: z.literal(true).exactOptional(),
    file: z.string().exactOptional(),
    openedOn: z.iso.date(),
    months: z.int(),
    amountCents: z.int(),
    callBy: z.iso.date().exactOptional(),
    answerBy: z.iso.date().exactOptional(),
    handOverOn: z.iso.date().exactOptional(),
    decideOn: z.iso.date().exactOptional(),
    suspendedUntil: z.iso.date().exactOptional(),
    suspensionEnded: z.strictObject({ on: z.iso.date(), early: z.boolean() }).exactOptional(),
    tasks: z.array(z.strictObject({ task: z.enum(TASK_KINDS), since: z.iso.date() })).exactOptional(),
    reasons: z.array(z.enum(GATE_REASONS)).exactOptional(),
  }),
)
