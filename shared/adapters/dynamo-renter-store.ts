import { isDeepStrictEqual } from 'node:util'
import { type DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import {
  type LastWord,
  type PendingObjection,
  RecordMovedOn,
  type RenterRecord,
  type RenterStore,
} from '../contracts/renters.ts'
import { lastWordSchema, laterWord, renterRecordSchema } from '../contracts/stored-renter.ts'
import { renterKey } from '../domain/renter-number.ts'
import { getAll } from './batch.ts'
import { indexed } from './indexed.ts'
import { conditionFailed, fromItem, type Item, key, toItem } from './item.ts'
import { parsed } from './parsed.ts'
import { readPartition } from './partition.ts'
import { sameTerms, searchTokens } from './search-tokens.ts'
import { INDEXES, shardOf } from './table.ts'

const noSearchKey = async (): Promise<string> => {
  throw new Error('there is no key by which renters are found')
}

const partitionOf = (renter: string) => `RENTER#${renterKey(renter)}`
const CLIENT = 'CLIENT#'
const OBJECTION = 'OBJECTION'
const objectionAt = (client: string) => `${OBJECTION}#${client}`
const pendingAt = (client: string, id: string) => `PENDING#${client}#${id}`
/** The list of the index `client` with the records whose case has begun: no client's id holds a `#`. */
const BEGUN = 'begun#'
/** Attributes that are no part of a record. */
const NOT_OF_RECORD = new Set(['pk', 'sk', INDEXES.client.partition])

/**
 * The renters on DynamoDB: a record per client, `RENTER#<renter>` / `CLIENT#<client>`, and the last word on an
 * objection: for all of them `RENTER#<renter>` / `OBJECTION`, for one `OBJECTION#<client>`; one that waits for a person
 * is `PENDING#<client>#<id>`.
 *
 * @param searchKey the text of the secret with the key by which renters are found; without one, records can only be
 * read
 */
export function dynamoRenterStore(
  client: DynamoDBClient,
  table: string,
  searchKey: () => Promise<string> = noSearchKey,
): RenterStore {
  const tokens = searchTokens(client, table, searchKey)

  const read = async (renter: string, sk: string): Promise<Item | undefined> => {
    const query = new GetItemCommand({ TableName: table, Key: key(partitionOf(renter), sk), ConsistentRead: true })
    return (await client.send(query)).Item
  }

  const get = async (renter: string, of: string): Promise<RenterRecord | null> => {
    const item = await read(renter, CLIENT + of)
    return item ? recordOf(item) : null
  }

  const setPending = async (
    { renter, client: of, id }: PendingObjection,
    pending: boolean,
    condition?: string,
  ): Promise<void> => {
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key(partitionOf(renter), pendingAt(of, id)),
          UpdateExpression: 'SET pending = :pending',
          ConditionExpression: condition,
          ExpressionAttributeValues: toItem({ ':pending': pending }),
        }),
      )
    } catch (error) {
      if (!conditionFailed(error)) throw error
    }
  }

  const putRecord = async (record: RenterRecord): Promise<void> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: recordItem(record),
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
  }

  return {
    get,

    async getMany(keys) {
      const items = keys.map(({ renter, client: of }) => key(partitionOf(renter), CLIENT + of))
      return (await getAll(client, table, items)).map(recordOf)
    },

    async *begun() {
      for await (const item of indexed(client, table, 'client', BEGUN)) yield recordOf(item)
    },

    async all(renter) {
      return (await readPartition(client, table, partitionOf(renter), CLIENT)).map(recordOf)
    },

    withTerm: tokens.find,
    searchKeyId: tokens.keyId,
    writeTerms: tokens.write,

    /**
     * The tokens first, then the record, then away with the tokens that it no longer has: wherever this breaks off, the
     * renter is found by all that the record says. What is left behind finds nobody, and goes with the next change of
     * the person, or with the renter.
     */
    async put(record) {
      const before = record.version === 1 ? null : await get(record.renter, record.client)
      const isFoundAnew = before === null || !sameTerms(before, record)
      if (isFoundAnew) await tokens.write(record)
      await putRecord(record)
      if (isFoundAnew && before !== null) await tokens.removeOthers(record)
    },

    async lastWord(renter, of) {
      const items = await readPartition(client, table, partitionOf(renter), OBJECTION)
      return laterWord(items.filter(({ sk }) => sk?.S === OBJECTION || sk?.S === objectionAt(of)).map(wordOf))
    },

    async hasPendingObjection(renter, of) {
      const items = await readPartition(client, table, partitionOf(renter), pendingAt(of, ''))
      return items.some(({ pending }) => pending?.BOOL === true)
    },

    keepPendingObjection: (pending) => setPending(pending, true, 'attribute_not_exists(pending)'),

    settlePendingObjection: (pending) => setPending(pending, false),

    async reportObjection({ renter, client: of, objects, channel, moment, id }) {
      const values = { ':objects': objects, ':channel': channel, ':moment': moment, ':id': id, ':ids': [id], ':no': [] }
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: key(partitionOf(renter), of === null ? OBJECTION : objectionAt(of)),
            UpdateExpression:
              'SET objects = :objects, channel = :channel, moment = :moment, reports = list_append(if_not_exists(reports, :no), :ids)',
            ConditionExpression: 'attribute_not_exists(moment) OR (moment <= :moment AND NOT contains(reports, :id))',
            ExpressionAttributeValues: toItem(values),
          }),
        )
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
    },
  }
}

function wordOf(item: Item): LastWord {
  const { objects, channel, moment } = parsed(lastWordSchema, fromItem(item), `${item.sk?.S} of a renter is not a word`)
  return { objects, channel, moment }
}

function recordItem(record: RenterRecord): Item {
  const { renter, client, caseId, begun } = record
  const listed = begun && caseId !== null ? { [INDEXES.client.partition]: shardOf(BEGUN, caseId) } : {}
  return { ...toItem({ ...record, ...listed }), ...key(partitionOf(renter), CLIENT + client) }
}

/** The partition is the renter's number, and no error may name it. */
const recordOf = (item: Item): RenterRecord =>
  parsed(renterRecordSchema, fromItem(item, NOT_OF_RECORD), `${item.sk?.S} of a renter is not a record`)
