import { isDeepStrictEqual } from 'node:util'
import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { RecordMovedOn, type RenterRecord, type RenterStore } from '../contracts/ports.ts'
import { objectionSchema, renterRecordSchema } from '../contracts/stored-renter.ts'
import { getAll } from './batch.ts'
import { conditionFailed, fromItem, type Item, key, toItem } from './item.ts'
import { parsed } from './parsed.ts'
import { readPartition } from './partition.ts'

const partitionOf = (renter: string) => `RENTER#${renter}`
const CLIENT = 'CLIENT#'
const OBJECTION = 'OBJECTION'

/**
 * The renters on DynamoDB: a record per client, `RENTER#<renter>` / `CLIENT#<client>`, and one objection for all of
 * them, `RENTER#<renter>` / `OBJECTION`.
 */
export function dynamoRenterStore(client: DynamoDBClient, table: string): RenterStore {
  const read = async (renter: string, sk: string): Promise<Item | undefined> => {
    const query = new GetItemCommand({ TableName: table, Key: key(partitionOf(renter), sk), ConsistentRead: true })
    return (await client.send(query)).Item
  }

  const get = async (renter: string, of: string): Promise<RenterRecord | null> => {
    const item = await read(renter, CLIENT + of)
    return item ? recordOf(item) : null
  }

  /** Changes the objection unless a later word of the renter is known: a report can arrive late, or twice. */
  const change = async (renter: string, update: string, unlessLater: string, values: object): Promise<void> => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key(partitionOf(renter), OBJECTION),
          UpdateExpression: update,
          ConditionExpression: unlessLater,
          ExpressionAttributeValues: toItem(values),
        }),
      )
    } catch (error) {
      if (!conditionFailed(error)) throw error
    }
  }

  return {
    get,

    async getMany(keys) {
      const items = keys.map(({ renter, client: of }) => key(partitionOf(renter), CLIENT + of))
      return (await getAll(client, table, items)).map(recordOf)
    },

    async all(renter) {
      return (await readPartition(client, table, partitionOf(renter), CLIENT)).map(recordOf)
    },

    async put(record) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: { ...toItem(record), ...key(partitionOf(record.renter), CLIENT + record.client) },
            ...(record.version === 1
              ? { ConditionExpression: 'attribute_not_exists(sk)' }
              : {
                  ConditionExpression: 'version = :before',
                  ExpressionAttributeValues: toItem({ ':before': record.version - 1 }),
                }),
          }),
        )
      } catch (error) {
        if (!conditionFailed(error)) throw error
        // The answer to our own write may have been lost; a record with the same content is as good as ours.
        if (!isDeepStrictEqual(await get(record.renter, record.client), record))
          throw new RecordMovedOn(`the record at ${record.client} does not have version ${record.version - 1}`)
      }
    },

    async objects(renter) {
      const item = await read(renter, OBJECTION)
      if (item === undefined) return false
      const known = parsed(objectionSchema, fromItem(item), `${OBJECTION} of a renter is not an objection`)
      return known.withdrawnAt === undefined
    },

    lodgeObjection: (renter, channel, at) =>
      change(
        renter,
        'SET channel = :channel, lodgedAt = :at REMOVE withdrawnAt',
        '(attribute_not_exists(lodgedAt) OR lodgedAt <= :at) AND (attribute_not_exists(withdrawnAt) OR withdrawnAt <= :at)',
        { ':channel': channel, ':at': at },
      ),

    withdrawObjection: (renter, at) => change(renter, 'SET withdrawnAt = :at', 'lodgedAt <= :at', { ':at': at }),
  }
}

/** The partition is the renter's number, and no error may name it. */
const recordOf = (item: Item): RenterRecord =>
  parsed(renterRecordSchema, fromItem(item), `${item.sk?.S} of a renter is not a record`)
