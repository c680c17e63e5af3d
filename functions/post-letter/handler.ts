import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { postLetter, postLetterInput } from './post-letter.ts'

export const uses = {
  duration: 'short',
  cases: 'append',
  registers: 'conditions',
  renters: 'read',
  notes: { question: ['read', 'put'] },
  buckets: { work: ['read'], evidence: ['read', 'write'], post: ['write'] },
  letters: true,
} as const satisfies Uses

export const handler = lambda(postLetterInput, (input) => postLetter(portsOf(uses), input))
