import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../infra/local/cloud/cloud.ts'
import { BUCKETS, objectsOn, TABLE } from '../../infra/local/cloud/resources.ts'
import { writeResults } from '../../infra/local/simulation/results.ts'
import { anchorsBeside, casesInFile } from '../../infra/local/verify/read-log.ts'
import { type CopyManifest, CopyRefused, exportTable, importTable } from '../../shared/adapters/table-copy.ts'
import type { Bucket } from '../../shared/contracts/ports.ts'
import { checkLog } from '../../shared/domain/completeness.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { readOutcome, type SimulationOutcome } from '../support/outcome.ts'
import { coursesOf, gapsIn, lettersOf, moment, restartWorld, rowsOf, UNTIL } from './restart-world.ts'

// Half of a scenario in one stage, half in another, that was empty: moved as JSON Lines on S3, with the files of the
// buckets.

const world = restartWorld()
const MOVED = moment('2026-01-28', '23:00')
const PLACE = { bucket: BUCKETS.work, prefix: 'copy/2026-01-28' }
const FILED: readonly Bucket[] = ['work', 'signals', 'evidence', 'post', 'erpReturn']
type Files = Map<string, { bucket: Bucket; key: string; bytes: Uint8Array }>

/** As `aws s3 sync` takes them. */
async function filesIn({ s3 }: Cloud): Promise<Files> {
  const objects = objectsOn(s3)
  const files: Files = new Map()
  for (const bucket of FILED)
    for await (const key of objects.list(bucket, ''))
      files.set(`${bucket}/${key}`, { bucket, key, bytes: (await objects.get(bucket, key)) ?? new Uint8Array() })
  return files
}

const atOnce = { onCrash: () => {}, onEmulatorExit: (how: string) => Promise.reject(new Error(how)) }

/** An empty stage, in which the copy is put; refused as long as the copy is damaged, and once it is there. */
async function moveIn(dataDir: string, files: Files): Promise<unknown[]> {
  const cloud = await startCloud({ dataDir, start: MOVED, ...atOnce })
  const objects = objectsOn(cloud.s3)
  const put = ({ bucket, key, bytes }: { bucket: Bucket; key: string; bytes: Uint8Array }) =>
    objects.put(bucket, key, bytes, 'application/octet-stream')
  for (const file of files.values()) await put(file)
  const refused = () => importTable(cloud.dynamo, TABLE, cloud.s3, PLACE).catch((error: unknown) => error)
  const renters = files.get(`work/${PLACE.prefix}/renters.jsonl`)
  if (!renters) throw new Error('the copy has no renters')
  await put({ ...renters, bytes: renters.bytes.subarray(0, -200) })
  const answers = [await refused()]
  await put(renters)
  await importTable(cloud.dynamo, TABLE, cloud.s3, PLACE)
  answers.push(await refused())
  for (const { due, what } of world.comingAfter(MOVED)) cloud.timeline.add(due, what)
  await cloud.stop()
  return answers
}

let calm: SimulationOutcome
let before: SimulationOutcome
let after: SimulationOutcome
let copy: CopyManifest
let refusals: unknown[]

async function playWithMove(): Promise<void> {
  const there = join(world.folder, 'data-2')
  const cloud = await world.open()
  await cloud.playUntil(MOVED)
  copy = await exportTable(cloud.dynamo, TABLE, cloud.s3, PLACE, new Date(MOVED).toISOString())
  const files = await filesIn(cloud)
  const out = join(world.folder, 'out')
  await writeResults(cloud, out)
  await cloud.stop()
  before = await readOutcome(out)
  refusals = await moveIn(there, files)
  after = await world.goOn(UNTIL, there)
}

beforeAll(async () => {
  const [undisturbed] = await Promise.all([world.playCalmly(), playWithMove()])
  calm = undisturbed
}, 600_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

test('the copy holds everything, and says so', () => {
  expect(copy.files.map(({ file }) => file)).toEqual([
    ...['cases.jsonl', 'renters.jsonl', 'registers.jsonl', 'notes.jsonl', 'volume.jsonl'],
  ])
  const events = before.cases.flatMap(({ history }) => history).length
  expect(copy.files.find(({ file }) => file === 'cases.jsonl')?.lines).toBe(events + before.cases.length)
})

test('a damaged copy is refused before anything is written, and a table that is not empty is left alone', () => {
  expect(refusals.map((error) => error instanceof CopyRefused && error.message)).toEqual([
    'renters.jsonl: dit is niet het bestand dat in manifest.json staat',
    `${TABLE}: deze tabel is niet leeg`,
  ])
})

test('every case goes on in the new stage as it would have, to the day', () => {
  expect(coursesOf(after)).toEqual(coursesOf(calm))
  expect(rowsOf(after)).toEqual(rowsOf(calm))
  expect(gapsIn(after)).toEqual([])
})

test('the anchors go on in the new stage: the log is complete across the move', async () => {
  const [log, anchors] = [join(world.folder, 'log.jsonl'), join(world.folder, 'anchors.jsonl')]
  writeFileSync(log, after.log)
  writeFileSync(anchors, after.anchors)
  const { faults, until } = await checkLog(await anchorsBeside(log), casesInFile(log), sha256)
  expect(faults).toEqual([])
  expect(until).toBe('2026-02-25')
  expect(after.anchors.startsWith(before.anchors)).toBe(true)
})

test('no letter left twice, and none is missing', () => {
  const mails = [...before.mails, ...after.mails]
  expect(lettersOf({ ...after, mails })).toEqual(lettersOf(calm))
})
