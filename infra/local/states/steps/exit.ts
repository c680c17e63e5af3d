import type { Exit } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import type { Scope } from '../expressions.ts'
import { fromText, type Json, type JsonObject, toPayload } from '../json.ts'

/** Leaves a state that hands its input on as it is. */
export function passOn({ frame }: Visit, next: string | null): Move {
  return { kind: 'next', next, output: frame.input, variables: frame.variables }
}

/**
 * Leaves a state. Output and Assign both see the variables as they were when the state was entered.
 *
 * @param output what the state hands on when it has no `Output`
 */
export async function leave(
  visit: Visit,
  exit: Exit & { next: string | null },
  output: Json,
  scope: Scope = visit.scope,
): Promise<Move> {
  const result = exit.output === undefined ? output : await exit.output.evaluate(scope)
  let variables = visit.frame.variables
  if (exit.assign.size > 0) {
    const assigned: JsonObject = {}
    for (const [name, template] of exit.assign) assigned[name] = await template.evaluate(scope)
    toPayload(assigned, 'What the state assigns')
    variables = JSON.stringify({ ...(fromText(variables) as JsonObject), ...assigned })
  }
  return { kind: 'next', next: exit.next, output: toPayload(result, 'The output of the state'), variables }
}
