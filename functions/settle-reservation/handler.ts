import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { settleReservation, settleReservationInput } from './settle-reservation.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { mail: ['read'], question: ['read', 'put'] },
  buckets: { evidence: ['read'], post: ['read'] },
} as const satisfies Uses

export const handler = lambda(settleReservationInput, (input) => settleReservation(portsOf(uses), input))
