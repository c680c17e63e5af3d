import { describe, expect, test } from 'vitest'
import { afterPayment, openCents, owedInBook, sameClaims, takeOver } from '../../shared/domain/arrears.ts'
import { arrearsOn, owedOn, sumOf } from '../../shared/domain/claims.ts'
import type { OpenClaim } from '../../shared/domain/state.ts'
import { claim, rent } from '../support/case-builder.ts'

const open = (claim: ReturnType<typeof rent>, change: Partial<OpenClaim> = {}): OpenClaim => ({
  ...claim,
  staffPaidCents: 0,
  disputed: false,
  ...change,
})
const march = open(rent('2026-03'))
const april = open(rent('2026-04'))
const credit = open(claim('C-1', '2026-03-10', -30_000))

describe('what is open of one claim', () => {
  test.each([
    ['the book alone', march, 100_000],
    ['less what staff booked', { ...march, staffPaidCents: 40_000 }, 60_000],
    ['never below nothing', { ...march, staffPaidCents: 150_000 }, 0],
    ['a credit stays a credit', credit, -30_000],
    ['a payment does not touch a credit', { ...credit, staffPaidCents: 5 }, -30_000],
  ])('%s', (_name, claim, cents) => {
    expect(openCents(claim)).toBe(cents)
  })
})

describe('the arrears on a day', () => {
  const none = { cents: 0, months: 0, oldestDueOn: null }
  test.each([
    ['nothing', [], '2026-03-05', none],
    ['rent that is not due yet', [march], '2026-02-28', none],
    ['rent on its due date', [march], '2026-03-01', { cents: 100_000, months: 1, oldestDueOn: '2026-03-01' }],
    ['two months', [april, march], '2026-04-20', { cents: 200_000, months: 2, oldestDueOn: '2026-03-01' }],
    [
      'the second month is not due yet',
      [march, april],
      '2026-03-31',
      { cents: 100_000, months: 1, oldestDueOn: '2026-03-01' },
    ],
    [
      'two claims in one month are one month',
      [march, open(claim('S-1', '2026-03-15', 5_000))],
      '2026-04-20',
      { cents: 105_000, months: 1, oldestDueOn: '2026-03-01' },
    ],
    [
      'the same month of two years is two months',
      [march, open(rent('2027-03'))],
      '2027-03-05',
      { cents: 200_000, months: 2, oldestDueOn: '2026-03-01' },
    ],
    [
      'C4 partly paid stays in, with the lower amount',
      [{ ...march, openCents: 25_000 }, april],
      '2026-04-20',
      { cents: 125_000, months: 2, oldestDueOn: '2026-03-01' },
    ],
    [
      'C4 a disputed claim is set aside without hiding the rest',
      [{ ...march, disputed: true }, april],
      '2026-04-20',
      { cents: 100_000, months: 1, oldestDueOn: '2026-04-01' },
    ],
    ['all of it disputed', [{ ...march, disputed: true }], '2026-04-20', none],
    [
      'what staff booked as paid no longer counts as a month',
      [{ ...march, staffPaidCents: 100_000 }, april],
      '2026-04-20',
      { cents: 100_000, months: 1, oldestDueOn: '2026-04-01' },
    ],
    ['a credit is netted', [march, credit], '2026-03-20', { cents: 70_000, months: 1, oldestDueOn: '2026-03-01' }],
    [
      'a credit is no month, and never the oldest',
      [open(claim('C-2', '2026-02-01', -1)), april],
      '2026-04-20',
      {
        cents: 99_999,
        months: 1,
        oldestDueOn: '2026-04-01',
      },
    ],
    [
      'a credit that is not due yet',
      [march, credit],
      '2026-03-09',
      { cents: 100_000, months: 1, oldestDueOn: '2026-03-01' },
    ],
    [
      'a disputed credit does not count',
      [march, { ...credit, disputed: true }],
      '2026-03-20',
      {
        cents: 100_000,
        months: 1,
        oldestDueOn: '2026-03-01',
      },
    ],
    ['a credit as large as the rent', [march, { ...credit, openCents: -100_000 }], '2026-03-20', none],
    ['a credit larger than the rent', [march, { ...credit, openCents: -100_001 }], '2026-03-20', none],
  ])('%s', (_name, claims, on, arrears) => {
    const counted = owedOn({ claims }, on).filter(({ claim }) => !claim.disputed)
    expect({ ...arrearsOn({ claims }, on), oldestDueOn: counted[0]?.claim.dueOn ?? null }).toEqual(arrears)
  })
})

describe('what is owed', () => {
  test('in the book: due, disputed or not, credits deducted, whatever staff booked', () => {
    const claims = [{ ...march, disputed: true, staffPaidCents: 100_000 }, credit, april]
    expect(owedInBook(claims, '2026-03-31')).toBe(70_000)
    expect(owedInBook(claims, '2026-04-01')).toBe(170_000)
  })

  test('after what staff booked: due, disputed or not', () => {
    const claims = [
      { ...march, disputed: true },
      { ...april, staffPaidCents: 60_000 },
    ]
    expect(sumOf(owedOn({ claims }, '2026-02-28')).cents).toBe(0)
    expect(sumOf(owedOn({ claims }, '2026-03-01')).cents).toBe(100_000)
    expect(sumOf(owedOn({ claims }, '2026-04-01')).cents).toBe(140_000)
  })
})

describe('a new book', () => {
  test('brings new claims without any knowledge of staff', () => {
    expect(takeOver([], [rent('2026-03')])).toEqual([march])
  })

  test('drops what it no longer holds: it was paid', () => {
    expect(takeOver([march, april], [rent('2026-04')])).toEqual([april])
  })

  test('takes the amount, the date and the description of the book', () => {
    const book = { ...rent('2026-03', 90_000), description: 'Huur en water', dueOn: '2026-03-02' }
    expect(takeOver([march], [book])).toEqual([open(book)])
  })

  test('C4 keeps a dispute', () => {
    expect(takeOver([{ ...march, disputed: true }], [rent('2026-03')])).toEqual([{ ...march, disputed: true }])
  })

  test.each([
    ['does not show the payment yet: it stays deducted', 100_000, 40_000],
    ['shows part of the payment: the rest stays deducted', 75_000, 15_000],
    ['shows the payment: nothing is deducted twice', 60_000, 0],
    ['shows more than the payment', 10_000, 0],
    ['shows a higher amount: the payment stays deducted', 120_000, 40_000],
  ])('%s', (_name, openNow, stillDeducted) => {
    const known = [{ ...march, staffPaidCents: 40_000 }]
    expect(takeOver(known, [rent('2026-03', openNow)])).toEqual([
      open(rent('2026-03', openNow), { staffPaidCents: stillDeducted }),
    ])
  })
})

describe('a payment that staff booked', () => {
  const paid = (claims: readonly OpenClaim[]) => claims.map((claim) => claim.staffPaidCents)

  test.each([
    ['less than the oldest', [april, march], 30_000, [0, 30_000]],
    ['the oldest first, then the next', [april, march], 130_000, [30_000, 100_000]],
    ['anything over is left for the book to show', [march], 500_000, [100_000]],
    ['all', [april, march], 'all' as const, [100_000, 100_000]],
    ['undisputed before disputed', [{ ...march, disputed: true }, april], 130_000, [30_000, 100_000]],
    [
      'disputed before undisputed in the book, all the same',
      [april, { ...march, disputed: true }],
      130_000,
      [100_000, 30_000],
    ],
    ['a second payment adds up', [{ ...march, staffPaidCents: 30_000 }, april], 100_000, [100_000, 30_000]],
    ['a credit is not paid', [credit, march], 'all' as const, [0, 100_000]],
    [
      'claims of one day in the order of the book',
      [march, open(claim('S-1', '2026-03-01', 5_000))],
      102_000,
      [100_000, 2_000],
    ],
    ['nothing', [march], 0, [0]],
  ])('%s', (_name, claims, amount, expected) => {
    expect(paid(afterPayment(claims, amount, '2026-04-30'))).toEqual(expected)
  })

  test.each([
    ['all, the day before rent falls due: not that rent', '2026-03-31', 'all' as const, [100_000, 0]],
    ['all, on the day on which rent falls due: that rent too', '2026-04-01', 'all' as const, [100_000, 100_000]],
    ['E1 more than is due: what is left is for the book to show', '2026-03-31', 130_000, [100_000, 0]],
  ])('%s', (_name, on, amount, expected) => {
    expect(paid(afterPayment([march, april], amount, on))).toEqual(expected)
  })

  test('changes nothing else', () => {
    expect(afterPayment([{ ...march, disputed: true }], 1, '2026-04-30')).toEqual([
      { ...march, disputed: true, staffPaidCents: 1 },
    ])
  })
})

describe('two books', () => {
  const book = [rent('2026-03'), rent('2026-04')]
  test.each([
    ['in another order say the same', [rent('2026-04'), rent('2026-03')], true],
    ['with another description say the same', [{ ...rent('2026-03'), description: 'x' }, rent('2026-04')], true],
    ['with one claim less', [rent('2026-03')], false],
    ['with another amount', [rent('2026-03', 1), rent('2026-04')], false],
    ['with another due date', [{ ...rent('2026-03'), dueOn: '2026-03-02' }, rent('2026-04')], false],
    ['with another invoice', [{ ...rent('2026-03'), number: 99 }, rent('2026-04')], false],
  ])('%s', (_name, other, same) => {
    expect(sameClaims(book, other)).toBe(same)
    expect(sameClaims(other, book)).toBe(same)
  })
})
