import { casesOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { applyBook, applyBookInput } from './apply-book.ts'

export const handler = lambda(applyBookInput, (input) =>
  applyBook({ ...casesOutside(), objects: objects(), notebook: notebook() }, input),
)
