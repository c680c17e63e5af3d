import { randomUUID } from 'node:crypto'
import { executionArn } from '../arns.ts'
import type { MapState } from '../compile.ts'
import type { Child, Move, Visit } from '../core.ts'
import { type Json, toPayload } from '../json.ts'
import { timestamp, withContext, withResult } from '../scope.ts'
import { wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

export async function enterMap(visit: Visit, state: MapState): Promise<Move> {
  const items = await state.items.evaluate(visit.scope)
  if (!Array.isArray(items)) throw wrongResult('Items', 'an array', items)
  if (items.length === 0) return leaveWith(visit, state, [])
  const children: Child[] = []
  for (const [Index, Value] of items.entries()) {
    const item = { Index, Value }
    const scope = withContext(visit.scope, { Map: { Item: item } })
    const given = state.selector === undefined ? Value : await state.selector.evaluate(scope)
    const input = toPayload(given, 'The input of an iteration')
    const itself = state.distributed
      ? { item: null, origin: JSON.stringify(childExecution(visit, state, given)) }
      : { item: JSON.stringify(item), origin: null }
    children.push({ startAt: state.processor.startAt, input, ...itself })
  }
  return { kind: 'spawn', children, limit: state.maxConcurrency }
}

/** Goes on when all iterations have ended well: the result is their outputs, in their order. */
export function leaveMap(visit: Visit, state: MapState): Promise<Move> {
  const outcomes = visit.core.store.outcomesBelow(visit.frame.id)
  return leaveWith(
    visit,
    state,
    outcomes.map(({ outcome }) => (JSON.parse(outcome ?? '') as { ok: Json }).ok),
  )
}

function leaveWith(visit: Visit, state: MapState, result: Json[]): Promise<Move> {
  toPayload(result, 'The result of the iterations')
  return leave(visit, state, result, withResult(visit.scope, result))
}

/** What the states of a distributed child see as their execution. */
function childExecution({ core, machine }: Visit, state: MapState, input: Json): Json {
  const name = randomUUID()
  const id = executionArn(`${machine.name}/${state.label}`, name)
  return { Id: id, Name: name, Input: input, StartTime: timestamp(core.now()) }
}
