import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { applyBook, applyBookInput } from './apply-book.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  renters: 'write',
  notes: {
    book: ['read'],
    import: ['read'],
    execution: ['read', 'put'],
    question: ['read', 'put'],
    reference: ['read', 'put'],
  },
  buckets: { work: ['read'] },
  machines: { 'arrears-case': ['start', 'wake'] },
} as const satisfies Uses

export const handler = lambda(applyBookInput, (input) => applyBook(portsOf(uses), input))
