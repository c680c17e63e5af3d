import { caseLog, registers, workflow } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { repairCases, repairCasesInput } from './repair-cases.ts'

export const handler = lambda(repairCasesInput, () =>
  repairCases({ log: caseLog(), registers: registers(), workflow: workflow(), now }),
)
