import { z } from 'zod'
import type { CaseLog, Workflow } from '../../shared/contracts/ports.ts'
import { plusMinutes } from '../../shared/domain/calendar.ts'

export const repairCasesInput = z.object({})

/** A step that is so many minutes late has lost its alarm clock. */
const LATE_MINUTES = 60

/** The daily sweep: a case whose step is overdue gets its execution woken, or started anew when it is gone (U3, invariant 4). */
export async function repairCases(work: {
  log: CaseLog
  workflow: Workflow
  now: () => Date
}): Promise<{ repaired: number }> {
  let repaired = 0
  for await (const { caseId } of work.log.overdue(plusMinutes(work.now().toISOString(), -LATE_MINUTES))) {
    const token = (await work.workflow.isRunning(caseId))
      ? (await work.log.load(caseId))?.state.waiting?.token
      : undefined
    await (token === undefined ? work.workflow.startCase(caseId) : work.workflow.wake(token))
    repaired += 1
  }
  return { repaired }
}
