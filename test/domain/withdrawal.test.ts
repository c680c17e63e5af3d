import { describe, expect, test } from 'vitest'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { withdrawnByHand } from '../../shared/domain/decide-files.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { liveSignals } from '../../shared/domain/signals.ts'
import { aReportedCase, at, type CaseBuilder, claim, POLICY, rent } from '../support/case-builder.ts'

// S4: a signal is taken back when all that it reported is paid and no rent that counts is 30 days past due, on an
// objection, and when the case ended.

const leaves = ({ state }: CaseBuilder, on: IsoDate) => outgoing(state, POLICY, on)
/** Reported was the rent of March. */
const withBook = (claims: ReturnType<typeof rent>[], on: IsoDate) => aReportedCase().withBook(claims, on)

describe('S4 all that was reported is paid', () => {
  const april = withBook([rent('2026-04')], '2026-04-28')

  test('and no other rent is 30 days past due: it is taken back', () => {
    expect(leaves(april, '2026-04-28')).toBe('withdrawal')
    expect(leaves(april, '2026-04-30')).toBe('withdrawal')
  })

  test('and other rent is: else the municipality would be told to stop, and asked again', () => {
    expect(leaves(april, '2026-05-01')).toBeNull()
    expect(leaves(april, '2026-06-01')).toBeNull()
  })

  test.each([
    ['C12 what is no rent does not count', { ...rent('2026-02'), rent: false }],
    ['C11 a remainder does not count', rent('2026-02', 1_000)],
  ])('%s', (_name, other) => {
    expect(leaves(withBook([other, claim('S', '2026-04-20', 5_000)], '2026-04-28'), '2026-04-28')).toBe('withdrawal')
  })

  test('C4 what is disputed does not count', () => {
    const disputed = withBook([rent('2026-02'), rent('2026-04')], '2026-04-28').withDispute('H-2026-02', '2026-04-28')
    expect(leaves(disputed, '2026-04-28')).toBe('withdrawal')
  })
})

describe('S4 what is taken back', () => {
  const twice = aReportedCase().withSignalDelivered('2026-05-20', 'mei.xlsx')
  const files = ({ state }: CaseBuilder) => liveSignals(state).map(({ file }) => file)

  test('is every signal that its portal has of the case, the newest first', () => {
    expect(files(twice)).toEqual(['mei.xlsx', 'april.xlsx'])
  })

  test('but for those that were taken back before', () => {
    const back = aReportedCase().withObjection('2026-04-22').withSignalWithdrawn('2026-04-23')
    expect(files(back)).toEqual([])
    const again = back.withObjectionWithdrawn('2026-05-04').withSignalDelivered('2026-05-20', 'mei.xlsx')
    expect(files(again)).toEqual(['mei.xlsx'])
  })

  test('and for one that the portal refused', () => {
    expect(files(twice.withSignalRejected('2026-05-21'))).toEqual(['april.xlsx'])
  })
})

describe('S4 a person took it back in the portal', () => {
  const NOW = '2026-04-24T10:00'
  const says = ({ state }: CaseBuilder) => withdrawnByHand(state, POLICY, '2026-04-24')
  const objects = aReportedCase().withObjection('2026-04-22')
  const written = objects.withWithdrawalWritten('2026-04-23')
  const byHand = { type: 'SignalWithdrawnByHand', file: 'april.xlsx' } as const

  test('where no file may say it, and where the portal refused the file that did', () => {
    expect(says(objects)).toEqual({ event: byHand })
    expect(says(written)).toEqual({ event: byHand })
  })

  test('once, and not what is to stay', () => {
    for (const each of [objects, written]) expect(says(each.with(byHand, NOW))).toEqual({ refused: 'no-signal' })
    expect(says(aReportedCase())).toEqual({ refused: 'no-signal' })
    const again = written.with(byHand, NOW).withObjectionWithdrawn('2026-05-04')
    expect(says(again.withSignalDelivered('2026-05-20', 'mei.xlsx'))).toEqual({ refused: 'no-signal' })
  })

  test('which begins nothing anew where it was withdrawn already', () => {
    expect(written.with(byHand, NOW).state).toMatchObject({ withdrawn: true, resumedAt: written.state.resumedAt })
    expect(objects.with(byHand, NOW).state).toMatchObject({ withdrawn: true, resumedAt: at(NOW) })
  })
})

describe('S4 something of what was reported is open', () => {
  test('of a part that was paid nothing is taken back', () => {
    expect(leaves(withBook([rent('2026-03', 1_001)], '2026-04-28'), '2026-04-28')).toBeNull()
  })

  test('C11 a remainder is paid', () => {
    const left = withBook([rent('2026-03', 1_000), rent('2026-04')], '2026-04-28')
    expect(leaves(left, '2026-04-28')).toBe('withdrawal')
  })

  test('C4 also when it is disputed: it is not paid', () => {
    expect(leaves(aReportedCase().withDispute('H-2026-03', '2026-04-28'), '2026-04-28')).toBeNull()
  })

  test('C7 on an objection it is taken back all the same, and K1 when the case ended', () => {
    expect(leaves(aReportedCase().withObjection('2026-04-28'), '2026-04-28')).toBe('withdrawal')
    expect(leaves(aReportedCase().withClosed('2026-04-28'), '2026-04-28')).toBe('withdrawal')
  })
})
