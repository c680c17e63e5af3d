import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { tellAtOnce, tellAtOnceInput } from './tell-at-once.ts'

export const uses = {
  duration: 'short',
  cases: 'read',
  registers: 'read',
  notes: { question: ['read'], 'staff-mail': ['read', 'put'] },
  buckets: { work: ['read'] },
  letters: 'to-staff',
  mail: true,
} as const satisfies Uses

export const handler = lambda(tellAtOnceInput, () => tellAtOnce(portsOf(uses)))
