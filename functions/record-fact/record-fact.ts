import { z } from 'zod'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { FactOutcome } from '../../shared/facts/outcome.ts'
import { type FactPorts, reportFact } from '../../shared/facts/report-fact.ts'

/** A fact as the event bus delivers it; `id` is the bus's own, the same for every delivery of one fact. */
export const recordFactInput = z.object({ id: z.string().min(1), detail: reportedFactSchema })

/**
 * Records a fact that the event bus brought; what became of it is for whoever called the function and waits for the
 * answer.
 */
export const recordFact = (ports: FactPorts, { id, detail }: z.infer<typeof recordFactInput>): Promise<FactOutcome> =>
  reportFact(ports, { id, fact: detail })
