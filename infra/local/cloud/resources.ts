import type { S3Client } from '@aws-sdk/client-s3'
import { s3ObjectStore } from '../../../shared/adapters/s3-object-store.ts'
import { placeholder, type StateMachine } from '../../../statemachines/asl.ts'
import { machines } from '../../../statemachines/machines.ts'
import { functionPlaceholder } from '../../functions.ts'
import { substitute } from '../states/runner.ts'

export const TABLE = 'cases'

/** The buckets, by the environment variable that names each to the functions. */
export const BUCKETS = {
  INBOX_BUCKET: 'erp-inbox',
  WORK_BUCKET: 'work',
  SIGNALS_BUCKET: 'portal-files',
  EVIDENCE_BUCKET: 'evidence',
  POST_BUCKET: 'post-queue',
  ERP_RETURN_BUCKET: 'erp-return',
} as const

/** The buckets as the functions know them, on a client of this cloud. */
export const objectsOn = (s3: S3Client) =>
  s3ObjectStore(s3, {
    inbox: BUCKETS.INBOX_BUCKET,
    work: BUCKETS.WORK_BUCKET,
    signals: BUCKETS.SIGNALS_BUCKET,
    evidence: BUCKETS.EVIDENCE_BUCKET,
    post: BUCKETS.POST_BUCKET,
    erpReturn: BUCKETS.ERP_RETURN_BUCKET,
  })

/** The state machines as they are deployed, with the names of this cloud filled in. */
export function loadMachines(functionNames: readonly string[]): Record<string, unknown> {
  const functions = Object.fromEntries(functionNames.map((name) => [functionPlaceholder(name), name]))
  const values: Record<string, string> = { ...functions, CaseTable: TABLE }
  const filled = (definition: StateMachine): unknown => {
    const text = JSON.stringify(definition)
    const used = Object.entries(values).filter(([name]) => text.includes(placeholder(name)))
    return JSON.parse(substitute(text, Object.fromEntries(used)))
  }
  return Object.fromEntries(Object.entries(machines).map(([name, definition]) => [name, filled(definition)]))
}
