import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { afterEach, describe, expect, it } from 'vitest'
import { type Execution, StatesApiError } from '../../../infra/local/states/runner.ts'
import { aVirtualClock } from '../../support/virtual.ts'
import { ANSWERS, SCENARIO, WAKE_AT } from './crash-scenario.ts'
import { type Answers, aWorld, END, machine, tokensIn } from './support.ts'

const CHILD = join(import.meta.dirname, 'crash-child.ts')
const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'states-'))
  folders.push(folder)
  return folder
}

/** Runs the child; with a delay, kills it that many milliseconds after it began to work. */
function run(folder: string, count: number, killAfter?: number): Promise<Execution[] | 'killed'> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, folder, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      if (output === '' && killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter)
      output += data
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve(JSON.parse(output.split('\n')[1] ?? '') as Execution[])
      else reject(new Error(`the child ended with ${String(code)}`))
    })
  })
}

const ORDER = ['keep', 'call', 'hold', 'item', 'child']

describe('a process that is killed with kill -9', () => {
  it('at random moments loses nothing, and does nothing that was done again', { timeout: 120_000 }, async () => {
    const count = 20
    const undisturbed = await run(aFolder(), count)
    const folder = aFolder()
    let kills = 0
    let outcome: Execution[] | 'killed' = 'killed'
    while (outcome === 'killed') {
      outcome = await run(folder, count, kills < 8 ? Math.random() * 120 : undefined)
      if (outcome === 'killed') kills += 1
    }
    expect(kills).toBeGreaterThan(2)
    expect(outcome).toEqual(undisturbed)

    const journal = readFileSync(join(folder, 'journal.jsonl'), 'utf8').trimEnd().split('\n')
    const steps = new Map<number, number[]>()
    for (const line of journal) {
      const { name, n } = JSON.parse(line) as { name: string; n: number }
      steps.set(n, [...(steps.get(n) ?? []), ORDER.indexOf(name)])
    }
    for (const taken of steps.values()) expect(taken).toEqual(taken.toSorted((a, b) => a - b))
  })
})

/** A database that fails at its n-th write, and at all that follow: what a kill at that moment leaves behind. */
function failingAt(database: DatabaseSync, writes: number): DatabaseSync {
  let left = writes
  return new Proxy(database, {
    get(target, property) {
      if (property !== 'prepare') {
        const value: unknown = Reflect.get(target, property, target)
        return typeof value === 'function' ? value.bind(target) : value
      }
      return (sql: string) => {
        const statement = target.prepare(sql)
        const execute = statement.run.bind(statement)
        statement.run = ((...parameters: SQLInputValue[]) => {
          left -= 1
          if (left < 0) throw new Error('killed')
          return execute(...parameters)
        }) as typeof statement.run
        return statement
      }
    },
  })
}

describe('a crash before any single write', { timeout: 120_000 }, () => {
  /** Plays the scenario; answers whether it came to its end. */
  async function play(database: DatabaseSync, clock: ReturnType<typeof aVirtualClock>, calls: string[], n: number) {
    const answers: Answers = Object.fromEntries(
      Object.entries(ANSWERS).map(([name, answer]) => [
        name,
        (args: unknown) => {
          calls.push(name, ...tokensIn([{ name, args }]))
          return answer(args as { n: number })
        },
      ]),
    )
    try {
      const { runner } = aWorld({ scenario: SCENARIO }, answers, { database, clock })
      runner.resume()
      await runner.idle()
      const { id } = start(runner, n)
      await clock.advanceTo(WAKE_AT, runner)
      const token = calls.find((call) => call.includes('.'))
      if (token !== undefined && n % 2 === 0) attempt('TaskTimedOut', () => runner.sendTaskSuccess(token, '"woken"'))
      await clock.runOut(runner)
      return runner.describeExecution(id)
    } catch (error) {
      if ((error as Error).message === 'killed') return undefined
      throw error
    }
  }

  type Starter = ReturnType<typeof aWorld>['runner']
  function start(runner: Starter, n: number): { id: string } {
    const id = `arn:aws:states:eu-west-1:000000000000:execution:scenario:n${n}`
    attempt('ExecutionAlreadyExists', () => runner.startExecution({ machine: 'scenario', name: `n${n}`, input: { n } }))
    return { id }
  }

  function attempt(allowed: string, action: () => unknown): void {
    try {
      action()
    } catch (error) {
      if (!(error instanceof StatesApiError) || error.name !== allowed) throw error
    }
  }

  it.each([
    ['is woken, after a retry', 6],
    ['times out', 1],
  ])('changes nothing about an execution that %s', async (_how, n) => {
    const undisturbed = await play(new DatabaseSync(':memory:'), aVirtualClock(), [], n)
    expect(undisturbed).toMatchObject({ status: 'SUCCEEDED' })
    let crashes = 0
    for (let finished = false; !finished; crashes += 1) {
      const database = new DatabaseSync(':memory:')
      const clock = aVirtualClock()
      const calls: string[] = []
      const first = await play(failingAt(database, crashes), clock, calls, n)
      // What the killed process would never have done: roll back is what SQLite does when it is opened again.
      if (database.isTransaction) database.exec('ROLLBACK')
      finished = first !== undefined
      const outcome = first ?? (await play(database, clock, calls, n))
      expect(outcome).toEqual(undisturbed)
      const steps = calls.flatMap((call) => (ORDER.includes(call) ? [ORDER.indexOf(call)] : []))
      expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    }
    expect(crashes).toBeGreaterThan(50)
  })
})

describe('a database of an earlier version of the runner', () => {
  const EARLIER = `CREATE TABLE states_frames (
    id INTEGER PRIMARY KEY AUTOINCREMENT, execution INTEGER NOT NULL, parent INTEGER, slot INTEGER NOT NULL,
    weight INTEGER NOT NULL, item TEXT, origin TEXT, billed INTEGER NOT NULL,
    state TEXT NOT NULL, phase TEXT NOT NULL, version INTEGER NOT NULL, input TEXT NOT NULL, variables TEXT NOT NULL,
    entered INTEGER NOT NULL, retried INTEGER NOT NULL, retries TEXT NOT NULL, transitions INTEGER NOT NULL,
    due INTEGER, armed INTEGER, deadline INTEGER, heartbeat INTEGER, token TEXT, call TEXT, outcome TEXT) STRICT`

  it('loses what nothing reads any more, and works', async () => {
    const database = new DatabaseSync(':memory:')
    database.exec(EARLIER)
    const { runner, clock } = aWorld({ m: machine({ Pause: { Type: 'Wait', Seconds: 60, ...END } }) }, {}, { database })
    const { id } = runner.startExecution({ machine: 'm' })
    await clock.runOut(runner)
    expect(runner.describeExecution(id).status).toBe('SUCCEEDED')
  })
})
