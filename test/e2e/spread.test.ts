import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TABLE } from '../../infra/local/cloud/resources.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { localTime } from '../../shared/domain/calendar.ts'
import { moment, restartWorld, UNTIL } from './restart-world.ts'

// Ten renters, in a cloud that was told of twelve thousand open cases: what comes due at nine is done between nine and
// twenty past.

const world = restartWorld()
/** Local date and time of each event, by type, in the order of time. */
const times = new Map<string, string[]>()
const daysOf = (type: string) => [...new Set((times.get(type) ?? []).map((time) => time.slice(0, 10)))]
const clockOf = (type: string) => (times.get(type) ?? []).map((time) => time.slice(11, 19))

beforeAll(async () => {
  const cloud = await world.open({
    // The sweep would count the ten that there are.
    call: async (name, _, make) => (name === 'repair-cases' ? {} : make()),
  })
  await dynamoRegisterStore(cloud.dynamo, TABLE).noteOpenCases(12_000)
  await cloud.playUntil(moment(UNTIL, '23:59'))
  for await (const { events } of dynamoCaseLog(cloud.dynamo, TABLE).all())
    for (const { type, at } of events) times.set(type, [...(times.get(type) ?? []), localTime(at)].sort())
  await cloud.stop()
}, 180_000)

afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

test('every act is done on its own day', () => {
  expect(daysOf('ReminderSent')).toEqual(['2026-01-05', '2026-01-19'])
  expect(daysOf('DemandSent')).toEqual(['2026-01-15', '2026-01-26'])
  expect(daysOf('NoticeSent')).toEqual(['2026-02-05', '2026-02-09'])
  expect(daysOf('SignalQueued')).toEqual(['2026-02-20'])
})

test.each(['ReminderSent', 'DemandSent', 'NoticeSent', 'SignalQueued'])('%s is spread over twenty minutes', (type) => {
  const clock = clockOf(type)
  expect(clock.length).toBeGreaterThan(4)
  expect(clock.filter((time) => time < '09:00:00' || time > '09:20:00')).toEqual([])
  expect(new Set(clock).size).toBeGreaterThan(clock.length / 2)
})

test('the file of ten o’clock has every signal of that morning (S1)', () => {
  expect(times.get('SignalWritten')?.map((time) => time.slice(0, 16))).toEqual(
    times.get('SignalQueued')?.map(() => '2026-02-20T10:00'),
  )
})
