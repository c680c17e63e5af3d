import { describe, expect, test } from 'vitest'
import { owedOn, sumOf } from '../../shared/domain/claims.ts'
import type { Claim } from '../../shared/domain/event.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import type { OpenClaim } from '../../shared/domain/state.ts'
import { anArrearsCase, at, claim, POLICY, rent } from '../support/case-builder.ts'

// C4: credits, unallotted payments and what staff booked pay the oldest undisputed claim of their contract, then of the
// renter.

const open = (each: Claim, change: Partial<OpenClaim> = {}): OpenClaim => ({
  ...{ ...each, staffPaidCents: 0, disputed: false },
  ...change,
})
const march = open(rent('2026-03'))
const april = open(rent('2026-04'))
const parkingFebruary = open(claim('P-2026-02', '2026-02-01', 9_000, { contract: 2, rent: false }))
const parkingApril = open(claim('P-2026-04', '2026-04-01', 9_000, { contract: 2, rent: false }))
const credit = (cents: number, contract = 1) => open(claim('C', '2026-04-10', -cents, { contract }))

/** What is open, by the number of its claim. */
const left = (claims: readonly OpenClaim[], on = '2026-04-20') =>
  owedOn({ claims }, on).map((each) => [each.claim.number, each.cents])

describe('C4 a credit is deducted from', () => {
  test.each<[string, OpenClaim[], [number, number][]]>([
    [
      'the oldest claim of its contract',
      [april, march, credit(30_000)],
      [
        [march.number, 70_000],
        [april.number, 100_000],
      ],
    ],
    [
      'the next one when the oldest is covered, which is paid',
      [march, april, credit(130_000)],
      [[april.number, 70_000]],
    ],
    ['all that it covers to the cent', [march, april, credit(199_999)], [[april.number, 1]]],
    ['all of it', [march, april, credit(200_000)], []],
    [
      'its own contract first, however old another claim is',
      [parkingFebruary, march, credit(30_000)],
      [
        [parkingFebruary.number, 9_000],
        [march.number, 70_000],
      ],
    ],
    [
      'the renter after that: the oldest claim of any contract',
      [march, april, parkingApril, credit(10_000, 2)],
      [
        [march.number, 99_000],
        [april.number, 100_000],
      ],
    ],
    [
      'no disputed claim',
      [{ ...march, disputed: true }, april, credit(30_000)],
      [
        [march.number, 100_000],
        [april.number, 70_000],
      ],
    ],
    ['nothing, where all is disputed', [{ ...march, disputed: true }, credit(30_000)], [[march.number, 100_000]]],
    ['nothing, where it is disputed itself', [march, { ...credit(30_000), disputed: true }], [[march.number, 100_000]]],
  ])('%s', (_name, claims, owed) => {
    expect(left(claims)).toEqual(owed)
  })

  test('nothing before its own day', () => {
    expect(left([march, credit(30_000)], '2026-04-09')).toEqual([[march.number, 100_000]])
    expect(left([march, credit(30_000)], '2026-04-10')).toEqual([[march.number, 70_000]])
  })

  test('what staff booked as paid counts before it', () => {
    expect(left([{ ...march, staffPaidCents: 90_000 }, april, credit(30_000)])).toEqual([[april.number, 80_000]])
  })
})

test('C4 two credits of one contract add up', () => {
  const other = open(claim('D', '2026-04-11', -50_000))
  expect(sumOf(owedOn({ claims: [march, credit(30_000), other] }, '2026-04-20')).cents).toBe(20_000)
})

test('K1 a case whose claims a credit covers is paid', () => {
  const covered = anArrearsCase().withBook([rent('2026-03'), claim('C', '2026-03-09', -100_000)], '2026-03-09')
  expect(followUp(covered.state, POLICY, null, at('2026-03-09'))).toMatchObject({ type: 'CasePaid', knownFrom: 'erp' })
})
