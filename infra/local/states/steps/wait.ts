import type { WaitState } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import { evaluateInteger, wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Waits; a time that has come already is not waited for. */
export async function enterWait(visit: Visit, state: WaitState): Promise<Move> {
  const due = await dueOf(visit, state)
  return due > visit.core.now() ? { kind: 'wait', due } : leaveWait(visit, state)
}

export function leaveWait(visit: Visit, state: WaitState): Promise<Move> {
  return leave(visit, state, state.next, visit.input)
}

async function dueOf(visit: Visit, state: WaitState): Promise<number> {
  if (state.seconds !== undefined) {
    const limits = { min: 0, max: 99_999_999 }
    return visit.frame.entered + (await evaluateInteger(state.seconds, visit.scope, 'Seconds', limits)) * 1000
  }
  const value = (await state.timestamp?.evaluate(visit.scope)) ?? null
  const due = typeof value === 'string' && TIMESTAMP.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(due)) throw wrongResult('Timestamp', 'an RFC 3339 timestamp', value)
  return due
}
