import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeSignals, writeSignalsInput } from './write-signals.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { delivery: ['read', 'put'], question: ['read', 'put'], turn: ['read', 'put'] },
  buckets: { work: ['read', 'write'], signals: ['read', 'write'], evidence: ['read', 'write'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(writeSignalsInput, (input) => {
  const { registersNow, ...ports } = portsOf(uses)
  return writeSignals({ ...ports, registers: registersNow }, input)
})
