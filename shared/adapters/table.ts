import { hash } from 'node:crypto'
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import type { IndexName } from '../contracts/uses.ts'

/**
 * The sparse indexes, with the attributes that form their keys: `day` over what functions appended on a day, the others
 * over the summaries of cases. The database refuses any other item in which such an attribute is not text.
 */
export const INDEXES = {
  queue: { partition: 'queueShard', sort: 'pk' },
  client: { partition: 'clientShard', sort: 'pk' },
  due: { partition: 'dueShard', sort: 'dueAt' },
  day: { partition: 'dayShard', sort: 'at' },
} as const satisfies Record<IndexName, { readonly partition: string; readonly sort: string }>

/** The one table (`pk`, `sk`), the same on AWS and on the embedded cloud: paid per request. */
export function tableDefinition(table: string) {
  const indexes = Object.entries(INDEXES)
  const attributes = new Set(['pk', 'sk', ...indexes.flatMap(([, { partition, sort }]) => [partition, sort])])
  return {
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema('pk', 'sk'),
    GlobalSecondaryIndexes: indexes.map(([name, { partition, sort }]) => ({
      IndexName: name,
      KeySchema: keySchema(partition, sort),
      Projection: { ProjectionType: 'ALL' },
    })),
  } satisfies CreateTableCommandInput
}

const keySchema = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
]

/** A partition of DynamoDB takes 1,000 writes a second; an import or a round touches every case of a client at once. */
const SHARDS = 2

/** The index partition of a case within a list, such as all open cases of a client. */
export const shardOf = (list: string, caseId: string): string =>
  `${list}#${Number.parseInt(hash('sha256', caseId).slice(0, 8), 16) % SHARDS}`

/** Every index partition of a list. */
export const shardsOf = (list: string): string[] => Array.from({ length: SHARDS }, (_, shard) => `${list}#${shard}`)
