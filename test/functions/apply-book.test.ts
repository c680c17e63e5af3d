import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyBook, type BookWork } from '../../functions/apply-book/apply-book.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { questionsOf } from '../../shared/contracts/question.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { REGISTERS } from '../support/landscape.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

const RENTER = {
  client: 'BELEGGER-A',
  renter: '100001',
  naturalPerson: true,
  dwelling: true,
  person: {
    surname: 'Verhuist',
    initials: 'A.',
    street: 'Dorpsstraat',
    houseNumber: '1',
    houseNumberAddition: '',
    postcode: '1011AB',
    city: 'Amsterdam',
    phone: '',
    email: '',
  },
}

/** Books of one renter on real stores; the executions of cases are no part of it. */
async function aLedger() {
  const table = await database.newTable()
  const notebook = dynamoNotebook(database.client, table)
  const registers = dynamoRegisterStore(database.client, table)
  await registers.load(registersSchema.parse(REGISTERS), '2026-01-01T00:00:00.000Z')
  let on = ''
  let book: Uint8Array | null = null
  const work = {
    notebook,
    registers,
    log: dynamoCaseLog(database.client, table),
    renters: dynamoRenterStore(database.client, table),
    now: () => new Date(instantAt(on, '06:00')),
    objects: { get: async () => book },
    workflow: { startCase: async () => {}, wake: async () => {} },
  }
  return {
    async book(date: string, gemeentecode: string | null, openCents = 100_000): Promise<void> {
      on = date
      const item = { invoice: 'F-1', description: 'Huur', dueOn: '2026-01-01', openCents }
      const entry: BookEntry = { ...RENTER, gemeentecode, items: [item] }
      book = new TextEncoder().encode(JSON.stringify([entry]))
      await applyBook(work as unknown as BookWork, { on, batch: 'a-batch' })
    },
    questions: async () => questionsOf(await notebook.list('question')),
  }
}

test('R5 an address that becomes unknown is a question, once', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05', '0363')
  expect(await ledger.questions()).toEqual([])

  await ledger.book('2026-01-12', null)
  await ledger.book('2026-01-19', null, 90_000)

  expect(await ledger.questions()).toMatchObject([
    { about: 'municipality', reason: 'not-found', renter: '100001', at: instantAt('2026-01-12', '06:00') },
  ])
})

test('R5 who has paid needs no municipality', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05', '0363')
  await ledger.book('2026-01-12', null, 0)
  expect(await ledger.questions()).toEqual([])
})
