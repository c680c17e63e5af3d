import { z } from 'zod'
import type { Operation } from '../json-service.ts'
import type { ExecutionSummary, Runner } from './api.ts'
import { executionArn, machineOfArn, stateMachineArn } from './arns.ts'
import { StatesApiError } from './errors.ts'

const STATUS = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED'])
const PAGE = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() }
const PAGE_SIZE = 100

/** The operations of the Step Functions API that the system uses, by name. */
export function createOperations(runner: Runner): Record<string, Operation> {
  return {
    StartExecution: operation(
      z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().default('{}') }),
      ({ stateMachineArn: arn, name, input }) => {
        const machine = machineOfArn(arn)
        const request = { machine, input: jsonOf(input), ...(name === undefined ? {} : { name }) }
        const { id, startedAt } = runner.startExecution(request)
        return { executionArn: id, startDate: seconds(startedAt) }
      },
    ),
    StopExecution: operation(
      z.object({
        executionArn: z.string(),
        error: z.string().max(256).optional(),
        cause: z.string().max(32_768).optional(),
      }),
      ({ executionArn: id, error, cause }) => ({ stopDate: seconds(runner.stopExecution(id, error, cause).stoppedAt) }),
    ),
    DescribeExecution: operation(z.object({ executionArn: z.string() }), ({ executionArn: id }) => {
      const { input, output, error, cause, ...rest } = runner.describeExecution(id)
      return {
        ...summary(rest),
        input: JSON.stringify(input),
        ...(output === undefined ? {} : { output: JSON.stringify(output) }),
        error,
        cause,
      }
    }),
    ListExecutions: operation(
      z.object({ stateMachineArn: z.string(), statusFilter: STATUS.optional(), ...PAGE }),
      ({ stateMachineArn: arn, statusFilter, maxResults, nextToken }) => {
        const limit = maxResults === undefined || maxResults === 0 ? PAGE_SIZE : maxResults
        const machine = machineOfArn(arn)
        if (nextToken !== undefined) checkToken(runner, machine, nextToken)
        const found = runner.listExecutions({
          machine,
          limit: limit + 1,
          ...(statusFilter === undefined ? {} : { status: statusFilter }),
          ...(nextToken === undefined ? {} : { before: nextToken }),
        })
        const page = found.slice(0, limit)
        return { executions: page.map(summary), nextToken: found.length > limit ? page.at(-1)?.id : undefined }
      },
    ),
    SendTaskSuccess: operation(z.object({ taskToken: z.string(), output: z.string() }), ({ taskToken, output }) => {
      runner.sendTaskSuccess(taskToken, output)
      return {}
    }),
    SendTaskFailure: operation(
      z.object({ taskToken: z.string(), error: z.string().optional(), cause: z.string().optional() }),
      ({ taskToken, error, cause }) => {
        runner.sendTaskFailure(taskToken, error, cause)
        return {}
      },
    ),
  }
}

function operation<T>(schema: z.ZodType<T>, work: (request: T) => unknown): Operation {
  return (request) => {
    const parsed = schema.safeParse(request)
    if (parsed.success) return work(parsed.data)
    throw new StatesApiError('ValidationException', z.prettifyError(parsed.error))
  }
}

/** A page's token is the last execution on it. @throws StatesApiError InvalidToken when it is none of this machine */
function checkToken(runner: Runner, machine: string, token: string): void {
  try {
    if (runner.describeExecution(token).machine === machine) return
  } catch (error) {
    if (!(error instanceof StatesApiError)) throw error
  }
  throw new StatesApiError('InvalidToken', `Invalid Token: '${token}'`)
}

function jsonOf(input: string): unknown {
  try {
    return JSON.parse(input)
  } catch {
    throw new StatesApiError('InvalidExecutionInput', 'Invalid State Machine Execution Input: not JSON')
  }
}

function summary({ machine, name, status, startedAt, stoppedAt }: ExecutionSummary) {
  return {
    executionArn: executionArn(machine, name),
    stateMachineArn: stateMachineArn(machine),
    name,
    status,
    startDate: seconds(startedAt),
    ...(stoppedAt === undefined ? {} : { stopDate: seconds(stoppedAt) }),
  }
}

/** The protocol's timestamps: seconds since the epoch, with a fraction. */
function seconds(epochMilliseconds: number): number {
  return epochMilliseconds / 1000
}
