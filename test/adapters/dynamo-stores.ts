import { type AttributeValue, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { expect, test } from 'vitest'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import type { Item } from '../../shared/adapters/item.ts'
import { readPartition } from '../../shared/adapters/partition.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import { lookedFor, termsOf } from '../../shared/domain/search-terms.ts'
import type { Database } from '../support/dynalite.ts'
import { loseAnswers, refuseCalls } from './lost-answers.ts'
import { type RegistersWithPast, theRegisters } from './register-store.contract.ts'
import { recordOf } from './renter-store.contract.ts'

export const SEARCH_KEY = async () => 'a-key-for-tests'
const MONDAY = '2026-03-02T08:00:00.000Z'
const TUESDAY = '2026-03-03T08:00:00.000Z'
const THURSDAY = '2026-03-05T08:00:00.000Z'

async function aTable({ client, newTable }: Database) {
  const table = await newTable()
  return {
    table,
    put: (pk: string, sk: string, attributes: Record<string, AttributeValue>) =>
      client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, sk: { S: sk }, ...attributes } })),
  }
}

/** A store of registers in a new table. */
export async function newRegisters({ client, newTable }: Database): Promise<RegistersWithPast> {
  const table = await newTable()
  return {
    registers: dynamoRegisterStore(client, table),
    async historyOf(entry) {
      const { Items } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
          ExpressionAttributeValues: { ':pk': { S: 'REGISTER-HISTORY' }, ':sk': { S: `${entry}#` } },
        }),
      )
      return (Items ?? []).map((item) => {
        const { value, from, until, by } = unmarshall(item)
        return { value, from, until, by }
      })
    },
  }
}

/** What the registers on DynamoDB do beside their contract. */
export function dynamoRegisterTests(database: () => Database): void {
  test('loading the same registers again writes nothing', async () => {
    const { registers } = await newRegisters(database())
    await registers.load(theRegisters(), MONDAY, 'M-1')
    const lost = loseAnswers(database().client, 'PutItemCommand', Number.POSITIVE_INFINITY)
    try {
      await registers.load(theRegisters(), TUESDAY, 'M-1')

      expect(lost()).toBe(0)
    } finally {
      loseAnswers(database().client, 'PutItemCommand', 0)
    }
  })

  test('a mandate is written once when the answer of the database is lost', async () => {
    const { registers, historyOf } = await newRegisters(database())
    await registers.load(theRegisters(), MONDAY, 'M-1')
    const lost = loseAnswers(database().client, 'PutItemCommand', 2)

    await registers.setMandate('BELEGGER-A', { from: '2026-06-01', until: null }, TUESDAY, 'M-2')

    expect(lost()).toBe(2)
    expect(await historyOf('CLIENT#BELEGGER-A')).toHaveLength(1)
  })

  const stands = (value: Record<string, AttributeValue>) => ({
    value: { M: value },
    version: { N: '1' },
    at: { S: MONDAY },
    by: { S: 'M-1' },
  })

  test('an entry from before a member was there gets what registers.json gets that leaves it out', async () => {
    const { table, put } = await aTable(database())
    await put('REGISTER', 'CLIENT#OUD', stands({ id: { S: 'OUD' }, name: { S: 'Oud' } }))

    expect(await dynamoRegisterStore(database().client, table).clients()).toEqual([
      expect.objectContaining({
        ...{ id: 'OUD', mandate: null, optionalFields: [], resignal: 'never' },
        retention: expect.objectContaining({ renter: 730, reason: null }),
      }),
    ])
  })

  test('an entry that is none cannot be read', async () => {
    const { table, put } = await aTable(database())
    const registers = dynamoRegisterStore(database().client, table)
    await put('REGISTER', 'CLIENT#KAPOT', stands({ id: { S: 'KAPOT' } }))
    await put('REGISTER', 'MUNICIPALITY#0363', { value: { M: {} } })

    await expect(registers.clients()).rejects.toThrow('REGISTER CLIENT#KAPOT does not hold what it should: name')
    await expect(registers.municipality('0363')).rejects.toThrow(
      'REGISTER MUNICIPALITY#0363 is not an entry of the registers: version',
    )
  })
}

/** What the renters on DynamoDB do beside their contract. */
export function dynamoRenterTests(database: () => Database): void {
  test('a record counts as written when it was, though the answer is lost', async () => {
    const renters = dynamoRenterStore(database().client, await database().newTable(), SEARCH_KEY)
    const record = recordOf('100211', 1)
    const lost = loseAnswers(database().client, 'PutItemCommand', 1)

    await renters.put(record)

    expect(lost()).toBe(1)
    expect(await renters.get(record.renter, record.client)).toStrictEqual(record)
  })

  test('a record that is none cannot be read, and the error names no renter', async () => {
    const { table, put } = await aTable(database())
    const renters = dynamoRenterStore(database().client, table, SEARCH_KEY)
    await put('RENTER#100212', 'CLIENT#BELEGGER-A', { renter: { S: '100212' }, surname: { S: 'Bos' } })
    await put('RENTER#100212', 'OBJECTION', { channel: { S: 'link' } })

    const fault = await renters.get('100212', 'BELEGGER-A').catch(String)
    expect(fault).toMatch(/^Error: CLIENT#BELEGGER-A of a renter is not a record: .*unrecognized_keys surname/)
    expect(fault).not.toMatch(/100212|Bos/)
    await expect(renters.lastWord('100212', 'BELEGGER-A')).rejects.toThrow(
      'OBJECTION of a renter is not a word: objects',
    )
  })
}

/** How renters on DynamoDB are found. */
export function dynamoSearchTests(database: () => Database): void {
  const record = (version: number, surname: string): RenterRecord => {
    const usual = recordOf('100213', version)
    return { ...usual, person: { ...usual.person, surname } }
  }
  const changes = (items: readonly Item[]) => items.map(({ version }) => version?.N)

  async function aStore() {
    const { client } = database()
    const { table } = await aTable(database())
    const renters = dynamoRenterStore(client, table, SEARCH_KEY)
    return {
      renters,
      items: () => readPartition(client, table, 'SEARCH#100213'),
      /** As the store leaves it when it breaks off before a command. */
      async brokenAt(command: string, version: number, surname: string) {
        const allow = refuseCalls(client, command)
        await expect(renters.put(record(version, surname))).rejects.toThrow('refused')
        allow()
      },
      named: async (surname: string) => {
        const keys = await renters.withTerm(lookedFor(surname)?.term ?? '', 10)
        return (await renters.getMany(keys)).filter(({ person }) => lookedFor(surname)?.isMeant(person)).length
      },
    }
  }

  test('a renter’s tokens say nothing of the renter but the number, and another key gives others', async () => {
    const { client } = database()
    const { renters, items } = await aStore()
    await renters.put(record(1, 'Okçuoğlu'))
    const written = await items()
    expect(written).toHaveLength(termsOf(record(1, 'Okçuoğlu').person).length)
    expect(JSON.stringify(written)).not.toMatch(/ok[cç]|1011|devries|voorbeeld/i)
    for (const { sk } of written) expect(sk?.S).toMatch(/^BELEGGER-A#[\w-]{22}$/)
    const other = await database().newTable()
    await dynamoRenterStore(client, other, async () => 'another-key').put(record(1, 'Okçuoğlu'))
    const others = (await readPartition(client, other, 'SEARCH#100213')).map(({ sk }) => sk?.S)
    expect(others.filter((sk) => written.some((each) => each.sk?.S === sk))).toEqual([])
  })

  test('they are written when the person changes, and not with every version of the record', async () => {
    const { renters, items } = await aStore()
    await renters.put(record(1, 'Okçuoğlu'))
    await renters.put({ ...record(2, 'Okçuoğlu'), caseId: 'Z-1' })
    expect(new Set(changes(await items()))).toEqual(new Set(['1']))
    await renters.put(record(3, 'Quispel'))
    expect(new Set(changes(await items()))).toEqual(new Set(['3']))
    expect(await items()).toHaveLength(termsOf(record(3, 'Quispel').person).length)
  })

  test('all go when the person goes', async () => {
    const { renters, items } = await aStore()
    await renters.put(record(1, 'Okçuoğlu'))
    const { person, ...rest } = record(2, '')
    await renters.put({ ...rest, person: { ...person, postcode: '', houseNumber: '', email: '' } })
    expect(await items()).toEqual([])
  })

  test('wherever a put breaks off, the renter is found by what the record says, and by nothing else', async () => {
    const { renters, items, named, brokenAt } = await aStore()
    await renters.put(record(1, 'Okçuoğlu'))

    await brokenAt('PutItemCommand', 2, 'Quispel')
    expect([await named('okcuoglu'), await named('quispel')]).toEqual([1, 0])

    await brokenAt('DeleteItemCommand', 2, 'Quispel')
    expect([await named('okcuoglu'), await named('quispel')]).toEqual([0, 1])

    await renters.put(record(3, 'Bakker'))
    expect([await named('okcuoglu'), await named('quispel'), await named('bakker')]).toEqual([0, 0, 1])
    expect(await items()).toHaveLength(termsOf(record(3, 'Bakker').person).length)
  })
}

/** What the notebook on DynamoDB does beside its contract. */
export function dynamoNotebookTests(database: () => Database): void {
  test('a note that is not of its kind cannot be read', async () => {
    const { table, put } = await aTable(database())
    await put('NOTE#mail', 'Z-1-2', { value: { M: { message: { S: 'm-1' } } } })

    await expect(dynamoNotebook(database().client, table).get('mail', 'Z-1-2')).rejects.toThrow(
      'NOTE#mail Z-1-2 is not such a note: messageId invalid_type',
    )
  })

  test('a question from before the renter and the file were kept has neither', async () => {
    const { table, put } = await aTable(database())
    const old = { about: { S: 'payment' }, reason: { S: 'case-ended' }, caseId: { NULL: true }, at: { S: THURSDAY } }
    await put('NOTE#question', 'fact-1', { value: { M: old } })

    expect(await dynamoNotebook(database().client, table).get('question', 'fact-1')).toMatchObject({
      renter: null,
      file: null,
    })
  })
}
