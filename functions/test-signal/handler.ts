import { casesInside, registers, workflow } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { testSignal, testSignalInput } from './test-signal.ts'

export const handler = lambda(testSignalInput, (input) =>
  testSignal({ ...casesInside(), registers: registers(), rounds: workflow() }, input),
)
