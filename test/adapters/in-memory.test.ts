import { describe } from 'vitest'
import { aCaseLog } from '../support/in-memory/case-log.ts'
import { aMailer } from '../support/in-memory/mailer.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'
import { aBucketful } from '../support/in-memory/objects.ts'
import { aRegisterStore } from '../support/in-memory/registers.ts'
import { aRenterStore } from '../support/in-memory/renters.ts'
import { aWorkflow } from '../support/in-memory/workflow.ts'
import { caseLogContract } from './case-log.contract.ts'
import { mailerContract } from './mailer.contract.ts'
import { notebookContract } from './notebook.contract.ts'
import { objectStoreContract } from './object-store.contract.ts'
import { registerStoreContract } from './register-store.contract.ts'
import { renterStoreContract } from './renter-store.contract.ts'
import { workflowContract } from './workflow.contract.ts'

// What tests use instead of the cloud does what the adapters do.

describe('the case log in memory', () => caseLogContract(async () => aCaseLog()))
describe('the renter store in memory', () => renterStoreContract(async () => aRenterStore()))
describe('the register store in memory', () =>
  registerStoreContract(async () => {
    const registers = aRegisterStore()
    return { registers, historyOf: registers.historyOf }
  }))
describe('the notebook in memory', () => notebookContract(async () => aNotebook()))
describe('the object store in memory', () => objectStoreContract(async () => aBucketful()))
describe('the workflow in memory', () => workflowContract(async () => aWorkflow()))
describe('the mailer in memory', () => {
  const mailer = aMailer()
  mailerContract({
    taking: async () => mailer,
    async refusing() {
      const refuses = aMailer()
      refuses.refuse()
      return refuses
    },
    report: mailer.report,
  })
})
