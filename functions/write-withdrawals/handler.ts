import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeWithdrawals, writeWithdrawalsInput } from './write-withdrawals.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { delivery: ['read', 'put'], question: ['read', 'put'] },
  buckets: { work: ['read', 'write'], signals: ['read', 'write'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(writeWithdrawalsInput, (input) => writeWithdrawals(portsOf(uses), input))
