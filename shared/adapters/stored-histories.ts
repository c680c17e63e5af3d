import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import type { EventAsStored } from '../contracts/event-versions.ts'
import { fromItem, type Item, toItem } from './item.ts'
import { readPartition } from './partition.ts'
import { INDEXES } from './table.ts'

export const partitionOf = (caseId: string) => `CASE#${caseId}`
export const caseIdOf = ({ pk }: Item): string => (pk?.S ?? '').slice(partitionOf('').length)
export const eventKey = (seq: number) => `EVENT#${String(seq).padStart(6, '0')}`
export const SUMMARY = 'SUMMARY'
/** Attributes that are no part of an event. */
const NOT_OF_EVENT = new Set(['pk', 'sk', 'nonce', INDEXES.day.partition])
/** How many cases are read at once where every case is wanted. */
const READ_AHEAD = 16

/** An event as it lies in the table, without the attributes that only place it there. */
export const storedOf = (item: Item): EventAsStored => fromItem(item, NOT_OF_EVENT)

/** Every case there is, by `read`, in no particular order. */
export async function* everyCase<T>(
  client: DynamoDBClient,
  table: string,
  read: (caseId: string) => Promise<T | null>,
): AsyncGenerator<T> {
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      FilterExpression: 'sk = :first',
      ExpressionAttributeValues: toItem({ ':first': eventKey(1) }),
      ProjectionExpression: 'pk',
      ConsistentRead: true,
    },
  )
  for await (const page of pages) {
    const ids = (page.Items ?? []).map(caseIdOf)
    for (let from = 0; from < ids.length; from += READ_AHEAD)
      for (const found of await Promise.all(ids.slice(from, from + READ_AHEAD).map(read))) if (found) yield found
  }
}

/** The history of a case exactly as it lies there, whether anybody can read it or not. */
export interface StoredHistory {
  readonly caseId: string
  readonly stored: readonly EventAsStored[]
  /** Where the renter's record is, as far as the summary tells. */
  readonly renter: { readonly renter: string; readonly client: string } | null
}

/** Every history, for whoever checks them: an event that cannot be read keeps nothing of the others back. */
export const storedHistories = (client: DynamoDBClient, table: string): AsyncGenerator<StoredHistory> =>
  everyCase(client, table, async (caseId) => {
    const items = await readPartition(client, table, partitionOf(caseId))
    const summary = items.find(({ sk }) => sk?.S === SUMMARY)
    const [renter, of] = [summary?.renter?.S, summary?.client?.S]
    return {
      caseId,
      stored: items.filter((item) => item !== summary).map(storedOf),
      renter: renter !== undefined && of !== undefined ? { renter, client: of } : null,
    }
  })
