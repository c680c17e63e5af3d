import type { TaskState } from '../compile.ts'
import type { Call, Move, Visit } from '../core.ts'
import { type Json, type JsonObject, toPayload } from '../json.ts'
import { MAX_SECONDS } from '../schema.ts'
import { withContext, withResult } from '../scope.ts'
import { wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

/** Prepares the call. It is made after it was written down, together with its token and its deadline. */
export async function enterTask(visit: Visit, state: TaskState): Promise<Move> {
  const token = state.kind === 'put' ? visit.core.tokens.issue(visit.frame.id) : null
  const scope = token === null ? visit.scope : withContext(visit.scope, { Task: { Token: token } })
  const given = await state.arguments.evaluate(scope)
  toPayload(given, 'What the task is called with')
  const timeout = await state.timeout?.evaluate(scope)
  const due = timeout === undefined ? null : visit.core.now() + checked(timeout) * 1000
  return { kind: 'call', call: callOf(state, given as JsonObject), token, due }
}

export function leaveTask(visit: Visit, state: TaskState, result: Json): Promise<Move> {
  toPayload(result, 'The result of the task')
  return leave(visit, state, result, withResult(visit.scope, result))
}

function callOf({ kind }: TaskState, given: JsonObject): Call {
  if (kind === 'put') return { kind, arguments: given }
  return { kind, functionName: String(given.FunctionName), payload: given.Payload ?? null }
}

function checked(seconds: Json): number {
  if (Number.isInteger(seconds) && Number(seconds) >= 1 && Number(seconds) <= MAX_SECONDS) return Number(seconds)
  throw wrongResult('TimeoutSeconds', `a whole number from 1 to ${MAX_SECONDS}`, seconds)
}
