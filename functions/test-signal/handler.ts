import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { testSignal, testSignalInput } from './test-signal.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { question: ['read', 'put'] },
  machines: { 'signal-round': ['start'] },
} as const satisfies Uses

export const handler = lambda(testSignalInput, (input) => {
  const { registersNow, workflow, ...ports } = portsOf(uses)
  return testSignal({ ...ports, registers: registersNow, rounds: workflow, workflow: null }, input)
})
