import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeErpReturn, writeErpReturnInput } from './write-erp-return.ts'

export const uses = {
  duration: 'long',
  cases: 'read',
  indexes: ['day'],
  renters: 'read',
  registers: 'read',
  notes: { 'erp-return': ['read', 'put'] },
  buckets: { erpReturn: ['write'] },
} as const satisfies Uses

export const handler = lambda(writeErpReturnInput, () => writeErpReturn(portsOf(uses)))
