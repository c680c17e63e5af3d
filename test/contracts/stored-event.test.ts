import { describe, expect, test } from 'vitest'
import { isAdministered, storedEventSchema } from '../../shared/contracts/stored-event.ts'
import { brokenAt } from '../../shared/domain/history.ts'
import { aCaseAtTheAgency, aReportedCase, letterSent, sha256 } from '../support/case-builder.ts'

const { history } = aCaseAtTheAgency()
const stored: unknown[] = JSON.parse(JSON.stringify(history))

describe('an event of the log', () => {
  test('is read exactly as it was written, so that the chain of hashes holds', () => {
    const read = stored.map((event) => storedEventSchema.parse(event))

    expect(read).toStrictEqual(history)
    expect(brokenAt(read, sha256)).toBeNull()
  })

  test.each([
    ['a type that there is not', { type: 'CaseForgotten' }],
    ['a member that it does not have', { surname: 'Bos' }],
    ['a member that is undefined in words', { cause: null }],
    ['a place that there is not', { seq: 0 }],
    ['a moment without its zone', { at: '2026-03-05T09:00:00' }],
  ])('is refused with %s', (_, change) => {
    for (const event of history) expect(storedEventSchema.safeParse({ ...event, ...change }).success).toBe(false)
  })

  test('R2 may be a letter from before it was kept which fields its offer named', () => {
    const { shared: _shared, ...letter } = letterSent('demand', '2026-03-16', { shared: ['Woonplaats'] })
    const event = { type: 'DemandSent', ...letter, seq: 2, at: '2026-03-16T08:00:00.000Z', prev: '' }

    expect(storedEventSchema.parse(event)).toStrictEqual(event)
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
