import type { S3Client } from '@aws-sdk/client-s3'
import { s3ObjectStore } from '../../../shared/adapters/s3-object-store.ts'
import type { Bucket } from '../../../shared/contracts/ports.ts'
import { BUCKET_VARIABLES, MACHINE_VARIABLES, VARIABLES } from '../../../shared/contracts/uses.ts'
import { placeholder, type StateMachine } from '../../../statemachines/asl.ts'
import { machines } from '../../../statemachines/machines.ts'
import { functionPlaceholder } from '../../functions.ts'
import { stateMachineArn } from '../states/arns.ts'
import { substitute } from '../states/runner.ts'

export const TABLE = 'cases'

export const BUCKETS: Readonly<Record<Bucket, string>> = {
  inbox: 'erp-inbox',
  work: 'work',
  signals: 'portal-files',
  evidence: 'evidence',
  post: 'post-queue',
  erpReturn: 'erp-return',
}

/** The buckets as the functions know them, on a client of this cloud. */
export const objectsOn = (s3: S3Client) => s3ObjectStore(s3, BUCKETS)

/** What things of this cloud are called, for every function alike: they share one environment. */
export const NAMES: Readonly<Record<string, string>> = {
  [VARIABLES.table]: TABLE,
  ...Object.fromEntries(keysOf(BUCKET_VARIABLES).map((bucket) => [BUCKET_VARIABLES[bucket], BUCKETS[bucket]])),
  ...Object.fromEntries(keysOf(MACHINE_VARIABLES).map((name) => [MACHINE_VARIABLES[name], stateMachineArn(name)])),
}

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

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  return Object.keys(record) as K[]
}
