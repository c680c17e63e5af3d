import { caseLog, notebook, objects, registers } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writeNvvkList, writeNvvkListInput } from './write-nvvk-list.ts'

export const handler = lambda(writeNvvkListInput, () =>
  writeNvvkList({ log: caseLog(), registers: registers(), notebook: notebook(), objects: objects(), now }),
)
