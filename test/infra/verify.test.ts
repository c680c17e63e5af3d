import { afterAll, beforeAll, expect, test } from 'vitest'
import { anchorDays } from '../../functions/anchor-day/anchor-day.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { s3ObjectStore } from '../../shared/adapters/s3-object-store.ts'
import type { CaseLog } from '../../shared/contracts/ports.ts'
import { dateOf, instantAt, plusDays } from '../../shared/domain/calendar.ts'
import { OPENED, onto, START, THREAT } from '../adapters/some-cases.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { runCommand } from '../support/run-command.ts'
import { bucketOfItsOwn } from '../support/shared-emulators.ts'

// `npm run verify` of a stage: its table, and the anchors in its evidence.

const verify = (args: readonly string[]) => runCommand('infra/local/verify.ts', args)

let database: Database
let table = ''
const today = dateOf(new Date().toISOString())
const yesterday = plusDays(today, -1)
let evidence = ''
let log: CaseLog

beforeAll(async () => {
  const { s3, bucket } = await bucketOfItsOwn()
  database = await startDatabase()
  const dynamo = database.client
  table = await database.newTable()
  evidence = bucket
  log = dynamoCaseLog(dynamo, table)
  const first = await log.append('C-1', START, OPENED, instantAt(plusDays(yesterday, -1), '10:00'))
  await log.append('C-2', START, OPENED, instantAt(yesterday, '10:00'))
  await log.append('C-1', onto(first), THREAT, instantAt(yesterday, '11:00'))
  await anchorDays({
    log,
    objects: s3ObjectStore(s3, { evidence, inbox: '', work: '', signals: '', post: '', erpReturn: '' }),
    notebook: dynamoNotebook(dynamo, table),
    timestamps: null,
    now: () => new Date(instantAt(today, '12:00')),
  })
})

afterAll(() => database.stop())

test('a stage that is complete is proved up to yesterday', async () => {
  const { code, stdout } = await verify(['--table', table, '--bucket', evidence])
  expect(stdout).toBe(`2 dossiers, 3 gebeurtenissen: alle ketens kloppen.
Volledig tot en met ${yesterday}: van wat tot dan gebeurde, is niets gewijzigd en ontbreekt niets.
`)
  expect(code).toBe(0)
})

test('without the bucket only the chains are checked, and it says so', async () => {
  const { code, stdout } = await verify(['--table', table])
  expect(stdout).toContain('alle ketens kloppen.\nDe ankers zijn niet gelezen')
  expect(code).toBe(0)
})

test('another table lacks every case, though its chains hold', async () => {
  const other = await database.newTable()
  const { code, stdout } = await verify(['--table', other, '--bucket', evidence])
  expect(stdout).toMatch(/^Dossier C-1: ontbreekt, [^\n]+\nDossier C-2: ontbreekt, [^\n]+\n0 dossiers/)
  expect(code).toBe(1)
})

test('wrong arguments are refused in a sentence', async () => {
  for (const args of [['--bucket', evidence], ['--log', '/nowhere/log.jsonl'], ['--ketens']]) {
    const { code, stderr } = await verify(args)
    expect(stderr).toMatch(/Geef --log BESTAND/)
    expect(code).toBe(2)
  }
})
