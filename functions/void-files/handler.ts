import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { voidFiles, voidFilesInput } from './void-files.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { delivery: ['read', 'put'], question: ['read', 'put'], transfer: ['read', 'put'] },
  buckets: { work: ['read'], signals: ['remove'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'], 'signal-round': ['start'] },
} as const satisfies Uses

export const handler = lambda(voidFilesInput, () => {
  const { registersNow, ...ports } = portsOf(uses)
  return voidFiles({ ...ports, registers: registersNow })
})
