import { notebook } from '../../shared/adapters/from-environment.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordSentMail, recordSentMailInput } from './record-sent-mail.ts'

export const handler = lambda(recordSentMailInput, (input) => recordSentMail({ notebook: notebook() }, input))
