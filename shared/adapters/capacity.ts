import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { S3Client } from '@aws-sdk/client-s3'
import { INDEXES } from './table.ts'

/** Where the embedded cloud publishes its count of what AWS charges. AWS has none, and nothing is asked for. */
const COUNTER = Symbol.for('vroegsignalering.capacity')

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand'])
/** What S3 charges the lower price for; it lists at the price of a put. */
const GETS = new Set(['GetObjectCommand', 'HeadObjectCommand'])

function counter(): ((kind: 'read' | 'write' | 'indexWrite' | 's3Get' | 's3Put', units: number) => void) | null {
  const published: unknown = Reflect.get(globalThis, COUNTER)
  return typeof published === 'function' ? (kind, units) => published(kind, units) : null
}

/**
 * What DynamoDB charges at most for the indexes that list a put item: an entry that moves is a delete and a put. No emulator of
 * the embedded cloud counts it.
 */
const indexUnits = (item: object): number =>
  Object.values(INDEXES).reduce((units, { partition }) => units + (partition in item ? 2 : 0), 0)

/** Lets every call of the client report its request units to the counter, if there is one. */
export function countingCapacity(client: DynamoDBClient): DynamoDBClient {
  const count = counter()
  if (count === null) return client
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
      const kind = READS.has(context.commandName ?? '') ? 'read' : 'write'
      const consumed = 'ConsumedCapacity' in result.output ? [result.output.ConsumedCapacity ?? []].flat() : []
      for (const each of consumed) if ('CapacityUnits' in each) count(kind, each.CapacityUnits ?? 0)
      if ('Item' in args.input) count('indexWrite', indexUnits(args.input.Item ?? {}))
      return result
    },
    { step: 'initialize', name: 'countingCapacity' },
  )
  return client
}

/** Lets every call of the client report itself to the counter, if there is one. */
export function countingRequests(client: S3Client): S3Client {
  const count = counter()
  if (count === null) return client
  client.middlewareStack.add(
    (next, context) => (args) => {
      count(GETS.has(context.commandName ?? '') ? 's3Get' : 's3Put', 1)
      return next(args)
    },
    { step: 'initialize', name: 'countingRequests' },
  )
  return client
}
