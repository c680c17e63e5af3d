import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { closePaid, closePaidInput } from './close-paid.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  indexes: ['client', 'day'],
  registers: 'conditions',
  notes: { book: ['read', 'put'], import: ['read', 'put'], question: ['read', 'put'], renumbering: ['read', 'put'] },
  buckets: { work: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(closePaidInput, (input) => closePaid(portsOf(uses), input))
