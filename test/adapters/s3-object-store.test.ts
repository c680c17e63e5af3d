import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { S3Client } from '@aws-sdk/client-s3'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Emulators, startEmulators } from '../../infra/local/emulators/start.ts'
import { s3Client } from '../../shared/adapters/clients.ts'
import { s3ObjectStore } from '../../shared/adapters/s3-object-store.ts'
import type { ObjectStore } from '../../shared/contracts/ports.ts'
import { localCloud } from '../support/local-cloud.ts'
import { bytes, objectStoreContract } from './object-store.contract.ts'

const BUCKETS = {
  inbox: 'test-inbox',
  work: 'test-work',
  signals: 'test-signals',
  evidence: 'test-evidence',
  post: 'test-post',
  erpReturn: 'test-erp-return',
}
let folder: string
let emulators: Emulators
let client: S3Client
let objects: ObjectStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 's3-'))
  emulators = await startEmulators({ dataDir: folder, buckets: Object.values(BUCKETS), onExit: () => {} })
  localCloud({ s3: emulators.endpoints.s3 })
  client = s3Client()
  objects = s3ObjectStore(client, BUCKETS)
})
afterAll(async () => {
  client.destroy()
  await emulators.stop()
  await rm(folder, { recursive: true, force: true })
})

objectStoreContract(async () => objects)

test('an object is kept with its type', async () => {
  await objects.put('evidence', 'letters/Z-2/1.eml', bytes(1), 'message/rfc822')

  const { ContentType } = await client.send(
    new HeadObjectCommand({ Bucket: 'test-evidence', Key: 'letters/Z-2/1.eml' }),
  )
  expect(ContentType).toBe('message/rfc822')
})

test('a bucket that is not there is a fault, not an absent object', async () => {
  const elsewhere = s3ObjectStore(client, { ...BUCKETS, inbox: 'test-unknown' })

  await expect(elsewhere.get('inbox', 'nothing.csv')).rejects.toThrow('bucket')
  await expect(elsewhere.stream('inbox', 'nothing.csv')).rejects.toThrow('bucket')
})
