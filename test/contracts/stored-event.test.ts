import { describe, expect, test } from 'vitest'
import { type EventAsStored, eventSchema, eventSchemaWith } from '../../shared/contracts/event-versions.ts'
import { isAdministered } from '../../shared/contracts/stored-event.ts'
import type { DeliveredHow, StoredEvent } from '../../shared/domain/event.ts'
import { brokenAt, hashOf, nextAfter, replay } from '../../shared/domain/history.ts'
import { aCaseAtTheAgency, aReportedCase, sha256 } from '../support/case-builder.ts'

const place = (seq: number, at: string) => ({ seq, at, prev: '' })
const { history } = aCaseAtTheAgency()
const stored: unknown[] = JSON.parse(JSON.stringify(history))

describe('an event of the log', () => {
  test('is read exactly as it was written, so that the chain of hashes holds', () => {
    const read = stored.map((event) => eventSchema.parse(event))

    expect(read).toStrictEqual(history)
    expect(brokenAt(read, sha256)).toBeNull()
  })

  test('S2 says how a portal got a file, in each of the ways', () => {
    const ways: DeliveredHow[] = [
      { how: 'fetched', user: 'inforing', key: 'SHA256:abc' },
      { how: 'fetched' },
      { how: 'pushed' },
      { how: 'accepted', status: 201, reference: 'S-1' },
      { how: 'uploaded' },
      { how: 'answered' },
    ]
    for (const way of ways)
      for (const type of ['SignalDelivered', 'SignalWithdrawn'] as const) {
        const event = { type, file: 'april.xlsx', ...way, v: 1, by: 'portal', ...place(2, '2026-04-21T08:00:00.000Z') }
        expect(eventSchema.parse(event)).toStrictEqual(event)
        expect(eventSchema.safeParse({ ...event, how: 'posted' }).success).toBe(false)
      }
  })

  test.each([
    ['a type that there is not', { type: 'CaseForgotten' }],
    ['a member that it does not have', { surname: 'Bos' }],
    ['a member that is undefined in words', { cause: null }],
    ['a place that there is not', { seq: 0 }],
    ['a moment without its zone', { at: '2026-03-05T09:00:00' }],
  ])('is refused with %s', (_, change) => {
    for (const event of history) expect(eventSchema.safeParse({ ...event, ...change }).success).toBe(false)
  })

  test('of an older version is read as one of today, and its hash stays that of what was stored', () => {
    // A version that never was: a call was a bare `called`, and nobody signed.
    const old = {
      ...{ v: 0, type: 'ContactAttempted', called: true, on: '2026-03-04' },
      ...place(2, '2026-03-05T08:00:00.000Z'),
    }
    const upgrade = ({ called, ...rest }: EventAsStored) => ({
      ...rest,
      by: 'system',
      kind: 'Telefoon',
      reached: called,
    })

    const { called: _called, ...same } = old
    expect(eventSchemaWith({ 0: upgrade }).parse(old)).toStrictEqual({
      ...{ ...same, v: 1, by: 'system', kind: 'Telefoon', reached: true },
    })
    const first = history[0] as StoredEvent
    const second = { ...old, prev: hashOf(first, sha256) }
    const state = replay([first, eventSchemaWith({ 0: upgrade }).parse(second)], sha256, [first, second])
    expect(state?.hash).toBe(hashOf(second, sha256))
    expect(state?.contacts).toHaveLength(1)
    expect(
      brokenAt(
        [first, second, nextAfter({ seq: 2, hash: hashOf(second, sha256) }, { type: 'ArrangementKept' }, old.at)],
        sha256,
      ),
    ).toBeNull()
  })

  test('of a version that nobody knows is refused', () => {
    for (const event of history) expect(eventSchema.safeParse({ ...event, v: 2 }).success).toBe(false)
    for (const event of history) expect(eventSchema.safeParse({ ...event, v: 0 }).success).toBe(false)
  })
})

test('S2 of the events of a case, the administration shows what was done, and nothing of the workflow', () => {
  const reported = aReportedCase().with(
    { type: 'Waiting', step: 'delivery', until: '2026-05-19T07:00:00.000Z', token: 't' },
    '2026-04-20T09:12',
  )

  expect(reported.history.filter(isAdministered).map(({ type }) => type)).toEqual([
    'ReminderSent',
    'DemandSent',
    'ContactAttempted',
    'NoticeSent',
    'SignalDelivered',
  ])
})
