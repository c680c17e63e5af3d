import type { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { openScheduler } from '../../../infra/local/cloud/scheduler.ts'
import { localTime } from '../../../shared/domain/calendar.ts'
import { databaseOnDisk } from './database.ts'

const at = (local: string) => Date.parse(local)
type Fired = { readonly name: string; readonly local: string }

/** Goes from moment to moment, as the cloud does, and writes down what was started when. */
async function playUntil(database: DatabaseSync, start: number, until: number): Promise<Fired[]> {
  const scheduler = openScheduler(database, start)
  const fired: Fired[] = []
  for (let due = scheduler.nextDue(); due <= until; due = scheduler.nextDue())
    await scheduler.fire(due, async ({ name }, moment) => {
      expect(moment).toBe(due)
      fired.push({ name, local: localTime(new Date(moment).toISOString()) })
    })
  return fired
}

const timesOf = (fired: readonly Fired[], name: string) =>
  fired.flatMap((each) => (each.name === name ? [each.local] : []))

test('the signal round begins at ten on weekdays, on both sides of the change to summer time', async () => {
  const fired = await playUntil(databaseOnDisk()(), at('2026-03-26T00:00:00+01:00'), at('2026-03-31T23:59:00+02:00'))
  expect(timesOf(fired, 'signal-round')).toEqual([
    '2026-03-26T10:00:00+01:00',
    '2026-03-27T10:00:00+01:00',
    '2026-03-30T10:00:00+02:00',
    '2026-03-31T10:00:00+02:00',
  ])
})

test('and on both sides of the change back to winter time', async () => {
  const fired = await playUntil(databaseOnDisk()(), at('2026-10-22T12:00:00+02:00'), at('2026-10-26T23:59:00+01:00'))
  expect(timesOf(fired, 'signal-round')).toEqual(['2026-10-23T10:00:00+02:00', '2026-10-26T10:00:00+01:00'])
})

test('the repair sweep begins at five every day, also on the days of the change', async () => {
  const spring = await playUntil(databaseOnDisk()(), at('2026-03-28T00:00:00+01:00'), at('2026-03-30T12:00:00+02:00'))
  expect(timesOf(spring, 'repair-cases')).toEqual([
    '2026-03-28T05:00:00+01:00',
    '2026-03-29T05:00:00+02:00',
    '2026-03-30T05:00:00+02:00',
  ])
  const autumn = await playUntil(databaseOnDisk()(), at('2026-10-24T00:00:00+02:00'), at('2026-10-26T12:00:00+01:00'))
  expect(timesOf(autumn, 'repair-cases')).toEqual([
    '2026-10-24T05:00:00+02:00',
    '2026-10-25T05:00:00+01:00',
    '2026-10-26T05:00:00+01:00',
  ])
})

test('what was due on many days while the machine was off is started once', async () => {
  const scheduler = openScheduler(databaseOnDisk()(), at('2026-03-04T08:00:00+01:00'))
  const fired: string[] = []
  await scheduler.fire(at('2026-03-11T11:00:00+01:00'), async ({ name }) => void fired.push(name))
  expect(fired.filter((name) => name === 'signal-round')).toHaveLength(1)
  expect(new Set(fired).size).toBe(fired.length)
  expect(scheduler.nextDue()).toBe(at('2026-03-11T14:15:00+01:00'))
})

test('a cloud that begins at the very moment has not missed it; one millisecond later it has', async () => {
  const evening = at('2026-03-05T20:00:00+01:00')
  const openedAt = (start: number) => openScheduler(databaseOnDisk()(), start).nextDue()
  expect(openedAt(evening)).toBe(evening)
  expect(openedAt(evening + 1)).toBe(at('2026-03-06T00:30:00+01:00'))
})

test('nothing is started again by the next process, and nothing is skipped', async () => {
  const reopen = databaseOnDisk()
  const start = at('2026-03-05T00:00:00+01:00')
  const first = await playUntil(reopen(), start, at('2026-03-05T10:00:00+01:00'))
  expect(first.map(({ name }) => name)).toEqual([
    'anchor-day',
    'repair-cases',
    'preview-round',
    'tell-staff',
    'morning-beat',
    'signal-round',
  ])

  // However the next process is started: what was kept decides.
  const second = await playUntil(reopen(), start, at('2026-03-06T10:00:00+01:00'))
  expect(second.map(({ local }) => local)).toEqual([
    '2026-03-05T14:15:00+01:00',
    '2026-03-05T16:00:00+01:00',
    '2026-03-05T20:00:00+01:00',
    '2026-03-06T00:30:00+01:00',
    '2026-03-06T05:00:00+01:00',
    '2026-03-06T08:00:00+01:00',
    '2026-03-06T08:30:00+01:00',
    '2026-03-06T09:00:00+01:00',
    '2026-03-06T10:00:00+01:00',
  ])
  const third = await playUntil(reopen(), at('2027-01-01T00:00:00+01:00'), at('2026-03-07T19:00:00+01:00'))
  expect(third.map(({ name, local }) => `${name} ${local}`)).toEqual([
    'write-post-batch 2026-03-06T14:15:00+01:00',
    'afternoon-beat 2026-03-06T16:00:00+01:00',
    'write-erp-return 2026-03-06T20:00:00+01:00',
    'anchor-day 2026-03-07T00:30:00+01:00',
    'repair-cases 2026-03-07T05:00:00+01:00',
  ])
})

test('what could not be started is started by the next process', async () => {
  const reopen = databaseOnDisk()
  const due = at('2026-03-07T05:00:00+01:00')
  const died = openScheduler(reopen(), due).fire(due, async () => {
    throw new Error('the process dies here')
  })
  await expect(died).rejects.toThrow('dies here')
  const fired = await playUntil(reopen(), due, due)
  expect(fired).toEqual([{ name: 'repair-cases', local: '2026-03-07T05:00:00+01:00' }])
})
