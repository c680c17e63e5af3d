import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { UnknownPlace } from '../contracts/ports.ts'
import type { IndexName } from '../contracts/uses.ts'
import { type Item, toItem } from './item.ts'
import { INDEXES, shardsOf } from './table.ts'

/** Items of a shard that are read in one call: about what a page of a screen shows. */
const READ_AHEAD = 50

/** Of every shard, the keys of the last item that was taken from it; null where none was. */
const placesBy = (sort: string) =>
  z.array(z.strictObject({ pk: z.string(), sk: z.string(), [sort]: z.string() }).nullable())

export interface Ordered {
  readonly item: Item
  /** Where the list goes on after this item. */
  readonly place: () => string
}

/**
 * The items of a list in the order of the index's sort key, over all its shards. An item that changes its list or its
 * place meanwhile may be met twice, or not; every other item is met once.
 *
 * @param after where an earlier reading stopped; null from the start
 * @throws UnknownPlace
 */
export async function* inOrder(
  client: DynamoDBClient,
  table: string,
  index: IndexName,
  list: string,
  after: string | null,
): AsyncGenerator<Ordered> {
  const { partition, sort } = INDEXES[index]
  const shards = shardsOf(list)
  const taken = after === null ? shards.map(() => null) : placesIn(after, sort, shards.length)

  async function* itemsOf(shard: string, from: Record<string, string> | null): AsyncGenerator<Item, undefined> {
    const pages = paginateQuery(
      { client, pageSize: READ_AHEAD },
      {
        TableName: table,
        IndexName: index,
        KeyConditionExpression: '#shard = :shard',
        ExpressionAttributeNames: { '#shard': partition },
        ExpressionAttributeValues: toItem({ ':shard': shard }),
        ...(from && { ExclusiveStartKey: toItem({ ...from, [partition]: shard }) }),
      },
    )
    for await (const page of pages) yield* page.Items ?? []
    return undefined
  }

  const readers = shards.map((shard, at) => itemsOf(shard, taken[at] ?? null))
  const next = async (reader: (typeof readers)[number] | undefined) => (await reader?.next())?.value ?? null
  const heads = await Promise.all(readers.map(next))
  for (;;) {
    const at = first(heads, sort)
    const item = heads[at]
    if (!item) return
    taken[at] = keysOf(item, sort)
    const stands = [...taken]
    yield { item, place: () => JSON.stringify(stands) }
    heads[at] = await next(readers[at])
  }
}

/** The shard whose next item comes first; -1 when all are done. */
function first(heads: readonly (Item | null)[], sort: string): number {
  let found = -1
  for (const [at, item] of heads.entries()) {
    const best = heads[found]
    if (item && (!best || (item[sort]?.S ?? '') < (best[sort]?.S ?? ''))) found = at
  }
  return found
}

const keysOf = (item: Item, sort: string): Record<string, string> =>
  Object.fromEntries(['pk', 'sk', sort].map((name) => [name, item[name]?.S ?? '']))

function placesIn(text: string, sort: string, shards: number): (Record<string, string> | null)[] {
  try {
    return placesBy(sort).length(shards).parse(JSON.parse(text))
  } catch {
    throw new UnknownPlace('this is no place in the list')
  }
}
