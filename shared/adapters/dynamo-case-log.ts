import { randomUUID } from 'node:crypto'
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  QueryCommand,
} from '@aws-sdk/client-dynamodb'
import { type EventAsStored, eventSchema } from '../contracts/event-versions.ts'
import {
  type AdministrationEntry,
  type CaseLog,
  CaseMovedOn,
  type CaseSummary,
  type LoadedCase,
} from '../contracts/ports.ts'
import { isAdministered } from '../contracts/stored-event.ts'
import { caseSummarySchema } from '../contracts/stored-summary.ts'
import type { IndexName } from '../contracts/uses.ts'
import { dateOf, type IsoDate, type IsoInstant, instantAt, plusDays } from '../domain/calendar.ts'
import type { StoredEvent } from '../domain/event.ts'
import { hashOf, nextAfter, replay } from '../domain/history.ts'
import { hasEnded } from '../domain/phase.ts'
import { now } from '../runtime/clock.ts'
import { sha256 } from '../runtime/sha256.ts'
import { getAll } from './batch.ts'
import { type Bound, indexed } from './indexed.ts'
import { conditionFailed, fromItem, type Item, key, toItem } from './item.ts'
import { parsed } from './parsed.ts'
import { partitionQuery, readPartition } from './partition.ts'
import { caseIdOf, eventKey, everyCase, partitionOf, SUMMARY, storedOf } from './stored-histories.ts'
import { INDEXES, shardOf, shardsOf } from './table.ts'

const ANY_EVENT = 'EVENT#'
/** The list of the index `due`. */
const DUE = 'due'
/** The list of the index `day` with every summary, by when it was written. */
const LISTED = 'listed'
/** Attributes that are no part of a summary. */
const NOT_OF_SUMMARY = new Set(['sk', ...Object.values(INDEXES).flatMap(({ partition, sort }) => [partition, sort])])

/**
 * The case log on DynamoDB. The events of a case lie in one partition, `CASE#<id>`, under `EVENT#000001` and on, each
 * with its own fields as attributes; `nonce` tells apart two writers of the same event. The state machine puts its own
 * event, without a nonce, in the same form. The summary lies beside them under `SUMMARY`.
 */
export function dynamoCaseLog(client: DynamoDBClient, table: string): CaseLog {
  const load = async (caseId: string): Promise<LoadedCase | null> => {
    const events: StoredEvent[] = []
    const stored: EventAsStored[] = []
    let summary: CaseSummary | null = null
    for (const item of await readPartition(client, table, partitionOf(caseId))) {
      if (item.sk?.S === SUMMARY) summary = summaryOf(item)
      else {
        events.push(eventOf(item))
        stored.push(storedOf(item))
      }
    }
    const state = replay(events, sha256, stored)
    return state && { caseId, events, stored, state, summary }
  }

  /**
   * Whether the event at this place was put by the append with this nonce: its answer was lost, and the SDK tried
   * again.
   */
  const isOurs = async (caseId: string, seq: number, nonce: string): Promise<boolean> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: key(partitionOf(caseId), eventKey(seq)), ConsistentRead: true }),
    )
    return Item?.nonce?.S === nonce
  }

  /** What functions appended on a day, and within these moments. */
  async function* appended(day: IsoDate, from: IsoInstant, until: IsoInstant): AsyncGenerator<Item[]> {
    const { partition, sort } = INDEXES.day
    for (const shard of shardsOf(day)) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: 'day',
          KeyConditionExpression: '#shard = :shard AND #sort BETWEEN :from AND :until',
          ExpressionAttributeNames: { '#shard': partition, '#sort': sort },
          ExpressionAttributeValues: toItem({ ':shard': shard, ':from': from, ':until': until }),
        },
      )
      for await (const { Items = [] } of pages) yield Items.filter((item) => item[sort]?.S !== until)
    }
  }

  /**
   * Events with the renter of their case; a case that lost its summary is listed again by the sweep, too late for this.
   */
  async function entriesOf(items: readonly Item[]): Promise<AdministrationEntry[]> {
    const entries = items.flatMap((item) => {
      const event = eventOf(item)
      return isAdministered(event) ? [{ caseId: caseIdOf(item), event }] : []
    })
    const found = await summariesOf([...new Set(entries.map(({ caseId }) => caseId))])
    const listed = new Map(found.map(({ caseId, renter, client: of }) => [caseId, { renter, client: of }]))
    return entries.flatMap(({ caseId, event }) => {
      const whose = listed.get(caseId)
      return whose ? [{ caseId, ...whose, event }] : []
    })
  }

  async function summariesOf(caseIds: readonly string[]): Promise<CaseSummary[]> {
    const keys = caseIds.map((caseId) => key(partitionOf(caseId), SUMMARY))
    return (await getAll(client, table, keys)).map(summaryOf)
  }

  async function* summaries(index: IndexName, list: string, bound?: Bound): AsyncGenerator<CaseSummary> {
    for await (const item of indexed(client, table, index, list, bound)) yield summaryOf(item)
  }

  return {
    load,

    async append(caseId, after, event, at) {
      const stored = nextAfter(after, event, at)
      const nonce = randomUUID()
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: {
              ...toItem({
                ...stored,
                nonce,
                dayShard: shardOf(dateOf(at), caseId),
              }),
              ...key(partitionOf(caseId), eventKey(stored.seq)),
            },
            ConditionExpression: 'attribute_not_exists(sk)',
          }),
        )
      } catch (error) {
        if (!conditionFailed(error)) throw error
        if (!(await isOurs(caseId, stored.seq, nonce)))
          throw new CaseMovedOn(`case ${caseId} has an event ${stored.seq} by another writer`)
      }
      return stored
    },

    async isNewest(caseId, seq) {
      const next = key(partitionOf(caseId), eventKey(seq + 1))
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: next, ConsistentRead: true, ProjectionExpression: 'sk' }),
      )
      return Item === undefined
    },

    async summarise(summary) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: summaryItem(summary, now().toISOString()),
            ConditionExpression: 'attribute_not_exists(seq) OR seq <= :seq',
            ExpressionAttributeValues: toItem({ ':seq': summary.seq }),
          }),
        )
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
    },

    summariesOf,
    queued: (queue) => summaries('queue', queue),
    openOf: (of) => summaries('client', of),
    listedSince: (from) => summaries('day', LISTED, { from }),
    overdue: (before) => summaries('due', DUE, { before }),

    async *entries(from, until) {
      for (const day of daysOf(from, until))
        for await (const items of appended(day, from, until)) yield* await entriesOf(items)
    },

    async *changedCases(from, until) {
      const met = new Set<string>()
      for (const day of daysOf(from, until))
        for await (const items of appended(day, from, until))
          for (const caseId of items.map(caseIdOf)) {
            if (!met.has(caseId)) yield caseId
            met.add(caseId)
          }
    },

    async headOf(caseId) {
      const newest = { ScanIndexForward: false, Limit: 1 }
      const { Items = [] } = await client.send(
        new QueryCommand({ ...partitionQuery(table, partitionOf(caseId), ANY_EVENT), ...newest }),
      )
      const [newestItem] = Items
      return newestItem ? { seq: seqIn(newestItem), hash: hashOf(storedOf(newestItem), sha256) } : null
    },

    all: () => everyCase(client, table, load),
  }
}

/** From its key: also of an event that cannot be read. */
const seqIn = ({ sk }: Item): number => Number(sk?.S?.slice('EVENT#'.length))

/** The days of which some of this time is; its end is none of it. */
function daysOf(from: IsoInstant, until: IsoInstant): IsoDate[] {
  const days: IsoDate[] = []
  for (let day = dateOf(from); instantAt(day, '00:00') < until; day = plusDays(day, 1)) days.push(day)
  return days
}

const eventOf = (item: Item): StoredEvent => parsed(eventSchema, storedOf(item), `${placeOf(item)} is not an event`)

const placeOf = ({ pk, sk }: Item): string => `${pk?.S} ${sk?.S}`

/**
 * A summary with the keys that list it: as waiting for a file, as an open case of its client, as due, and as
 * written at this moment. A case that has ended can still be due: its withdrawal, or the message to the agency, must
 * leave.
 */
function summaryItem(summary: CaseSummary, at: IsoInstant): Item {
  const { caseId, queue, client, phase, due } = summary
  return {
    ...toItem({
      ...summary,
      queueShard: queue === null ? undefined : shardOf(queue, caseId),
      clientShard: hasEnded(phase) ? undefined : shardOf(client, caseId),
      dueShard: due === null ? undefined : shardOf(DUE, caseId),
      dueAt: due ?? undefined,
      dayShard: shardOf(LISTED, caseId),
      at,
    }),
    ...key(partitionOf(caseId), SUMMARY),
  }
}

const summaryOf = (item: Item): CaseSummary =>
  parsed(caseSummarySchema, fromItem(item, NOT_OF_SUMMARY), `${placeOf(item)} is not a summary`)
