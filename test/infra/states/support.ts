import { DatabaseSync } from 'node:sqlite'
import { createRunner, type Execution, type Runner, type Tasks } from '../../../infra/local/states/runner.ts'
import { aVirtualClock, type VirtualClock } from '../../support/virtual.ts'

export type Call = { name: string; args: unknown }
export type Answers = Record<string, (args: unknown, attempt: number) => unknown>

export type World = {
  clock: VirtualClock
  database: DatabaseSync
  runner: Runner
  /** Every task call, in order: by the name of the Lambda function, or of the table in which an item is put. */
  calls: Call[]
}

type Options = { random?: () => number; maxInFlight?: number; database?: DatabaseSync; clock?: VirtualClock }

/** A runner with machines, on a clock of its own, whose tasks answer as told. */
export function aWorld(machines: Record<string, unknown>, answers: Answers = {}, options: Options = {}): World {
  const { database = new DatabaseSync(':memory:'), clock = aVirtualClock(), ...rest } = options
  const calls: Call[] = []
  const call = async (name: string, args: unknown) => {
    if (name === KEEP) return null
    calls.push({ name, args })
    const answer = answers[name]
    if (answer === undefined) throw new Error(`no answer for ${name}`)
    return answer(args, calls.filter((made) => made.name === name).length)
  }
  const tasks: Tasks = {
    invokeLambda: call,
    putItem: (args) => call((args as { TableName: string }).TableName, args),
  }
  const runner = createRunner({ database, now: clock.now, machines, tasks, ...rest })
  return { clock, database, runner, calls }
}

/** A JSONata machine out of its states; the first one starts. */
export function machine(states: Record<string, unknown>): Record<string, unknown> {
  return { QueryLanguage: 'JSONata', ...block(states) }
}

/** States with a start: what a machine, or the processor of a Map, is made of. */
export function block(states: Record<string, unknown>): Record<string, unknown> {
  return { StartAt: Object.keys(states)[0], States: states }
}

/** Runs one execution until nothing is left to happen. */
export async function outcomeOf(
  states: Record<string, unknown>,
  input: unknown = {},
  answers: Answers = {},
  options: Options = {},
): Promise<Execution & { calls: Call[]; clock: VirtualClock }> {
  const world = aWorld({ subject: machine(states) }, answers, options)
  const { id } = world.runner.startExecution({ machine: 'subject', name: 'one', input })
  await world.clock.runOut(world.runner)
  return { ...world.runner.describeExecution(id), calls: world.calls, clock: world.clock }
}

/** An error as a Lambda function or the SDK throws it. */
export function anError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name })
}

export const END = { End: true }

/** Ends with its input. */
export const DONE = { Type: 'Succeed' }

/** Ends with an output of its own. */
export const done = (Output: unknown) => ({ Type: 'Succeed', Output })

/** A task that calls a Lambda function with the state's input, and hands on what it answers. */
export function lambda(functionName: string, more: object = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionName, Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    ...more,
  }
}

const KEEP = 'keep'

/** A task that hands its input on and only assigns: its call is not counted among the calls. */
export const keep = (Assign: Record<string, unknown>, more: object = {}) =>
  lambda(KEEP, { Assign, Output: '{% $states.input %}', ...more })

/** A task that puts an item with its token into a table, and waits for the callback. */
export function callback(table: string, more: object = {}): Record<string, unknown> {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken',
    Arguments: { TableName: table, Item: { token: { S: '{% $states.context.Task.Token %}' } } },
    ...more,
  }
}

/** The task tokens that a call was given, wherever they stand in its arguments. */
export function tokensIn(calls: Call[]): string[] {
  return JSON.stringify(calls).match(/[0-9a-z]+\.[0-9a-f-]{36}\.[\w-]{24}/g) ?? []
}
