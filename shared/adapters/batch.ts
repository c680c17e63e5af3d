import { BatchGetItemCommand, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import type { Item } from './item.ts'

/** What DynamoDB takes in one call. */
const GETS = 100
const PUTS = 25

/**
 * Consistent reads of many items, a hundred a call; absent ones are left out, each comes once, however often it is
 * asked for (DynamoDB refuses a key that comes twice), and the order is lost.
 */
export async function getAll(client: DynamoDBClient, table: string, asked: readonly Item[]): Promise<Item[]> {
  const keys = [...new Map(asked.map((each) => [JSON.stringify(each), each])).values()]
  const items: Item[] = []
  for (let from = 0; from < keys.length; from += GETS) {
    for (let rest = keys.slice(from, from + GETS); rest.length > 0; ) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: rest, ConsistentRead: true } } }),
      )
      items.push(...(Responses?.[table] ?? []))
      rest = UnprocessedKeys?.[table]?.Keys ?? []
    }
  }
  return items
}

/** Unconditional writes of many items, twenty-five a call. Not together: a failure leaves some written. */
export async function putAll(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  for (let from = 0; from < items.length; from += PUTS) {
    const requests = items.slice(from, from + PUTS).map((Item) => ({ PutRequest: { Item } }))
    for (let rest = requests; rest.length > 0; ) {
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: rest } }))
      rest = (UnprocessedItems?.[table] ?? []) as typeof requests
    }
  }
}
