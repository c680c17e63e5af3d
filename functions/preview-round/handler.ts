import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { previewRound, previewRoundInput } from './preview-round.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  indexes: ['client'],
  registers: 'conditions',
  renters: 'read',
  buckets: { evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(previewRoundInput, () => previewRound(portsOf(uses)))
