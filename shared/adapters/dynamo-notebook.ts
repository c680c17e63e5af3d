import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { NOTES, type NoteKind, type Notes } from '../contracts/notes.ts'
import type { Notebook } from '../contracts/ports.ts'
import { putAll } from './batch.ts'
import { conditionFailed, fromItem, key, toItem } from './item.ts'
import { parsed } from './parsed.ts'
import { readPartition } from './partition.ts'

const partitionOf = (kind: string) => `NOTE#${kind}`

/** The notebook on DynamoDB: `NOTE#<kind>` / `<id>`. The last `put` wins; a value is JSON of at most 400 KB. */
export function dynamoNotebook(client: DynamoDBClient, table: string): Notebook {
  const get = async <Kind extends NoteKind>(kind: Kind, id: string): Promise<Notes[Kind] | null> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: key(partitionOf(kind), id), ConsistentRead: true }),
    )
    return Item ? noteOf(kind, id, fromItem(Item).value) : null
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

    async reserve(kind, id, value) {
      try {
        await put(kind, id, value, 'attribute_not_exists(sk)')
      } catch (error) {
        if (!conditionFailed(error)) throw error
        const stands = await get(kind, id)
        if (stands !== null) return stands
      }
      return noteOf(kind, id, value)
    },

    async replace(kind, id, before, value) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...toItem({ value }), ...key(partitionOf(kind), id) },
            ConditionExpression: '#value = :before',
            ExpressionAttributeNames: { '#value': 'value' },
            ExpressionAttributeValues: toItem({ ':before': before }),
          }),
        )
        return true
      } catch (error) {
        if (!conditionFailed(error)) throw error
        return false
      }
    },

    async list(kind) {
      const items = await readPartition(client, table, partitionOf(kind))
      return items.map((item) => {
        const id = item.sk?.S ?? ''
        return { id, value: noteOf(kind, id, fromItem(item).value) }
      })
    },
  }
}

const noteOf = <Kind extends NoteKind>(kind: Kind, id: string, value: unknown): Notes[Kind] =>
  parsed(NOTES[kind], value, `${partitionOf(kind)} ${id} is not such a note`)
