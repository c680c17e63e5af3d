import { casesOutside, notebook, objects, workflow } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordFact, recordFactInput } from './record-fact.ts'

export const handler = lambda(recordFactInput, (input) =>
  recordFact({ ...casesOutside(), notebook: notebook(), objects: objects(), imports: workflow() }, input),
)
