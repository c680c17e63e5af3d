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

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251)

test.each([0, 1, 70_000, 3_000_000])('%i bytes come back as they were put', async (length) => {
  await objects.put('evidence', `letters/Z-1/${length}.eml`, bytes(length), 'message/rfc822')

  expect(Buffer.from((await objects.get('evidence', `letters/Z-1/${length}.eml`)) ?? []).equals(bytes(length))).toBe(
    true,
  )
  const { ContentType } = await client.send(
    new HeadObjectCommand({ Bucket: 'test-evidence', Key: `letters/Z-1/${length}.eml` }),
  )
  expect(ContentType).toBe('message/rfc822')
})

test('text is kept as UTF-8, under a key with any character', async () => {
  await objects.put('erpReturn', 'terug/2026-03-20 één+&.csv', 'dossier;één\r\n', 'text/csv')

  const kept = await objects.get('erpReturn', 'terug/2026-03-20 één+&.csv')

  expect(Buffer.from(kept ?? []).toString('utf8')).toBe('dossier;één\r\n')
})

test('what is not there is null, in each way of asking', async () => {
  expect(await objects.get('inbox', 'nothing.csv')).toBeNull()
  expect(await objects.stream('inbox', 'nothing.csv')).toBeNull()
  expect(await objects.exists('inbox', 'nothing.csv')).toBe(false)
})

test('a bucket that is not there is a fault, not an absent object', async () => {
  const elsewhere = s3ObjectStore(client, { ...BUCKETS, inbox: 'test-unknown' })

  await expect(elsewhere.get('inbox', 'nothing.csv')).rejects.toThrow('bucket')
  await expect(elsewhere.stream('inbox', 'nothing.csv')).rejects.toThrow('bucket')
})

test('a large object is read as a stream, with its size', async () => {
  await objects.put('work', 'book.ndjson', bytes(5_000_000), 'application/x-ndjson')

  const object = await objects.stream('work', 'book.ndjson')
  const chunks: Uint8Array[] = []
  for await (const chunk of object?.body ?? []) chunks.push(chunk)

  expect(object?.size).toBe(5_000_000)
  expect(chunks.length).toBeGreaterThan(1)
  expect(Buffer.concat(chunks).equals(bytes(5_000_000))).toBe(true)
})

test('a key that was put exists, and what is put again stands', async () => {
  await objects.put('post', '2026-03-05/Z-1.pdf', 'first', 'application/pdf')
  await objects.put('post', '2026-03-05/Z-1.pdf', 'second', 'application/pdf')

  expect(await objects.exists('post', '2026-03-05/Z-1.pdf')).toBe(true)
  expect(Buffer.from((await objects.get('post', '2026-03-05/Z-1.pdf')) ?? []).toString()).toBe('second')
})

test('every key under a prefix is listed, past one page, and no other', async () => {
  const keys = Array.from({ length: 1_010 }, (_, index) => `signalen/${String(index).padStart(4, '0')}.json`)
  await objects.put('signals', 'intrekkingen/0000.json', '{}', 'application/json')
  for (let from = 0; from < keys.length; from += 50)
    await Promise.all(keys.slice(from, from + 50).map((key) => objects.put('signals', key, '{}', 'application/json')))

  const listed: string[] = []
  for await (const key of objects.list('signals', 'signalen/')) listed.push(key)

  expect(listed).toEqual(keys)
})
