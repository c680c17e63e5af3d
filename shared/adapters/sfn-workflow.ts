import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  InvalidToken,
  SendTaskSuccessCommand,
  type SFNClient,
  StartExecutionCommand,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn'
import type { Notebook, Workflow } from '../contracts/ports.ts'
import { runningExecutions } from './sfn-executions.ts'

export interface MachineArns {
  readonly arrearsCase: string
  readonly signalRound: string
  readonly erpImport: string
}

/** The kind of note that counts the executions of a case, by case; without one the first is meant. */
const EXECUTION_NOTE = 'execution'

/**
 * The workflow on Step Functions. The executions of a case are named `<caseId>`, `<caseId>-2`, `<caseId>-3`: a name is
 * taken for 90 days after its execution ended and free after that, so the name alone cannot tell which is the newest. A
 * note does.
 */
export function sfnWorkflow(client: SFNClient, arns: MachineArns, notebook: Notebook): Workflow {
  const newest = async (caseId: string) => (await notebook.get(EXECUTION_NOTE, caseId)) ?? 1

  /** False when the name belongs to an execution that ended, or to one with another input. */
  const start = async (stateMachineArn: string, name: string, input: object): Promise<boolean> => {
    try {
      await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }))
      return true
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false
      throw error
    }
  }

  const runs = async (stateMachineArn: string, name: string): Promise<boolean> => {
    try {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
      return (await client.send(new DescribeExecutionCommand({ executionArn }))).status === 'RUNNING'
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return false
      throw error
    }
  }

  return {
    async startCase(caseId) {
      // Step Functions answers a running execution of the same name and input as if it had just been started.
      for (let count = await newest(caseId); !(await start(arns.arrearsCase, nameOf(caseId, count), { caseId })); ) {
        count += 1
        await notebook.put(EXECUTION_NOTE, caseId, count)
      }
    },

    async wake(token) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }))
      } catch (error) {
        if (!isOver(error)) throw error
      }
    },

    async startRound(name) {
      await start(arns.signalRound, name, { asked: true })
    },

    async startImport(name, input) {
      await start(arns.erpImport, name, input)
    },

    isRunning: async (caseId) => runs(arns.arrearsCase, nameOf(caseId, await newest(caseId))),
    isImportRunning: (name) => runs(arns.erpImport, name),

    async running() {
      const names = new Set<string>()
      for await (const { name } of runningExecutions(client, arns.arrearsCase)) names.add(name)
      const counts = new Map((await notebook.list(EXECUTION_NOTE)).map(({ id, value }) => [id, value]))
      return (caseId) => names.has(nameOf(caseId, counts.get(caseId) ?? 1))
    },
  }
}

const nameOf = (caseId: string, count: number): string => (count === 1 ? caseId : `${caseId}-${count}`)

/** The wait timed out, was ended before, or belonged to an execution that is gone. */
const isOver = (error: unknown): boolean =>
  error instanceof TaskTimedOut || error instanceof TaskDoesNotExist || error instanceof InvalidToken
