import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usesOfFunctions } from '../../infra/functions.ts'
import { bill, functionUsd, polled, totalOf } from '../../infra/local/cost/bill.ts'
import { PRICES, PRICES_OF } from '../../infra/local/cost/prices.ts'
import { costReport } from '../../infra/local/cost/report.ts'
import { type Usage, usageSchema } from '../../infra/local/cost/usage.ts'
import { schedules } from '../../infra/schedules.ts'
import { restartWorld } from '../e2e/restart-world.ts'
import type { SimulationOutcome } from '../support/outcome.ts'
import { runCommand } from '../support/run-command.ts'

/** Two cases, few enough to price on paper. */
const TINY: Usage = {
  until: '2026-01-31',
  cases: 2,
  openCaseDays: 40,
  stateTransitions: { 'arrears-case': 36, 'erp-import': 10, 'signal-round': 4 },
  mails: 3,
  mailBytes: 30_000,
  used: {
    'find-standing': { calls: 4, ms: 80, readUnits: 20, writeUnits: 1, indexWriteUnits: 4 },
    'send-letter': { calls: 3, ms: 300, readUnits: 15, writeUnits: 12, s3Puts: 4, s3Gets: 2 },
    'apply-book': { calls: 1, ms: 1000, readUnits: 5, writeUnits: 9, s3Gets: 1 },
    'record-sent-mail': { calls: 2, ms: 20, writeUnits: 3 },
    outside: { writeUnits: 8, s3Puts: 1, busEvents: 2, schedules: 30 },
  },
}

const functions = await usesOfFunctions()

describe('the bill', () => {
  it('is what the list prices make of the counts, by hand', () => {
    const by = Object.fromEntries(bill(TINY).map(({ price, counted, usd }) => [price, [counted, usd]]))
    const line = (counted: number, usd: number) => [expect.closeTo(counted, 9), expect.closeTo(usd, 12)]
    expect(by).toEqual({
      stateTransition: line(50, 0.00125),
      lambdaRequest: line(10, 0.000002),
      // 0.4 s in 1 GB, and 1 s in 1,769 of 1,024 MB.
      lambdaGbSecond: line(0.4 + 1.7275390625, 0.0000283673293),
      readUnit: line(40, 0.00000566),
      writeUnit: line(37, 0.000026085),
      s3Put: line(5, 0.000025),
      s3Get: line(3, 0.0000012),
      mail: line(3, 0.0003),
      mailGb: line(0.00003, 0.0000036),
      busEvent: line(8, 0.000008),
      schedule: line(30, 0.00003),
      queueRequest: line(10, 0.000004),
    })
    expect(totalOf(bill(TINY))).toBeCloseTo(0.0016839123293, 12)
  })

  it('of a function is its requests and its duration in its own memory', () => {
    expect(functionUsd('apply-book', { calls: 1, ms: 1000 })).toBeCloseTo(0.0000002 + 1.7275390625 * 0.0000133334, 12)
    expect(() => functionUsd('unknown', { calls: 1 })).toThrow('functions/unknown')
  })

  it('of daily polling looks once on every day of an open case', () => {
    const counts = (workflow: boolean) =>
      Object.fromEntries(bill(polled(TINY, workflow)).map(({ price, counted }) => [price, counted]))
    expect(counts(true)).toMatchObject({
      // 14 of imports and rounds, three for each of 40 looks, one for each of 3 letters.
      stateTransition: 14 + 120 + 3,
      lambdaRequest: 6 + 40,
      readUnit: 20 + 40 * 5,
      // What a look finds out is written once; waiting writes nothing.
      writeUnit: 37 - 8,
      s3Put: 5,
      mail: 3,
    })
    expect(counts(false)).toMatchObject({ stateTransition: 14, lambdaRequest: 46, readUnit: 220 })
  })

  it('has a date and a source for every price', () => {
    expect(Date.parse(PRICES_OF)).toBeGreaterThan(Date.parse('2026-01-01'))
    for (const [name, { usd, source }] of Object.entries(PRICES)) {
      expect(usd, name).toBeGreaterThan(0)
      expect(source, name).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9-]+\/pricing\//)
    }
  })

  it('is told for 1,000 cases', () => {
    const text = costReport(TINY, 'a test')
    expect(text).toMatch(/state transitions \(Standard\) +50\.?0* +25,000 +0\.6250/)
    expect(text).toMatch(/total +0\.8420\n/)
  })
})

describe('what a simulation counts', () => {
  const world = restartWorld()
  let calm: SimulationOutcome
  let usage: Usage

  beforeAll(async () => {
    calm = await world.playCalmly()
    usage = usageSchema.parse(JSON.parse(readFileSync(join(calm.folder, 'usage.json'), 'utf8')))
  }, 600_000)
  afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

  const totalOfKind = (kind: 'calls' | 'readUnits' | 'writeUnits') =>
    Object.values(usage.used).reduce((sum, used) => sum + (used[kind] ?? 0), 0)

  it('is what the summary says, by function and by machine', () => {
    const { lambdaInvocations, readUnits, writeUnits, stateTransitions } = calm.summary
    expect(totalOfKind('calls')).toBe(lambdaInvocations)
    expect(totalOfKind('readUnits')).toBeCloseTo(readUnits, 6)
    expect(totalOfKind('writeUnits')).toBeCloseTo(writeUnits, 6)
    expect(Object.keys(usage.stateTransitions).sort()).toEqual(['arrears-case', 'erp-import', 'signal-round'])
    expect(Object.values(usage.stateTransitions).reduce((sum, count) => sum + count, 0)).toBe(stateTransitions)
  })

  it('has no function that took no time, or did not use what it is for', () => {
    const { outside, ...called } = usage.used
    expect(Object.keys(functions)).toEqual(expect.arrayContaining(Object.keys(called)))
    // Here no act is broken off, no mail comes back, nobody looks at the console, and no portal has its file pushed, or
    // answers or confirms by one.
    expect(Object.keys(functions).filter((name) => called[name] === undefined)).toEqual([
      ...['console', 'keep-receipt', 'read-answers', 'record-bounce', 'record-transfer', 'settle-reservation'],
    ])
    for (const [name, used] of Object.entries(called)) {
      const { duration: _, buckets: __, ...onTable } = functions[name] ?? { duration: 'short' }
      expect(used.ms, name).toBeGreaterThan(0)
      expect((used.readUnits ?? 0) + (used.writeUnits ?? 0), name).toBeGreaterThan(
        Object.keys(onTable).length > 0 ? 0 : -1,
      )
      // A portal that comes for its files itself needs nobody who looks at a case to bring them.
      if (onTable.indexes === undefined && onTable.cases && name !== 'deliver-file')
        expect(used.readUnits, name).toBeGreaterThan(0)
    }
    const stores = ([name]: [string, unknown]) =>
      Object.values(functions[name]?.buckets ?? {}).some((uses) => uses.includes('write'))
    // Every municipality has an agreement here, nobody uploads a file or approves a round, and no file is void.
    expect(
      Object.entries(called)
        .filter((each) => stores(each) && !each[1].s3Puts)
        .map(([name]) => name)
        .sort(),
    ).toEqual(['preview-round', 'record-fact', 'void-files', 'write-nvvk-list'])
    expect(outside?.writeUnits).toBeGreaterThan(0)
    expect(outside?.busEvents).toBeGreaterThan(0)
    expect(called['send-letter']?.indexWriteUnits).toBeGreaterThan(0)
  })

  it('has every mail, every stored object, every firing of a schedule and every open day', () => {
    expect(usage.mails).toBe(readdirSync(join(calm.folder, 'mail')).length)
    expect(usage.mailBytes).toBeGreaterThan(usage.mails * 1_000)
    // The copy that is kept, of each letter by mail and by post, and the one in the post queue.
    const letters = usage.used['send-letter']?.s3Puts ?? 0
    expect(letters).toBeGreaterThanOrEqual(calm.post.length * 2)
    const of = (days: string) => schedules.filter((each) => each.days === days).length
    expect(usage.used.outside?.schedules).toBe(57 * of('every-day') + 41 * of('weekdays') + 8 * of('mondays'))
    expect(usage.openCaseDays).toBeGreaterThan(usage.cases)
    expect(usage.openCaseDays).toBeLessThanOrEqual(usage.cases * 57)
  })

  it('prices every line', () => {
    expect(bill(usage).filter(({ usd }) => !(usd > 0))).toEqual([])
  })

  it('is priced by the command, which says what is wrong with a folder', async () => {
    const cost = (...args: string[]) => runCommand('infra/local/cost.ts', args)
    const priced = await cost('--out', calm.folder)
    expect(priced).toMatchObject({ code: 0, stderr: '' })
    expect(priced.stdout).toContain('What 1,000 cases cost')

    const empty = mkdtempSync(join(tmpdir(), 'cost-'))
    expect(await cost('--out', empty)).toMatchObject({ code: 2, stdout: '' })
    expect((await cost('--out', empty)).stderr).toMatch(/usage\.json cannot be read; play a simulation first/)
    writeFileSync(join(empty, 'usage.json'), '{"until":"2026-01-31"}')
    expect((await cost('--out', empty)).stderr).toMatch(/usage\.json, regel 1/)
    rmSync(empty, { recursive: true })
    expect(await cost('--folder', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('usage: npm run cost'),
    })
  })
})
