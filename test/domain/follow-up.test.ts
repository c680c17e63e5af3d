import { describe, expect, test } from 'vitest'
import { followUp } from '../../shared/domain/follow-up.ts'
import { tasksOf } from '../../shared/domain/tasks.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  POLICY,
  rent,
} from '../support/case-builder.ts'

/** The renter objected before the case. */
const EARLIER = at('2026-02-20T10:00')

const next = (history: CaseBuilder, when: string, objectedAt: string | null = null) =>
  followUp(history.state, POLICY, objectedAt, at(when))

/** Everything that follows by itself, one by one, as `bringUpToDate` appends it. */
function everythingAfter(history: CaseBuilder, when: string, objectedAt: string | null = null): string[] {
  const types: string[] = []
  for (let current = history; types.length < 10; ) {
    const event = next(current, when, objectedAt)
    if (!event) return types
    types.push(event.type)
    current = current.with(event, when)
  }
  throw new Error(`this never ends: ${types.join(', ')}`)
}

describe('K1 paid', () => {
  test.each([
    ['staff booked all of it', anArrearsCase().withPaymentBooked('all', '2026-03-04'), '2026-03-04', 'staff'],
    ['C11 all but a remainder', anArrearsCase().withPaymentBooked(99_000, '2026-03-04'), '2026-03-04', 'staff'],
    ['the book shows it', anArrearsCase().withBook([], '2026-03-09'), '2026-03-09', 'erp'],
    [
      'a credit as large as the rent falls due',
      anArrearsCase({ claims: [rent('2026-03'), claim('C', '2026-03-10', -100_000)] }),
      '2026-03-10',
      'erp',
    ],
    [
      'in a dispute',
      anArrearsCase().withDispute('H-2026-03', '2026-03-03').withPaymentBooked('all', '2026-03-04'),
      '2026-03-04',
      'staff',
    ],
    [
      'in an arrangement',
      anArrearsCase().withArrangement([], '2026-03-03').withPaymentBooked('all', '2026-03-04'),
      '2026-03-04',
      'staff',
    ],
    [
      'while suspended',
      aReportedCase().withSuspension('2026-05-24', '2026-04-24').withPaymentBooked('all', '2026-04-28'),
      '2026-04-28',
      'staff',
    ],
  ])('%s', (_name, history, on, knownFrom) => {
    expect(next(history, on)).toEqual({ type: 'CasePaid', on, knownFrom })
    expect(everythingAfter(history, on)).toEqual(['CasePaid'])
  })

  test.each([
    ['C11 more than a remainder is open', anArrearsCase().withPaymentBooked(98_999, '2026-03-04'), '2026-03-04'],
    [
      'the credit is not due yet',
      anArrearsCase({ claims: [rent('2026-03'), claim('C', '2026-03-10', -100_000)] }),
      '2026-03-09',
    ],
    ['all of it is disputed', anArrearsCase().withDispute('H-2026-03', '2026-03-03'), '2026-03-04'],
    [
      'the case ended already',
      anArrearsCase().withPaymentBooked('all', '2026-03-04').withPaid('2026-03-04'),
      '2026-03-05',
    ],
  ])('not when %s', (_name, history, on) => {
    expect(next(history, on)).toBeNull()
  })
})

describe('C7 an objection from an earlier case', () => {
  test('holds in this case too, once', () => {
    expect(next(anArrearsCase(), '2026-03-02', EARLIER)).toEqual({
      type: 'ObjectionLodged',
      channel: 'earlier',
      moment: EARLIER,
    })
    expect(everythingAfter(anArrearsCase(), '2026-03-02', EARLIER)).toEqual(['ObjectionLodged'])
  })

  test('does not count against a case that ended', () => {
    expect(next(anArrearsCase().withPaid('2026-03-04'), '2026-03-05', EARLIER)).toBeNull()
  })

  test('hides nothing else that follows', () => {
    const history = aReportedCase().withHelpAccepted('2026-04-24', '2026-04-24')
    expect(everythingAfter(history, '2026-04-24', EARLIER)).toEqual(['ObjectionLodged', 'SuspensionStarted'])
  })
})

describe('U1 U3 the suspension', () => {
  const accepted = aReportedCase().withHelpAccepted('2026-04-24', '2026-04-25')
  const suspended = accepted.withSuspension('2026-05-24', '2026-04-25')

  test('starts when help is accepted, thirty days from the date of acceptance', () => {
    expect(next(accepted, '2026-04-25')).toEqual({ type: 'SuspensionStarted', until: '2026-05-24' })
    expect(everythingAfter(accepted, '2026-04-25')).toEqual(['SuspensionStarted'])
  })

  test('an acceptance that was heard on the last day but one still suspends', () => {
    expect(next(accepted, '2026-05-23')).toEqual({ type: 'SuspensionStarted', until: '2026-05-24' })
  })

  test('an acceptance that was heard on the last day or later suspends nothing, and is settled once', () => {
    expect(next(accepted, '2026-05-24')).toEqual({ type: 'SuspensionEnded', reason: 'period-over' })
    expect(everythingAfter(accepted, '2026-05-24')).toEqual(['SuspensionEnded'])
  })

  test('U3 ends at noon of its last day', () => {
    expect(next(suspended, '2026-05-24T11:59')).toBeNull()
    expect(next(suspended, '2026-05-24T12:00')).toEqual({ type: 'SuspensionEnded', reason: 'period-over' })
    expect(everythingAfter(suspended, '2026-06-30')).toEqual(['SuspensionEnded'])
  })

  test('U2 ends early on new arrears, on the morning after the days of grace', () => {
    const owing = suspended.withBook([rent('2026-03'), rent('2026-05')], '2026-05-02T06:00')
    expect(next(owing, '2026-05-06T08:59')).toBeNull()
    expect(next(owing, '2026-05-06T09:00')).toEqual({ type: 'SuspensionEnded', reason: 'new-arrears' })
    expect(everythingAfter(owing, '2026-05-06')).toEqual(['SuspensionEnded'])
  })

  test('U2 new arrears that were paid within the days of grace end nothing', () => {
    const paid = suspended
      .withBook([rent('2026-03'), rent('2026-05')], '2026-05-02T06:00')
      .withBook([rent('2026-03')], '2026-05-05T06:00')
    expect(next(paid, '2026-05-06')).toBeNull()
  })

  test('U2 new arrears that the book shows when acceptance is heard of late: it starts and ends', () => {
    const late = aReportedCase()
      .withBook([rent('2026-03'), rent('2026-05')], '2026-05-04T06:00')
      .withHelpAccepted('2026-04-24', '2026-05-08')
    expect(everythingAfter(late, '2026-05-08')).toEqual(['SuspensionStarted', 'SuspensionEnded'])
  })
})

describe('C8 the arrangement', () => {
  const terms = [
    { date: '2026-03-20', amountCents: 40_000 },
    { date: '2026-04-20', amountCents: 60_000 },
  ]
  const agreed = anArrearsCase({ claims: [rent('2026-03')] }).withArrangement(terms, '2026-03-10')
  /** The first book after the date of the first term, in which nothing was paid. */
  const missed = agreed.withBook([rent('2026-03')], '2026-03-21')
  const broken = { type: 'ArrangementBroken', reason: 'missed-term' }
  const withApril = (march: number) => [rent('2026-03', march), rent('2026-04')]

  test('a term is looked at five days after its date, at nine', () => {
    expect(next(missed, '2026-03-25T08:59')).toBeNull()
    expect(next(missed, '2026-03-25T09:00')).toEqual(broken)
    expect(everythingAfter(missed, '2026-03-25')).toEqual(['ArrangementBroken'])
  })

  test.each([
    ['no book came', agreed],
    ['the newest book is of the day of the term', agreed.withBook([rent('2026-03')], '2026-03-20')],
  ])('a term is not called missed before a book could show it: %s', (_name, history) => {
    expect(next(history, '2026-03-25')).toBeNull()
    expect(next(history, '2026-04-19')).toBeNull()
    expect(next(history.withBook([rent('2026-03')], '2026-04-02'), '2026-04-02')).toEqual(broken)
  })

  test('what comes in on rent that fell due after the agreement pays no term, and is a question, not a breach', () => {
    const early = anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] }).withArrangement(terms, '2026-03-26')
    const elsewhere = early.withBook([rent('2026-03')], '2026-04-21')
    expect(next(elsewhere, '2026-04-25')).toBeNull()
    expect(tasksOf(elsewhere.state, POLICY, CLIENT, '2026-04-25')).toEqual(['other-money'])
    const less = early.withBook([rent('2026-03'), rent('2026-04', 60_001)], '2026-04-21')
    expect(next(less, '2026-04-25')).toEqual(broken)
  })

  test.each([
    ['the book shows the term', agreed.withBook([rent('2026-03', 60_000)], '2026-03-23')],
    ['staff booked the term', agreed.withPaymentBooked(40_000, '2026-03-20')],
    [
      'part in the book, part booked by staff',
      agreed
        .withPaymentBooked(10_000, '2026-03-20')
        .withBook([rent('2026-03', 70_000)], '2026-03-21')
        .withPaymentBooked(10_000, '2026-03-22'),
    ],
    [
      'the book shows the term as a credit',
      agreed.withBook([rent('2026-03'), claim('C', '2026-03-20', -40_000)], '2026-03-23'),
    ],
    ['more than the term', agreed.withBook([rent('2026-03', 1_001)], '2026-03-23')],
  ])('kept so far: %s', (_name, history) => {
    expect(next(history, '2026-03-25')).toBeNull()
    expect(next(history, '2026-04-25T08:59')).toBeNull()
  })

  test('a cent less than the term is a missed term', () => {
    expect(next(agreed.withBook([rent('2026-03', 60_001)], '2026-03-23'), '2026-03-25')).toEqual(broken)
  })

  test('a later month is no part of it, paid or not', () => {
    expect(next(agreed.withBook(withApril(60_000), '2026-04-02'), '2026-04-02')).toBeNull()
    expect(next(agreed.withBook(withApril(60_001), '2026-04-02'), '2026-04-02')).toEqual(broken)
  })

  test('terms add up: a missed second term breaks it', () => {
    expect(next(agreed.withBook(withApril(1), '2026-04-23'), '2026-04-25')).toEqual(broken)
  })

  test('kept to the end, with a later month still open', () => {
    const kept = agreed.withBook([rent('2026-04')], '2026-04-23')
    expect(next(kept, '2026-04-25T08:59')).toBeNull()
    expect(next(kept, '2026-04-25')).toEqual({ type: 'ArrangementKept' })
    expect(everythingAfter(kept, '2026-04-25')).toEqual(['ArrangementKept'])
  })

  test('is looked at during a suspension too', () => {
    const both = missed.withHelpAccepted('2026-03-11', '2026-03-22').withSuspension('2026-04-10', '2026-03-22')
    expect(next(both, '2026-03-25')).toEqual(broken)
  })

  test('the end of a suspension and a missed term on one day', () => {
    const both = missed.withHelpAccepted('2026-02-23', '2026-03-22').withSuspension('2026-03-25', '2026-03-22')
    expect(everythingAfter(both, '2026-03-25T12:00')).toEqual(['SuspensionEnded', 'ArrangementBroken'])
  })
})

describe('C6b the call', () => {
  const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')

  test('becomes a task when the demand was sent, within five working days', () => {
    expect(next(demanded, '2026-03-16')).toEqual({ type: 'ContactTaskCreated', dueOn: '2026-03-23' })
    expect(everythingAfter(demanded, '2026-03-16')).toEqual(['ContactTaskCreated'])
  })

  test.each([
    ['before the demand', anArrearsCase().withReminderSent('2026-03-05')],
    ['when somebody called already', demanded.withContactAttempt('2026-03-16')],
    ['a second time', demanded.withContactTask('2026-03-23', '2026-03-16')],
    ['when all is done', aCaseReadyToReport()],
    ['after the end', demanded.withClosed('2026-03-16')],
  ])('not %s', (_name, history) => {
    expect(next(history, '2026-03-17')).toBeNull()
  })
})
