import { CreateBucketCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
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
let client: S3Client
let objects: ObjectStore

beforeAll(async () => {
  localCloud({ s3: inject('emulators').s3 })
  client = s3Client()
  for (const Bucket of Object.values(BUCKETS)) await client.send(new CreateBucketCommand({ Bucket }))
  objects = s3ObjectStore(client, BUCKETS)
})
afterAll(() => client.destroy())

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
