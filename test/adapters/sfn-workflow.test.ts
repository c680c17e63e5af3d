import { DatabaseSync } from 'node:sqlite'
import type { SFNClient } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { executionArn, stateMachineArn } from '../../infra/local/states/arns.ts'
import { type Endpoint, serveStates } from '../../infra/local/states/endpoint.ts'
import { createRunner, type Runner } from '../../infra/local/states/runner.ts'
import { sfnClient } from '../../shared/adapters/clients.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { sfnWorkflow } from '../../shared/adapters/sfn-workflow.ts'
import type { Notebook, Workflow } from '../../shared/contracts/ports.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { localCloud } from '../support/local-cloud.ts'
import { workflowContract } from './workflow.contract.ts'

const ARNS = {
  arrearsCase: stateMachineArn('arrears-case'),
  signalRound: stateMachineArn('signal-round'),
  erpImport: stateMachineArn('erp-import'),
}
const WAIT = {
  QueryLanguage: 'JSONata',
  StartAt: 'Wait',
  States: {
    Wait: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem.waitForTaskToken',
      Arguments: { TableName: 'waits', Item: '{% $states.context.Task.Token %}' },
      End: true,
    },
  },
}

let database: Database
let notebook: Notebook
let runner: Runner
let tokens: string[]
let server: Endpoint
let client: SFNClient
let workflow: Workflow

/** A Step Functions that knows the machines and no execution. */
const newRunner = () =>
  createRunner({
    database: new DatabaseSync(':memory:'),
    now: () => Date.parse('2026-03-05T08:00:00Z'),
    machines: { 'arrears-case': WAIT, 'signal-round': WAIT, 'erp-import': WAIT },
    tasks: {
      invokeLambda: async () => null,
      putItem: async (args) => tokens.push((args as { Item: string }).Item),
    },
  })

async function connect(): Promise<void> {
  runner = newRunner()
  server = await serveStates(runner)
  localCloud({ sfn: server.url })
  client = sfnClient()
  workflow = sfnWorkflow(client, ARNS, notebook)
}

async function disconnect(): Promise<void> {
  client.destroy()
  await server.close()
  runner.close()
}

beforeEach(async () => {
  tokens = []
  database = await startDatabase()
  notebook = dynamoNotebook(database.client, await database.newTable())
  await connect()
})
afterEach(async () => {
  await disconnect()
  await database.stop()
})

const executionsOf = (machine: string) =>
  runner.listExecutions({ machine }).map(({ name, status }) => ({ name, status }))
const stop = (name: string) => runner.stopExecution(executionArn('arrears-case', name))

workflowContract(async () => workflow)

test('I3 an import runs until its execution ends, however that came about', async () => {
  expect(await workflow.isImportRunning('import-1')).toBe(false)
  await workflow.startImport('import-1', { key: '2026-03-02.csv', confirmed: false })
  expect(await workflow.isImportRunning('import-1')).toBe(true)
  runner.stopExecution(executionArn('erp-import', 'import-1'))
  expect(await workflow.isImportRunning('import-1')).toBe(false)
})

describe('the execution of a case', () => {
  test('is started with the id of the case, and nothing more', async () => {
    expect(await workflow.isRunning('Z-1')).toBe(false)

    await workflow.startCase('Z-1')

    expect(runner.describeExecution(executionArn('arrears-case', 'Z-1')).input).toEqual({ caseId: 'Z-1' })
    expect(await workflow.isRunning('Z-1')).toBe(true)
    expect(await workflow.isRunning('Z-2')).toBe(false)
  })

  test('is started once, however often that is asked', async () => {
    await Promise.all([1, 2, 3].map(() => workflow.startCase('Z-1')))
    await workflow.startCase('Z-1')

    expect(executionsOf('arrears-case')).toEqual([{ name: 'Z-1', status: 'RUNNING' }])
  })

  test('is started anew after it ended, again and again', async () => {
    await workflow.startCase('Z-1')
    stop('Z-1')
    expect(await workflow.isRunning('Z-1')).toBe(false)

    await workflow.startCase('Z-1')
    await workflow.startCase('Z-1')
    stop('Z-1-2')
    await Promise.all([1, 2, 3].map(() => workflow.startCase('Z-1')))

    expect(executionsOf('arrears-case')).toEqual([
      { name: 'Z-1-3', status: 'RUNNING' },
      { name: 'Z-1-2', status: 'ABORTED' },
      { name: 'Z-1', status: 'ABORTED' },
    ])
    expect(await workflow.isRunning('Z-1')).toBe(true)
  })

  test('is not started beside a newer one when the names of the older ones are free again', async () => {
    await workflow.startCase('Z-1')
    stop('Z-1')
    await workflow.startCase('Z-1')
    await disconnect()
    await connect()
    runner.startExecution({ machine: 'arrears-case', name: 'Z-1-2', input: { caseId: 'Z-1' } })

    await workflow.startCase('Z-1')

    expect(executionsOf('arrears-case')).toEqual([{ name: 'Z-1-2', status: 'RUNNING' }])
  })
})

describe('waking a case', () => {
  test('ends its wait; a second time, and with a token of nobody, it is harmless', async () => {
    await workflow.startCase('Z-1')
    await runner.idle()
    const [token = ''] = tokens

    await workflow.wake(token)
    await runner.idle()
    expect(executionsOf('arrears-case')).toEqual([{ name: 'Z-1', status: 'SUCCEEDED' }])

    await workflow.wake(token)
    await workflow.wake('a token of nobody')
  })

  test('is harmless when its execution was stopped', async () => {
    await workflow.startCase('Z-1')
    await runner.idle()
    stop('Z-1')

    await expect(workflow.wake(tokens[0] ?? '')).resolves.toBeUndefined()
  })
})

test('a round and an import run once under their names, also when they are asked for after their end', async () => {
  await workflow.startRound('2026-03-20')
  await workflow.startImport('import-1', { key: '2026-03-02.csv', confirmed: false })
  for (const token of await untilIdle()) await workflow.wake(token)
  await untilIdle()

  await workflow.startRound('2026-03-20')
  await workflow.startImport('import-1', { key: '2026-03-02.csv', confirmed: true })

  expect(executionsOf('signal-round')).toEqual([{ name: '2026-03-20', status: 'SUCCEEDED' }])
  expect(executionsOf('erp-import')).toEqual([{ name: 'import-1', status: 'SUCCEEDED' }])
  expect(runner.describeExecution(executionArn('erp-import', 'import-1')).input).toEqual({
    key: '2026-03-02.csv',
    confirmed: false,
  })
})

test('a fault that is not about the state of an execution is not hidden', async () => {
  const elsewhere = sfnWorkflow(client, { ...ARNS, signalRound: stateMachineArn('unknown') }, notebook)

  await expect(elsewhere.startRound('2026-03-20')).rejects.toThrow('State Machine Does Not Exist')
})

async function untilIdle(): Promise<string[]> {
  await runner.idle()
  return tokens
}
