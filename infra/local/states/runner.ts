import type { ExecutionStatus, Runner, RunnerOptions } from './api.ts'
import { apply } from './apply.ts'
import { sendTaskFailure, sendTaskSuccess } from './callbacks.ts'
import { perform } from './calls.ts'
import type { State } from './compile.ts'
import { type Core, isFailure, type Move, type Outcome, type Visit } from './core.ts'
import { loadMachine, type Machine } from './definition.ts'
import { DefinitionError, failureOf, StatesApiError, StatesError } from './errors.ts'
import { describeExecution, listExecutions, startExecution, stopExecution } from './executions.ts'
import { fromText } from './json.ts'
import { failing } from './retry.ts'
import { scopeOf } from './scope.ts'
import { enter, resolve } from './steps/step.ts'
import { openStore } from './store.ts'
import type { ExecutionRow, FrameRow } from './tables.ts'
import { fireDue } from './timers.ts'
import { createTokens } from './tokens.ts'
import { createWork } from './work.ts'

export type { Execution, ExecutionStatus, ExecutionSummary, Runner, RunnerOptions, Tasks, Totals } from './api.ts'
export { DefinitionError, StatesApiError } from './errors.ts'
export { substitute } from './substitute.ts'

const STATUSES: ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED']

/**
 * Runs state machines in the Amazon States Language (JSONata only), on a clock that its owner moves, with all state in
 * SQLite: a process that is killed loses nothing, and whatever was under way is done again.
 *
 * @throws DefinitionError for a machine with anything that is not implemented
 */
export function createRunner(options: RunnerOptions): Runner {
  const { tasks, now, random = Math.random, maxInFlight = 32 } = options
  const store = openStore(options.database)
  const names = new Map<string, Machine>()
  const versions = new Map<string, Machine>()
  let closed = false

  const work = createWork(
    (id) => run(core, id),
    async (id) => {
      const frame = store.frame(id)
      if (frame?.phase === 'called') await perform(core, tasks, frame, () => closed)
    },
    maxInFlight,
  )
  const core: Core = {
    store,
    tokens: createTokens(store.secret()),
    now,
    random,
    current,
    machine: version,
    wake: work.wake,
    dispatch: work.dispatch,
  }

  function current(name: string): Machine {
    const machine = names.get(name)
    if (machine === undefined) {
      throw new StatesApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${name}'`)
    }
    return machine
  }

  function version(machine: string, hash: string): Machine {
    const key = `${machine} ${hash}`
    const known = versions.get(key)
    if (known !== undefined) return known
    const asl = store.definition(hash)
    if (asl === undefined) throw new Error(`the definition of ${machine} is not in the database`)
    const loaded = loadMachine(machine, JSON.parse(asl))
    versions.set(key, loaded)
    return loaded
  }

  function updateMachine(name: string, asl: unknown): void {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) throw new DefinitionError(`${name}: no name for a machine`)
    const machine = loadMachine(name, asl)
    names.set(name, machine)
    versions.set(`${name} ${machine.hash}`, machine)
    store.saveDefinition(machine.hash, JSON.stringify(asl))
  }

  for (const [name, asl] of Object.entries(options.machines)) updateMachine(name, asl)

  return {
    startExecution: (request) => startExecution(core, request),
    describeExecution: (id) => describeExecution(core, id),
    listExecutions: (request) => listExecutions(core, request),
    stopExecution: (id, error, cause) => stopExecution(core, id, error, cause),
    sendTaskSuccess: (token, output) => sendTaskSuccess(core, token, output),
    sendTaskFailure: (token, error, cause) => sendTaskFailure(core, token, error, cause),
    nextDue: () => store.nextDue(),
    fireDue: () => fireDue(core),
    idle: () => work.idle(),
    busy: () => work.busy(),
    resume() {
      for (const { id, phase } of store.unfinished()) {
        if (phase === 'called') work.dispatch(id)
        else work.wake(id)
      }
    },
    close() {
      closed = true
      work.close()
    },
    totals() {
      const counts = new Map(store.countByStatus().map(({ status, count }) => [status, count]))
      const executionsByStatus = Object.fromEntries(STATUSES.map((status) => [status, counts.get(status) ?? 0]))
      return {
        transitions: store.transitionsByMachine().reduce((total, { sum }) => total + sum, 0),
        executionsByStatus: executionsByStatus as Record<ExecutionStatus, number>,
      }
    },
    transitionsByMachine: () =>
      Object.fromEntries(store.transitionsByMachine().map(({ machine, sum }) => [machine, sum])),
    updateMachine,
    machineNames: () => [...names.keys()],
    describeMachine: (name) => ({ definition: store.definition(current(name).hash) ?? '' }),
  }
}

/** Runs a frame from state to state until it waits or ends. */
async function run(core: Core, id: number): Promise<void> {
  let frame = core.store.frame(id)
  const execution = frame && core.store.execution(frame.execution)
  if (execution === undefined) return
  while (frame?.phase === 'ready' || frame?.phase === 'resolved') frame = await step(core, execution, frame)
}

async function step(core: Core, execution: ExecutionRow, frame: FrameRow): Promise<FrameRow | undefined> {
  const machine = core.machine(execution.machine, execution.hash)
  const state = machine.states.get(frame.state)
  if (state === undefined) throw new Error(`${machine.name} has no state ${frame.state}`)
  const input = fromText(frame.input)
  const scope = scopeOf(core, machine, execution, frame, state, input)
  const visit = { core, machine, execution, frame, input, scope }
  return apply(visit, await moveOf(visit, state))
}

async function moveOf(visit: Visit, state: State): Promise<Move> {
  const { outcome: text } = visit.frame
  const outcome = text === null ? undefined : (JSON.parse(text) as Outcome)
  try {
    if (outcome === undefined) return await enter(visit, state)
    if (!isFailure(outcome)) return await resolve(visit, state, outcome.ok)
  } catch (error) {
    if (error instanceof StatesError) return failing(visit, state, failureOf(error))
    throw error
  }
  return failing(visit, state, outcome)
}
