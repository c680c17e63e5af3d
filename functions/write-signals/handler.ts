import { casesOutside, notebook, objects, registers } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeSignals, writeSignalsInput } from './write-signals.ts'

export const handler = lambda(writeSignalsInput, (input) =>
  writeSignals({ ...casesOutside(), registers: registers(), objects: objects(), notebook: notebook() }, input),
)
