import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SFNClient } from '@aws-sdk/client-sfn'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { executionArn, stateMachineArn } from '../../infra/local/states/arns.ts'
import { type Endpoint, serveStates } from '../../infra/local/states/endpoint.ts'
import { createRunner, type Runner } from '../../infra/local/states/runner.ts'
import { sfnClient } from '../../shared/adapters/clients.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { restartExecutions, runningExecutions } from '../../shared/adapters/sfn-executions.ts'
import { sfnWorkflow } from '../../shared/adapters/sfn-workflow.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { localCloud } from '../support/local-cloud.ts'
import { runCommand } from '../support/run-command.ts'

const ARN = stateMachineArn('arrears-case')

/** A machine that waits for a month in a state of this name. */
const version = (state: string) => ({
  QueryLanguage: 'JSONata',
  StartAt: state,
  States: { [state]: { Type: 'Wait', Seconds: 30 * 86_400, End: true } },
})

let cloud: DatabaseSync
let runner: Runner
let endpoint: Endpoint
let client: SFNClient
let database: Database
let workflow: Workflow

beforeEach(async () => {
  cloud = new DatabaseSync(':memory:')
  runner = createRunner({
    database: cloud,
    now: () => Date.parse('2026-03-05T08:00:00Z'),
    machines: { 'arrears-case': version('Old'), 'signal-round': version('Old'), 'erp-import': version('Old') },
    tasks: { invokeLambda: async () => null, putItem: async () => null },
  })
  endpoint = await serveStates(runner)
  localCloud({ sfn: endpoint.url })
  client = sfnClient()
  database = await startDatabase()
  const arns = {
    arrearsCase: ARN,
    signalRound: stateMachineArn('signal-round'),
    erpImport: stateMachineArn('erp-import'),
  }
  workflow = sfnWorkflow(client, arns, dynamoNotebook(database.client, await database.newTable()))
})
afterEach(async () => {
  client.destroy()
  await endpoint.close()
  await database.stop()
  runner.close()
})

async function startCases(count: number): Promise<string[]> {
  const cases = Array.from({ length: count }, (_, index) => `Z-${index + 1}`)
  for (const caseId of cases) await workflow.startCase(caseId)
  await runner.idle()
  return cases
}
const restart = (onRestarted?: (restarted: number, found: number) => void, startCase = workflow.startCase) =>
  restartExecutions(client, ARN, startCase, onRestarted)
const inputOf = (id: string) => runner.describeExecution(id).input
const running = () => runner.listExecutions({ machine: 'arrears-case', status: 'RUNNING' })
/** The case of every running execution, in the order of the alphabet: a case with two is there twice. */
const casesRunning = () =>
  running()
    .map(({ id }) => (inputOf(id) as { caseId: string }).caseId)
    .sort()
/** Where every running execution stands, by how many. */
const statesOf = () =>
  cloud
    .prepare('SELECT state, count(*) AS count FROM states_frames GROUP BY state')
    .all()
    .map((row) => ({ ...row }))

describe('all executions of cases', () => {
  test('go on under the new version, each case with one', async () => {
    const cases = await startCases(5)
    runner.updateMachine('arrears-case', version('New'))
    await runner.idle()
    expect(statesOf()).toEqual([{ state: 'Old', count: 5 }])

    expect(await restart()).toEqual({ found: 5, restarted: 5, ended: 0, strange: [] })

    await runner.idle()
    expect(statesOf()).toEqual([{ state: 'New', count: 5 }])
    expect(casesRunning()).toEqual(cases)
    expect(runner.totals().executionsByStatus).toMatchObject({ RUNNING: 5, ABORTED: 5 })
  })

  test('are restarted a second time as well as once', async () => {
    const cases = await startCases(3)
    await restart()
    expect(await restart()).toMatchObject({ found: 3, restarted: 3 })
    expect(casesRunning()).toEqual(cases)
    const isRunning = await workflow.running()
    for (const caseId of cases) expect(isRunning(caseId)).toBe(true)
  })

  test('are found on every page of the list', async () => {
    const cases = Array.from({ length: 1_005 }, (_, index) => `Z-${index}`)
    for (const caseId of cases) runner.startExecution({ machine: 'arrears-case', name: caseId, input: { caseId } })
    const names: string[] = []
    for await (const { name } of runningExecutions(client, ARN)) names.push(name)
    expect(names).toEqual(cases.toReversed())
  })

  test('are counted as it goes', async () => {
    await startCases(3)
    const counted: string[] = []
    await restart((done, of) => counted.push(`${done}/${of}`))
    expect(counted).toEqual(['1/3', '2/3', '3/3'])
  })

  test('leave one for a case that had two', async () => {
    const [caseId = ''] = await startCases(1)
    runner.startExecution({ machine: 'arrears-case', name: 'by-hand', input: { caseId } })
    expect(await restart()).toMatchObject({ found: 2, restarted: 2 })
    expect(casesRunning()).toEqual([caseId])
  })

  test('but not those of other machines, nor what was started for no case, nor what ended meanwhile', async () => {
    const [oldest = ''] = await startCases(7)
    await workflow.startRound('2026-03-20')
    runner.startExecution({ machine: 'arrears-case', name: 'a-try', input: { hello: 'world' } })

    const result = await restart((done) => {
      if (done === 1) runner.stopExecution(executionArn('arrears-case', oldest))
    })

    expect(result).toEqual({ found: 8, restarted: 6, ended: 1, strange: ['a-try'] })
    expect(running().map(({ name }) => name)).toContain('a-try')
    expect(casesRunning()).not.toContain(oldest)
    expect(runner.describeExecution(executionArn('signal-round', '2026-03-20')).status).toBe('RUNNING')
  })

  test('run on or are known to be gone when it breaks off, and the next start of the case is one', async () => {
    const cases = await startCases(8)
    const broken = async (caseId: string): Promise<void> => {
      if (caseId === 'Z-5') throw new Error('the network went away')
      await workflow.startCase(caseId)
    }
    await expect(restart(undefined, broken)).rejects.toThrow('the network went away')
    await expect.poll(() => runner.totals().executionsByStatus).toMatchObject({ RUNNING: 7 })

    const isRunning = await workflow.running()
    expect(cases.filter((caseId) => !isRunning(caseId))).toEqual(['Z-5'])
    await workflow.startCase('Z-5')
    expect(casesRunning()).toEqual(cases)
  })
})

describe('the command refuses with one clear text', () => {
  afterEach(() => vi.unstubAllEnvs())
  const command = (options: readonly string[]) => {
    vi.stubEnv('ARREARS_CASE_ARN', '')
    vi.stubEnv('TABLE_NAME', '')
    return runCommand('infra/restart-executions.ts', options)
  }

  test.each([
    ['nothing that says where', [], /--state-machine-arn ARN --table NAAM/],
    ['an option that is unknown', ['--fast'], /--state-machine-arn ARN --table NAAM/],
    ['a machine without its table', ['--state-machine-arn', ARN], /--table NAAM/],
    ['what is no ARN', ['--state-machine-arn', 'a-case', '--table', 'cases'], /^--state-machine-arn a-case: /],
    ['AWS and this machine at once', ['--local', '--table', 'cases'], /^--local gaat niet samen/],
    ['a folder for AWS', ['--data', 'x'], /^--data hoort bij --local/],
    ['a folder without a cloud', ['--local', '--data', join(tmpdir(), 'none')], /none: hier staat geen cloud/],
  ])('%s', async (_, options, says) => {
    const { code, stderr } = await command(options)
    expect(stderr).toMatch(says)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(code).toBe(2)
  })
})
