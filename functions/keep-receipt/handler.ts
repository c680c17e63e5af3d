import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { keepReceipt, keepReceiptInput } from './keep-receipt.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  notes: { delivery: ['read', 'put'], question: ['read', 'put'] },
  buckets: { inbox: ['read'], work: ['read'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(keepReceiptInput, (input) => keepReceipt(portsOf(uses), input))
