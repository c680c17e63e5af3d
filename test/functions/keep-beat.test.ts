import { expect, test } from 'vitest'
import { keepBeat } from '../../functions/keep-beat/keep-beat.ts'
import { at } from '../support/case-builder.ts'
import { anEmptyWorld } from '../support/in-memory/world.ts'

test('C16 each sign of life replaces the last, and keeps what that one showed of a stop', async () => {
  let now = at('2026-03-03T16:00')
  const { registers, ...ports } = anEmptyWorld(() => new Date(now))
  const beat = async (when: string) => {
    now = at(when)
    const kept = await keepBeat({ ...ports, registers })
    expect(await registers.beat()).toEqual({ at: now, ...kept })
    return kept.actsFrom
  }
  expect(await beat('2026-03-03T16:00')).toBeNull()
  expect(await beat('2026-03-04T09:00')).toBeNull()
  expect(await beat('2026-03-11T10:00')).toBe(at('2026-03-12'))
  expect(await beat('2026-03-11T11:00')).toBe(at('2026-03-12'))
  expect(await beat('2026-03-12T09:00')).toBe(at('2026-03-12'))
})
