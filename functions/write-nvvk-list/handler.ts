import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeNvvkList, writeNvvkListInput } from './write-nvvk-list.ts'

export const uses = {
  duration: 'long',
  indexes: ['client'],
  registers: 'read',
  notes: { nvvk: ['read', 'put'] },
  buckets: { erpReturn: ['write'] },
} as const satisfies Uses

export const handler = lambda(writeNvvkListInput, () => writeNvvkList(portsOf(uses)))
