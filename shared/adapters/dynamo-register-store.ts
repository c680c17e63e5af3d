import { isDeepStrictEqual } from 'node:util'
import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { z } from 'zod'
import { clientConditionsOf, municipalityConditionsOf, renewed } from '../contracts/conditions.ts'
import { type RegisterStore, UnknownClient } from '../contracts/ports.ts'
import { sameName } from '../contracts/registers.ts'
import {
  clientSchema,
  colleagueSchema,
  municipalitySchema,
  organisationSchema,
  policySchema,
} from '../contracts/stored-registers.ts'
import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import type { Author } from '../domain/event.ts'
import type { ClientBook } from '../domain/policy.ts'
import type { Beat } from '../domain/stop.ts'
import { sha256 } from '../runtime/sha256.ts'
import { getAll } from './batch.ts'
import { conditionFailed, fromItem, type Item, key, toItem } from './item.ts'
import { parsed } from './parsed.ts'
import { readPartition } from './partition.ts'
import { type KeptEntry, registersThen } from './registers-then.ts'

const REGISTER = 'REGISTER'
const HISTORY = 'REGISTER-HISTORY'
const VOLUME = 'VOLUME'
const OPEN_CASES = 'OPEN-CASES'
const BEAT = 'BEAT'
const LAST = 'LAST'
const BOOK = 'BOOK'
const newest = (client: string) => `NEWEST#${client}`
/** The book that waits for a person. */
const waiting = (client: string) => `WAITS#${client}`
const ORGANISATION = 'ORGANISATION'
const POLICY = 'POLICY'
const CLIENT = 'CLIENT#'
const MUNICIPALITY = 'MUNICIPALITY#'
const COLLEAGUES = 'COLLEAGUE'
const COLLEAGUE = `${COLLEAGUES}#`
/** By the hash of the name: a key names nobody. Sorted after those of `registers.json`. */
const colleagueNamed = (name: string) => `${COLLEAGUES}-${sha256(sameName(name))}`

const entry = z.strictObject({
  value: z.unknown(),
  version: z.int().positive(),
  /** Since when the value stands, and whose it is. */
  at: z.iso.datetime(),
  by: z.string().min(1),
})
const pastEntry = z.strictObject({
  value: z.unknown(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
  by: z.string().min(1),
})
const openCases = z.strictObject({ value: z.int() })
const newestBook = z.strictObject({ on: z.iso.date(), at: z.iso.datetime() })
const waitingBook = z.strictObject({ on: z.iso.date() })
const keptBeat = z.strictObject({ at: z.iso.datetime(), actsFrom: z.iso.datetime().nullable() })

interface Entry extends z.output<typeof entry> {
  readonly sk: string
}

/**
 * The registers on DynamoDB, an item an entry: `REGISTER` / `ORGANISATION`, `POLICY`, `CLIENT#<id>`,
 * `MUNICIPALITY#<code>`, `COLLEAGUE#<id>`, and `COLLEAGUE-<hash of the name>` for a colleague who only signed. A value
 * that is replaced stays under `REGISTER-HISTORY` / `<entry>#<version>`, with its author and the moments from and until
 * which it stood. How many cases are open lies apart, under `VOLUME`, and the newest book of a client and the one that
 * waits under `BOOK`, and the last sign of life of the system under `BEAT`: whoever writes those may not write the
 * registers.
 */
export function dynamoRegisterStore(client: DynamoDBClient, table: string): RegisterStore {
  const read = async (sk: string): Promise<Entry | null> => {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: table, Key: key(REGISTER, sk), ConsistentRead: true }),
    )
    return Item ? entryOf(Item) : null
  }

  const write = async (before: Entry | null, sk: string, value: unknown, at: IsoInstant, by: Author): Promise<void> => {
    if (before) {
      const replaced = { value: before.value, from: before.at, until: at, by: before.by }
      const place = key(HISTORY, `${sk}#${String(before.version).padStart(6, '0')}`)
      await client.send(new PutItemCommand({ TableName: table, Item: { ...toItem(replaced), ...place } }))
    }
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: { ...toItem({ value, version: (before?.version ?? 0) + 1, at, by }), ...key(REGISTER, sk) },
        ...(before
          ? {
              ConditionExpression: 'version = :before',
              ExpressionAttributeValues: toItem({ ':before': before.version }),
            }
          : { ConditionExpression: 'attribute_not_exists(sk)' }),
      }),
    )
  }

  /**
   * Replaces an entry by what `next` makes of it, and again when somebody else was first. An equal value is not
   * written.
   */
  const change = async (
    known: Entry | null,
    sk: string,
    next: (value: unknown) => unknown,
    at: IsoInstant,
    by: Author,
  ) => {
    for (let before = known; ; before = await read(sk)) {
      const value = next(before?.value)
      if (before && isDeepStrictEqual(before.value, value)) return
      try {
        return await write(before, sk, value, at, by)
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
    }
  }

  const set = async <T extends object>(
    sk: string,
    schema: z.ZodType<T>,
    part: (value: T) => Partial<T>,
    at: IsoInstant,
    by: Author,
  ): Promise<boolean> => {
    const before = await read(sk)
    if (!before) return false
    const next = (value: unknown) => {
      const known = held(schema, { sk, value })
      return { ...known, ...part(known) }
    }
    await change(before, sk, next, at, by)
    return true
  }

  /** One consistent read of several entries; absent ones are left out. */
  const readAll = async (sks: string[], ...others: Item[]): Promise<Map<string, Item>> => {
    const items = await getAll(client, table, [...sks.map((sk) => key(REGISTER, sk)), ...others])
    return new Map(items.map((item) => [item.sk?.S ?? '', item]))
  }

  /** Puts an item where it is not there, or where its `name` compares so with the `value` of this one. */
  const putUnless = async (item: Item, condition: string, name: string, value: number | string): Promise<void> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: item,
          ConditionExpression: condition,
          ExpressionAttributeNames: { [`#${name}`]: name },
          ExpressionAttributeValues: toItem({ [`:${name}`]: value }),
        }),
      )
    } catch (error) {
      if (!conditionFailed(error)) throw error
    }
  }
  const putBook = (sk: string, book: { readonly on: IsoDate; readonly at?: IsoInstant }) =>
    putUnless({ ...toItem(book), ...key(BOOK, sk) }, 'attribute_not_exists(sk) OR #on <= :on', 'on', book.on)

  return {
    async load({ organisation, policy, clients, municipalities, colleagues }, at, by) {
      const stored = (await readPartition(client, table, REGISTER)).map(entryOf)
      const before = new Map(stored.map((entry) => [entry.sk, entry]))
      const entries: [string, unknown][] = [
        [ORGANISATION, organisation],
        [POLICY, policy],
        ...clients.map((each): [string, unknown] => [CLIENT + each.id, each]),
        ...municipalities.map((each): [string, unknown] => [MUNICIPALITY + each.gemeentecode, each]),
        ...colleagues.map((each): [string, unknown] => [COLLEAGUE + each.id, each]),
      ]
      for (const [sk, value] of entries) await change(before.get(sk) ?? null, sk, () => value, at, by)
    },

    async conditions(clientId, gemeentecode) {
      const place = gemeentecode === null ? null : MUNICIPALITY + gemeentecode
      const sks = [ORGANISATION, POLICY, CLIENT + clientId, ...(place === null ? [] : [place])]
      const items = await readAll(
        sks,
        key(VOLUME, OPEN_CASES),
        key(BOOK, newest(clientId)),
        key(BOOK, waiting(clientId)),
        key(BEAT, LAST),
      )
      const clientItem = items.get(CLIENT + clientId)
      if (!clientItem) throw new UnknownClient(clientId)
      const found = entryOf(clientItem)
      const known = held(clientSchema, found)
      const placeItem = place === null ? undefined : items.get(place)
      const municipality = placeItem ? held(municipalitySchema, entryOf(placeItem)) : null
      const counted = items.get(OPEN_CASES)
      return {
        organisation: held(organisationSchema, entryOf(present(items.get(ORGANISATION)))),
        policy: held(policySchema, entryOf(present(items.get(POLICY)))),
        client: known,
        clientConditions: clientConditionsOf(
          known,
          bookIn(items.get(newest(clientId)), items.get(waiting(clientId))),
          found.at,
        ),
        municipality,
        municipalityConditions: municipality && municipalityConditionsOf(municipality),
        openCases: counted
          ? parsed(openCases, fromItem(counted), `${VOLUME} ${OPEN_CASES} is not a number of cases`).value
          : 0,
        beat: beatIn(items.get(LAST)),
      }
    },

    async organisation() {
      return held(organisationSchema, present(await read(ORGANISATION)))
    },

    async clients() {
      return (await readPartition(client, table, REGISTER, CLIENT)).map((item) => held(clientSchema, entryOf(item)))
    },

    async municipality(gemeentecode) {
      const found = await read(MUNICIPALITY + gemeentecode)
      return found && held(municipalitySchema, found)
    },

    setMandate: (clientId, period, at, by) =>
      set(CLIENT + clientId, clientSchema, (client) => ({ mandate: renewed(client, period, by) }), at, by),
    setClient: (clientId, change, at, by) => set(CLIENT + clientId, clientSchema, () => change, at, by),
    setAgreement: (gemeentecode, agreement, at, by) =>
      set(MUNICIPALITY + gemeentecode, municipalitySchema, () => ({ agreement }), at, by),

    async colleagues() {
      const items = await readPartition(client, table, REGISTER, COLLEAGUES)
      return items.map((item) => held(colleagueSchema, entryOf(item)))
    },

    async addColleague(colleague, at, by) {
      const sk = colleagueNamed(colleague.name)
      try {
        await write(null, sk, colleague, at, by)
      } catch (error) {
        if (!conditionFailed(error)) throw error
      }
      return held(colleagueSchema, present(await read(sk)))
    },

    async asOf(day) {
      const [past, now] = await Promise.all([HISTORY, REGISTER].map((pk) => readPartition(client, table, pk)))
      return registersThen([...(past ?? []).map(pastEntryOf), ...(now ?? []).map(entryOf)], day)
    },

    async noteOpenCases(count) {
      await client.send(new PutItemCommand({ TableName: table, Item: volume(count) }))
    },

    expectOpenCases: (count) => putUnless(volume(count), 'attribute_not_exists(sk) OR #value < :value', 'value', count),
    noteBook: (clientId, on, at) => putBook(newest(clientId), { on, at }),
    noteWaitingBook: (clientId, on) => putBook(waiting(clientId), { on }),

    async beat() {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: key(BEAT, LAST), ConsistentRead: true }),
      )
      return beatIn(Item)
    },
    async noteBeat(beat) {
      await client.send(new PutItemCommand({ TableName: table, Item: { ...toItem(beat), ...key(BEAT, LAST) } }))
    },
  }
}

/** The newest book that counted, and whether a later one waits (C13). */
function bookIn(counted: Item | undefined, waits: Item | undefined): ClientBook {
  const known = counted && parsed(newestBook, fromItem(counted), `${BOOK} is not a book`)
  const later = waits && parsed(waitingBook, fromItem(waits), `${BOOK} is not a book`)
  return { on: known?.on ?? null, at: known?.at ?? null, waits: later !== undefined && later.on > (known?.on ?? '') }
}

const beatIn = (item: Item | undefined): Beat | null =>
  item ? parsed(keptBeat, fromItem(item), `${BEAT} is no sign of life`) : null

const volume = (openCases: number): Item => ({ ...toItem({ value: openCases }), ...key(VOLUME, OPEN_CASES) })

function present<T>(value: T | null | undefined): T {
  if (value === undefined || value === null) throw new Error('the registers are empty: load registers.json first')
  return value
}

function entryOf(item: Item): Entry {
  const sk = item.sk?.S ?? ''
  return { ...parsed(entry, fromItem(item), `${REGISTER} ${sk} is not an entry of the registers`), sk }
}

function pastEntryOf(item: Item): KeptEntry {
  const place = item.sk?.S ?? ''
  const { value, from, by } = parsed(pastEntry, fromItem(item), `${HISTORY} ${place} is not an entry of the registers`)
  return { sk: place.slice(0, place.lastIndexOf('#')), value, at: from, by }
}

const held = <T>(schema: z.ZodType<T>, { sk, value }: Pick<Entry, 'sk' | 'value'>): T =>
  parsed(schema, value, `${REGISTER} ${sk} does not hold what it should`)
