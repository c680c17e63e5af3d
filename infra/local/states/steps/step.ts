import type { State } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import type { Json } from '../json.ts'
import { enterChoice } from './choice.ts'
import { enterFail, enterSucceed } from './ends.ts'
import { leave } from './exit.ts'
import { enterMap, resolveMap } from './map.ts'
import { enterParallel, leaveParallel } from './parallel.ts'
import { enterTask, leaveTask } from './task.ts'
import { enterWait, leaveWait } from './wait.ts'

/** @throws StatesError for Retry and Catch */
export function enter(visit: Visit, state: State): Promise<Move> {
  switch (state.type) {
    case 'Pass':
      return leave(visit, state, state.next, visit.input)
    case 'Choice':
      return enterChoice(visit, state)
    case 'Wait':
      return enterWait(visit, state)
    case 'Succeed':
      return enterSucceed(visit, state)
    case 'Fail':
      return enterFail(visit, state)
    case 'Task':
      return enterTask(visit, state)
    case 'Parallel':
      return enterParallel(visit, state)
    case 'Map':
      return enterMap(visit, state)
  }
}

/**
 * Goes on with a state whose wait, task or children ended well.
 *
 * @throws StatesError for Retry and Catch
 */
export async function resolve(visit: Visit, state: State, result: Json): Promise<Move> {
  switch (state.type) {
    case 'Wait':
      return leaveWait(visit, state)
    case 'Task':
      return leaveTask(visit, state, result)
    case 'Parallel':
      return leaveParallel(visit, state)
    case 'Map':
      return resolveMap(visit, state, result)
    default:
      throw new Error(`a ${state.type} state has no outcome`)
  }
}
