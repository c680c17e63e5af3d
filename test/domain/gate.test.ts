import { describe, expect, test } from 'vitest'
import type { Representation } from '../../shared/domain/closed-lists.ts'
import type { GateFacts } from '../../shared/domain/gate.ts'
import { gate } from '../../shared/domain/gate.ts'
import type { ClientConditions, MunicipalityConditions, Policy } from '../../shared/domain/policy.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  type CaseBuilder,
  CLIENT,
  claim,
  FACTS,
  MUNICIPALITY,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

const ROUND = '2026-04-20'
const ready = aCaseReadyToReport()
const gateOf = (history: CaseBuilder, facts: Partial<GateFacts> = {}, today = ROUND, policy: Policy = POLICY) =>
  gate(history.state, policy, { ...FACTS, ...facts }, today)
const client = (change: Partial<ClientConditions>): Partial<GateFacts> => ({ client: { ...CLIENT, ...change } })
const municipality = (change: Partial<MunicipalityConditions>): Partial<GateFacts> => ({
  municipality: { ...MUNICIPALITY, ...change },
})
const agreement = (change: Partial<MunicipalityConditions['agreement']>) =>
  municipality({ agreement: { ...MUNICIPALITY.agreement, ...change } })

/** A case on which all three letters were sent, as these changes have them. */
const letters = (change: { debtHelp?: boolean; offer?: boolean; receivedOn?: string }) =>
  anArrearsCase()
    .withReminderSent('2026-03-05')
    .withDemandSent('2026-03-16', change)
    .withContactAttempt('2026-03-19')
    .withNoticeSent('2026-04-07', change)

/** One claim, found the day after, with all its letters on their dates. */
const dueOn = (day: string) =>
  anArrearsCase({ on: '2026-03-23', claims: [claim('S', day, 5_000)] })
    .withReminderSent('2026-03-26')
    .withDemandSent('2026-04-02')
    .withContactAttempt('2026-04-03')
    .withNoticeSent('2026-04-10', { receivedOn: '2026-04-10' })

test('the signal may leave when G1 to G9 hold', () => {
  expect(gateOf(ready)).toEqual([])
})

const HOLD = { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-15', source: 'report' } as const
const represented = (kind: Representation) => ({ type: 'RepresentativeChanged', kind }) as const

describe('every reason alone', () => {
  const cases: [string, string[], CaseBuilder, Partial<GateFacts>?, string?][] = [
    ['C9 a renter who is no natural person', ['C9'], aCaseReadyToReport({ naturalPerson: false })],
    ['C9 a unit that is no dwelling', ['C9'], aCaseReadyToReport({ dwelling: false })],
    [
      'C9 the book corrected it',
      ['C9'],
      ready.with(
        { type: 'CaseFactsCorrected', naturalPerson: true, dwelling: false, gemeentecode: '0363' },
        '2026-04-10',
      ),
    ],
    ['G1 the case ended', ['G1'], ready.withClosed('2026-04-19')],
    ['G1 and G2 all of it is disputed', ['G1', 'G2'], ready.withDispute('H-2026-03', '2026-04-10')],
    ['G1 and G2 staff booked the payment', ['G1', 'G2'], ready.withPaymentBooked('all', '2026-04-10')],
    ['G2 the leading claim is 29 days old', ['G2'], dueOn('2026-03-22')],
    [
      'G4b nobody tried to reach the renter',
      ['G4b'],
      anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16').withNoticeSent('2026-04-07'),
    ],
    ['G4c no letter pointed to debt help', ['G4c'], letters({ debtHelp: false })],
    ['G4d no letter made the offer', ['G4d'], letters({ offer: false })],
    ['G5 the renter objects', ['G5'], ready.withObjection('2026-04-10')],
    ['C7 the renter objected in another case', ['G5'], ready, { objection: true }],
    ['G5 while the objection period runs', ['G5'], letters({ receivedOn: '2026-04-13' })],
    ['G5 while the notice that bounced waits for the post', ['G5'], ready.withBounce('notice', '2026-04-19')],
    [
      'G5 while the notice that was posted instead may be objected to',
      ['G5'],
      ready.withBounce('notice', '2026-04-15').withLetterPosted('notice', '2026-04-15'),
    ],
    ['G6 no mandate', ['G6'], ready, client({ mandate: null })],
    ['G6 the mandate has not begun', ['G6'], ready, client({ mandate: { from: '2026-04-21', until: null } })],
    ['G6 the mandate is over', ['G6'], ready, client({ mandate: { from: '2025-01-01', until: '2026-04-19' } })],
    ['G7 the municipality is not known', ['G7'], ready, { municipality: null }],
    ['G7 no agreement', ['G7'], ready, agreement({ status: 'none' })],
    ['G7 an agreement that is only requested', ['G7'], ready, agreement({ status: 'requested' })],
    ['G7 an agreement that ended', ['G7'], ready, agreement({ status: 'ended' })],
    ['G7 an agreement that has not begun', ['G7'], ready, agreement({ from: '2026-04-21' })],
    ['G7 an agreement that is over', ['G7'], ready, agreement({ until: '2026-04-19' })],
    ['G8 a mandatory field is missing', ['G8'], ready, { fieldProblems: ['Huisnummer'] }],
    ['G10 a co-renter is reported for the same rent', ['G10'], ready, { coRenter: true }],
    ['R7 the renter is on hold', ['R7'], ready.with(HOLD, '2026-04-15')],
    ['R7 the renter is under administration', ['R7'], ready.with(represented('administration'), '2026-04-15')],
    ['R7 the renter has a guardian', ['R7'], ready.with(represented('guardian'), '2026-04-15')],
    ['G9 suspended', ['G9'], ready.withSuspension('2026-05-01', '2026-04-15')],
    ['G9 help accepted, not settled yet', ['G9'], ready.withHelpAccepted('2026-04-15', '2026-04-15')],
    ['C8 all of it is arranged', ['G1', 'G2'], ready.withArrangement([], '2026-04-15')],
    ['G9 delivered already', ['G9'], aReportedCase(), {}, '2026-05-20'],
    ['R3 below what the municipality wants to hear of', ['R3'], ready, municipality({ minimumAmountCents: 100_001 })],
    ['S5 the portal rejected it', ['S5'], aReportedCase().withSignalRejected('2026-04-21'), {}, '2026-05-20'],
  ]
  test.each(cases)('%s', (_name, reasons, history, facts, today) => {
    expect(gateOf(history, facts, today)).toEqual(reasons)
  })

  test('G3 and G4a, and with them everything that letters prove', () => {
    // C6b: an effort counts once a letter listed the claim.
    expect(gateOf(anArrearsCase().withContactAttempt('2026-03-19'))).toEqual([
      ...['G3', 'G4a', 'G4b', 'G4c', 'G4d', 'G5'],
    ])
  })
})

test('every reason that fails is named, in one order', () => {
  const worst = anArrearsCase({ naturalPerson: false, claims: [claim('S', '2026-04-01', 5_000)], on: '2026-04-02' })
    .withObjection('2026-04-03')
    .withSignalDelivered('2026-04-03')
    .withSignalRejected('2026-04-04')
    .with({ type: 'HoldStarted', reason: 'other', lookAgain: '2026-05-05', source: 'report' }, '2026-04-05')
    .withSuspension('2026-05-03', '2026-04-05')
  const facts = {
    ...{ client: { ...CLIENT, mandate: null }, fieldProblems: ['Postcode', 'Achternaam'] },
    ...{ objection: true, coRenter: true },
  }
  expect(
    gateOf(worst, {
      ...facts,
      municipality: {
        ...MUNICIPALITY,
        agreement: { status: 'none', from: null, until: null },
        minimumAmountCents: 5_001,
      },
    }),
  ).toEqual(['C9', 'G2', 'G3', 'G4a', 'G4b', 'G4c', 'G4d', 'G5', 'G6', 'G7', 'G8', 'G9', 'G10', 'R7', 'S5'])
  expect(gateOf(worst.withPaid('2026-04-06'), { ...facts, municipality: null })).toEqual([
    'C9',
    'G1',
    'G2',
    'G3',
    'G4a',
    'G4b',
    'G4c',
    'G4d',
    'G5',
    'G6',
    'G7',
    'G8',
    'G10',
    'R7',
    'S5',
  ])
  // R3 needs an amount: what a letter listed.
  expect(
    gateOf(worst.withReminderSent('2026-04-09'), { ...facts, ...municipality({ minimumAmountCents: 5_001 }) }),
  ).toEqual(['C9', 'G2', 'G4b', 'G4c', 'G4d', 'G5', 'G6', 'G8', 'G9', 'G10', 'R3', 'R7', 'S5'])
})

describe('the first day on which a reason no longer holds', () => {
  test('G2 thirty days past the due date', () => {
    const history = dueOn('2026-03-21')
    expect(gateOf(history)).toEqual([])
    expect(gateOf(history, {}, '2026-04-19')).toEqual(['G2'])
  })

  test('G5 the day after the seventh day after receipt', () => {
    const history = letters({ receivedOn: '2026-04-12' })
    expect(gateOf(history, {}, '2026-04-19')).toEqual(['G5'])
    expect(gateOf(history, {}, '2026-04-20')).toEqual([])
  })

  test("G5 the property manager's own objection period", () => {
    expect(gateOf(letters({ receivedOn: '2026-04-12' }), {}, ROUND, { ...POLICY, objectionDays: 8 })).toEqual(['G5'])
  })

  test('G5 the period of a posted notice counts from the presumed delivery', () => {
    const posted = ready.withBounce('notice', '2026-04-08').withLetterPosted('notice', '2026-04-08')
    expect(gateOf(posted, {}, '2026-04-17')).toEqual(['G5'])
    expect(gateOf(posted, {}, '2026-04-18')).toEqual([])
  })

  test('G6 and G7 on the first and on the last day of mandate and agreement', () => {
    const day = { from: ROUND, until: ROUND }
    expect(gateOf(ready, { ...client({ mandate: day }), ...agreement(day) })).toEqual([])
  })

  test('C7 an objection that was withdrawn', () => {
    expect(gateOf(ready.withObjection('2026-04-10').withObjectionWithdrawn('2026-04-12'))).toEqual([])
  })

  test('R3 exactly the minimum', () => {
    expect(gateOf(ready, municipality({ minimumAmountCents: 100_000 }))).toEqual([])
  })

  test('R3 is not named when there is nothing left', () => {
    expect(gateOf(ready.withPaymentBooked('all', '2026-04-10'), municipality({ minimumAmountCents: 1 }))).toEqual([
      'G1',
      'G2',
    ])
  })

  test('C6a C6c C6d evidence may stand in one letter, and the reminder alone is enough for G3 and G4a', () => {
    const history = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withContactAttempt('2026-03-19')
      .withNoticeSent('2026-04-07')
    expect(gateOf(history)).toEqual([])
    expect(gateOf(anArrearsCase().withReminderSent('2026-03-05').withContactAttempt('2026-03-19'))).toEqual([
      'G4c',
      'G4d',
      'G5',
    ])
  })

  test('S5 the facts that the portal stumbled over were corrected', () => {
    const corrected = aReportedCase().withSignalRejected('2026-04-21').withFacts({ gemeentecode: '0599' }, '2026-04-25')
    expect(gateOf(corrected, {}, '2026-05-20')).toEqual([])
  })

  test('G9 after the suspension, when it was not delivered', () => {
    expect(gateOf(ready.withSuspension('2026-04-18', '2026-04-15').withSuspensionEnded('2026-04-18T12:00'))).toEqual([])
  })

  test('LCV 3.2 a client may have a signal delivered again, on a later day', () => {
    expect(gateOf(aReportedCase(), client({ resignal: 'monthly' }), '2026-05-20')).toEqual([])
    expect(gateOf(aReportedCase(), client({ resignal: 'monthly' }), '2026-04-21')).toEqual([])
    expect(gateOf(aReportedCase(), client({ resignal: 'monthly' }), '2026-04-20')).toEqual(['G9'])
  })

  test('C3 a second month does not start the thirty days anew', () => {
    expect(gateOf(ready.withBook([rent('2026-03'), rent('2026-04')], '2026-04-08'))).toEqual([])
  })
})

test('G9 a signal that was withdrawn is live no more, and neither is the case held for it', () => {
  const back = aReportedCase()
    .withObjection('2026-04-22')
    .withSignalWithdrawn('2026-04-23')
    .withObjectionWithdrawn('2026-04-24')
  expect(gateOf(back, {}, '2026-05-20')).toEqual([])
})

test('R7 a mentor or a name on the envelope holds nothing, and neither does a person who decided', () => {
  for (const kind of ['mentor', 'care-of'] as const)
    expect(gateOf(ready.with(represented(kind), '2026-04-15'))).toEqual([])
  const allowed = ready.with(represented('guardian'), '2026-04-15').with({ type: 'ReportingAllowed' }, '2026-04-16')
  expect(gateOf(allowed)).toEqual([])
})

test('C5 a notice that bounced about other claims holds nothing', () => {
  const april = ready
    .withBook([rent('2026-03'), rent('2026-04')], '2026-04-08')
    .withNoticeSent('2026-04-16', { claims: [numberOf('H-2026-04')] })
    .withBounce('notice', '2026-04-17')
  expect(gateOf(april)).toEqual([])
})

test('G4d counts the offer as made when the renter withdrew an objection from an earlier case (C7)', () => {
  const withoutOffer = { debtHelp: true, offer: false }
  const objected = letters(withoutOffer).withObjection('2026-04-10')
  expect(gateOf(objected)).toEqual(['G4d', 'G5'])
  expect(gateOf(objected.withObjectionWithdrawn('2026-04-14'))).toEqual([])
})
