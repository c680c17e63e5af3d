import { DatabaseSync } from 'node:sqlite'
import { createRunner, type Execution, type Runner, type Tasks } from '../../../infra/local/states/runner.ts'
import { aVirtualClock, type VirtualClock } from '../../support/virtual.ts'

export type Call = { name: string; args: unknown }
export type Answers = Record<string, (args: unknown, attempt: number) => unknown>

export type World = {
  clock: VirtualClock
  database: DatabaseSync
  runner: Runner
  /** Every task call, in order: Lambda functions by name, SDK calls as `service:action`. */
  calls: Call[]
  tasks: Tasks
}

type Options = { random?: () => number; maxInFlight?: number; database?: DatabaseSync; clock?: VirtualClock }

/** A runner with machines, on a clock of its own, whose tasks answer as told. */
export function aWorld(machines: Record<string, unknown>, answers: Answers = {}, options: Options = {}): World {
  const { database = new DatabaseSync(':memory:'), clock = aVirtualClock(), ...rest } = options
  const calls: Call[] = []
  const call = async (name: string, args: unknown) => {
    calls.push({ name, args })
    const answer = answers[name]
    if (answer === undefined) throw new Error(`no answer for ${name}`)
    return answer(args, calls.filter((made) => made.name === name).length)
  }
  const tasks: Tasks = {
    invokeLambda: call,
    callSdk: (service, action, args) => call(`${service}:${action}`, args),
  }
  const runner = createRunner({ database, now: clock.now, machines, tasks, ...rest })
  return { clock, database, runner, calls, tasks }
}

/** A JSONata machine out of its states; the first one starts. */
export function machine(states: Record<string, unknown>, more: object = {}): Record<string, unknown> {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...more }
}

/** Runs one execution until nothing is left to happen. */
export async function outcomeOf(
  states: Record<string, unknown>,
  input: unknown = {},
  answers: Answers = {},
  options: Options & { machine?: object } = {},
): Promise<Execution & { calls: Call[]; clock: VirtualClock }> {
  const { machine: more, ...rest } = options
  const world = aWorld({ subject: machine(states, more) }, answers, rest)
  const { id } = world.runner.startExecution({ machine: 'subject', name: 'one', input })
  await world.clock.runOut(world.runner)
  return { ...world.runner.describeExecution(id), calls: world.calls, clock: world.clock }
}

/** An error as a Lambda function or the SDK throws it. */
export function anError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name })
}

export const LAMBDA = 'arn:aws:states:::lambda:invoke'

/** A task that calls a Lambda function with the state's input, and hands on what it answers. */
export function lambda(functionName: string, more: object = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: LAMBDA,
    Arguments: { FunctionName: functionName, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...more,
  }
}

export const END = { End: true }

/** The task tokens that a call was given, wherever they stand in its arguments. */
export function tokensIn(calls: Call[]): string[] {
  return JSON.stringify(calls).match(/[0-9a-z]+\.[0-9a-f-]{36}\.[\w-]{24}/g) ?? []
}

/** A task that hands its token to a Lambda function and waits for the callback. */
export function callback(functionName: string, more: object = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: `${LAMBDA}.waitForTaskToken`,
    Arguments: { FunctionName: functionName, Payload: { token: '{% $states.context.Task.Token %}' } },
    ...more,
  }
}
