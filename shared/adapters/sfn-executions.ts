import {
  DescribeExecutionCommand,
  paginateListExecutions,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { z } from 'zod'
import { pool } from '../runtime/pool.ts'

/** As many as one page of the list may hold. */
const PAGE_SIZE = 1000
/**
 * Executions that are restarted at the same time. More would only be throttled: each takes a description, ten a second
 * on AWS.
 */
const WIDTH = 4

export interface RunningExecution {
  readonly executionArn: string
  readonly name: string
}

/** The executions of a machine that run, the newest first. One that just began or ended may not show yet. */
export async function* runningExecutions(client: SFNClient, stateMachineArn: string): AsyncGenerator<RunningExecution> {
  const pages = paginateListExecutions({ client, pageSize: PAGE_SIZE }, { stateMachineArn, statusFilter: 'RUNNING' })
  for await (const { executions = [] } of pages)
    for (const { executionArn, name } of executions)
      if (executionArn !== undefined && name !== undefined) yield { executionArn, name }
}

/** What an execution of a case is started with. The name alone does not tell the case. */
const caseInput = z.strictObject({ caseId: z.string().min(1) })

export interface Restarted {
  /** Executions that ran when this began. */
  readonly found: number
  /** Stopped, and started again for the same case. */
  readonly restarted: number
  /** Over by the time that it was their turn. */
  readonly ended: number
  /** Left alone, because they were started with something else than the id of a case. */
  readonly strange: readonly string[]
}

/**
 * Stops every running execution of the cases and starts each case again at once, so that all follow the definition that
 * is in force now: an execution keeps the one that it was started with. Nothing of a case is lost, for its execution is
 * only its alarm clock: the new one asks the history where the case stands. An act that is under way goes on by itself,
 * and the new execution finds it reserved or done.
 *
 * Safe to run again. A case that was stopped and not started, because this broke off in between, gets its execution
 * from the daily sweep (`functions/repair-cases`).
 *
 * @param startCase starts the execution of a case (`Workflow.startCase`)
 * @throws the error of the first call that failed; what was not reached runs on as it was
 */
export async function restartExecutions(
  client: SFNClient,
  stateMachineArn: string,
  startCase: (caseId: string) => Promise<void>,
  onRestarted: (restarted: number, found: number) => void = () => {},
): Promise<Restarted> {
  // All of them first: what is started here would be found on a later page of the list.
  const running: RunningExecution[] = []
  for await (const execution of runningExecutions(client, stateMachineArn)) running.push(execution)
  const found = running.length
  const strange: string[] = []
  let restarted = 0
  let ended = 0
  await pool(running, WIDTH, async ({ executionArn, name }) => {
    const { input, status } = await client.send(new DescribeExecutionCommand({ executionArn }))
    const subject = caseInput.safeParse(JSON.parse(input ?? 'null'))
    if (status !== 'RUNNING') ended += 1
    else if (!subject.success) strange.push(name)
    else {
      await client.send(new StopExecutionCommand({ executionArn, error: 'Restarted', cause: 'for a new version' }))
      await startCase(subject.data.caseId)
      restarted += 1
      onRestarted(restarted, found)
    }
  })
  return { found, restarted, ended, strange }
}
