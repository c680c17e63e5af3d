import { afterAll, beforeAll, describe } from 'vitest'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { caseLogContract } from './case-log.contract.ts'
import { notebookContract } from './notebook.contract.ts'
import { registerStoreContract } from './register-store.contract.ts'
import { renterStoreContract } from './renter-store.contract.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

describe('the case log', () => caseLogContract(() => database))
describe('the renter store', () => renterStoreContract(() => database))
describe('the register store', () => registerStoreContract(() => database))
describe('the notebook', () => notebookContract(() => database))
