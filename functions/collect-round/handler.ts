import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { collectRound, collectRoundInput } from './collect-round.ts'

export const uses = {
  duration: 'long',
  indexes: ['queue'],
  registers: 'conditions',
  notes: { approval: ['read'], file: ['read', 'put'], delivery: ['read'] },
  buckets: { work: ['read', 'write'], evidence: ['read'] },
} as const satisfies Uses

export const handler = lambda(collectRoundInput, (input) => collectRound(portsOf(uses), input))
