import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cloud } from '../../infra/local/cloud/cloud.ts'
import { TABLE } from '../../infra/local/cloud/resources.ts'
import { writeResults } from '../../infra/local/simulation/results.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { plusDays } from '../../shared/domain/calendar.ts'
import { readOutcome, type SimulationOutcome } from '../support/outcome.ts'
import type { Renter } from '../support/scenario.ts'
import { coursesOf, FROM, gapsIn, lettersOf, moment, restartWorld, rowsOf, UNTIL } from './restart-world.ts'

// Executions are removed at random, every night of two months, before the daily sweep; and some at the worst moment,
// right before their next letter, or so that they run and will never wake.

const world = restartWorld()
const { missesReminder, missesDemand, missesNotice } = world

/** The same numbers in [0, 1) at every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** What can become of an execution without its own doing. */
function harms() {
  const sfn = new SFNClient({})
  const database = new DatabaseSync(join(world.dataDir, 'cloud.sqlite'))
  const change = (sql: string, id: string) => database.prepare(sql).run(id.split(':').at(-1) ?? '').changes
  const ITS = `execution = (SELECT seq FROM states_executions WHERE machine = 'arrears-case' AND name = ?)`
  return {
    stop: async (executionArn: string) => {
      await sfn.send(new StopExecutionCommand({ executionArn }))
    },
    /** As 90 days after its end: nobody knows of it any more. */
    remove: (id: string) => {
      change(`DELETE FROM states_frames WHERE ${ITS}`, id)
      change(`DELETE FROM states_executions WHERE machine = 'arrears-case' AND name = ?`, id)
    },
    /** It runs, and its time will never come. */
    forget: (id: string) => {
      const rows = change(`UPDATE states_frames SET due = NULL, armed = NULL WHERE phase = 'token' AND ${ITS}`, id)
      if (rows !== 1) throw new Error(`${id} does not wait`)
    },
    end: () => {
      sfn.destroy()
      database.close()
    },
  }
}

type Running = { readonly id: string; readonly caseId: string }

const running = ({ runner }: Cloud): Running[] =>
  runner
    .listExecutions({ machine: 'arrears-case', status: 'RUNNING' })
    .map(({ id }) => ({ id, caseId: (runner.describeExecution(id).input as { caseId: string }).caseId }))

async function casesOf(cloud: Cloud): Promise<{ caseId: string; renter: string; open: boolean }[]> {
  const cases = []
  for await (const { caseId, state, summary } of dynamoCaseLog(cloud.dynamo, TABLE).all())
    cases.push({ caseId, renter: summary?.renter ?? '', open: state.ended === null })
  return cases
}

async function executionOf(cloud: Cloud, { number }: Renter): Promise<Running> {
  const caseId = (await casesOf(cloud)).find(({ renter }) => renter === number)?.caseId
  const found = running(cloud).find((each) => each.caseId === caseId)
  if (!found) throw new Error(`${number} has no execution`)
  return found
}

/** Every night after the sweep on which an open case did not have exactly one execution. */
const unrepaired: string[] = []
let removed = 0

async function playWithLosses(): Promise<SimulationOutcome> {
  const cloud = await world.open()
  const { stop, remove, forget, end } = harms()
  const random = chance(20_260_105)
  let forgotten = ''
  for (let date = FROM; date <= UNTIL; date = plusDays(date, 1)) {
    await cloud.playUntil(moment(date, '04:30'))
    for (const { id } of running(cloud))
      if (random() < 0.3 && id !== forgotten) {
        if (random() < 0.5) await stop(id)
        else remove(id)
        removed += 1
      }
    await cloud.playUntil(moment(date, '05:30'))
    const have = running(cloud).map(({ caseId }) => caseId)
    for (const { caseId, open } of await casesOf(cloud))
      if (open && have.filter((each) => each === caseId).length !== 1) unrepaired.push(`${date} ${caseId}`)

    if (date === '2026-01-05') await stop((await executionOf(cloud, missesReminder)).id)
    if (date === '2026-01-15') remove((await executionOf(cloud, missesDemand)).id)
    if (date === '2026-02-05') {
      forgotten = (await executionOf(cloud, missesNotice)).id
      forget(forgotten)
    }
  }
  await cloud.playUntil(moment(UNTIL, '23:59'))
  await writeResults(cloud, join(world.folder, 'out'))
  end()
  await cloud.stop()
  return readOutcome(join(world.folder, 'out'))
}

let calm: SimulationOutcome
let robbed: SimulationOutcome
beforeAll(async () => {
  const both = await Promise.all([world.playCalmly(), playWithLosses()])
  calm = both[0]
  robbed = both[1]
}, 600_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

test('the morning after, every open case has one execution again, whatever it waits for', () => {
  expect(removed).toBeGreaterThan(80)
  expect(unrepaired).toEqual([])
})

test('every case comes out as it would have, to the day', () => {
  const late = [missesReminder, missesDemand, missesNotice].map(({ number }) => number)
  const others = (outcome: SimulationOutcome) =>
    Object.fromEntries(Object.entries(coursesOf(outcome)).filter(([renter]) => !late.includes(renter)))
  expect(others(robbed)).toEqual(others(calm))
  expect(Object.keys(others(calm))).toHaveLength(10)
})

test.each([
  ['stopped', missesReminder, 'ReminderSent', '2026-01-05', '2026-01-06'],
  ['removed', missesDemand, 'DemandSent', '2026-01-15', '2026-01-16'],
  ['left without its alarm', missesNotice, 'NoticeSent', '2026-02-05', '2026-02-06'],
])('a letter whose execution was %s right before leaves the next morning', (_, { number }, type, planned, sent) => {
  const lettersOf = (outcome: SimulationOutcome) => coursesOf(outcome)[number]?.filter((line) => line.endsWith(type))
  expect(lettersOf(calm)).toEqual([`${planned} ${type}`])
  expect(lettersOf(robbed)).toEqual([`${sent} ${type}`])
})

test('nothing left twice, and nothing was lost', () => {
  expect(lettersOf(robbed)).toEqual(lettersOf(calm))
  expect(rowsOf(robbed)).toEqual(rowsOf(calm))
  expect(rowsOf(robbed).length).toBeGreaterThan(4)
  expect(gapsIn(robbed)).toEqual([])
})
