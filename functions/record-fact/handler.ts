import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordFact, recordFactInput } from './record-fact.ts'

export const uses = {
  // A change in the registers is looked at in every case that it concerns.
  duration: 'long',
  cases: 'append',
  indexes: ['client'],
  registers: 'change',
  books: 'note',
  renters: 'change',
  notes: {
    book: ['read', 'put'],
    delivery: ['read', 'put'],
    question: ['read', 'put'],
    fact: ['read', 'put'],
    renumbering: ['read', 'put'],
    approval: ['put'],
  },
  buckets: { evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'], 'erp-import': ['start'], 'signal-round': ['start'] },
} as const satisfies Uses

export const handler = lambda(recordFactInput, (input) => {
  const ports = portsOf(uses)
  return recordFact({ ...ports, imports: ports.workflow, rounds: ports.workflow }, input)
})
