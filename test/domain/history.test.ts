import { describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { brokenAt, hashOf, replay } from '../../shared/domain/history.ts'
import { aCaseAtTheAgency, anArrearsCase, sha256 } from '../support/case-builder.ts'

const history = aCaseAtTheAgency().history
const changed = (index: number, change: object): StoredEvent[] =>
  history.map((event, place) => (place === index ? ({ ...event, ...change } as StoredEvent) : event))

describe('the state of a case is rebuilt from its history alone', () => {
  test('nothing happened: there is no case', () => {
    expect(replay([], sha256)).toBeNull()
  })

  test('the state carries the place, the moment and the hash of the last event', () => {
    const last = history.at(-1)
    expect(last && replay(history, sha256)).toMatchObject({
      seq: history.length,
      lastAt: last?.at,
      hash: last && hashOf(last, sha256),
    })
  })

  test('replaying in two parts comes to the same', () => {
    expect(replay(structuredClone(history), sha256)).toEqual(replay(history, sha256))
  })

  test('one hash is computed, however long the history', () => {
    const hashed: string[] = []
    replay(history, (text) => {
      hashed.push(text)
      return sha256(text)
    })
    expect(hashed).toHaveLength(1)
  })
})

describe('the chain of hashes', () => {
  test('of an untouched history is sound', () => {
    expect(brokenAt(history, sha256)).toBeNull()
    expect(brokenAt([], sha256)).toBeNull()
  })

  test('the order of the keys does not matter (RFC 8785)', () => {
    const reversed = history.map((event) => Object.fromEntries(Object.entries(event).reverse()) as StoredEvent)
    expect(brokenAt(reversed, sha256)).toBeNull()
  })

  test('any change of any event shows at the event after it, and of the last one in the hash of the case', () => {
    for (const index of history.keys()) {
      for (const change of [{ at: '2026-01-01T00:00:00.000Z' }, { type: 'Woken' }, { cause: 'x' }, { sha256: 'x' }]) {
        const tampered = changed(index, change)
        if (index < history.length - 1) expect(brokenAt(tampered, sha256)).toBe(index + 2)
        else expect(hashOf(tampered[index] as StoredEvent, sha256)).not.toBe(replay(history, sha256)?.hash)
      }
    }
  })

  test('an event that was taken out, put in twice, or moved', () => {
    for (const index of history.keys()) {
      const without = history.filter((_event, place) => place !== index)
      if (index < history.length - 1) expect(brokenAt(without, sha256)).toBe(index + 1)
      const twice = [...history.slice(0, index + 1), ...history.slice(index)]
      expect(brokenAt(twice, sha256)).toBe(index + 2)
      const [moved] = without.splice(index, 1)
      if (moved && history[index]) without.splice(index, 0, moved, history[index])
      if (moved) expect(brokenAt(without, sha256)).toBe(index + 1)
    }
  })

  test('an event that was taken out, and the places closed up', () => {
    const closedUp = history
      .filter((_event, place) => place !== 3)
      .map((event, place) => ({ ...event, seq: place + 1 }))
    expect(brokenAt(closedUp, sha256)).toBe(4)
  })

  test('an event that claims another place, also the last one', () => {
    for (const index of history.keys()) expect(brokenAt(changed(index, { seq: 99 }), sha256)).toBe(index + 1)
  })

  test('a first event that claims to follow another', () => {
    expect(brokenAt(changed(0, { prev: 'x' }), sha256)).toBe(1)
  })

  test('two cases of the same renter do not share a hash', () => {
    const other = anArrearsCase({ client: 'BELEGGER-B' }).state
    expect(other.hash).not.toBe(anArrearsCase().state.hash)
  })
})
