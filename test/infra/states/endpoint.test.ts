import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Endpoint, serveStates } from '../../../infra/local/states/endpoint.ts'
import { aWorld, callback, END, machine, tokensIn } from './support.ts'

const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:m'
const ASL = machine({ Wait: callback('f', { TimeoutSeconds: 3600, ...END }) })

describe('the Step Functions API, through the AWS SDK', () => {
  const { runner, calls, clock } = aWorld({ m: ASL }, { f: () => null })
  let endpoint: Endpoint
  let client: SFNClient

  beforeAll(async () => {
    endpoint = await serveStates(runner)
    client = new SFNClient({
      endpoint: endpoint.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    })
  })

  afterAll(async () => {
    client.destroy()
    await endpoint.close()
  })

  async function start(name: string, input = '{"caseId":"A1"}') {
    const { executionArn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }))
    await runner.idle()
    return { executionArn, taskToken: tokensIn(calls).at(-1) ?? '' }
  }
  const describeExecution = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }))

  it('starts, describes and ends an execution by its token', async () => {
    const { executionArn, taskToken } = await start('ends')
    expect(executionArn).toBe('arn:aws:states:eu-west-1:000000000000:execution:m:ends')
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '{"paid":true}' }))
    await runner.idle()
    expect(await describeExecution(executionArn)).toMatchObject({
      executionArn,
      stateMachineArn,
      name: 'ends',
      status: 'SUCCEEDED',
      input: '{"caseId":"A1"}',
      output: '{"paid":true}',
      startDate: new Date(clock.now()),
      stopDate: new Date(clock.now()),
    })
  })

  it('reports a failed task', async () => {
    const { executionArn, taskToken } = await start('fails')
    await client.send(new SendTaskFailureCommand({ taskToken, error: 'Bounced', cause: 'why' }))
    await runner.idle()
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'FAILED', error: 'Bounced', cause: 'why' })
  })

  it('stops an execution', async () => {
    const { executionArn } = await start('stops')
    const { stopDate } = await client.send(new StopExecutionCommand({ executionArn, error: 'Over' }))
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'ABORTED', error: 'Over', stopDate })
  })

  it('lists executions page by page', async () => {
    for (const name of ['page-1', 'page-2', 'page-3']) await start(name)
    const page = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 2 } as const
    const first = await client.send(new ListExecutionsCommand(page))
    const second = await client.send(new ListExecutionsCommand({ ...page, nextToken: first.nextToken }))
    expect([first, second].map(({ executions }) => executions?.map(({ name }) => name))).toEqual([
      ['page-3', 'page-2'],
      ['page-1'],
    ])
    expect(second.nextToken).toBeUndefined()
  })

  it('goes on with the page after, also when everything on the first page was stopped meanwhile', async () => {
    for (const name of ['turn-1', 'turn-2', 'turn-3']) await start(name)
    const page = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 2 } as const
    const { executions = [], nextToken } = await client.send(new ListExecutionsCommand(page))
    for (const { executionArn } of executions) await client.send(new StopExecutionCommand({ executionArn }))
    const second = await client.send(new ListExecutionsCommand({ ...page, nextToken }))
    expect(second.executions?.[0]?.name).toBe('turn-1')
  })

  it('says of an execution that ended by itself when it did, and leaves it as it is', async () => {
    const { executionArn, taskToken } = await start('over')
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))
    await runner.idle()
    const { stopDate } = await describeExecution(executionArn)
    expect((await client.send(new StopExecutionCommand({ executionArn, error: 'Late' }))).stopDate).toEqual(stopDate)
    expect(await describeExecution(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '1' })
  })

  it('answers the errors that the SDK knows by name', async () => {
    const { executionArn, taskToken } = await start('errors')
    await client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))
    const unknown = taskToken.replace(/.{4}$/, 'xxxx')
    const none = `${executionArn}-none`
    const refusals: [string, Promise<unknown>][] = [
      ['TaskTimedOut', client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))],
      ['TaskTimedOut', client.send(new SendTaskFailureCommand({ taskToken }))],
      ['TaskDoesNotExist', client.send(new SendTaskFailureCommand({ taskToken: unknown }))],
      ['InvalidToken', client.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '1' }))],
      ['InvalidOutput', client.send(new SendTaskSuccessCommand({ taskToken, output: '{' }))],
      ['ExecutionAlreadyExists', start('errors', '{"other":1}')],
      ['InvalidExecutionInput', start('bad', '{')],
      ['InvalidName', start('a b')],
      ['ExecutionDoesNotExist', describeExecution(none)],
      ['InvalidArn', describeExecution('x')],
      [
        'StateMachineDoesNotExist',
        client.send(new StartExecutionCommand({ stateMachineArn: stateMachineArn.replace(/m$/, 'x') })),
      ],
      ['ValidationException', client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 5000 }))],
      ['InvalidToken', client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: 'x' }))],
      ['InvalidToken', client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: none }))],
      ['ExecutionDoesNotExist', client.send(new StopExecutionCommand({ executionArn: none }))],
      ['InvalidArn', client.send(new StopExecutionCommand({ executionArn: 'x' }))],
      ['ValidationException', client.send(new StopExecutionCommand({ executionArn, error: 'x'.repeat(257) }))],
    ]
    for (const [name, request] of refusals) await expect(request).rejects.toThrow(expect.objectContaining({ name }))
  })

  it('refuses what it does not implement', async () => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSStepFunctions.SendTaskHeartbeat' },
      body: '{}',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' })
  })
})
