import { z } from 'zod'
import type { CaseLog, RegisterStore, Workflow } from '../../shared/contracts/ports.ts'
import { plusMinutes } from '../../shared/domain/calendar.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const repairCasesInput = z.object({})

/** A step that is so many minutes late has lost its alarm clock. */
const LATE_MINUTES = 60
/** Cases that are repaired at the same time: after a disaster all of them are, within the minutes that a Lambda has. */
const WIDTH = 8

interface Sweep {
  readonly log: Pick<CaseLog, 'load' | 'openIdsOf' | 'overdue'>
  readonly registers: Pick<RegisterStore, 'clients' | 'noteOpenCases'>
  readonly workflow: Pick<Workflow, 'isRunning' | 'running' | 'startCase' | 'wake'>
  readonly now: () => Date
}

/**
 * The daily sweep (U3, invariant 4): an open case without an execution gets one, before its next step comes due. A case
 * whose step is overdue gets its execution woken, or started anew when it is gone; also one that was paid, while others
 * must still hear of it. It also notes how many cases are open, by which their acts are spread over a morning. Harmless
 * for a case that just got its execution elsewhere: a start of what runs changes nothing.
 */
export async function repairCases(ports: Sweep): Promise<{ overdue: number; stopped: number }> {
  const overdue = await overdueCases(ports)
  await pool(overdue, WIDTH, async (caseId) => {
    const token = (await ports.workflow.isRunning(caseId))
      ? (await ports.log.load(caseId))?.state.waiting?.token
      : undefined
    await (token === undefined ? ports.workflow.startCase(caseId) : ports.workflow.wake(token))
  })
  const stopped = await openCasesWithoutExecution(ports, new Set(overdue))
  await pool(stopped, WIDTH, (caseId) => ports.workflow.startCase(caseId))
  return { overdue: overdue.length, stopped: stopped.length }
}

async function overdueCases({ log, now }: Sweep): Promise<string[]> {
  const cases: string[] = []
  for await (const { caseId } of log.overdue(plusMinutes(now().toISOString(), -LATE_MINUTES))) cases.push(caseId)
  return cases
}

async function openCasesWithoutExecution(ports: Sweep, repaired: ReadonlySet<string>): Promise<string[]> {
  const [isRunning, clients] = await Promise.all([ports.workflow.running(), ports.registers.clients()])
  const cases: string[] = []
  let open = 0
  await pool(clients, WIDTH, async ({ id }) => {
    for await (const caseId of ports.log.openIdsOf(id)) {
      open += 1
      if (!repaired.has(caseId) && !isRunning(caseId)) cases.push(caseId)
    }
  })
  await ports.registers.noteOpenCases(open)
  return cases
}
