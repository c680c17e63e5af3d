import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Uses } from '../../shared/contracts/uses.ts'
import { moment, restartWorld } from './restart-world.ts'

// The days until the first reminders, in a cloud in which `send-letter` may no longer write evidence.

const world = restartWorld()
const failures = new Map<string, Set<string>>()

const withoutEvidence = (name: string, uses: Uses): Uses =>
  name === 'send-letter' ? { ...uses, buckets: { ...uses.buckets, evidence: [] } } : uses

let letters = 0
let called: string[] = []
beforeAll(async () => {
  // The functions would log each refusal.
  process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
  const cloud = await world.open({
    async call(name, _, make) {
      try {
        return await make()
      } catch (error) {
        failures.set(name, (failures.get(name) ?? new Set()).add(error instanceof Error ? error.name : 'Error'))
        throw error
      }
    },
    uses: withoutEvidence,
  })
  await cloud.playUntil(moment('2026-01-05', '09:05'))
  letters = cloud.lettersSent()
  called = Object.keys(cloud.meter.usage())
  await cloud.stop()
}, 240_000)
afterAll(() => rmSync(world.folder, { recursive: true, force: true }))

test('a right that is removed is refused, and nothing else is', () => {
  const refused = [...failures].filter(([, names]) => [...names].some((each) => each.startsWith('AccessDenied')))
  expect(refused.map(([name]) => name)).toEqual(['send-letter'])
})

test('what cannot be kept does not leave', () => {
  expect(called).toEqual(expect.arrayContaining(['read-export', 'apply-book', 'find-standing', 'send-letter']))
  expect(letters).toBe(0)
})
