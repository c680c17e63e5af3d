import { executionArn, stateMachineArn } from './arns.ts'
import type { State } from './compile.ts'
import type { Core } from './core.ts'
import type { Machine } from './definition.ts'
import type { Scope } from './expressions.ts'
import { fromText, type Json, type JsonObject } from './json.ts'
import type { ExecutionRow, FrameRow } from './tables.ts'

/**
 * What the expressions of a frame's state see. An iteration of an inline Map reads the variables around it; the child
 * of a distributed Map is an execution of its own and sees none of its parent.
 */
export function scopeOf(
  core: Core,
  machine: Machine,
  execution: ExecutionRow,
  frame: FrameRow,
  state: State,
  input: Json,
): Scope {
  const variables = { ...variablesAround(core, frame), ...(fromText(frame.variables) as JsonObject) }
  const context: JsonObject = {
    Execution: frame.origin === null ? ofExecution(execution) : fromText(frame.origin),
    StateMachine: { Id: stateMachineArn(machine.name), Name: machine.name },
    State: {
      Name: frame.state,
      EnteredTime: timestamp(frame.entered),
      ...('catch' in state ? { RetryCount: frame.retried } : {}),
    },
    ...(frame.item === null ? {} : { Map: { Item: fromText(frame.item) } }),
  }
  return { variables, states: { input, context } }
}

function ofExecution({ machine, name, input, started }: ExecutionRow): JsonObject {
  return {
    Id: executionArn(machine, name),
    Name: name,
    Input: fromText(input),
    StartTime: timestamp(started),
  }
}

function variablesAround(core: Core, { parent, origin }: FrameRow): JsonObject {
  const around = parent === null || origin !== null ? undefined : core.store.frame(parent)
  return around === undefined ? {} : (fromText(around.variables) as JsonObject)
}

/** The scope with more members in the context object. */
export function withContext(scope: Scope, more: JsonObject): Scope {
  const context = { ...(scope.states.context as JsonObject), ...more }
  return { ...scope, states: { ...scope.states, context } }
}

/** The scope with a result in `$states`. */
export function withResult(scope: Scope, result: Json): Scope {
  return { ...scope, states: { ...scope.states, result } }
}

export function timestamp(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString()
}
