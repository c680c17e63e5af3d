import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SimulationOutcome } from '../support/outcome.ts'
import { coursesOf, gapsIn, restartWorld } from './restart-world.ts'

// The same scenario twice: once in peace, once with the cloud killed at its busiest moments.

const CRASHES = ['2026-01-02T06:00', '2026-02-05T09:00', '2026-02-20T10:00', '2026-02-23T09:00']

const world = restartWorld()
let calm: SimulationOutcome
let crashed: SimulationOutcome
beforeAll(async () => {
  const both = await Promise.all([world.playCalmly(), world.playCrashing(CRASHES)])
  calm = both[0]
  crashed = both[1]
}, 900_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

test('every case ends as it would have without', () => {
  expect(calm.cases.length).toBeGreaterThanOrEqual(12)
  // What happened on one day stands in the order of the alphabet, since a crash may delay some of it by minutes.
  expect(coursesOf(crashed)).toEqual(coursesOf(calm))
  const phases = ({ cases }: SimulationOutcome) =>
    cases.map(({ renter, phase, amount }) => [renter, phase, amount]).sort()
  expect(phases(crashed)).toEqual(phases(calm))
})

test('every letter left once', () => {
  const counted = ({ mails, cases }: SimulationOutcome) =>
    mails
      .map(({ caseId, letter, on }) => `${cases.find((each) => each.case === caseId)?.renter} ${letter} ${on}`)
      .sort()
  expect(counted(crashed)).toEqual(counted(calm))
  expect(new Set(counted(crashed)).size).toBe(crashed.mails.length)
  expect(crashed.post).toHaveLength(calm.post.length)
})

test('every signal and every withdrawal was written once', () => {
  const rows = (files: SimulationOutcome['signals']) =>
    files.flatMap((file) => file.rows.map((row) => JSON.stringify(row))).sort()
  expect(rows(crashed.signals)).toEqual(rows(calm.signals))
  expect(new Set(rows(crashed.signals)).size).toBe(rows(crashed.signals).length)
  expect(rows(crashed.withdrawals)).toEqual(rows(calm.withdrawals))
  expect(rows(crashed.withdrawals)).toHaveLength(2)
})

test('every book was taken over, no history has a gap, nothing was lost on the way', () => {
  expect(crashed.imports).toEqual(calm.imports)
  expect(gapsIn(crashed)).toEqual([])
})
