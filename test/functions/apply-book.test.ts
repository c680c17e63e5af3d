import { afterAll, beforeAll, expect, test } from 'vitest'
import { instantAt } from '../../shared/domain/calendar.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { aLedger } from './ledger.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

const owing = (openCents: number) => [{ invoice: 'F-1', description: 'Huur', dueOn: '2026-01-01', openCents }]

test('R5 an address that becomes unknown is a question, once', async () => {
  const ledger = await aLedger(database)
  await ledger.book('2026-01-05')
  expect(await ledger.questions()).toEqual([])

  await ledger.book('2026-01-12', { gemeentecode: null })
  await ledger.book('2026-01-19', { gemeentecode: null, items: owing(90_000) })

  expect(await ledger.questions()).toMatchObject([
    { about: 'municipality', reason: 'not-found', renter: '100001', at: instantAt('2026-01-12', '06:00') },
  ])
})

test('R5 who has paid needs no municipality', async () => {
  const ledger = await aLedger(database)
  await ledger.book('2026-01-05')
  await ledger.book('2026-01-12', { gemeentecode: null, items: owing(0) })
  expect(await ledger.questions()).toEqual([])
})
