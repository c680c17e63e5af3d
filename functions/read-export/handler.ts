import { caseLog, notebook, objects, registers } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { readExport, readExportInput } from './read-export.ts'

export const handler = lambda(readExportInput, (input) =>
  readExport({ log: caseLog(), registers: registers(), notebook: notebook(), objects: objects(), now }, input),
)
