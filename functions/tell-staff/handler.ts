import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { tellStaff, tellStaffInput } from './tell-staff.ts'

export const uses = {
  duration: 'long',
  indexes: ['client'],
  registers: 'read',
  notes: { question: ['read'], mail: ['read'], 'staff-mail': ['read', 'put'] },
  buckets: { work: ['read'] },
  letters: true,
  mail: true,
} as const satisfies Uses

export const handler = lambda(tellStaffInput, () => tellStaff(portsOf(uses)))
