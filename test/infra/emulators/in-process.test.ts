import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { openDynamoDb } from '../../../infra/local/emulators/dynamodb.ts'
import { readSentMail } from '../../../infra/local/emulators/outbox.ts'
import { openS3 } from '../../../infra/local/emulators/s3.ts'
import { openSes } from '../../../infra/local/emulators/ses.ts'
import { temporaryFolder } from './temporary-folder.ts'

// The emulators lie in the process of the embedded cloud: here in a child of the test, which can be killed.

let data: Awaited<ReturnType<typeof temporaryFolder>>
beforeAll(async () => {
  data = await temporaryFolder()
})
afterAll(() => data.remove())

const source = (path: string) => JSON.stringify(new URL(`../../../${path}`, import.meta.url).href)

/** Opens the folder, and tells of every item, object and mail that was acknowledged. */
const WRITER = (folder: string) => `
  const { CreateTableCommand, PutItemCommand, waitUntilTableExists } = await import('@aws-sdk/client-dynamodb')
  const { PutObjectCommand } = await import('@aws-sdk/client-s3')
  const { SendRawEmailCommand } = await import('@aws-sdk/client-ses')
  const { openDynamoDb } = await import(${source('infra/local/emulators/dynamodb.ts')})
  const { openS3 } = await import(${source('infra/local/emulators/s3.ts')})
  const { openSes } = await import(${source('infra/local/emulators/ses.ts')})
  const { publish } = await import(${source('infra/local/adapters/surroundings.ts')})
  const clients = await import(${source('infra/local/adapters/clients.ts')})
  const { tableDefinition } = await import(${source('shared/adapters/table.ts')})
  const folder = ${JSON.stringify(folder)}
  const [dynamodb, s3, ses] = await Promise.all([openDynamoDb(folder), openS3(folder, ['letters']), openSes(folder)])
  publish({ answers: { dynamodb: dynamodb.answer, s3: s3.answer } })
  process.env.AWS_ENDPOINT_URL_SES = ses.url
  const [table, buckets, mail] = [clients.dynamoClient(), clients.s3Client(), clients.sesClient()]
  await table.send(new CreateTableCommand(tableDefinition('cases')))
  await waitUntilTableExists({ client: table, maxWaitTime: 20, minDelay: 0.01 }, { TableName: 'cases' })
  const item = (name) => new PutItemCommand({ TableName: 'cases', Item: { pk: { S: name }, sk: { S: 'x' } } })
  const object = (name) => new PutObjectCommand({ Bucket: 'letters', Key: 'many/' + name, Body: 'content of ' + name })
  const letter = (name) => new SendRawEmailCommand({ RawMessage: {
    Data: Buffer.from('From: a@a.example\\r\\nTo: b@b.example\\r\\nX-Reservation: ' + name + '\\r\\n\\r\\nTekst\\r\\n') } })
  const told = (kind, name) => () => process.send({ kind, name })
  for (let n = 0; ; n += 4)
    await Promise.all([0, 1, 2, 3].map((i) => 'n' + (n + i)).flatMap((name) => [
      table.send(item(name)).then(told('items', name)),
      buckets.send(object(name)).then(told('objects', name)),
      mail.send(letter(name)).then(({ MessageId }) => MessageId && told('mails', name)()),
    ]))`

const environment = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
const toldSchema = z.object({ kind: z.enum(['items', 'objects', 'mails']), name: z.string() })

it('keeps what it acknowledged when its process is killed in the middle of writing, and is one process alone', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER(data.folder)], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const acknowledged: Record<'items' | 'objects' | 'mails', string[]> = { items: [], objects: [], mails: [] }
  child.on('message', (message) => {
    const { kind, name } = toldSchema.parse(message)
    acknowledged[kind].push(name)
  })
  const ended = once(child, 'close')
  while (Object.values(acknowledged).some(({ length }) => length < 50))
    if ((await Promise.race([once(child, 'message').then(() => 'goes on'), ended])) !== 'goes on')
      throw new Error('it ended')
  await expect(openDynamoDb(data.folder)).rejects.toThrow(`is in use by another run (process ${child.pid})`)
  child.kill('SIGKILL')
  await ended

  const [dynamodb, s3, ses] = await Promise.all([
    openDynamoDb(data.folder),
    openS3(data.folder, ['letters']),
    openSes(data.folder),
  ])
  for (const pk of acknowledged.items) {
    const key = { TableName: 'cases', Key: { pk: { S: pk }, sk: { S: 'x' } } }
    const { statusCode, body } = await dynamodb.answer(asked('GetItem', key))
    expect(statusCode).toBe(200)
    expect(JSON.parse(Buffer.from(body).toString())).toMatchObject({ Item: { pk: { S: pk } } })
  }
  for (const name of acknowledged.objects) {
    const object = await fetch(`${s3.url}/letters/many/${name}`)
    expect(await object.text()).toBe(`content of ${name}`)
  }
  const sent = await readSentMail(ses.mailFolder, 0)
  expect(sent.map(({ reservation }) => reservation)).toEqual(expect.arrayContaining(acknowledged.mails))
  await Promise.all([dynamodb.close(), s3.close(), ses.close()])
})

it('can be closed and opened again in one process; the table with a port or without', async () => {
  const first = await openDynamoDb(data.folder)
  const url = await first.listen()
  const { headers } = asked('ListTables', {})
  const ask = () => fetch(url, { method: 'POST', headers, body: '{}' })
  expect(await (await ask()).json()).toEqual({ TableNames: ['cases'] })
  await first.close()
  await expect(ask()).rejects.toThrow()
  const second = await openDynamoDb(data.folder)
  const { body } = await second.answer(asked('ListTables', {}))
  expect(JSON.parse(Buffer.from(body).toString())).toEqual({ TableNames: ['cases'] })
  await second.close()
  expect(await readFile(join(data.folder, 'dynamodb.pid'), 'utf8').catch(() => 'let go')).toBe('let go')
})

it('can be reached from this machine only', async () => {
  const emulators = await Promise.all([openS3(data.folder, []), openSes(data.folder)])
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address }) => address)
    .filter((address) => address !== '127.0.0.1' && !address.startsWith('fe80'))
  for (const { url, close } of emulators) {
    const port = Number(new URL(url).port)
    expect(await answers('127.0.0.1', port)).toBe(true)
    for (const address of [...others, '127.0.0.2']) expect(await answers(address, port), address).toBe(false)
    await close()
  }
})

it('sends no mail of a test to anybody, whatever the environment says', async () => {
  process.env.SMTP_TRANSPORT = '{"host":"mail.voorbeeld.example"}'
  const { close } = await openSes(data.folder)
  expect(process.env.SMTP_TRANSPORT).toBeUndefined()
  await close()
})

/** As the SDK would send it; the emulator looks at the form of a signature alone. */
const asked = (operation: string, input: object) => ({
  method: 'POST',
  path: '/',
  query: {},
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '19700101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/19700101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  },
  body: JSON.stringify(input),
})

/** Whether anything answers on the port at that address. */
async function answers(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: 1_000 })
  const outcome = await Promise.race([
    once(socket, 'connect').then(() => true),
    once(socket, 'timeout').then(() => false),
  ]).catch(() => false)
  socket.destroy()
  return outcome
}
