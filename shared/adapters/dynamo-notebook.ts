import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { Notebook } from '../contracts/ports.ts'
import { putAll } from './batch.ts'
import { conditionFailed, fromItem, key, toItem } from './item.ts'
import { readPartition } from './partition.ts'

const partitionOf = (kind: string) => `NOTE#${kind}`

/** The notebook on DynamoDB: `NOTE#<kind>` / `<id>`. The last `put` wins; a value is JSON of at most 400 KB. */
export function dynamoNotebook(client: DynamoDBClient, table: string): Notebook {
  const get = async <T>(kind: string, id: string): Promise<T | null> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: key(partitionOf(kind), id), ConsistentRead: true }),
    )
    return Item ? (fromItem(Item).value as T) : null
  }

  const put = async (kind: string, id: string, value: unknown, condition?: string): Promise<void> => {
    const item = { ...toItem({ value }), ...key(partitionOf(kind), id) }
    await client.send(new PutItemCommand({ TableName: table, Item: item, ConditionExpression: condition }))
  }

  return {
    get,
    put: (kind, id, value) => put(kind, id, value),
    putMany: (kind, notes) =>
      putAll(
        client,
        table,
        notes.map(({ id, value }) => ({ ...toItem({ value }), ...key(partitionOf(kind), id) })),
      ),

    async reserve<T>(kind: string, id: string, value: T) {
      try {
        await put(kind, id, value, 'attribute_not_exists(sk)')
        return value
      } catch (error) {
        if (!conditionFailed(error)) throw error
        return (await get<T>(kind, id)) ?? value
      }
    },

    async list<T>(kind: string) {
      const items = await readPartition(client, table, partitionOf(kind))
      return items.map((item) => ({ id: item.sk?.S ?? '', value: fromItem(item).value as T }))
    },
  }
}
