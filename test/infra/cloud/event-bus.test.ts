import { describe, expect, test } from 'vitest'
import { openEventBus } from '../../../infra/local/cloud/event-bus.ts'
import { databaseOnDisk } from './database.ts'

const MINUTE = 60_000
const START = Date.parse('2026-03-05T08:00:00Z')

type Delivered = { readonly name: string; readonly event: unknown; readonly at: number }

/** A bus on a clock that the test moves, and a target that fails as long as `fails` says so. */
function world() {
  const reopen = databaseOnDisk()
  const delivered: Delivered[] = []
  const state = {
    now: START,
    delivered,
    fails: (_event: unknown): boolean => false,
  }
  const open = () =>
    openEventBus(
      reopen(),
      () => state.now,
      async (name, event) => {
        delivered.push({ name, event, at: state.now })
        if (state.fails(event)) throw new Error('the target is down')
        return { heard: event }
      },
      { 'record-delivery': { tries: 4, pauseMs: 6 * MINUTE } },
    )
  return { state, open }
}

describe('who waits hears what the function made of it', () => {
  test('in its turn', async () => {
    const { state, open } = world()
    const bus = open()
    bus.send('record-fact', 'first')
    const answer = bus.request('record-fact', 'second')
    await bus.deliver()
    expect(await answer).toEqual({ heard: 'second' })
    expect(state.delivered.map(({ event }) => event)).toEqual(['first', 'second'])
  })

  test('or is gone by then: the next process delivers it', async () => {
    const { state, open } = world()
    void open().request('record-fact', 'a fact')
    await open().deliver()
    expect(state.delivered.map(({ event }) => event)).toEqual(['a fact'])
  })

  test('or nothing when the first try fails; it arrives all the same', async () => {
    const { state, open } = world()
    const bus = open()
    state.fails = () => true
    const answer = bus.request('record-fact', 'a fact')
    await bus.deliver()
    expect(await answer).toBeNull()
    state.fails = () => false
    state.now += MINUTE
    await bus.deliver()
    expect(state.delivered).toHaveLength(2)
    expect(bus.nextDue()).toBeNull()
  })
})

describe('what is sent is delivered', () => {
  test('to its function, whole, and not again', async () => {
    const { state, open } = world()
    const bus = open()
    const event = { id: 'fact-1', detail: { renter: '100001', name: 'Zoë “de Vries”', nested: [1, null, true] } }
    bus.send('record-fact', event)
    expect(bus.nextDue()).toBe(START)
    expect(state.delivered).toEqual([])

    await bus.deliver()
    await bus.deliver()
    expect(state.delivered).toEqual([{ name: 'record-fact', event, at: START }])
    expect(bus.nextDue()).toBeNull()
    expect(bus.deadLetters()).toBe(0)
  })

  test('in the order in which it was sent, also within one minute and across functions', async () => {
    const { state, open } = world()
    const bus = open()
    bus.send('record-fact', 'first')
    bus.send('repair-cases', 'second')
    bus.send('record-fact', 'third')
    state.now += MINUTE
    bus.send('record-fact', 'fourth')
    await bus.deliver()
    expect(state.delivered.map(({ event }) => event)).toEqual(['first', 'second', 'third', 'fourth'])
  })

  test('one at a time: the next one waits until the one before is done', async () => {
    const atOnce: number[] = []
    let underWay = 0
    const bus = openEventBus(
      databaseOnDisk()(),
      () => START,
      async () => {
        underWay += 1
        atOnce.push(underWay)
        await new Promise((resolve) => setImmediate(resolve))
        underWay -= 1
      },
    )
    for (let index = 0; index < 3; index += 1) bus.send('record-fact', index)
    await bus.deliver()
    expect(atOnce).toEqual([1, 1, 1])
  })

  test('also what a target sends while it works', async () => {
    const seen: unknown[] = []
    const bus = openEventBus(
      databaseOnDisk()(),
      () => START,
      async (_, event) => {
        seen.push(event)
        if (event === 'first') bus.send('record-fact', 'because of the first')
      },
    )
    bus.send('record-fact', 'first')
    await bus.deliver()
    expect(seen).toEqual(['first', 'because of the first'])
  })
})

describe('after the death of the process', () => {
  test('what was not delivered still is, in its order', async () => {
    const { state, open } = world()
    const before = open()
    before.send('record-fact', 'first')
    before.send('record-fact', 'second')

    await open().deliver()
    expect(state.delivered.map(({ event }) => event)).toEqual(['first', 'second'])
    await open().deliver()
    expect(state.delivered).toHaveLength(2)
  })

  test('what was under way is delivered again: at least once, never not at all', async () => {
    const reopen = databaseOnDisk()
    const neverDone = () => new Promise<never>(() => undefined)
    const dying = openEventBus(reopen(), () => START, neverDone)
    dying.send('record-fact', 'under way')
    void dying.deliver()

    const seen: unknown[] = []
    const next = openEventBus(
      reopen(),
      () => START,
      async (_, event) => seen.push(event),
    )
    await next.deliver()
    expect(seen).toEqual(['under way'])
  })
})

describe('a target that fails', () => {
  /** The minutes between its tries, until the bus gives up; it is never tried before its time. */
  async function pausesOf(name: string, { state, open }: ReturnType<typeof world>) {
    const bus = open()
    state.fails = () => true
    bus.send(name, 'unlucky')
    for (let due = bus.nextDue(); due !== null; due = bus.nextDue()) {
      expect(bus.deadLetters()).toBe(0)
      state.now = Math.max(state.now, due - 1)
      const before = state.delivered.length
      if (due > START) await bus.deliver()
      expect(state.delivered).toHaveLength(before)
      state.now = due
      await bus.deliver()
      expect(state.delivered).toHaveLength(before + 1)
    }
    const times = state.delivered.map(({ at }) => (at - START) / MINUTE)
    return times.slice(1).map((time, index) => time - (times[index] ?? 0))
  }

  test('is asked again after one minute, and after two more, as Lambda does', async () => {
    expect(await pausesOf('record-fact', world())).toEqual([1, 2])
  })

  test('behind a queue is asked as often as the queue says', async () => {
    expect(await pausesOf('record-delivery', world())).toEqual([6, 6, 6])
  })

  test('after the last try it is a dead letter, counted and never tried again, also by the next process', async () => {
    const { state, open } = world()
    await pausesOf('record-fact', { state, open })
    state.fails = () => false
    state.now += 30 * 24 * 60 * MINUTE
    const reopened = open()
    expect(reopened.nextDue()).toBeNull()
    await reopened.deliver()
    expect(state.delivered).toHaveLength(3)
    expect(reopened.deadLetters()).toBe(1)
  })

  test('once it works again the event arrives, once', async () => {
    const { state, open } = world()
    const bus = open()
    state.fails = () => true
    bus.send('record-fact', 'patient')
    await bus.deliver()
    state.fails = () => false
    state.now += MINUTE
    await bus.deliver()
    expect(state.delivered).toHaveLength(2)
    expect(bus.nextDue()).toBeNull()
    expect(bus.deadLetters()).toBe(0)
  })

  test('the pause and the number of tries outlive the process', async () => {
    const { state, open } = world()
    const bus = open()
    state.fails = () => true
    bus.send('record-fact', 'unlucky')
    await bus.deliver()
    state.now += MINUTE
    await bus.deliver()

    const reopened = open()
    expect(reopened.nextDue()).toBe(state.now + 2 * MINUTE)
    await reopened.deliver()
    expect(state.delivered).toHaveLength(2)
    state.now += 2 * MINUTE
    await reopened.deliver()
    expect(reopened.deadLetters()).toBe(1)
  })

  test('does not hold up what comes after it', async () => {
    const { state, open } = world()
    const bus = open()
    state.fails = (event) => event === 'unlucky'
    bus.send('record-fact', 'unlucky')
    bus.send('record-fact', 'next')
    await bus.deliver()
    expect(state.delivered.map(({ event }) => event)).toEqual(['unlucky', 'next'])
    expect(bus.nextDue()).toBe(START + MINUTE)
  })
})
