import { randomUUID } from 'node:crypto'
import { machineOfArn } from '../arns.ts'
import type { TaskState } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import { StatesError } from '../errors.ts'
import type { Scope } from '../expressions.ts'
import { isObject, type Json, type JsonObject, toPayload } from '../json.ts'
import { withContext, withOutcome } from '../scope.ts'
import { evaluateInteger, wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

const SECONDS = { min: 1, max: 99_999_999 }

/** Prepares the call. It is made after it was written down, together with its token and its deadline. */
export async function enterTask(visit: Visit, state: TaskState): Promise<Move> {
  const token = state.resource.waitsForToken ? visit.core.tokens.issue(visit.frame.id) : null
  const scope = token === null ? visit.scope : withContext(visit.scope, { Task: { Token: token } })
  const given = await state.arguments.evaluate(scope)
  toPayload(given, 'What the task is called with')
  const timeout = await seconds(state.timeout, scope, 'TimeoutSeconds')
  const heartbeat = await seconds(state.heartbeat, scope, 'HeartbeatSeconds')
  if (timeout !== null && heartbeat !== null && heartbeat >= timeout) {
    throw wrongResult('HeartbeatSeconds', 'smaller than TimeoutSeconds', heartbeat)
  }
  const { kind, service, action } = state.resource
  if (kind === 'sdk')
    return { kind: 'call', call: { kind, service, action, arguments: given }, token, timeout, heartbeat }
  if (!isObject(given)) throw wrongResult('Arguments', 'an object', given)
  if (kind === 'execution') return startOf(given)
  const functionName = textOf(given, 'FunctionName')
  return { kind: 'call', call: { kind, functionName, payload: given.Payload ?? {} }, token, timeout, heartbeat }
}

export function leaveTask(visit: Visit, state: TaskState, result: Json): Promise<Move> {
  toPayload(result, 'The result of the task')
  return leave(visit, state, state.next, result, withOutcome(visit.scope, { result }))
}

function startOf(given: JsonObject): Move {
  const name = given.Name === undefined ? randomUUID() : textOf(given, 'Name')
  return { kind: 'start', machine: machineOf(textOf(given, 'StateMachineArn')), name, input: given.Input ?? {} }
}

function machineOf(arn: string): string {
  try {
    return machineOfArn(arn)
  } catch {
    throw new StatesError('StepFunctions.InvalidArnException', `Invalid Arn: '${arn}'`)
  }
}

function textOf(given: JsonObject, field: string): string {
  const value = given[field] ?? null
  if (typeof value !== 'string') throw wrongResult(`Arguments/${field}`, 'text', value)
  return value
}

async function seconds(template: TaskState['timeout'], scope: Scope, field: string): Promise<number | null> {
  return template === undefined ? null : evaluateInteger(template, scope, field, SECONDS)
}
