import { casesOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { closePaid, closePaidInput } from './close-paid.ts'

export const handler = lambda(closePaidInput, (input) =>
  closePaid({ ...casesOutside(), notebook: notebook(), objects: objects() }, input),
)
