import { caseLog, notebook, objects } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeErpReturn, writeErpReturnInput } from './write-erp-return.ts'

export const handler = lambda(writeErpReturnInput, () =>
  writeErpReturn({ log: caseLog(), notebook: notebook(), objects: objects(), now }),
)
