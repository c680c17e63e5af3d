import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
  ScanCommand,
} from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { z } from 'zod'
import { putAll } from './batch.ts'
import { type Item, key } from './item.ts'

/**
 * What a table holds, by how its partition keys begin: a file of JSON Lines each, an item a line as DynamoDB writes it.
 */
const FILES: Readonly<Record<string, string>> = {
  'cases.jsonl': 'CASE#',
  'renters.jsonl': 'RENTER#',
  'registers.jsonl': 'REGISTER',
  'notes.jsonl': 'NOTE#',
  'volume.jsonl': 'VOLUME',
  'books.jsonl': 'BOOK',
  'beat.jsonl': 'BEAT',
}
/** What is not copied: by what renters are found, which is hashed with a key that each deployment has for itself. */
const LEFT_OUT = 'SEARCH#'
/** Written last: without it a copy is not whole. */
const MANIFEST = 'manifest.json'

const manifest = z.strictObject({
  at: z.iso.datetime(),
  files: z.array(z.strictObject({ file: z.string(), lines: z.int(), sha256: z.string() })),
})
export type CopyManifest = z.infer<typeof manifest>

/**
 * A folder of a bucket. The copy holds personal data: it belongs where nobody else reads, and is deleted after use
 * (K2).
 */
export interface CopyPlace {
  readonly bucket: string
  /** Without a slash at the end. */
  readonly prefix: string
}

/** The copy, or the table that it should go into, is not as it must be; the message names the file or the table. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused'
}

/**
 * Copies everything in a table to S3: histories, summaries, renters, registers and notes; not by what renters are
 * found, which the daily sweep makes anew. Nobody may write meanwhile: take the copy from a stopped stage, or from a
 * table that was restored to a moment.
 *
 * @param at the moment, for the manifest
 * @throws CopyRefused for an item of a kind that no file is for
 */
export async function exportTable(
  dynamo: DynamoDBClient,
  table: string,
  s3: S3Client,
  place: CopyPlace,
  at: string,
): Promise<CopyManifest> {
  const files = Object.entries(FILES).map(([file, begin]) => ({ begin, ...openFile(s3, place, file) }))
  for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: table, ConsistentRead: true }))
    for (const item of Items) {
      if (item.pk?.S?.startsWith(LEFT_OUT)) continue
      const file = files.find(({ begin }) => item.pk?.S?.startsWith(begin))
      if (!file) throw new CopyRefused(`${table}: er is geen bestand voor ${item.pk?.S}`)
      await file.write(item)
    }
  const made: CopyManifest = { at, files: await Promise.all(files.map(({ close }) => close())) }
  await s3.send(
    new PutObjectCommand({
      Bucket: place.bucket,
      Key: `${place.prefix}/${MANIFEST}`,
      Body: JSON.stringify(made, null, 2),
      ContentType: 'application/json',
    }),
  )
  return made
}

function openFile(s3: S3Client, { bucket, prefix }: CopyPlace, file: string) {
  const body = new PassThrough()
  const hash = createHash('sha256')
  let lines = 0
  const params = { Bucket: bucket, Key: `${prefix}/${file}`, Body: body, ContentType: 'application/x-ndjson' }
  const upload = new Upload({ client: s3, params }).done()
  // Whoever waits for it next hears of the failure.
  upload.catch(() => {})
  return {
    async write(item: Item): Promise<void> {
      const line = `${JSON.stringify(item)}\n`
      hash.update(line)
      lines += 1
      if (!body.write(line)) await Promise.race([once(body, 'drain'), upload])
    },
    async close(): Promise<CopyManifest['files'][number]> {
      body.end()
      await upload
      return { file, lines, sha256: hash.digest('hex') }
    },
  }
}

/** Where an import keeps that it is under way, so that one that broke off can be given again. */
const UNDER_WAY = 'NOTE#table-copy'

/**
 * Puts a copy into an empty table. The whole copy is checked against its manifest before anything is written. An import
 * that broke off goes on when it is given again. The cases' executions are started by the daily sweep.
 *
 * @throws CopyRefused when the copy is not whole, or the table holds anything else
 */
export async function importTable(
  dynamo: DynamoDBClient,
  table: string,
  s3: S3Client,
  place: CopyPlace,
): Promise<CopyManifest> {
  const text = await (await read(s3, place, MANIFEST)).transformToString()
  const copy = manifest.parse(JSON.parse(text))
  for (const file of copy.files) await check(s3, place, file)
  const mark = key(UNDER_WAY, createHash('sha256').update(text).digest('hex'))
  await takeTable(dynamo, table, mark)
  for (const { file } of copy.files) await fill(dynamo, table, await linesOf(s3, place, file))
  await dynamo.send(new DeleteItemCommand({ TableName: table, Key: mark }))
  return copy
}

async function read(s3: S3Client, { bucket, prefix }: CopyPlace, file: string) {
  const name = `s3://${bucket}/${prefix}/${file}`
  const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: `${prefix}/${file}` })).catch(() => null)
  if (!found?.Body) throw new CopyRefused(`${name}: dit bestand is er niet`)
  return found.Body
}

async function linesOf(s3: S3Client, place: CopyPlace, file: string): Promise<AsyncIterable<string>> {
  const body = await read(s3, place, file)
  return createInterface({ input: body as Readable, crlfDelay: Number.POSITIVE_INFINITY })
}

async function check(s3: S3Client, place: CopyPlace, { file, lines, sha256 }: CopyManifest['files'][number]) {
  const hash = createHash('sha256')
  let found = 0
  for await (const line of await linesOf(s3, place, file)) {
    hash.update(`${line}\n`)
    found += 1
  }
  if (found !== lines || hash.digest('hex') !== sha256)
    throw new CopyRefused(`${file}: dit is niet het bestand dat in ${MANIFEST} staat`)
}

/** Only an empty table is filled, or one in which this very copy was under way. */
async function takeTable(dynamo: DynamoDBClient, table: string, mark: Item): Promise<void> {
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: table, Limit: 1, ConsistentRead: true }))
  const condition = Items.length === 0 ? {} : { ConditionExpression: 'attribute_exists(sk)' }
  try {
    await dynamo.send(new PutItemCommand({ TableName: table, Item: mark, ...condition }))
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException')
      throw new CopyRefused(`${table}: deze tabel is niet leeg`)
    throw error
  }
}

const TOGETHER = 25

async function fill(dynamo: DynamoDBClient, table: string, lines: AsyncIterable<string>): Promise<void> {
  let some: Item[] = []
  for await (const line of lines) {
    some.push(JSON.parse(line))
    if (some.length < TOGETHER) continue
    await putAll(dynamo, table, some)
    some = []
  }
  await putAll(dynamo, table, some)
}
