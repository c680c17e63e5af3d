import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { COMPILE_CACHE } from '../../infra/build/bundled.ts'
import { scratchFolder } from '../../infra/local/simulation/scratch.ts'
import { anchorsBeside, casesInFile } from '../../infra/local/verify/read-log.ts'
import { eventSchema } from '../../shared/contracts/event-versions.ts'
import { checkLog } from '../../shared/domain/completeness.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { type CaseLine, readOutcome } from '../support/outcome.ts'
import { readTrace } from './trace.ts'
import { contentOf, type World } from './world.ts'
import type { WorldOrder } from './world-process.ts'

const PROCESS = fileURLToPath(new URL('./world-process.ts', import.meta.url))
/** A world of some hundred cases takes a minute. */
const PATIENCE_MS = 1_800_000
/** As many lives as kills, and some for connections that break under the embedded cloud itself. */
const SPARE_LIVES = 6

const logLineSchema = z.object({
  case: z.string(),
  events: z.array(eventSchema),
})
const besideSchema = z.object({
  summaries: z.array(
    z
      .looseObject({
        caseId: z.string(),
        phase: z.string(),
        step: z.string(),
        due: z.string().nullable(),
        queue: z.string().nullable(),
        seq: z.int(),
      })
      .nullable(),
  ),
  executions: z.array(
    z.looseObject({
      machine: z.string(),
      name: z.string(),
      status: z.string(),
      input: z.unknown(),
      error: z.string().optional(),
    }),
  ),
  questions: z.array(z.object({ id: z.string(), value: z.looseObject({ reason: z.string() }) })),
  keys: z.array(z.object({ renter: z.string(), client: z.string(), key: z.string() })),
  deadLetters: z.int(),
  faults: z.record(z.string(), z.int()),
})

/** Everything that a played world left behind. */
export type Played = Awaited<ReturnType<typeof playWorld>>

/**
 * Plays a world in processes of its own, starting it again whenever it is killed, and reads what it leaves. @throws
 * Error when it breaks down
 */
export async function playWorld(world: World) {
  const folder = scratchFolder()
  try {
    const again = writeWorld(world, folder)
    const lives = await live(world, folder, again)
    return { world, lives, ...(await readPlayed(folder)) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function writeWorld(world: World, folder: string): WorldOrder['again'] {
  mkdirSync(join(folder, 'exports'))
  // A portal that comes for its files comes for withdrawals too; without that, they are for a person (S4).
  const portals = { RIS: { withdrawalsFolder: world.portalFetches ? 'withdrawals' : null } }
  writeFileSync(join(folder, 'portals.json'), JSON.stringify(portals))
  writeFileSync(join(folder, 'registers.json'), JSON.stringify({ ...world.registers, portalsFile: 'portals.json' }))
  for (const delivery of world.deliveries)
    writeFileSync(join(folder, 'exports', delivery.file), contentOf(world, delivery).text)
  const lines = world.facts.map(({ again: _, ...fact }) => JSON.stringify(fact))
  writeFileSync(join(folder, 'events.jsonl'), lines.join('\n'))
  writeFileSync(join(folder, 'trace.jsonl'), '')
  return world.facts.flatMap(({ again }, index) => again.map((at) => ({ id: factId(index), at })))
}

/** As `npm run simulate` names the lines of events.jsonl. */
export const factId = (index: number): string => `fact-${index + 1}`

/** @returns how often the process was started */
async function live(world: World, folder: string, again: WorldOrder['again']): Promise<number> {
  const { from, until, calmFrom, portalFetches, faults } = world
  const log = openSync(join(folder, 'functions.log'), 'a')
  try {
    for (let life = 0; life < faults.kills.length + SPARE_LIVES; life += 1) {
      const order: WorldOrder = {
        folder,
        life,
        from,
        until,
        calmFrom,
        portalFetches,
        again,
        faults: { ...faults, kills: [...faults.kills] },
      }
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROCESS, JSON.stringify(order)], {
        stdio: ['ignore', log, log, 'ipc'],
        env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
      })
      let late = false
      const timer = setTimeout(() => {
        late = true
        child.kill('SIGKILL')
      }, PATIENCE_MS)
      const [code, signal] = await once(child, 'exit')
      clearTimeout(timer)
      if (code === 0) return life + 1
      if (late || signal !== 'SIGKILL')
        throw new Error(`the world ${late ? 'hangs' : 'broke down'}: ${lastLines(folder)}`)
    }
    throw new Error(`the world does not stay alive: ${lastLines(folder)}`)
  } finally {
    closeSync(log)
  }
}

const lastLines = (folder: string) =>
  readFileSync(join(folder, 'functions.log'), 'utf8').split('\n').slice(-25).join('\n')

async function readPlayed(folder: string) {
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')
  const bytesIn = (name: string) =>
    new Map(filesIn(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file))]))
  const outcome = await readOutcome(join(folder, 'out'))
  const logged = text('out/log.jsonl')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => logLineSchema.parse(JSON.parse(line)))
  const log = join(folder, 'out/log.jsonl')
  const renters = new Map(outcome.cases.map((each) => [each.case, each]))
  const { keys, ...beside } = besideSchema.parse(JSON.parse(text('beside.json')))
  const keyOf = (line: CaseLine | undefined) =>
    keys.find(({ renter, client }) => renter === line?.renter && client === line.client)?.key ?? ''
  return {
    outcome,
    cases: logged.map((each) => ({
      caseId: each.case,
      renter: renters.get(each.case)?.renter ?? null,
      client: renters.get(each.case)?.client ?? '',
      /** With which the history hashes what is the renter's. */
      key: keyOf(renters.get(each.case)),
      phase: renters.get(each.case)?.phase ?? '',
      /** What stands in the record of the renter, and nowhere in the history. */
      numbers: new Map(renters.get(each.case)?.claims.map(({ invoice, number }) => [invoice, number])),
      events: each.events,
    })),
    completeness: await checkLog(await anchorsBeside(log), casesInFile(log), sha256),
    trace: readTrace(text('trace.jsonl')),
    evidence: bytesIn('evidence'),
    post: bytesIn('post-queue'),
    signalNames: [
      ...bytesIn('out/signals').keys(),
      ...bytesIn('out/withdrawals').keys(),
      ...bytesIn('out/erp-return').keys(),
    ],
    functionsLog: text('functions.log'),
    database: ['cloud.sqlite', 'cloud.sqlite-wal']
      .map((name) => join(folder, 'data', name))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'latin1')),
    ...beside,
  }
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

export type PlayedCase = Played['cases'][number]
