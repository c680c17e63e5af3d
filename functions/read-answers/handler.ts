import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda, logger } from '../../shared/runtime/lambda.ts'
import { readAnswers, readAnswersInput } from './read-answers.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  registers: 'conditions',
  notes: { question: ['read', 'put'], 'staff-mail': ['read', 'put'] },
  buckets: { inbox: ['read'], work: ['read', 'write'], evidence: ['read'] },
  machines: { 'arrears-case': ['wake'] },
  letters: 'to-staff',
  mail: true,
} as const satisfies Uses

export const handler = lambda(readAnswersInput, async (input) => {
  const report = await readAnswers(portsOf(uses), input)
  // An alarm counts what a person must look at (F2).
  logger.info('ANSWERS_READ', { unread: report.errors.length + report.warnings.length })
  return report
})
