import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordDelivery, recordDeliveryInput } from './record-delivery.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  buckets: { evidence: ['read', 'write'] },
} as const satisfies Uses

export const handler = lambda(recordDeliveryInput, (input) => recordDelivery(portsOf(uses), input))
