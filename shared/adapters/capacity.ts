import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'

/** Where the embedded cloud publishes its count of what DynamoDB charges. AWS has none, and nothing is asked for. */
const COUNTER = Symbol.for('vroegsignalering.capacity')

const READS = new Set(['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand', 'ScanCommand'])

/** Lets every call of the client report its request units to the counter, if there is one. */
export function countingCapacity(client: DynamoDBClient): DynamoDBClient {
  const count: unknown = Reflect.get(globalThis, COUNTER)
  if (typeof count !== 'function') return client
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } })
      const kind = READS.has(context.commandName ?? '') ? 'read' : 'write'
      const consumed = 'ConsumedCapacity' in result.output ? [result.output.ConsumedCapacity ?? []].flat() : []
      for (const each of consumed) if ('CapacityUnits' in each) count(kind, each.CapacityUnits ?? 0)
      return result
    },
    { step: 'initialize', name: 'countingCapacity' },
  )
  return client
}
