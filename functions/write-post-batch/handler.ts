import { portsOf } from '../../shared/adapters/from-environment.ts'
import type { Uses } from '../../shared/contracts/uses.ts'
import { lambda } from '../../shared/runtime/lambda.ts'
import { writePostBatch, writePostBatchInput } from './write-post-batch.ts'

export const uses = {
  duration: 'long',
  notes: { 'post-batch': ['read', 'put'] },
  buckets: { post: ['read', 'write'] },
} as const satisfies Uses

export const handler = lambda(writePostBatchInput, () => writePostBatch(portsOf(uses)))
