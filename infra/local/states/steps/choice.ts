import type { ChoiceState } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import { StatesError } from '../errors.ts'
import { wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

/** Follows the first rule whose condition is true, with that rule's Assign and Output; else Default with the state's own. */
export async function enterChoice(visit: Visit, state: ChoiceState): Promise<Move> {
  for (const rule of state.rules) {
    const holds = await rule.condition.evaluate(visit.scope)
    if (typeof holds !== 'boolean') throw wrongResult(rule.field, 'true or false', holds)
    if (holds) return leave(visit, rule, rule.next, visit.input)
  }
  if (state.default === undefined) {
    throw new StatesError(
      'States.NoChoiceMatched',
      `No rule of the state '${state.name}' holds, and it has no Default.`,
    )
  }
  return leave(visit, state, state.default, visit.input)
}
