import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { TransferClient } from '@aws-sdk/client-transfer'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { recordTransferInput } from '../../../functions/record-transfer/record-transfer.ts'
import type { Endpoint } from '../../../infra/local/json-service.ts'
import { CONNECTOR_ID, serveTransfer } from '../../../infra/local/transfer/endpoint.ts'
import { sftpDrop } from '../../../infra/local/transfer/sftp-drop.ts'
import { openTransfers, type Transfers } from '../../../infra/local/transfer/transfers.ts'
import { transferPush } from '../../../shared/adapters/transfer-push.ts'
import type { NotDelivered } from '../../../shared/contracts/portal-channels.ts'
import { reasonOf } from '../../../shared/portals/transfer-failure.ts'
import { type ForeignServer, ssh2Server } from '../../adapters/foreign-sftp.ts'
import { aBucketful } from '../../support/in-memory/objects.ts'

const folder = mkdtempSync(join(tmpdir(), 'transfers-'))
const NAME = 'vroegsignalen-2026-04-20-01.csv'
const FILE = { key: `ris/sftp/signals/${NAME}`, kind: 'signals' } as const
const WITHDRAWALS = 'ris/sftp/withdrawals/intrekkingen-2026-04-20-01.csv'
const TEXT = 'Achternaam;Postcode\r\nJansen;1011AB\r\n'
const NOW = '2026-04-20T08:00:00.000Z'

let server: ForeignServer
let database: DatabaseSync
let transfers: Transfers
let endpoint: Endpoint
let client: TransferClient
let sftp: object
let secret: string | null
const events: object[] = []

beforeAll(async () => {
  server = await ssh2Server(join(folder, 'portal'))
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const file of readdirSync(server.folder)) rmSync(join(server.folder, file))
  server.breakAt = null
  sftp = server.target
  secret = server.privateKey
  events.length = 0
  database = new DatabaseSync(':memory:')
  transfers = open()
  endpoint = await serveTransfer(transfers)
  client = new TransferClient({
    endpoint: endpoint.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  })
})
afterEach(async () => {
  await transfers.idle()
  client.destroy()
  await endpoint.close()
  database.close()
})

const open = () =>
  openTransfers({
    database,
    now: () => Date.parse(NOW),
    objects: () =>
      aBucketful({
        'work/registers/portals.json': JSON.stringify({ RIS: { sftp } }),
        [`signals/${FILE.key}`]: TEXT,
        [`signals/${WITHDRAWALS}`]: TEXT,
      }),
    drop: sftpDrop(async () => secret),
    report: (event) => events.push(event),
  })
const push = (connectorId = CONNECTOR_ID) =>
  transferPush(client, { connectorId, bucket: 'portal-files', folder: '/inbox', withdrawalsFolder: '/nergens' })
/** What the function that records events makes of them. */
const reported = () =>
  events.map((event) => {
    const { time, detail } = recordTransferInput.parse(event)
    const failed = detail['status-code'] === 'FAILED'
    return [time, detail['file-path'], failed ? reasonOf(detail['failure-code'], detail['failure-message']) : 'there']
  })

test('a file is brought to the folder for its kind, and an event says so', async () => {
  const transfer = await push().start(FILE)
  expect(await push().outcome(transfer)).toEqual({ status: 'under-way' })
  await transfers.idle()
  expect(await push().outcome(transfer)).toEqual({ status: 'completed' })
  expect(readFileSync(join(server.folder, NAME), 'utf8')).toBe(TEXT)
  expect(reported()).toEqual([[NOW, `/portal-files/${FILE.key}`, 'there']])

  await push().start({ key: WITHDRAWALS, kind: 'withdrawals' })
  await transfers.idle()
  expect(events.at(-1)).toMatchObject({ detail: { 'remote-directory-path': '/nergens', 'status-code': 'FAILED' } })
})

describe('what stands in the way is said in the words of AWS, and read as what must be done:', () => {
  const OBSTACLES: readonly (readonly [NotDelivered, () => object, () => string | null])[] = [
    ['portal-host-key', () => ({ hostKeys: [`SHA256:${'A'.repeat(43)}`] }), () => server.privateKey],
    ['portal-secret', () => ({}), () => null],
    ['portal-login', () => ({}), () => readFileSync(join(folder, 'portal/host_ed25519'), 'utf8')],
    ['portal-unreachable', () => ({ port: 1 }), () => server.privateKey],
  ]
  test.each(OBSTACLES)('%s', async (reason, change, key) => {
    sftp = { ...server.target, ...change() }
    secret = key()
    const transfer = await push().start(FILE)
    await transfers.idle()
    expect(await push().outcome(transfer)).toEqual({ status: 'failed', reason })
    expect(reported()).toEqual([[NOW, `/portal-files/${FILE.key}`, reason]])
  })

  test('portal-differs', async () => {
    writeFileSync(join(server.folder, NAME), 'iets anders')
    const transfer = await push().start(FILE)
    await transfers.idle()
    expect(await push().outcome(transfer)).toEqual({ status: 'failed', reason: 'portal-differs' })
  })
})

test('a transfer that nobody knows, and a connector that is not there', async () => {
  expect(await push().outcome('geen')).toEqual({ status: 'unknown' })
  await expect(push('c-11111111111111111').start(FILE)).rejects.toMatchObject({ name: 'PortalUnreachable' })
  await endpoint.close()
  await expect(push().start(FILE)).rejects.not.toMatchObject({ name: 'PortalUnreachable' })
  endpoint = await serveTransfer(transfers)
})

test('what was under way when the process died begins anew, and is reported', async () => {
  const transfer = await push().start(FILE)
  await transfers.idle()
  database.exec("UPDATE transfers SET status = 'QUEUED'")
  rmSync(join(server.folder, NAME))
  transfers = open()
  transfers.resume()
  await transfers.idle()
  expect(transfers.find(transfer)).toMatchObject({ status: 'COMPLETED' })
  // It had its own name before, so the portal took it away: it is not put there twice.
  expect(readdirSync(server.folder)).toEqual([])
  expect(reported()).toHaveLength(2)
})

test('a file that broke off at its last step, and that the portal took, is not put there by a second transfer', async () => {
  server.breakAt = { request: 'RENAME', when: 'after' }
  const first = await push().start(FILE)
  await transfers.idle()
  expect(await push().outcome(first)).toEqual({ status: 'failed', reason: 'portal-unreachable' })
  rmSync(join(server.folder, NAME))
  server.breakAt = null
  const second = await push().start(FILE)
  await transfers.idle()
  expect(await push().outcome(second)).toEqual({ status: 'completed' })
  expect(readdirSync(server.folder)).toEqual([])
})
