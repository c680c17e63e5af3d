import { afterAll, beforeAll, describe } from 'vitest'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { caseLogContract } from './case-log.contract.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

describe('the case log', () => caseLogContract(() => database))
