import { createHmac } from 'node:crypto'
import { DeleteItemCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb'
import type { RenterKey, RenterRecord } from '../contracts/renters.ts'
import { renterKey } from '../domain/renter-number.ts'
import { termsOf } from '../domain/search-terms.ts'
import { putAll } from './batch.ts'
import { conditionFailed, key, toItem } from './item.ts'
import { readPartition } from './partition.ts'
import { INDEXES } from './table.ts'

/** Of the keyed hash in base64url: 128 bits, so that no two terms have the same. */
const TOKEN_LENGTH = 22
const { partition: LIST } = INDEXES.client
/** The list of the index `client` with the records that have a token: no client's id holds a `#`. */
const listOf = (token: string) => `token#${token}`
const partitionOf = (renter: string) => `SEARCH#${renterKey(renter)}`

/**
 * By what renters are found (`domain/search-terms.ts`), as keyed hashes: an item each, `SEARCH#<renter>` /
 * `<client>#<token>`, listed by its token, with the version of the record that wrote it. The tokens of a renter lie in
 * one partition, so that all go with the renter, also those that a crash left behind. A token that is left behind finds
 * nobody: whoever searches looks whether the record still has the term.
 *
 * @param searchKey the text of the secret with the key
 */
export function searchTokens(client: DynamoDBClient, table: string, searchKey: () => Promise<string>) {
  const tokenOf = async (term: string): Promise<string> =>
    createHmac('sha256', await searchKey())
      .update(term)
      .digest('base64url')
      .slice(0, TOKEN_LENGTH)
  const tokensOf = ({ person }: Pick<RenterRecord, 'person'>) => Promise.all(termsOf(person).map(tokenOf))

  /** A token stays that a record of a later version has written again. */
  const remove = async (pk: string, sk: string, before: number): Promise<void> => {
    try {
      await client.send(
        new DeleteItemCommand({
          TableName: table,
          Key: key(pk, sk),
          ConditionExpression: 'version < :before',
          ExpressionAttributeValues: toItem({ ':before': before }),
        }),
      )
    } catch (error) {
      if (!conditionFailed(error)) throw error
    }
  }

  return {
    keyId: () => tokenOf(''),

    /** Writes every token of a record. */
    async write(record: RenterRecord): Promise<void> {
      const pk = partitionOf(record.renter)
      const items = (await tokensOf(record)).map((token) => ({
        ...toItem({ [LIST]: listOf(token), version: record.version }),
        ...key(pk, `${record.client}#${token}`),
      }))
      await putAll(client, table, items)
    },

    /** Removes what a record of an earlier version had, and this one has not. */
    async removeOthers(record: RenterRecord): Promise<void> {
      const pk = partitionOf(record.renter)
      const prefix = `${record.client}#`
      const kept = new Set((await tokensOf(record)).map((token) => prefix + token))
      const items = await readPartition(client, table, pk, prefix)
      const others = items.flatMap(({ sk }) => (sk?.S === undefined || kept.has(sk.S) ? [] : [sk.S]))
      await Promise.all(others.map((sk) => remove(pk, sk, record.version)))
    },

    /** Where the records may be that have a term, so many at most. */
    async find(term: string, atMost: number): Promise<RenterKey[]> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'client',
          KeyConditionExpression: '#list = :list',
          ExpressionAttributeNames: { '#list': LIST },
          ExpressionAttributeValues: toItem({ ':list': listOf(await tokenOf(term)) }),
          Limit: atMost,
        }),
      )
      return Items.map(({ pk, sk }) => ({
        renter: pk?.S?.slice(partitionOf('').length) ?? '',
        client: sk?.S?.split('#')[0] ?? '',
      }))
    },
  }
}

/** Whether two records are found by the same. */
export const sameTerms = (a: RenterRecord, b: RenterRecord): boolean =>
  JSON.stringify(termsOf(a.person)) === JSON.stringify(termsOf(b.person))
