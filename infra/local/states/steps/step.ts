import type { ChoiceState, State } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import type { Json } from '../json.ts'
import { wrongResult } from '../templates.ts'
import { leave, passOn } from './exit.ts'
import { enterMap, leaveMap } from './map.ts'
import { enterTask, leaveTask } from './task.ts'

/** @throws StatesError for Retry and Catch */
export async function enter(visit: Visit, state: State): Promise<Move> {
  switch (state.type) {
    case 'Choice':
      return passOn(visit, await choose(visit, state))
    case 'Wait': {
      const due = visit.frame.entered + state.seconds * 1000
      return due > visit.core.now() ? { kind: 'wait', due } : passOn(visit, state.next)
    }
    case 'Succeed':
      return leave(visit, state, visit.input)
    case 'Fail':
      return { kind: 'fail', failure: { error: state.error, cause: state.cause } }
    case 'Task':
      return enterTask(visit, state)
    case 'Map':
      return enterMap(visit, state)
  }
}

/**
 * Goes on with a state whose wait, task or iterations ended well.
 *
 * @throws StatesError for Retry and Catch
 */
export async function resolve(visit: Visit, state: State, result: Json): Promise<Move> {
  switch (state.type) {
    case 'Wait':
      return passOn(visit, state.next)
    case 'Task':
      return leaveTask(visit, state, result)
    case 'Map':
      return leaveMap(visit, state)
    default:
      throw new Error(`a ${state.type} state has no outcome`)
  }
}

/** The way of the first rule whose condition is true, else the default. */
async function choose(visit: Visit, state: ChoiceState): Promise<string> {
  for (const { condition, field, next } of state.rules) {
    const holds = await condition.evaluate(visit.scope)
    if (typeof holds !== 'boolean') throw wrongResult(field, 'true or false', holds)
    if (holds) return next
  }
  return state.default
}
