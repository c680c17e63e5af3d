import { caseworkInside, workflow } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { testSignal, testSignalInput } from './test-signal.ts'

export const handler = lambda(testSignalInput, (input) =>
  testSignal({ ...caseworkInside(), rounds: workflow() }, input),
)
