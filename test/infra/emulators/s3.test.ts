import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketOfItsOwn } from '../../support/shared-emulators.ts'

let s3: S3Client
let Bucket: string

beforeAll(async () => {
  const own = await bucketOfItsOwn()
  s3 = own.s3
  Bucket = own.bucket
})
afterAll(() => s3.destroy())

const put = (Key: string, Body: string | Uint8Array, condition: { IfNoneMatch?: string } = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }))
const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()
const status = (error: unknown) => Object(error)?.$metadata?.httpStatusCode

describe('the storage of the embedded cloud, S3', () => {
  it('lists past a thousand keys', async () => {
    const names = Array.from({ length: 1_005 }, (_, index) => `list/${String(index).padStart(6, '0')}`)
    for (let from = 0; from < names.length; from += 100) {
      await Promise.all(names.slice(from, from + 100).map((name) => put(name, 'x')))
    }
    const keys: (string | undefined)[] = []
    for await (const { Contents } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'list/' })) {
      keys.push(...(Contents ?? []).map(({ Key }) => Key))
    }
    expect(keys).toEqual(names)
  })

  it('writes a key once when told so, also when two want to at the same moment', async () => {
    await put('signals/one.csv', 'first', { IfNoneMatch: '*' })
    const again = put('signals/one.csv', 'second', { IfNoneMatch: '*' })
    await expect(again).rejects.toMatchObject({ name: 'PreconditionFailed' })
    expect(await read('signals/one.csv')).toBe('first')

    const race = await Promise.allSettled(
      ['one', 'other'].map((body) => put('signals/race.csv', body.repeat(50_000), { IfNoneMatch: '*' })),
    )
    const failures = race.flatMap((outcome) => (outcome.status === 'rejected' ? [status(outcome.reason)] : []))
    expect(failures).toHaveLength(1)
    expect([409, 412]).toContain(failures[0])
  })

  it('shows a reader the old object or the new one, never a part', async () => {
    const versions = ['a'.repeat(500_000), 'b'.repeat(300_000)]
    await put('replaced', versions[0] ?? '')
    const writing = (async () => {
      for (let index = 0; index < 20; index += 1) await put('replaced', versions[index % 2] ?? '')
      return 'written'
    })()
    let reads = 0
    while ((await Promise.race([writing, Promise.resolve('still writing')])) !== 'written') {
      expect(versions).toContain(await read('replaced'))
      reads += 1
    }
    expect(reads).toBeGreaterThan(3)
  })

  it('keeps the content type and the metadata of an object', async () => {
    const metadata = { ContentType: 'application/pdf', Metadata: { sha256: 'abc' } }
    await s3.send(new PutObjectCommand({ Bucket, Key: 'kept.pdf', Body: 'x', ...metadata }))
    const kept = await s3.send(new GetObjectCommand({ Bucket, Key: 'kept.pdf' }))
    expect(kept).toMatchObject({ ...metadata, ContentLength: 1 })
  })

  it('takes large objects in parts', async () => {
    const Body = Buffer.alloc(11 * 1024 * 1024, 'abcdefg')
    await new Upload({ client: s3, params: { Bucket, Key: 'large', Body } }).done()
    expect(Body.equals(Buffer.from((await read('large')) ?? ''))).toBe(true)
  })

  it('deletes what is there, and succeeds for what is not', async () => {
    await put('purge/letter.pdf', 'x')
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'purge/letter.pdf' }))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'never/was.pdf' }))
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'purge/' }))
    expect(KeyCount).toBe(0)
  })
})
