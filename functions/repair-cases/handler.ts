import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda, logger } from '../../shared/runtime/lambda.ts'
import { repairCases, repairCasesInput } from './repair-cases.ts'

export const uses = {
  duration: 'long',
  cases: 'append',
  indexes: ['due', 'client', 'day'],
  registers: 'conditions',
  renters: 'write',
  openCases: 'count',
  notes: { execution: ['read', 'put'], search: ['read', 'put'] },
  buckets: { work: ['read', 'write'] },
  machines: { 'arrears-case': ['start', 'describe', 'list', 'wake'] },
} as const satisfies Uses

export const handler = lambda(repairCasesInput, async () => {
  const repaired = await repairCases(portsOf(uses))
  // An alarm counts these.
  logger.info('CASES_REPAIRED', repaired)
  return repaired
})
