import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { readAnswers, readAnswersInput } from './read-answers.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  notes: { question: ['read', 'put'] },
  buckets: { inbox: ['read'], work: ['read', 'write'], evidence: ['read'] },
  machines: { 'arrears-case': ['wake'] },
} as const satisfies Uses

export const handler = lambda(readAnswersInput, (input) => readAnswers(portsOf(uses), input))
