import { executionArn, stateMachineArn } from './arns.ts'
import type { State } from './compile.ts'
import type { Core } from './core.ts'
import type { Machine } from './definition.ts'
import type { Scope } from './expressions.ts'
import { fromText, type Json, type JsonObject } from './json.ts'
import type { ExecutionRow, FrameRow } from './tables.ts'

/**
 * What the expressions of a frame's state see. A branch or an inline iteration reads the variables around it; the
 * child of a distributed Map is an execution of its own and sees none of its parent.
 */
export function scopeOf(
  core: Core,
  machine: Machine,
  execution: ExecutionRow,
  frame: FrameRow,
  state: State,
  input: Json,
): Scope {
  const variables: JsonObject = {}
  let item: Json | undefined
  let origin: Json | undefined
  for (let at: FrameRow | undefined = frame; at !== undefined; at = parentOf(core, at)) {
    for (const [name, value] of Object.entries(fromText(at.variables) as JsonObject)) variables[name] ??= value
    if (at.item !== null) item ??= fromText(at.item)
    if (at.origin !== null) {
      origin = fromText(at.origin)
      break
    }
  }
  const context: JsonObject = {
    Execution: origin ?? {
      Id: executionArn(execution.machine, execution.name),
      Name: execution.name,
      Input: fromText(execution.input),
      StartTime: timestamp(execution.started),
    },
    StateMachine: { Id: stateMachineArn(machine.name), Name: machine.name },
    State: {
      Name: frame.state,
      EnteredTime: timestamp(frame.entered),
      ...('retry' in state ? { RetryCount: frame.retried } : {}),
    },
  }
  if (item !== undefined) context.Map = { Item: item }
  return { variables, states: { input, context }, surroundings: { now: core.now(), random: core.random } }
}

function parentOf(core: Core, frame: FrameRow): FrameRow | undefined {
  return frame.parent === null ? undefined : core.store.frame(frame.parent)
}

/** The scope with more members in the context object. */
export function withContext(scope: Scope, more: JsonObject): Scope {
  const context = { ...(scope.states.context as JsonObject), ...more }
  return { ...scope, states: { ...scope.states, context } }
}

/** The scope with a result or an error output in `$states`. */
export function withOutcome(scope: Scope, outcome: { result: Json } | { errorOutput: Json }): Scope {
  return { ...scope, states: { ...scope.states, ...outcome } }
}

export function timestamp(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString()
}
