import { randomUUID } from 'node:crypto'
import type { Execution, ExecutionStatus, ExecutionSummary } from './api.ts'
import { executionArn, executionOfArn } from './arns.ts'
import type { Core } from './core.ts'
import { StatesApiError } from './errors.ts'
import { newFrame } from './frames.ts'
import { fromText, PAYLOAD_LIMIT, plain, tooLarge } from './json.ts'
import type { ExecutionRow } from './tables.ts'

const NAME = /^[^\s\p{Cc}<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/u

type StartRequest = { machine: string; name?: string | undefined; input?: unknown }

/** See Runner.startExecution. */
export function startExecution(core: Core, request: StartRequest): { id: string; startedAt: number } {
  const machine = core.current(request.machine)
  const name = request.name ?? randomUUID()
  if (!NAME.test(name)) throw new StatesApiError('InvalidName', `Invalid Name: '${name}'`)
  const input = JSON.stringify(request.input === undefined ? {} : plain(request.input))
  if (tooLarge(input)) {
    throw new StatesApiError('InvalidExecutionInput', `The input is larger than ${PAYLOAD_LIMIT} bytes`)
  }
  const { store } = core
  const id = executionArn(machine.name, name)
  return store.transaction(() => {
    const known = store.executionNamed(machine.name, name)
    if (known !== undefined) {
      if (known.status === 'RUNNING' && known.input === input) return { id, startedAt: known.started }
      throw new StatesApiError('ExecutionAlreadyExists', `Execution Already Exists: '${id}'`)
    }
    const started = core.now()
    const execution = store.insertExecution({ machine: machine.name, name, hash: machine.hash, input, started })
    const frame = store.insertFrame(newFrame(core, { execution, state: machine.startAt, input }))
    core.wake(frame.id)
    return { id, startedAt: started }
  })
}

/** See Runner.describeExecution. */
export function describeExecution(core: Core, id: string): Execution {
  const row = rowOf(core, id)
  return {
    ...summary(row),
    input: fromText(row.input),
    ...(row.output === null ? {} : { output: fromText(row.output) }),
    ...(row.error === null || row.error === '' ? {} : { error: row.error }),
    ...(row.cause === null || row.cause === '' ? {} : { cause: row.cause }),
    transitions: row.transitions + core.store.runningTransitions(row.seq),
  }
}

/** See Runner.listExecutions. */
export function listExecutions(
  core: Core,
  request: { machine: string; status?: ExecutionStatus; limit?: number; before?: string },
): ExecutionSummary[] {
  const { name } = core.current(request.machine)
  const before = request.before === undefined ? Number.MAX_SAFE_INTEGER : rowOf(core, request.before).seq
  return core.store.executions(name, request.status, before, request.limit ?? -1).map(summary)
}

/** See Runner.stopExecution. */
export function stopExecution(core: Core, id: string, error?: string, cause?: string): { stoppedAt: number } {
  const { store } = core
  return store.transaction(() => {
    const row = rowOf(core, id)
    if (row.stopped !== null) return { stoppedAt: row.stopped }
    const stopped = core.now()
    store.endExecution(row.seq, {
      status: 'ABORTED',
      output: null,
      error: error ?? null,
      cause: cause ?? null,
      stopped,
    })
    return { stoppedAt: stopped }
  })
}

function rowOf(core: Core, id: string): ExecutionRow {
  const { machine, name } = executionOfArn(id)
  const row = core.store.executionNamed(machine, name)
  if (row === undefined) {
    throw new StatesApiError('ExecutionDoesNotExist', `Execution Does Not Exist: '${id}'`)
  }
  return row
}

function summary(row: ExecutionRow): ExecutionSummary {
  return {
    id: executionArn(row.machine, row.name),
    machine: row.machine,
    name: row.name,
    status: row.status as ExecutionStatus,
    startedAt: row.started,
    ...(row.stopped === null ? {} : { stoppedAt: row.stopped }),
  }
}
