import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { recordSentMail, recordSentMailInput } from './record-sent-mail.ts'

export const uses = { duration: 'short', notes: { mail: ['putMany'] } } as const satisfies Uses

export const handler = lambda(recordSentMailInput, (input) => recordSentMail(portsOf(uses), input))
