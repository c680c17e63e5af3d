import type { ParallelState } from '../compile.ts'
import { isFailure, type Move, type Outcome, type Visit } from '../core.ts'
import { fromText, type Json, toPayload } from '../json.ts'
import { withOutcome } from '../scope.ts'
import { leave } from './exit.ts'

export async function enterParallel(visit: Visit, state: ParallelState): Promise<Move> {
  const given = state.arguments === undefined ? visit.input : await state.arguments.evaluate(visit.scope)
  const input = toPayload(given, 'The input of the branches')
  return {
    kind: 'spawn',
    children: state.branches.map(({ startAt }) => ({ startAt, input, weight: 1, item: null, origin: null })),
    limit: Number.POSITIVE_INFINITY,
    billed: visit.frame.billed === 1,
    tolerated: { count: 0, percentage: 0 },
  }
}

export function leaveParallel(visit: Visit, state: ParallelState): Promise<Move> {
  const result = resultsBelow(visit)
  toPayload(result, 'The result of the branches')
  return leave(visit, state, state.next, result, withOutcome(visit.scope, { result }))
}

/** The outputs of the children, in their order. A tolerated failure stands as the execution that it was. */
export function resultsBelow(visit: Visit): Json[] {
  return visit.core.store.endedChildren(visit.frame.id).map((child) => {
    const outcome = fromText(child.outcome ?? 'null') as Outcome
    if (!isFailure(outcome)) return outcome.ok
    const { Id, Name, Input, StartTime } = fromText(child.origin ?? '{}') as Record<string, Json>
    return {
      ExecutionArn: Id ?? null,
      Name: Name ?? null,
      Input: JSON.stringify(Input ?? null),
      StartDate: StartTime ?? null,
      Status: 'FAILED',
      Error: outcome.error,
      Cause: outcome.cause,
    }
  })
}
