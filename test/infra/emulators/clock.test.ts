import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { now } from '../../../infra/local/adapters/clock.ts'
import { createClock } from '../../../infra/local/clock.ts'

const start = Date.parse('2026-03-01T06:00:00Z')
const later = Date.parse('2026-03-05T08:00:00Z')
let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('the virtual clock', () => {
  it('stands still until it is moved, and goes on where it was after a restart', () => {
    const file = join(folder, 'kept.sqlite')
    const before = new DatabaseSync(file)
    const clock = createClock(before, start)
    expect(clock.now()).toBe(start)
    clock.moveTo(later)
    expect(clock.now()).toBe(later)
    before.close()

    const after = new DatabaseSync(file)
    expect(createClock(after, start).now()).toBe(later)
    after.close()
  })

  it('never moves backwards, nor by a part of a millisecond', () => {
    const clock = createClock(new DatabaseSync(':memory:'), later)
    expect(() => clock.moveTo(start)).toThrow(RangeError)
    expect(() => clock.moveTo(later + 0.5)).toThrow(RangeError)
    expect(() => clock.moveTo(Number.NaN)).toThrow(RangeError)
    clock.moveTo(later)
    expect(clock.now()).toBe(later)
  })

  it('is the clock of the whole process once installed', () => {
    const clock = createClock(new DatabaseSync(':memory:'), start)
    clock.install()
    clock.moveTo(later)
    expect(now().getTime()).toBe(later)
  })
})
