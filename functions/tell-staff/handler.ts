import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda, logger } from '../../shared/runtime/lambda.ts'
import { tellStaff, tellStaffInput } from './tell-staff.ts'

export const uses = {
  duration: 'long',
  cases: 'read',
  indexes: ['client'],
  registers: 'conditions',
  renters: 'read',
  notes: {
    approval: ['read'],
    delivery: ['read'],
    question: ['read', 'put'],
    mail: ['read'],
    'staff-mail': ['read', 'put'],
  },
  buckets: { work: ['read'], evidence: ['read'] },
  letters: 'to-staff',
  mail: true,
} as const satisfies Uses

export const handler = lambda(tellStaffInput, async () => {
  const told = await tellStaff(portsOf(uses))
  // Alarms count what is late.
  logger.info('STAFF_TOLD', { ...told })
  return told
})
