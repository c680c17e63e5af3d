import { casesOutside, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { readAnswers, readAnswersInput } from './read-answers.ts'

export const handler = lambda(readAnswersInput, (input) =>
  readAnswers({ ...casesOutside(), objects: objects(), notebook: notebook() }, input),
)
