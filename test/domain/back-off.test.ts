import { describe, expect, test } from 'vitest'
import type { Release } from '../../shared/domain/event.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { aCaseAtTheAgency, anArrearsCase, at, type CaseBuilder, CLIENT, POLICY, rent } from '../support/case-builder.ts'

const REFUSED = { reason: 'refused', code: 'not-verified' } as const
const due = ({ state }: CaseBuilder, now = state.lastAt) => standingOf(state, POLICY, CLIENT, now)

/** One more try, which the mail service refuses. */
const tried = (history: CaseBuilder, when: string, release: Release = REFUSED) =>
  history.withReservation('reminder', when).with({ type: 'ActReleased', reservation: '2', ...release }, when)
const ONCE = tried(anArrearsCase(), '2026-03-05T09:00')
const TWICE = tried(ONCE, '2026-03-05T09:15')
const THRICE = tried(TWICE, '2026-03-05T10:15')

describe('C5 an act that is refused is tried again', () => {
  test.each([
    ['after a quarter of an hour', ONCE, '2026-03-05T09:15'],
    ['after an hour', TWICE, '2026-03-05T10:15'],
    ['then the next working morning', THRICE, '2026-03-06T09:00'],
    ['and the one after it, over a weekend', tried(THRICE, '2026-03-06T09:00'), '2026-03-09T09:00'],
  ])('%s', (_, history, when) => {
    expect(due(history)).toEqual({ step: 'reminder', due: at(when) })
  })

  test('anew at the next nine o’clock when the renter’s data changed: the address may be right now', () => {
    const mended = THRICE.with({ type: 'RenterDataChanged', email: true }, '2026-03-05T11:00')
    expect([due(mended).due, mended.state.failedTries]).toEqual([at('2026-03-06T09:00'), null])
  })

  test('and counted anew once it left', () => {
    const { state } = THRICE.withReminderSent('2026-03-06')
    expect(state.failedTries).toBeNull()
  })

  test('one that broke off counts too; one that a fact overtook does not', () => {
    expect(tried(ONCE, '2026-03-05T09:15', { reason: 'not-sent' }).state.failedTries?.count).toBe(2)
    expect(tried(ONCE, '2026-03-05T09:15', { reason: 'overtaken' }).state.failedTries?.count).toBe(1)
  })

  test('another act is not held back by it', () => {
    const paid = THRICE.withPaid('2026-03-05')
    expect(due(paid)).toEqual({ step: 'finished', due: null })
    const stop = aCaseAtTheAgency().withPaid('2026-06-01').withReservation('agency-stop', '2026-06-01T09:00')
    const refused = stop.with({ type: 'ActReleased', reservation: 'x', ...REFUSED }, '2026-06-01T09:00')
    expect(due(refused)).toEqual({ step: 'inform-agency', due: at('2026-06-01T09:15') })
  })
})

describe('the same letter, tried again', () => {
  const idOf = (history: CaseBuilder, when: string) => history.withReservation('reminder', when).state.reservation?.id
  const first = anArrearsCase().withReservation('reminder', '2026-03-05T09:00').state.reservation?.id

  test('has the id of the first try, so that it is kept once', () => {
    expect(idOf(ONCE, '2026-03-05T09:15')).toBe(first)
    expect(idOf(TWICE, '2026-03-05T10:15')).toBe(first)
  })

  test.each([
    ['on another day, since it bears that date', ONCE, '2026-03-06T09:00'],
    ['after a payment', ONCE.withPaymentBooked(10_000, '2026-03-05T09:05'), '2026-03-05T09:15'],
    ['after a book', ONCE.withBook([rent('2026-03', 90_000)], '2026-03-05T09:05'), '2026-03-05T09:15'],
  ])('is another one %s', (_, history, when) => {
    expect(idOf(history, when)).not.toBe(first)
  })
})
