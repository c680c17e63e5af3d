import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordBounce, recordBounceInput } from './record-bounce.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  notes: { question: ['read', 'put'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(recordBounceInput, (input) => recordBounce(portsOf(uses), input))
