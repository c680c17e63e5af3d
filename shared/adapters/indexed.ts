import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb'
import type { IndexName } from '../contracts/uses.ts'
import { type Item, toItem } from './item.ts'
import { INDEXES, shardsOf } from './table.ts'

/** Within these values of the index's sort key; the first belongs to it, the last does not. One of them at most. */
export type Bound = { readonly from?: string } | { readonly before?: string }

/** The items of a list of an index, shard by shard, each in the order of the index's sort key. */
export async function* indexed(
  client: DynamoDBClient,
  table: string,
  index: IndexName,
  list: string,
  bound: Bound = {},
): AsyncGenerator<Item> {
  const { partition, sort } = INDEXES[index]
  const [[name, value] = []] = Object.entries(bound)
  const narrowed = value === undefined ? '' : ` AND #sort ${name === 'from' ? '>=' : '<'} :bound`
  for (const shard of shardsOf(list)) {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        IndexName: index,
        KeyConditionExpression: `#shard = :shard${narrowed}`,
        ExpressionAttributeNames: { '#shard': partition, ...(value !== undefined && { '#sort': sort }) },
        ExpressionAttributeValues: toItem({ ':shard': shard, ':bound': value }),
      },
    )
    for await (const page of pages) yield* page.Items ?? []
  }
}
