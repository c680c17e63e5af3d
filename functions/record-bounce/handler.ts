import { casesOutside, notebook } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordBounce, recordBounceInput } from './record-bounce.ts'

export const handler = lambda(recordBounceInput, (input) =>
  recordBounce({ ...casesOutside(), notebook: notebook() }, input),
)
