import { correspondence } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { postLetter, postLetterInput } from './post-letter.ts'

export const handler = lambda(postLetterInput, (input) => postLetter(correspondence(), input))
