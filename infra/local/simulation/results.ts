import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { dynamoCaseLog } from '../../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../../shared/adapters/dynamo-register-store.ts'
import { dynamoRenterStore } from '../../../shared/adapters/dynamo-renter-store.ts'
import { rememberConditions } from '../../../shared/cases/remember-conditions.ts'
import { importReportSchema } from '../../../shared/contracts/import.ts'
import { BATCHES, NVVK, REPORTS } from '../../../shared/contracts/object-keys.ts'
import type { Bucket } from '../../../shared/contracts/ports.ts'
import { dateOf, type IsoDate } from '../../../shared/domain/calendar.ts'
import { caseView } from '../../../shared/queries/case-view.ts'
import { questionViews } from '../../../shared/queries/questions.ts'
import { getJson } from '../../../shared/runtime/json-objects.ts'
import { pool } from '../../../shared/runtime/pool.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { objectsOn, TABLE } from '../cloud/resources.ts'
import type { Usage } from '../cost/usage.ts'
import { anchorsIn } from '../verify/read-log.ts'
import { createSummary, type Summary } from './summary.ts'

/** What a run leaves in `--out`; an earlier run's is removed first, and nothing else. */
const FOLDERS = [
  ...['signals', 'withdrawals', 'instructions', 'manifests', 'rows', 'receipts'],
  ...['mail', 'letters', 'post', 'post-batches', 'erp-return', 'nvvk'],
]
const FILES = [
  'imports.jsonl',
  'cases.jsonl',
  'log.jsonl',
  'anchors.jsonl',
  'questions.jsonl',
  'summary.json',
  'usage.json',
]

const COPIED_AT_ONCE = 8

/** Writes everything that infra/local/README.md promises of a run, read from the cloud as it stands. */
export async function writeResults(cloud: Cloud, out: string): Promise<Summary> {
  for (const name of [...FOLDERS, ...FILES]) rmSync(join(out, name), { recursive: true, force: true })
  for (const folder of FOLDERS) mkdirSync(join(out, folder), { recursive: true })
  await copyBucket(cloud, 'signals', out, (key) => key.split('/').slice(-2).join('/'))
  for (const kept of ['manifests/', 'rows/', 'receipts/', 'letters/'])
    await copyBucket(cloud, 'evidence', out, (key) => key, kept)
  await copyBucket(cloud, 'post', out, (key) =>
    key.startsWith(BATCHES) ? `post-batches/${key.slice(BATCHES.length)}` : `post/${key.replace('/', '-')}`,
  )
  await copyBucket(cloud, 'erpReturn', out, (key) => (key.startsWith(NVVK) ? key : `erp-return/${key}`))
  const mails = readdirSync(cloud.mailFolder).filter((name) => name.endsWith('.eml'))
  for (const name of mails) copyFileSync(join(cloud.mailFolder, name), join(out, 'mail', name))

  const summary = createSummary(cloud)
  writeFileSync(join(out, 'imports.jsonl'), (await imports(cloud, summary)).join(''))
  const { shown, raw, openDays } = await cases(cloud, summary)
  writeFileSync(join(out, 'cases.jsonl'), shown)
  writeFileSync(join(out, 'log.jsonl'), raw)
  const anchors = await anchorsIn(objectsOn(cloud.s3))
  writeFileSync(join(out, 'anchors.jsonl'), anchors.map(({ text }) => `${text}\n`).join(''))
  writeFileSync(join(out, 'questions.jsonl'), (await questions(cloud, summary)).join(''))
  const result = summary.result()
  const usage: Usage = {
    until: today(cloud),
    cases: result.cases,
    openCaseDays: openDays,
    stateTransitions: cloud.runner.transitionsByMachine(),
    mails: mails.length,
    mailBytes: mails.reduce((bytes, name) => bytes + statSync(join(cloud.mailFolder, name)).size, 0),
    used: cloud.meter.usage(),
  }
  writeFileSync(join(out, 'summary.json'), `${JSON.stringify(result, null, 2)}\n`)
  writeFileSync(join(out, 'usage.json'), `${JSON.stringify(usage, null, 2)}\n`)
  return result
}

async function copyBucket(
  cloud: Cloud,
  bucket: Bucket,
  out: string,
  place: (key: string) => string,
  prefix = '',
): Promise<void> {
  const objects = objectsOn(cloud.s3)
  const keys: string[] = []
  for await (const key of objects.list(bucket, prefix)) keys.push(key)
  await pool(keys, COPIED_AT_ONCE, async (key) => {
    const path = join(out, place(key))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, (await objects.get(bucket, key)) ?? '')
  })
}

async function imports(cloud: Cloud, summary: ReturnType<typeof createSummary>): Promise<string[]> {
  const objects = objectsOn(cloud.s3)
  const lines: string[] = []
  for await (const key of objects.list('work', REPORTS)) {
    const report = await getJson(objects, 'work', key, importReportSchema)
    if (!report) continue
    summary.addImport(report)
    const { totals, ...line } = report
    const shown = totals && { claims: totals.claims, renters: totals.renters, open: totals.openCents / 100 }
    lines.push(`${JSON.stringify({ ...line, ...(shown ? { totals: shown } : {}) })}\n`)
  }
  return lines.sort()
}

const today = (cloud: Cloud): IsoDate => dateOf(new Date(cloud.clock.now()).toISOString())

/** Both days counted: a design that polls looks on each of them. */
const daysFrom = (first: IsoDate, last: IsoDate): number => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1

/** The cases as people read them, and their events exactly as they are stored, for `npm run verify`. */
async function cases(
  cloud: Cloud,
  summary: ReturnType<typeof createSummary>,
): Promise<{ shown: string; raw: string; openDays: number }> {
  const on = today(cloud)
  let openDays = 0
  const registers = rememberConditions(dynamoRegisterStore(cloud.dynamo, TABLE), () => new Date(cloud.clock.now()))
  const renters = dynamoRenterStore(cloud.dynamo, TABLE)
  const lines: string[] = []
  const log: string[] = []
  for await (const each of dynamoCaseLog(cloud.dynamo, TABLE).all()) {
    const { policy } = await registers.conditions(each.state.client, null)
    const renter = each.summary?.renter
    const record = renter === undefined ? null : await renters.get(renter, each.state.client)
    const view = caseView(each, record, policy, on)
    summary.addCase(each, view.phase, view.answerBy !== undefined && view.answerBy < on)
    openDays += daysFrom(each.state.openedOn, each.state.ended?.on ?? on)
    lines.push(`${JSON.stringify(view)}\n`)
    log.push(`${JSON.stringify({ case: each.caseId, events: each.stored })}\n`)
  }
  return { shown: lines.sort().join(''), raw: log.sort().join(''), openDays }
}

/** What waits for a person, or did, one line a question, the oldest first (F2, R5, C5). */
async function questions(cloud: Cloud, summary: ReturnType<typeof createSummary>): Promise<string[]> {
  const log = dynamoCaseLog(cloud.dynamo, TABLE)
  const asked = await questionViews({ log, notebook: dynamoNotebook(cloud.dynamo, TABLE) })
  summary.addQuestions(asked.length)
  return asked.map((question) => `${JSON.stringify(question)}\n`)
}
