import { afterAll, beforeAll, describe } from 'vitest'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { caseLogContract } from './case-log.contract.ts'
import { dynamoCaseLogTests } from './dynamo-case-log.ts'
import {
  dynamoNotebookTests,
  dynamoRegisterTests,
  dynamoRenterTests,
  dynamoSearchTests,
  newRegisters,
  SEARCH_KEY,
} from './dynamo-stores.ts'
import { notebookContract } from './notebook.contract.ts'
import { registerStoreContract } from './register-store.contract.ts'
import { renterStoreContract } from './renter-store.contract.ts'

let database: Database
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.stop())

describe('the case log', () => {
  caseLogContract(async () => dynamoCaseLog(database.client, await database.newTable()))
  dynamoCaseLogTests(() => database)
})
describe('the renter store', () => {
  renterStoreContract(async () => dynamoRenterStore(database.client, await database.newTable(), SEARCH_KEY))
  dynamoRenterTests(() => database)
  dynamoSearchTests(() => database)
})
describe('the register store', () => {
  registerStoreContract(() => newRegisters(database))
  dynamoRegisterTests(() => database)
})
describe('the notebook', () => {
  notebookContract(async () => dynamoNotebook(database.client, await database.newTable()))
  dynamoNotebookTests(() => database)
})
