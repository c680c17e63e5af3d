import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { createRunner, StatesApiError } from '../../../infra/local/states/runner.ts'
import { ANSWERS, SCENARIO, WAKE_AT } from './crash-scenario.ts'

/*
 * Runs the scenario for some executions in a folder, from wherever an earlier process was killed, and prints what
 * became of them. Calls are journalled in a file, as the outside world would remember them.
 */
const [folder = '.', count = '1'] = process.argv.slice(2)
const journal = join(folder, 'journal.jsonl')
const clockFile = join(folder, 'clock')

type Line = { name: string; n: number; args: { n: number; token?: string } }
const lines = (): Line[] => {
  if (!existsSync(journal)) return []
  const written = readFileSync(journal, 'utf8').trimEnd().split('\n')
  return written.map((line) => JSON.parse(line) as Line)
}

let time = existsSync(clockFile) ? Number(readFileSync(clockFile, 'utf8')) : Date.parse('2026-01-01T00:00:00Z')

async function made(name: string, args: Line['args']): Promise<unknown> {
  appendFileSync(journal, `${JSON.stringify({ name, n: args.n, args })}\n`)
  await setImmediate()
  return ANSWERS[name]?.(args)
}

const database = new DatabaseSync(join(folder, 'states.db'))
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
const runner = createRunner({
  database,
  now: () => time,
  machines: { scenario: SCENARIO },
  tasks: {
    async invokeLambda(name, payload) {
      return made(name, payload as Line['args'])
    },
    async putItem(args) {
      const { TableName, Item } = args as { TableName: string; Item: Line['args'] }
      return made(TableName, Item)
    },
  },
})

function moveTo(instant: number): void {
  time = Math.max(time, instant)
  // In one step: a clock that was killed half written would stand at 1970.
  writeFileSync(`${clockFile}.next`, String(time))
  renameSync(`${clockFile}.next`, clockFile)
}

async function advance(until: number): Promise<void> {
  await runner.idle()
  for (let due = runner.nextDue(); due !== null && due <= until; due = runner.nextDue()) {
    moveTo(due)
    runner.fireDue()
    await runner.idle()
  }
}

runner.resume()
process.stdout.write('ready\n')
const ids: string[] = []
for (let n = 0; n < Number(count); n += 1) {
  try {
    ids.push(runner.startExecution({ machine: 'scenario', name: `n${n}`, input: { n } }).id)
  } catch (error) {
    if (!(error instanceof StatesApiError) || error.name !== 'ExecutionAlreadyExists') throw error
    ids.push(`arn:aws:states:eu-west-1:000000000000:execution:scenario:n${n}`)
  }
}
await advance(Date.parse(WAKE_AT))
moveTo(Date.parse(WAKE_AT))
for (const { name, n, args } of lines()) {
  if (name !== 'hold' || n % 2 === 1) continue
  try {
    runner.sendTaskSuccess(args.token ?? '', '"woken"')
  } catch (error) {
    if (!(error instanceof StatesApiError) || error.name !== 'TaskTimedOut') throw error
  }
}
await advance(Number.POSITIVE_INFINITY)
process.stdout.write(`${JSON.stringify(ids.map((id) => runner.describeExecution(id)))}\n`)
