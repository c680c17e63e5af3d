import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { askRound, askRoundInput } from './ask-round.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  machines: { 'signal-round': ['start'] },
} as const satisfies Uses

export const handler = lambda(askRoundInput, (input) => {
  const { workflow, ...ports } = portsOf(uses)
  return askRound({ ...ports, workflow: null, rounds: workflow }, input)
})
