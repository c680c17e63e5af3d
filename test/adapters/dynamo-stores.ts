import { type AttributeValue, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { expect, test } from 'vitest'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import type { Database } from '../support/dynalite.ts'
import { loseAnswers } from './lost-answers.ts'
import { type RegistersWithPast, theRegisters } from './register-store.contract.ts'
import { recordOf } from './renter-store.contract.ts'

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
    const renters = dynamoRenterStore(database().client, await database().newTable())
    const record = recordOf('100211', 1)
    const lost = loseAnswers(database().client, 'PutItemCommand', 1)

    await renters.put(record)

    expect(lost()).toBe(1)
    expect(await renters.get(record.renter, record.client)).toStrictEqual(record)
  })

  test('a record that is none cannot be read, and the error names no renter', async () => {
    const { table, put } = await aTable(database())
    const renters = dynamoRenterStore(database().client, table)
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
