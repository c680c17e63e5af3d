import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb'
import { type Item, toItem } from './item.ts'

/** The items of a partition whose sort key begins with `prefix`, in the order of that key, read consistently. */
export async function readPartition(client: DynamoDBClient, table: string, pk: string, prefix = ''): Promise<Item[]> {
  const pages = paginateQuery({ client }, partitionQuery(table, pk, prefix))
  const items: Item[] = []
  for await (const page of pages) items.push(...(page.Items ?? []))
  return items
}

/** Asks for the items of a partition whose sort key begins with `prefix`, consistently. */
export const partitionQuery = (table: string, pk: string, prefix: string): QueryCommandInput => ({
  TableName: table,
  KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: toItem({ ':pk': pk, ':prefix': prefix === '' ? undefined : prefix }),
  ConsistentRead: true,
})
