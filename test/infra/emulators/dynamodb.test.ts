import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDynamoDb } from '../../../infra/local/emulators/dynamodb.ts'
import { temporaryFolder } from './running-emulators.ts'

// DynamoDB lies in the process of the embedded cloud: here in a child of the test, which can be killed.

let data: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  data = await temporaryFolder()
})
afterAll(() => data.remove())

const source = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href)

/** Opens the folder, and tells of every put that was acknowledged. */
const WRITER = (folder: string) => `
  const { CreateTableCommand, PutItemCommand, waitUntilTableExists } = await import('@aws-sdk/client-dynamodb')
  const { openDynamoDb } = await import(${source('infra/local/emulators/dynamodb.ts')})
  const { publish } = await import(${source('infra/local/adapters/surroundings.ts')})
  const { dynamoClient } = await import(${source('infra/local/adapters/clients.ts')})
  const { tableDefinition } = await import(${source('shared/adapters/table.ts')})
  const { answer } = await openDynamoDb(${JSON.stringify(folder)})
  publish({ table: answer })
  const client = dynamoClient()
  await client.send(new CreateTableCommand(tableDefinition('cases')))
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.01 }, { TableName: 'cases' })
  const put = (pk) =>
    client.send(new PutItemCommand({ TableName: 'cases', Item: { pk: { S: pk }, sk: { S: 'x' } } })).then(() => process.send(pk))
  for (let n = 0; ; n += 8) await Promise.all(Array.from({ length: 8 }, (_, i) => put('n' + (n + i))))`

const environment = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }

it('keeps what it acknowledged when its process is killed in the middle of writing, and is one process alone', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER(data.folder)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const acknowledged: string[] = []
  child.on('message', (pk) => acknowledged.push(String(pk)))
  const ended = once(child, 'close')
  while (acknowledged.length < 100)
    if ((await Promise.race([once(child, 'message').then(() => 'goes on'), ended])) !== 'goes on')
      throw new Error('it ended')
  await expect(openDynamoDb(data.folder)).rejects.toThrow(`is in use by another run (process ${child.pid})`)
  child.kill('SIGKILL')
  await ended

  const { answer, close } = await openDynamoDb(data.folder)
  for (const pk of acknowledged) {
    const key = { TableName: 'cases', Key: { pk: { S: pk }, sk: { S: 'x' } } }
    const { statusCode, body } = await answer({ headers: headersOf('GetItem'), body: Buffer.from(JSON.stringify(key)) })
    expect(statusCode).toBe(200)
    expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ Item: { pk: { S: pk } } })
  }
  await close()
})

it('can be closed and opened again in one process, with a port or without', async () => {
  const first = await openDynamoDb(data.folder)
  const url = await first.listen()
  const ask = () => fetch(url, { method: 'POST', headers: headersOf('ListTables'), body: '{}' })
  expect(await (await ask()).json()).toEqual({ TableNames: ['cases'] })
  await first.close()
  await expect(ask()).rejects.toThrow()
  const second = await openDynamoDb(data.folder)
  const { body } = await second.answer({ headers: headersOf('ListTables'), body: Buffer.from('{}') })
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({ TableNames: ['cases'] })
  await second.close()
})

/** As the SDK would send them; the emulator looks at the form of a signature alone. */
const headersOf = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `DynamoDB_20120810.${operation}`,
  'x-amz-date': '19700101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/19700101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
})
