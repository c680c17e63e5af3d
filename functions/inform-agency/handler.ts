import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { informAgency, informAgencyInput } from './inform-agency.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { question: ['read', 'put'], agency: ['read', 'put'] },
  buckets: { work: ['read'], evidence: ['read', 'write'] },
  letters: true,
  mail: true,
} as const satisfies Uses

export const handler = lambda(informAgencyInput, (input) => informAgency(portsOf(uses), input))
