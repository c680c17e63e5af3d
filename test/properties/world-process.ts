import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Cloud, startCloud } from '../../infra/local/cloud/cloud.ts'
import { loadRegisters } from '../../infra/local/cloud/load-registers.ts'
import { objectsOn, TABLE } from '../../infra/local/cloud/resources.ts'
import { readPlan } from '../../infra/local/simulation/plan.ts'
import { writeResults } from '../../infra/local/simulation/results.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { type Faults, openFaults } from './faults.ts'

// The process of one world: plays it on the embedded cloud, as `npm run simulate` would, with faults put in. It is
// killed on purpose; what it knows lies on disk. Argument: the order.

const worldOrderSchema = z.object({
  folder: z.string(),
  life: z.int(),
  from: z.string(),
  until: z.string(),
  calmFrom: z.string(),
  portalFetches: z.boolean(),
  again: z.array(z.object({ id: z.string(), at: z.string() })),
  faults: z.object({
    seed: z.number(),
    calls: z.number(),
    functions: z.number(),
    kills: z.array(z.object({ after: z.int(), answered: z.boolean() })),
  }),
})
export type WorldOrder = z.infer<typeof worldOrderSchema>

const local = (at: string) => Date.parse(instantAt(at.slice(0, 10), at.slice(11) || '00:00'))

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('killed')
}

async function play(): Promise<void> {
  const given = worldOrderSchema.parse(JSON.parse(process.argv[2] ?? ''))
  const { folder, life, from, until } = given
  const path = (name: string) => join(folder, name)
  const plan = { ...given.faults, until: local(given.calmFrom) }
  const faults = openFaults(plan, life, path('trace.jsonl'), die)
  const cloud = await startCloud({
    dataDir: path('data'),
    start: local(from),
    onCrash: die,
    portalFetches: given.portalFetches,
    between: faults.between,
  })
  if (!existsSync(path('begun'))) await begin(cloud, given)
  faults.arm()
  await cloud.playUntil(local(`${until}T23:59`)).catch((error: unknown) => {
    // A connection that breaks under the embedded cloud itself is nobody's retry: it starts again.
    if (isBrokenConnection(error)) die()
    throw error
  })
  faults.disarm()
  await writeOutcome(cloud, faults, path)
  await cloud.stop()
  process.exit(0)
}

const BROKEN = new Set(['TimeoutError', 'RequestTimeout', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const isBrokenConnection = (error: unknown): boolean =>
  error instanceof Error && (BROKEN.has(error.name) || ('code' in error && BROKEN.has(String(error.code))))

async function begin(cloud: Cloud, { folder, from, until, again }: WorldOrder): Promise<void> {
  const path = (name: string) => join(folder, name)
  const { moments, ...registers } = readPlan({
    registers: path('registers.json'),
    exports: path('exports'),
    events: path('events.jsonl'),
    answers: null,
    from,
    until,
    out: path('out'),
    templates: null,
  })
  await loadRegisters(cloud, { ...registers, templates: null })
  const repeats = again.flatMap(({ id, at }) => {
    const first = moments.find(({ what }) => what.kind === 'fact' && what.id === id)
    return first ? [{ due: local(at), what: first.what }] : []
  })
  for (const { due, what } of [...moments, ...repeats]) cloud.timeline.add(due, what)
  writeFileSync(path('begun'), '')
}

/** What the contract promises of a run, and what lies in the cloud beside that. */
async function writeOutcome(cloud: Cloud, faults: Faults, path: (name: string) => string): Promise<void> {
  await writeResults(cloud, path('out'))
  const objects = objectsOn(cloud.s3)
  for (const [bucket, folder] of [
    ['evidence', 'evidence'],
    ['post', 'post-queue'],
  ] as const)
    for await (const key of objects.list(bucket, '')) {
      const file = path(`${folder}/${key}`)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, (await objects.get(bucket, key)) ?? '')
    }
  const summaries: (CaseSummary | null)[] = []
  for await (const { summary } of dynamoCaseLog(cloud.dynamo, TABLE).all()) summaries.push(summary)
  const renters = new Map(summaries.flatMap((each) => (each ? [[`${each.renter} ${each.client}`, each]] : [])))
  const records = await dynamoRenterStore(cloud.dynamo, TABLE).getMany([...renters.values()])
  const keys = records.map(({ renter, client, key }) => ({ renter, client, key }))
  const executions = cloud.runner
    .machineNames()
    .flatMap((machine) => cloud.runner.listExecutions({ machine }).map(({ id }) => cloud.runner.describeExecution(id)))
  const questions = await dynamoNotebook(cloud.dynamo, TABLE).list('question')
  const beside = {
    summaries,
    executions,
    questions,
    keys,
    deadLetters: cloud.bus.deadLetters(),
    faults: faults.counts(),
  }
  writeFileSync(path('beside.json'), JSON.stringify(beside))
}

function fail(error: unknown): void {
  process.stderr.write(`WORLD FAILED ${error instanceof Error ? `${error.stack}` : String(error)}\n`)
  process.exit(4)
}

// Whoever started this world is gone.
process.on('disconnect', () => process.exit())
play().catch(fail)
