import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type PutObjectCommandInput,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import type { Bucket, ObjectStore } from '../contracts/ports.ts'

/** The object store on S3. @param buckets the name of each bucket */
export function s3ObjectStore(client: S3Client, buckets: Readonly<Record<Bucket, string>>): ObjectStore {
  const read = (bucket: Bucket, key: string) =>
    unlessAbsent(client.send(new GetObjectCommand({ Bucket: buckets[bucket], Key: key })))

  const inputOf = (...[bucket, key, body, contentType]: Parameters<ObjectStore['put']>): PutObjectCommandInput => ({
    Bucket: buckets[bucket],
    Key: key,
    Body: body,
    ContentType: contentType,
    // Evidence stays as it was written (C6).
    ...(bucket === 'evidence' && { ObjectLockLegalHoldStatus: 'ON' }),
  })

  return {
    async put(...given) {
      await client.send(new PutObjectCommand(inputOf(...given)))
    },

    async putNew(...given) {
      try {
        await client.send(new PutObjectCommand({ ...inputOf(...given), IfNoneMatch: '*' }))
        return true
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return false
        throw error
      }
    },

    async get(bucket, key) {
      const object = await read(bucket, key)
      return object?.Body ? object.Body.transformToByteArray() : null
    },

    async stream(bucket, key) {
      const object = await read(bucket, key)
      if (!object?.Body) return null
      return { size: object.ContentLength ?? 0, body: object.Body as AsyncIterable<Uint8Array> }
    },

    async exists(bucket, key) {
      return (await unlessAbsent(client.send(new HeadObjectCommand({ Bucket: buckets[bucket], Key: key })))) !== null
    },

    async *list(bucket, prefix) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: buckets[bucket], Prefix: prefix }))
        for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key
    },

    async remove(bucket, key) {
      await client.send(new DeleteObjectCommand({ Bucket: buckets[bucket], Key: key }))
    },
  }
}

async function unlessAbsent<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof NoSuchKey || error instanceof NotFound) return null
    throw error
  }
}
