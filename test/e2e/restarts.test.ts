import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../infra/local/cloud/cloud.ts'
import { BUCKETS, objectsOn, TABLE } from '../../infra/local/cloud/resources.ts'
import { anchorsBeside, casesInFile } from '../../infra/local/verify/read-log.ts'
import { type CopyManifest, CopyRefused, exportTable, importTable } from '../../shared/adapters/table-copy.ts'
import type { Bucket } from '../../shared/contracts/ports.ts'
import { checkLog } from '../../shared/domain/completeness.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import type { SimulationOutcome } from '../support/outcome.ts'
import { coursesOf, gapsIn, lettersOf, moment, restartWorld, rowsOf, UNTIL } from './restart-world.ts'

// The same scenario twice: once in peace, and once with all that can come over a stage: it begins under an earlier
// version of the state machine, all executions are restarted by the command that people use, the cloud is killed at its
// busiest moments, and the stage moves to another that was empty, as JSON Lines on S3, with the files of the buckets.

const EARLIER_UNTIL = moment('2026-01-10', '20:00')
const RESTARTED = '2026-01-28'
const MOVED_ON = '2026-02-16'
const MOVED = moment(MOVED_ON, '23:59')
/** At an import, at the notices, at the round of signals, and the working morning after it. */
const CRASHES = ['2026-01-19T06:00', '2026-02-05T09:00', '2026-02-20T10:00', '2026-02-23T09:00']

const PROJECT = resolve(import.meta.dirname, '../..')
/** How the earlier version called these states. */
const EARLIER: Readonly<Record<string, string>> = {
  'Where does the case stand?': 'Look at the case',
  'Wait for the demand date': 'Sit out the days before the demand',
  'Wait for the notice date': 'Sit out the days before the notice',
}

/**
 * The machine of today with other names, a state more at the beginning, and no main line: every act leads to a look at
 * the case.
 */
function earlierVersion(today: string): unknown {
  const renamed = Object.entries(EARLIER).reduce((asl, [now, then]) => asl.replaceAll(`"${now}"`, `"${then}"`), today)
  const machine = JSON.parse(renamed) as { StartAt: string; States: Record<string, Record<string, unknown>> }
  for (const state of ['Send the reminder', 'Send the demand with text 1'])
    machine.States[state] = { ...machine.States[state], Next: 'Look at the case' }
  machine.States['Take up the case'] = { Type: 'Wait', Seconds: 0, Next: machine.StartAt }
  return { ...machine, StartAt: 'Take up the case' }
}

const world = restartWorld(CRASHES)
/** How many executions of cases run, by the state in which they wait. */
function waiting(): Record<string, number> {
  const database = new DatabaseSync(join(world.dataDir, 'cloud.sqlite'), { readOnly: true })
  const rows = database
    .prepare(`SELECT frames.state AS state, count(*) AS count FROM states_frames frames
      JOIN states_executions executions ON executions.seq = frames.execution
      WHERE executions.machine = 'arrears-case' AND executions.status = 'RUNNING' GROUP BY 1 ORDER BY 1`)
    .all()
  database.close()
  return Object.fromEntries(rows.map(({ state, count }) => [String(state), Number(count)]))
}
const inEarlier = (states: Record<string, number>) =>
  Object.keys(states).filter((state) => Object.values(EARLIER).includes(state))
const sum = (states: Record<string, number>) => Object.values(states).reduce((total, count) => total + count, 0)

async function restartCommand(): Promise<{ code: number | null; said: string }> {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'infra/restart-executions.ts', '--local', '--data', world.dataDir],
    { cwd: PROJECT, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const [said] = await Promise.all([text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, said }
}

const PLACE = { bucket: BUCKETS.work, prefix: `copy/${MOVED_ON}` }
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

/** All that a stage holds, as it is copied. */
async function moveOut(): Promise<{ copy: CopyManifest; files: Files }> {
  const cloud = await startCloud({ dataDir: world.dataDir, start: MOVED, onCrash: () => {} })
  const copy = await exportTable(cloud.dynamo, TABLE, cloud.s3, PLACE, new Date(MOVED).toISOString())
  const files = await filesIn(cloud)
  await cloud.stop()
  return { copy, files }
}

/** An empty stage, in which the copy is put; refused as long as the copy is damaged, and once it is there. */
async function moveIn(dataDir: string, files: Files): Promise<unknown[]> {
  const cloud = await startCloud({ dataDir, start: MOVED, onCrash: () => {} })
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
/** In the old stage, when it was left; in the new one, at the end. */
let before: SimulationOutcome
let after: SimulationOutcome
/** Where the executions waited: under the earlier version; under it still in a cloud of today; after the restart. */
const seen: Record<'before' | 'kept' | 'after', Record<string, number>> = { before: {}, kept: {}, after: {} }
let told: { code: number | null; said: string }
let copy: CopyManifest
let refusals: unknown[]
let crashes = 0

async function playDisturbed(): Promise<void> {
  const cloud = await world.open()
  cloud.runner.updateMachine('arrears-case', earlierVersion(cloud.runner.describeMachine('arrears-case').definition))
  await cloud.playUntil(EARLIER_UNTIL)
  await cloud.stop()
  seen.before = waiting()
  const onCrash = () => {
    crashes += 1
  }
  await world.goOn(RESTARTED, { onCrash })
  seen.kept = waiting()
  told = await restartCommand()
  seen.after = waiting()
  before = await world.goOn(MOVED_ON, { onCrash })
  const there = join(world.folder, 'data-2')
  const moved = await moveOut()
  copy = moved.copy
  refusals = await moveIn(there, moved.files)
  after = await world.goOn(UNTIL, { onCrash, at: there })
}

beforeAll(async () => {
  const [undisturbed] = await Promise.all([world.playCalmly(), playDisturbed()])
  calm = undisturbed
}, 900_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

describe('a new version of the state machine', () => {
  test('an execution keeps the version that it was started with, until it is restarted', () => {
    expect(seen.before).toEqual({ 'Sit out the days before the demand': 12 })
    // The demand left on 15 January in a cloud that had long been given the version of today.
    expect(seen.kept['Sit out the days before the notice']).toBe(10)
    // Only the case that was opened since follows the version of today.
    expect(sum(seen.kept)).toBe(11)
    expect(inEarlier(seen.kept)).toHaveLength(1)
    expect(inEarlier(seen.after)).toEqual([])
    expect(sum(seen.after)).toBe(11)
  })

  test('the command says how many it restarted', () => {
    expect(told).toEqual({
      code: 0,
      said: '11 lopende uitvoeringen gevonden: 11 opnieuw gestart, 0 waren net klaar.\n',
    })
  })
})

describe('a move to another stage', () => {
  test('the copy holds everything, and says so', () => {
    expect(copy.files.map(({ file }) => file)).toEqual([
      ...[
        'cases.jsonl',
        'renters.jsonl',
        'registers.jsonl',
        'notes.jsonl',
        'volume.jsonl',
        'books.jsonl',
        'beat.jsonl',
      ],
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

  test('the anchors go on in the new stage: the log is complete across the move', async () => {
    const [log, anchors] = [join(world.folder, 'log.jsonl'), join(world.folder, 'anchors.jsonl')]
    writeFileSync(log, after.log)
    writeFileSync(anchors, after.anchors)
    const { faults, until } = await checkLog(await anchorsBeside(log), casesInFile(log), sha256)
    expect(faults).toEqual([])
    expect(until).toBe('2026-02-25')
    expect(after.anchors.startsWith(before.anchors)).toBe(true)
  })
})

describe('whatever came over the stage', () => {
  const phases = ({ cases }: SimulationOutcome) =>
    cases.map(({ renter, phase, amount }) => [renter, phase, amount]).sort()

  test('every case comes out as it would have, to the day', () => {
    expect(crashes).toBe(CRASHES.length)
    expect(calm.cases).toHaveLength(13)
    // What happened on one day stands in the order of the alphabet, since a crash may delay some of it by minutes.
    expect(coursesOf(after)).toEqual(coursesOf(calm))
    expect(coursesOf(calm)[world.handedOver.number]?.join()).toMatch(
      /ReminderSent.*DemandSent.*NoticeSent.*SignalDelivered.*HandedOver/,
    )
    expect(phases(after)).toEqual(phases(calm))
  })

  test('every letter left once, on its day', () => {
    const mails = [...before.mails, ...after.mails]
    expect(lettersOf({ ...after, mails })).toEqual(lettersOf(calm))
    const counted = (all: SimulationOutcome['mails'], { cases }: SimulationOutcome) =>
      all
        .map(({ caseId, letter, on }) => `${cases.find((each) => each.case === caseId)?.renter} ${letter} ${on}`)
        .sort()
    expect(counted(mails, after)).toEqual(counted(calm.mails, calm))
    expect(new Set(counted(mails, after)).size).toBe(mails.length)
    expect(after.post).toHaveLength(calm.post.length)
  })

  test('every signal and every withdrawal was written once', () => {
    expect(rowsOf(after)).toEqual(rowsOf(calm))
    expect(new Set(rowsOf(after)).size).toBe(rowsOf(after).length)
    expect(after.withdrawals.flatMap(({ rows }) => rows)).toHaveLength(2)
    expect(rowsOf(after).length).toBeGreaterThan(4)
  })

  test('every book was taken over, no history has a gap, nothing was lost on the way', () => {
    expect(after.imports).toEqual(calm.imports)
    expect(gapsIn(after)).toEqual([])
  })
})
