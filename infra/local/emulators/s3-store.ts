import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { FilesystemStore, S3Metadata } from '@20minutes/s3rver'
import S3Object from '@20minutes/s3rver/lib/models/object.js'

/** Where puts come in; no bucket can be called so. */
const INCOMING = '.incoming'
/** The first line of an object's file is no longer: S3 takes 2 KB of metadata, and as much of other headers. */
const MAX_HEAD_BYTES = 8 * 1024

/**
 * Keeps each object in one file, which appears whole or not at all: its metadata as a line of JSON, then its content.
 * s3rver itself writes three into place, so that a crash in an overwrite would leave half of the new object in place of
 * the old one, which had been acknowledged, or neither readable.
 *
 * It reads and writes in this thread: the files are small, and waiting a dozen times for another thread took most of
 * the time of a request. Buckets have no rules for other sites here, for which s3rver looks twice a request.
 *
 * Deletes leave the folder: s3rver removes an empty folder with all that has just been put into it, and fails on a key
 * whose folder does not exist, where S3 succeeds.
 */
export function keepInOneFile(store: FilesystemStore, folder: string): void {
  const incoming = join(folder, INCOMING)
  rmSync(incoming, { recursive: true, force: true })
  mkdirSync(incoming, { recursive: true })
  const [resourceOf, bucketOf] = [store.getResourcePath.bind(store), store.getBucketPath.bind(store)]
  store.getBucketPath = (name) => bucketOf(inside(name))
  store.getResourcePath = (bucket, key, resource) => resourceOf(inside(bucket), insideBucket(key), resource)
  const fileOf = (bucket: string, key: string) => store.getResourcePath(bucket, key, 'object')
  const buckets = new Map<string, object>()
  const getBucket = store.getBucket.bind(store)
  let puts = 0

  store.getSubresource = async () => null
  store.getBucket = async (name) => {
    const known = buckets.get(name)
    if (known) return known
    const found = await getBucket(name)
    if (found) buckets.set(name, found)
    return found
  }
  store.deleteBucket = async (name) => {
    buckets.delete(name)
    rmSync(store.getBucketPath(name), { recursive: true })
  }
  store.existsObject = async (bucket, key) => existsSync(fileOf(bucket, key))
  store.getMetadata = async (bucket, key) => metadataIn(fileOf(bucket, key))
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const chunks: Buffer[] = []
    for await (const chunk of Buffer.isBuffer(content) ? [content] : content) chunks.push(chunk)
    const bytes = Buffer.concat(chunks)
    const md5 = createHash('md5').update(bytes).digest('hex')
    const head = Buffer.from(`${JSON.stringify({ ...metadata, etag: JSON.stringify(md5) })}\n`)
    if (head.length > MAX_HEAD_BYTES) throw new Error(`the metadata of ${key} take ${head.length} bytes`)
    puts += 1
    const part = join(incoming, String(puts))
    const file = fileOf(bucket, key)
    writeFileSync(part, Buffer.concat([head, bytes]))
    mkdirSync(dirname(file), { recursive: true })
    renameSync(part, file)
    return { size: bytes.length, md5 }
  }
  store.getObject = async (bucket, key, { start, end } = {}) => {
    const file = unlessAbsent(() => readFileSync(fileOf(bucket, key)))
    if (!file) return null
    const content = file.subarray(file.indexOf('\n') + 1)
    const metadata = asRead(file, content.length, statSync(fileOf(bucket, key)).mtime)
    const last = Math.max(0, content.length - 1)
    const range = { start: start ?? 0, end: Math.min(end || last, last) }
    const isAsked = start !== undefined || Boolean(end)
    const satisfiable = range.start >= 0 && range.end >= range.start
    const body = satisfiable ? Readable.from([content.subarray(range.start, range.end + 1)]) : null
    const object = new S3Object(bucket, key, body, metadata)
    return isAsked ? Object.assign(object, { range }) : object
  }
  store.deleteObject = async (bucket, key) => rmSync(fileOf(bucket, key), { force: true })
}

/** @throws Error with status 400 for a name that would be another place on disk than its own folder */
function inside(name: string): string {
  if (name !== '.' && name !== '..' && !/[/\0]/.test(name)) return name
  throw Object.assign(new Error('this name leaves its folder'), { status: 400 })
}

const insideBucket = (key: string | undefined): string => (key ?? '').split('/').map(inside).join('/')

/** @throws Error with code ENOENT when the file is not there */
function metadataIn(file: string): S3Metadata {
  const handle = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(MAX_HEAD_BYTES)
    const head = buffer.subarray(0, readSync(handle, buffer))
    const { size, mtime } = fstatSync(handle)
    return asRead(head, size - head.indexOf('\n') - 1, mtime)
  } finally {
    closeSync(handle)
  }
}

const asRead = (file: Buffer, length: number, mtime: Date): S3Metadata => ({
  ...JSON.parse(file.toString('utf8', 0, file.indexOf('\n'))),
  'last-modified': mtime.toUTCString(),
  'content-length': length,
})

function unlessAbsent<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
