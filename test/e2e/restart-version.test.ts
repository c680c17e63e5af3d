import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulationOutcome } from '../support/outcome.ts'
import { coursesOf, gapsIn, lettersOf, moment, restartWorld, rowsOf, UNTIL } from './restart-world.ts'

// Half of a scenario under an earlier version of the state machine, half under the one of today, with all executions
// restarted in between by the command that people use.

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

const world = restartWorld()
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

let calm: SimulationOutcome
let moved: SimulationOutcome
/** Where the executions waited: under the earlier version; under it still in a cloud of today; after the restart. */
const seen: Record<'before' | 'kept' | 'after', Record<string, number>> = { before: {}, kept: {}, after: {} }
let told: { code: number | null; said: string }

async function playWithRestart(): Promise<SimulationOutcome> {
  const cloud = await world.open()
  cloud.runner.updateMachine('arrears-case', earlierVersion(cloud.runner.describeMachine('arrears-case').definition))
  await cloud.playUntil(moment('2026-01-10', '20:00'))
  await cloud.stop()
  seen.before = waiting()
  await world.goOn('2026-01-28')
  seen.kept = waiting()
  told = await restartCommand()
  seen.after = waiting()
  return world.goOn(UNTIL)
}

beforeAll(async () => {
  const both = await Promise.all([world.playCalmly(), playWithRestart()])
  calm = both[0]
  moved = both[1]
}, 600_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

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

test('every case comes out as it would have, to the day', () => {
  expect(calm.cases).toHaveLength(13)
  expect(coursesOf(moved)).toEqual(coursesOf(calm))
  expect(coursesOf(calm)[world.handedOver.number]?.join()).toMatch(
    /ReminderSent.*DemandSent.*NoticeSent.*SignalDelivered.*HandedOver/,
  )
  const ends = ({ cases }: SimulationOutcome) =>
    cases.map(({ renter, phase, amount }) => [renter, phase, amount]).sort()
  expect(ends(moved)).toEqual(ends(calm))
})

test('nothing left twice, and nothing was lost', () => {
  expect(lettersOf(moved)).toEqual(lettersOf(calm))
  expect(rowsOf(moved)).toEqual(rowsOf(calm))
  expect(rowsOf(moved).length).toBeGreaterThan(4)
  expect(gapsIn(moved)).toEqual([])
})
