import { caseLog, registers, workflow } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda, logger } from '../../shared/runtime/lambda.ts'
import { repairCases, repairCasesInput } from './repair-cases.ts'

export const handler = lambda(repairCasesInput, async () => {
  const repaired = await repairCases({ log: caseLog(), registers: registers(), workflow: workflow(), now })
  // An alarm counts these.
  logger.info('CASES_REPAIRED', repaired)
  return repaired
})
