import type { FailState, SucceedState } from '../compile.ts'
import type { Move, Visit } from '../core.ts'
import { wrongResult } from '../templates.ts'
import { leave } from './exit.ts'

export function enterSucceed(visit: Visit, state: SucceedState): Promise<Move> {
  return leave(visit, state, null, visit.input)
}

export async function enterFail(visit: Visit, state: FailState): Promise<Move> {
  const texts = { error: '', cause: '' }
  for (const field of ['error', 'cause'] as const) {
    const value = (await state[field]?.evaluate(visit.scope)) ?? ''
    if (typeof value !== 'string') throw wrongResult(field === 'error' ? 'Error' : 'Cause', 'text', value)
    texts[field] = value
  }
  return { kind: 'fail', failure: texts }
}
