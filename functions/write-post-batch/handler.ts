import { notebook, objects } from '../../shared/adapters/from-environment.ts'
import { now } from '../../shared/runtime/clock.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writePostBatch, writePostBatchInput } from './write-post-batch.ts'

export const handler = lambda(writePostBatchInput, () =>
  writePostBatch({ notebook: notebook(), objects: objects(), now }),
)
