import { describe, expect, test } from 'vitest'
import { sumOf } from '../../shared/domain/claims.ts'
import type { Claim } from '../../shared/domain/event.ts'
import { reportedOn } from '../../shared/domain/evidence.ts'
import { aCaseAtTheAgency, anArrearsCase, type CaseBuilder, claim, POLICY, rent } from '../support/case-builder.ts'

// C12: months and amount in a signal are rent of the leading claim's dwelling that a letter of an earlier day listed.

const ROUND = '2026-04-20'
const reported = ({ state }: CaseBuilder, on = ROUND) => sumOf(reportedOn(state, POLICY, on))

/** All letters, of a case with these claims beside the rent of March. */
const withClaims = (...others: Claim[]) =>
  anArrearsCase()
    .withBook([rent('2026-03'), ...others], '2026-03-04T06:00')
    .withReminderSent('2026-03-05')
    .withDemandSent('2026-03-16')
    .withContactAttempt('2026-03-19')
    .withNoticeSent('2026-04-07')

describe('C12 what a signal reports', () => {
  test.each<[string, CaseBuilder, { months: number; cents: number }]>([
    ['the rent', withClaims(), { months: 1, cents: 100_000 }],
    [
      'two claims of rent in one calendar month: one month',
      withClaims(claim('Service', '2026-03-02', 5_000)),
      { months: 1, cents: 105_000 },
    ],
    ['rent of another month: two', withClaims(claim('Feb', '2026-02-28', 5_000)), { months: 2, cents: 105_000 }],
    [
      'no parking, costs or settlement',
      withClaims(claim('P', '2026-02-01', 9_000, { rent: false })),
      { months: 1, cents: 100_000 },
    ],
    [
      'no rent of another dwelling: that of the leading claim alone',
      withClaims(claim('Other', '2026-03-02', 70_000, { contract: 3 })),
      { months: 1, cents: 100_000 },
    ],
    [
      'C4 nothing disputed',
      withClaims(claim('D', '2026-02-01', 9_000)).withDispute('D', '2026-04-08'),
      { months: 1, cents: 100_000 },
    ],
    ['C4 less what staff booked', withClaims().withPaymentBooked(40_000, '2026-04-08'), { months: 1, cents: 60_000 }],
    ['F3 what is with the agency too', aCaseAtTheAgency(), { months: 1, cents: 100_000 }],
    [
      'C8 nothing under a kept arrangement',
      withClaims(claim('A', '2026-02-01', 9_000)).with(
        { type: 'ArrangementAgreed', terms: [], claims: [claim('A', '2026-02-01', 9_000).number] },
        '2026-04-08',
      ),
      { months: 1, cents: 100_000 },
    ],
  ])('%s', (_name, history, sum) => {
    expect(reported(history)).toEqual(sum)
  })

  test('only what a letter of an earlier day listed (invariant 8)', () => {
    const april = withClaims().withBook([rent('2026-03'), rent('2026-04')], '2026-04-14T06:00')
    expect(reported(april)).toEqual({ months: 1, cents: 100_000 })
    const told = april.withFollowUp('2026-04-16')
    expect(reported(told, '2026-04-16')).toEqual({ months: 1, cents: 100_000 })
    expect(reported(told, '2026-04-17')).toEqual({ months: 2, cents: 200_000 })
  })

  test('nothing without a leading claim', () => {
    expect(reported(withClaims().withDispute('H-2026-03', '2026-04-08'))).toEqual({ months: 0, cents: 0 })
  })
})
