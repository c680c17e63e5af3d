import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { sendLetter, sendLetterInput } from './send-letter.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { question: ['read', 'put'] },
  buckets: { work: ['read'], evidence: ['read', 'write'], post: ['write'] },
  letters: true,
  mail: true,
} as const satisfies Uses

export const handler = lambda(sendLetterInput, (input) => sendLetter(portsOf(uses), input))
