import { isDeepStrictEqual } from 'node:util'
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { type RegisterStore, UnknownClient } from '../contracts/ports.ts'
import type { Client, Municipality, Organisation, Policy } from '../contracts/registers.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import { getAll } from './batch.ts'
import { conditionFailed, fromItem, type Item, key, toItem } from './item.ts'
import { readPartition } from './partition.ts'

const REGISTER = 'REGISTER'
const HISTORY = 'REGISTER-HISTORY'
const VOLUME = 'VOLUME'
const OPEN_CASES = 'OPEN-CASES'
const ORGANISATION = 'ORGANISATION'
const POLICY = 'POLICY'
const CLIENT = 'CLIENT#'
const MUNICIPALITY = 'MUNICIPALITY#'

interface Entry {
  readonly sk: string
  readonly value: unknown
  readonly version: number
  /** Since when the value stands. */
  readonly at: IsoInstant
}

/**
 * The registers on DynamoDB, an item an entry: `REGISTER` / `ORGANISATION`, `POLICY`, `CLIENT#<id>`, `MUNICIPALITY#<code>`. A value
 * that is replaced stays under `REGISTER-HISTORY` / `<entry>#<version>`, with the moments from and until which it stood. How many
 * cases are open lies apart, under `VOLUME`: whoever counts them may not write the registers.
 */
export function dynamoRegisterStore(client: DynamoDBClient, table: string): RegisterStore {
  const read = async (sk: string): Promise<Entry | null> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: key(REGISTER, sk), ConsistentRead: true }),
    )
    return Item ? entryOf(Item) : null
  }

  const write = async (before: Entry | null, sk: string, value: unknown, at: IsoInstant): Promise<void> => {
    if (before) {
      const replaced = { value: before.value, from: before.at, until: at }
      const place = key(HISTORY, `${sk}#${String(before.version).padStart(6, '0')}`)
      await client.send(new PutItemCommand({ TableName: table, Item: { ...toItem(replaced), ...place } }))
    }
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...toItem({ value, version: (before?.version ?? 0) + 1, at }), ...key(REGISTER, sk) },
        ...(before
          ? {
              ConditionExpression: 'version = :before',
              ExpressionAttributeValues: toItem({ ':before': before.version }),
            }
          : { ConditionExpression: 'attribute_not_exists(sk)' }),
      }),
    )
  }

  /** Replaces an entry by what `next` makes of it, and again when somebody else was first. An equal value is not written. */
  const change = async (known: Entry | null, sk: string, next: (value: unknown) => unknown, at: IsoInstant) => {
    for (let before = known; ; before = await read(sk)) {
      const value = next(before?.value)
      if (before && isDeepStrictEqual(before.value, value)) return
      try {
        return await write(before, sk, value, at)
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
    }
  }

  const set = async (sk: string, part: object, at: IsoInstant): Promise<boolean> => {
    const before = await read(sk)
    if (!before) return false
    await change(before, sk, (value) => ({ ...(value as object), ...part }), at)
    return true
  }

  /** One consistent read of several entries; absent ones are left out. */
  const readAll = async (sks: string[], ...others: Item[]): Promise<Map<string, Entry>> => {
    const entries = new Map<string, Entry>()
    for (const item of await getAll(client, table, [...sks.map((sk) => key(REGISTER, sk)), ...others])) {
      const entry = entryOf(item)
      entries.set(entry.sk, entry)
    }
    return entries
  }

  return {
    async load({ organisation, policy, clients, municipalities }, at) {
      const stored = (await readPartition(client, table, REGISTER)).map(entryOf)
      const before = new Map(stored.map((entry) => [entry.sk, entry]))
      const entries: [string, unknown][] = [
        [ORGANISATION, organisation],
        [POLICY, policy],
        ...clients.map((each): [string, unknown] => [CLIENT + each.id, each]),
        ...municipalities.map((each): [string, unknown] => [MUNICIPALITY + each.gemeentecode, each]),
      ]
      for (const [sk, value] of entries) await change(before.get(sk) ?? null, sk, () => value, at)
    },

    async conditions(clientId, gemeentecode) {
      const place = gemeentecode === null ? null : MUNICIPALITY + gemeentecode
      const sks = [ORGANISATION, POLICY, CLIENT + clientId, ...(place === null ? [] : [place])]
      const entries = await readAll(sks, key(VOLUME, OPEN_CASES))
      const found = entries.get(CLIENT + clientId)
      if (!found) throw new UnknownClient(clientId)
      const known = found.value as Client
      const { mandate, handOver, resignal, collectionAgency } = known
      const municipality = (place === null ? null : (entries.get(place)?.value ?? null)) as Municipality | null
      return {
        organisation: present(entries.get(ORGANISATION)?.value) as Organisation,
        policy: present(entries.get(POLICY)?.value) as Policy,
        client: known,
        clientConditions: {
          mandate,
          handOver,
          resignal,
          hasCollectionAgency: collectionAgency !== null,
          since: found.at,
        },
        municipality,
        municipalityConditions: municipality && {
          agreement: municipality.agreement,
          minimumAmountCents: municipality.minimumAmountCents,
        },
        openCases: (entries.get(OPEN_CASES)?.value ?? 0) as number,
      }
    },

    async organisation() {
      return present((await read(ORGANISATION))?.value) as Organisation
    },

    async clients() {
      return (await readPartition(client, table, REGISTER, CLIENT)).map((item) => entryOf(item).value as Client)
    },

    async municipality(gemeentecode) {
      return ((await read(MUNICIPALITY + gemeentecode))?.value ?? null) as Municipality | null
    },

    setMandate: (clientId, mandate, at) => set(CLIENT + clientId, { mandate }, at),
    setClient: (clientId, change, at) => set(CLIENT + clientId, change, at),
    setAgreement: (gemeentecode, agreement, at) => set(MUNICIPALITY + gemeentecode, { agreement }, at),

    async noteOpenCases(count) {
      await client.send(new PutItemCommand({ TableName: table, Item: volume(count) }))
    },

    async expectOpenCases(count) {
      try {
        await client.send(
          new PutItemCommand({
            TableName: table,
            Item: volume(count),
            ConditionExpression: 'attribute_not_exists(sk) OR #value < :count',
            ExpressionAttributeNames: { '#value': 'value' },
            ExpressionAttributeValues: toItem({ ':count': count }),
          }),
        )
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
    },
  }
}

const volume = (openCases: number): Item => ({ ...toItem({ value: openCases }), ...key(VOLUME, OPEN_CASES) })

function present(value: unknown): unknown {
  if (value === undefined) throw new Error('the registers are empty: load registers.json first')
  return value
}

const entryOf = (item: Item): Entry => ({ ...fromItem(item), sk: item.sk?.S ?? '' }) as unknown as Entry
