import { correspondence } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { sendLetter, sendLetterInput } from './send-letter.ts'

export const handler = lambda(sendLetterInput, (input) => sendLetter(correspondence(), input))
