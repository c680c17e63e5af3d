import { describe, expect, test } from 'vitest'
import { agencyDue, answerDeadline } from '../../shared/domain/agency.ts'
import { dateOf, morningOf } from '../../shared/domain/calendar.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { ClientConditions, Policy } from '../../shared/domain/policy.ts'
import { nextRound, objectionPeriodOver } from '../../shared/domain/round-day.ts'
import { newArrearsSince, standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  FACTS,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

/** Where the case stands at a moment; a bare date is nine in the morning. */
const standing = (
  history: CaseBuilder,
  when: string,
  client: Partial<ClientConditions> = {},
  policy: Policy = POLICY,
) => standingOf(history.state, policy, { ...CLIENT, ...client }, at(when))
const step = (name: string, due: string | null) => ({ step: name, due: due && at(due) })

describe('the course of the year', () => {
  test('rent of March 2026: 5 March, 16 March (a Sunday moved), 7 April (after Easter Monday), 20 April', () => {
    const opened = anArrearsCase()
    expect(standing(opened, '2026-03-02')).toEqual(step('reminder', '2026-03-05'))
    const reminded = opened.withReminderSent('2026-03-05')
    expect(standing(reminded, '2026-03-05')).toEqual(step('demand', '2026-03-16'))
    const demanded = reminded.withDemandSent('2026-03-16')
    expect(standing(demanded, '2026-03-16')).toEqual(step('notice', '2026-04-07'))
    const noticed = demanded.withNoticeSent('2026-04-07')
    expect(standing(noticed, '2026-04-07')).toEqual(step('signal', '2026-04-20'))
    const queued = noticed.withSignalQueued('2026-04-20')
    expect(standing(queued, '2026-04-20')).toEqual(step('delivery', null))
    const delivered = queued.withSignalDelivered('2026-04-20T09:11')
    expect(standing(delivered, '2026-04-20T09:11')).toEqual(step('hand-over', '2026-05-19'))
    const handedOver = delivered.withHandOver('2026-05-19')
    expect(standing(handedOver, '2026-05-19')).toEqual(step('hand-over', '2026-05-19'))
    expect(standing(handedOver.withAgencyInformed('handover', '2026-05-19T09:01'), '2026-05-20')).toEqual(
      step('rest', null),
    )
  })

  test('rent of December: the notice and the signal fall in the new year', () => {
    const december = anArrearsCase({ on: '2026-12-02', claims: [rent('2026-12')] })
    expect(standing(december, '2026-12-02')).toEqual(step('reminder', '2026-12-07'))
    const demanded = december.withReminderSent('2026-12-07').withDemandSent('2026-12-15')
    expect(standing(demanded, '2026-12-16')).toEqual(step('notice', '2027-01-05'))
    expect(standing(demanded.withNoticeSent('2027-01-05'), '2027-01-06')).toEqual(step('signal', '2027-01-20'))
  })

  test("the property manager's own days", () => {
    const policy = { ...POLICY, reminderDay: 10, demandDay: 20, noticeDay: 8, signalDay: 25 }
    const reminded = anArrearsCase().withReminderSent('2026-03-10')
    const demanded = reminded.withDemandSent('2026-03-20')
    expect(standing(anArrearsCase(), '2026-03-02', {}, policy)).toEqual(step('reminder', '2026-03-10'))
    expect(standing(reminded, '2026-03-11', {}, policy)).toEqual(step('demand', '2026-03-20'))
    expect(standing(demanded, '2026-03-21', {}, policy)).toEqual(step('notice', '2026-04-08'))
    expect(standing(demanded.withNoticeSent('2026-04-08'), '2026-04-09', {}, policy)).toEqual(
      step('signal', '2026-04-28'),
    )
  })
})

describe('C1 a case that starts late keeps the order and the distances', () => {
  const late = anArrearsCase({ on: '2026-03-25' })

  test('opened on the 25th: the reminder at once, the demand a week later, the notice two weeks later', () => {
    expect(standing(late, '2026-03-25T06:00')).toEqual(step('reminder', '2026-03-25'))
    const reminded = late.withReminderSent('2026-03-25')
    expect(standing(reminded, '2026-03-25')).toEqual(step('demand', '2026-04-01'))
    const demanded = reminded.withDemandSent('2026-04-01')
    expect(standing(demanded, '2026-04-01')).toEqual(step('notice', '2026-04-15'))
    const noticed = demanded.withNoticeSent('2026-04-15')
    expect(standing(noticed, '2026-04-15')).toEqual(step('signal', '2026-05-20'))
  })

  test('opened after nine in the morning: the next working day', () => {
    const friday = anArrearsCase({ on: '2026-03-27' })
      .withDispute('H-2026-03', '2026-03-27T09:00')
      .withDisputeResolved('H-2026-03', '2026-03-27T09:01')
    expect(standing(friday, '2026-03-27T10:00')).toEqual(step('reminder', '2026-03-30'))
  })

  test('distances that the property manager chose', () => {
    const policy = { ...POLICY, reminderToDemandDays: 10, demandToNoticeDays: 20 }
    const reminded = late.withReminderSent('2026-03-25')
    expect(standing(reminded, '2026-03-26', {}, policy)).toEqual(step('demand', '2026-04-07'))
    expect(standing(reminded.withDemandSent('2026-04-07'), '2026-04-08', {}, policy)).toEqual(
      step('notice', '2026-04-28'),
    )
  })

  test('a notice received in time for the round goes with it, one day later waits a month', () => {
    const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
    expect(standing(demanded.withNoticeSent('2026-04-12'), '2026-04-12')).toEqual(step('signal', '2026-04-20'))
    expect(standing(demanded.withNoticeSent('2026-04-13'), '2026-04-13')).toEqual(step('signal', '2026-05-20'))
  })

  test('a posted notice counts from its presumed delivery', () => {
    const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
    const posted = (on: string) => demanded.withNoticeSent(on, { channel: 'post' })
    expect(standing(posted('2026-04-09'), '2026-04-10')).toEqual(step('signal', '2026-04-20'))
    expect(standing(posted('2026-04-10'), '2026-04-10')).toEqual(step('signal', '2026-05-20'))
  })

  test('nobody is reminded within four days of a due date', () => {
    const charge = anArrearsCase({ on: '2026-03-13', claims: [claim('S', '2026-03-12', 5_000)] })
    expect(standing(charge, '2026-03-13')).toEqual(step('reminder', '2026-03-16'))
    const demanded = charge.withReminderSent('2026-03-16').withDemandSent('2026-03-23')
    expect(standing(demanded.withNoticeSent('2026-04-07'), '2026-04-07')).toEqual(step('signal', '2026-04-20'))
  })

  test('a claim that fell due at the end of a month', () => {
    const charge = anArrearsCase({ on: '2026-04-01', claims: [claim('S', '2026-03-31', 5_000)] })
    expect(standing(charge, '2026-04-01')).toEqual(step('reminder', '2026-04-07'))
  })

  test('G2 thirty days past the due date decide the round where the letters went fast', () => {
    const policy = { ...POLICY, demandToNoticeDays: 1, noticeDay: 1 }
    const charge = anArrearsCase({ on: '2026-03-23', claims: [claim('S', '2026-03-22', 5_000)] })
      .withReminderSent('2026-03-26')
      .withDemandSent('2026-04-02')
      .withNoticeSent('2026-04-07')
    expect(standing(charge, '2026-04-07', {}, policy)).toEqual(step('signal', '2026-05-20'))
  })
})

describe('a machine that was down', () => {
  test('does on a working day at once what has come due', () => {
    expect(standing(anArrearsCase(), '2026-03-10T15:00')).toEqual(step('reminder', '2026-03-05'))
  })

  test('does nothing in a weekend', () => {
    expect(standing(anArrearsCase(), '2026-03-07T15:00')).toEqual(step('reminder', '2026-03-09'))
    expect(standing(aCaseReadyToReport(), '2026-04-25')).toEqual(step('signal', '2026-04-28'))
    expect(standing(aReportedCase(), '2026-05-23')).toEqual(step('hand-over', '2026-05-26'))
  })
})

describe('C3 one case for every open month', () => {
  test('a second month changes no date', () => {
    const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
    const two = demanded.withBook([rent('2026-03'), rent('2026-04')], '2026-04-02T06:00')
    expect(standing(two, '2026-04-02')).toEqual(step('notice', '2026-04-07'))
  })

  test('C10 where the oldest month was paid, the next one has letters of its own', () => {
    const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
    const april = demanded.withBook([rent('2026-04')], '2026-04-02T06:00')
    expect(standing(april, '2026-04-02')).toEqual(step('reminder', '2026-04-07'))
    expect(standing(april.withReminderSent('2026-04-07'), '2026-04-07')).toEqual(step('demand', '2026-04-15'))
  })
})

describe('C4 nothing to collect now', () => {
  test('everything is disputed: rest, until an event comes', () => {
    expect(standing(anArrearsCase().withDispute('H-2026-03', '2026-03-03'), '2026-03-10')).toEqual(step('rest', null))
  })

  test('everything is disputed, and the next rent falls due', () => {
    const disputed = anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] }).withDispute(
      'H-2026-03',
      '2026-03-03',
    )
    expect(standing(disputed, '2026-03-10')).toEqual(step('rest', null))
    // C13: the next book shows whether that rent was paid on its day.
    expect(standing(disputed, '2026-04-02')).toEqual(step('rest', null))
    const shown = disputed.withBook([rent('2026-03'), rent('2026-04')], '2026-04-02T06:00')
    expect(standing(shown, '2026-04-02')).toEqual(step('reminder', '2026-04-07'))
  })

  test('a resolved dispute resumes the acts, not before the next morning', () => {
    const resolved = anArrearsCase()
      .withDispute('H-2026-03', '2026-03-03')
      .withDisputeResolved('H-2026-03', '2026-03-17T11:00')
    expect(standing(resolved, '2026-03-17T11:00')).toEqual(step('reminder', '2026-03-18'))
  })

  test('a letter that bounced is not posted while nothing is to be collected', () => {
    const disputed = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withDispute('H-2026-03', '2026-03-05T10:00')
      .withBounce('reminder', '2026-03-05T11:00')
    expect(standing(disputed, '2026-03-05T12:00')).toEqual(step('rest', null))
  })

  test('a queued signal waits for its round, which holds it', () => {
    const disputed = aCaseReadyToReport().withSignalQueued('2026-04-20').withDispute('H-2026-03', '2026-04-20T09:05')
    expect(standing(disputed, '2026-04-20T09:06')).toEqual(step('delivery', null))
    const reserve = { type: 'reserve-signal', facts: FACTS, file: 'april.xlsx' } as const
    expect(decide(reserve, disputed.state, POLICY, CLIENT, at('2026-04-20T09:10'))).toEqual({
      event: { type: 'SignalHeld', reasons: ['G1', 'G2'] },
    })
  })
})

describe('C5 a renter whom no letter can reach', () => {
  const reminded = anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-06')
  const unreachable = reminded
    .withReservation('post-reminder', '2026-03-06T09:01')
    .with({ type: 'ActReleased', reservation: '4', reason: 'undeliverable' }, '2026-03-06T09:02')
  const corrected = unreachable.with({ type: 'RenterDataChanged', email: false }, '2026-03-17T11:00')

  test('the case rests until people corrected the address', () => {
    expect(standing(unreachable, '2026-03-16')).toEqual(step('rest', null))
  })

  test('the letter goes to the corrected address at once, the acts follow', () => {
    expect(standing(corrected, '2026-03-17T11:00')).toEqual(step('post-letter', '2026-03-17T11:00'))
    expect(standing(corrected.withLetterPosted('reminder', '2026-03-17T11:05'), '2026-03-17T11:05')).toEqual(
      step('demand', '2026-03-24'),
    )
  })

  test('what came due meanwhile waits for the morning after the correction', () => {
    const opened = anArrearsCase()
      .withReservation('reminder', '2026-03-05')
      .with({ type: 'ActReleased', reservation: '2', reason: 'undeliverable' }, '2026-03-05T09:01')
    expect(standing(opened, '2026-03-10')).toEqual(step('rest', null))
    expect(
      standing(opened.with({ type: 'RenterDataChanged', email: true }, '2026-03-10T11:00'), '2026-03-10T11:00'),
    ).toEqual(step('reminder', '2026-03-11'))
  })

  test('U3 C8 K1 suspension, arrangement and end go on as ever', () => {
    expect(standing(unreachable.withSuspension('2026-04-01', '2026-03-07'), '2026-03-07').step).toBe('suspension')
    const terms = [{ date: '2026-04-01', amountCents: 100_000 }]
    expect(standing(unreachable.withArrangement(terms, '2026-03-07'), '2026-03-07').step).toBe('arrangement')
    expect(standing(unreachable.withPaid('2026-03-07'), '2026-03-07').step).toBe('finished')
  })
})

describe('S1 the signal round', () => {
  test.each([
    ['before the 20th', '2026-03-02', '2026-03-20'],
    ['on the 20th', '2026-03-20', '2026-03-20'],
    ['after the 20th', '2026-03-21', '2026-04-20'],
    ['the 20th is a Saturday: the round is on Monday', '2026-06-20', '2026-06-22'],
    ['on that Monday', '2026-06-22', '2026-06-22'],
    ['the day after', '2026-06-23', '2026-07-20'],
    ['the 20th of December is a Sunday', '2026-12-01', '2026-12-21'],
    ['over the year end', '2026-12-22', '2027-01-20'],
  ])('%s', (_name, from, round) => {
    expect(nextRound(from, POLICY)).toBe(round)
  })

  test('a round that falls in the first days of the next month is not passed over', () => {
    const policy = { ...POLICY, signalDay: 28 }
    expect(nextRound('2026-02-27', policy)).toBe('2026-03-02')
    expect(nextRound('2026-03-01', policy)).toBe('2026-03-02')
    expect(nextRound('2026-03-02', policy)).toBe('2026-03-02')
    expect(nextRound('2026-03-03', policy)).toBe('2026-03-30')
  })

  test('a held signal is tested again at the next round, not earlier', () => {
    const held = aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20')
    expect(standing(held, '2026-04-20')).toEqual(step('signal', '2026-05-20'))
    expect(standing(held.withContactAttempt('2026-04-22'), '2026-04-22')).toEqual(step('signal', '2026-05-20'))
  })

  test('a case that was held before it was ready waits for the round in which it is', () => {
    const held = aCaseReadyToReport().withSignalHeld(['G5'], '2026-04-20').withLetterPosted('notice', '2026-05-18')
    expect(standing(held, '2026-05-18')).toEqual(step('signal', '2026-06-22'))
  })

  test('what resumed after the round of this month waits for the next', () => {
    const resumed = aCaseReadyToReport()
      .withSuspension('2026-05-10', '2026-04-10')
      .withSuspensionEnded('2026-04-20T12:00')
    expect(standing(resumed, '2026-04-20T12:00')).toEqual(step('signal', '2026-05-20'))
  })

  test('what resumed on the morning of the round goes with it', () => {
    const resumed = aCaseReadyToReport()
      .withSuspension('2026-05-10', '2026-04-10')
      .withSuspensionEnded('2026-04-20T08:00')
    expect(standing(resumed, '2026-04-20T08:00')).toEqual(step('signal', '2026-04-20'))
  })

  test('what resumed at the hour of the round itself goes with it', () => {
    const resumed = aCaseReadyToReport()
      .withSuspension('2026-05-10', '2026-04-10')
      .withSuspensionEnded('2026-04-20T09:00')
    expect(standing(resumed, '2026-04-20T09:00')).toEqual(step('signal', '2026-04-20'))
  })

  test('a case that is held on the first day on which it was ready is not tested twice that day', () => {
    const held = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withDemandSent('2026-03-16')
      .withNoticeSent('2026-04-12')
      .withSignalHeld(['G4b'], '2026-04-20')
    expect(standing(held, '2026-04-20')).toEqual(step('signal', '2026-05-20'))
  })

  test('S5 a rejection by the portal is tested at once, so that the case says why it is held, and then each round', () => {
    const rejected = aReportedCase().withSignalRejected('2026-04-21')
    expect(standing(rejected, '2026-04-21')).toEqual(step('signal', '2026-04-20'))
    const held = rejected.withSignalHeld(['S5'], '2026-04-21T09:01')
    expect(standing(held, '2026-04-21T09:01')).toEqual(step('signal', '2026-05-20'))
  })

  test('LCV 3.2 a client that has signals delivered again: the round of the next month, before the hand-over', () => {
    expect(standing(aReportedCase(), '2026-04-21', { resignal: 'monthly' })).toEqual(step('hand-over', '2026-05-19'))
    const handedOver = aCaseAtTheAgency()
    expect(standing(handedOver, '2026-05-19T09:02', { resignal: 'monthly' })).toEqual(step('signal', '2026-05-20'))
  })

  test('LCV 3.2 the round comes before a hand-over that is later', () => {
    const policy = { ...POLICY, answerDays: 60 }
    expect(standing(aReportedCase(), '2026-04-21', { resignal: 'monthly' }, policy)).toEqual(
      step('signal', '2026-05-20'),
    )
  })

  test('LCV 3.2 the round comes before a hand-over of the same morning', () => {
    const policy = { ...POLICY, answerDays: 29 }
    expect(standing(aReportedCase(), '2026-04-21', { resignal: 'monthly' }, policy)).toEqual(
      step('signal', '2026-05-20'),
    )
  })
})

describe('S1 a threatening situation waits for no round', () => {
  const threatened = aCaseReadyToReport().withThreat('2026-04-22T14:00')

  test('S5 one that the portal refused is tried again by the rounds, until something changes', () => {
    const refused = threatened
      .withSignalWritten('2026-04-22T14:01')
      .with({ type: 'SignalRejected', reason: 'unknown-address' }, '2026-04-23')
      .withSignalHeld(['S5'], '2026-04-23T09:01')
    expect(standing(refused, '2026-04-23T09:02')).toEqual(step('signal', '2026-05-20'))
    const corrected = refused.with({ type: 'RenterDataChanged', email: false, address: true }, '2026-04-28T06:00')
    expect(standing(corrected, '2026-04-28T06:01')).toEqual(step('signal', '2026-04-24'))
  })

  test('the same day, also in a weekend', () => {
    expect(standing(threatened, '2026-04-22T14:00')).toEqual(step('signal', '2026-04-22T14:00'))
    expect(standing(aCaseReadyToReport().withThreat('2026-04-25T14:00'), '2026-04-25T14:00')).toEqual(
      step('signal', '2026-04-25T14:00'),
    )
  })

  test('not before the letters, which keep their order', () => {
    expect(standing(anArrearsCase().withThreat('2026-03-03'), '2026-03-03')).toEqual(step('reminder', '2026-03-05'))
  })

  test('G5 on the morning on which the objection period is over', () => {
    const history = aCaseReadyToReport().withThreat('2026-04-08T14:00')
    expect(standing(history, '2026-04-08T14:00')).toEqual(step('signal', '2026-04-15'))
  })

  test('G5 declared on the day on which the objection period is over: that moment', () => {
    const afternoon = aCaseReadyToReport().withThreat('2026-04-15T14:00')
    expect(standing(afternoon, '2026-04-15T14:00')).toEqual(step('signal', '2026-04-15T14:00'))
    const early = aCaseReadyToReport().withThreat('2026-04-15T07:30')
    expect(standing(early, '2026-04-15T07:30')).toEqual(step('signal', '2026-04-15T07:30'))
  })

  test('G2 on the morning of the thirtieth day', () => {
    // The notice of 7 April listed what fell due on 31 March too, which alone is left: it is under notice since 25
    // April.
    const later = claim('S', '2026-03-31', 5_000)
    const history = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withDemandSent('2026-03-16')
      .withBook([rent('2026-03'), later], '2026-04-02T06:00')
      .withNoticeSent('2026-04-07')
      .withBook([later], '2026-04-16T06:00')
      .withThreat('2026-04-17')
    expect(standing(history, '2026-04-17')).toEqual(step('signal', '2026-04-30'))
  })

  test('at once after a suspension', () => {
    const resumed = threatened.withSuspension('2026-05-22', '2026-04-22T15:00').withSuspensionEnded('2026-05-22T12:00')
    expect(standing(resumed, '2026-05-22T12:00')).toEqual(step('signal', '2026-05-22T12:00'))
  })

  test('held: again the next working morning', () => {
    expect(standing(threatened.withSignalHeld(['G4b'], '2026-04-22T14:01'), '2026-04-22T14:02')).toEqual(
      step('signal', '2026-04-23'),
    )
    expect(standing(threatened.withSignalHeld(['G4b'], '2026-04-24T14:01'), '2026-04-24T14:02')).toEqual(
      step('signal', '2026-04-28'),
    )
  })

  test('held before it may go at all: on the morning on which it may', () => {
    const history = aCaseReadyToReport().withThreat('2026-04-08').withSignalHeld(['G5'], '2026-04-08T10:00')
    expect(standing(history, '2026-04-08T11:00')).toEqual(step('signal', '2026-04-15'))
  })

  test('held, and a fact changed: at once', () => {
    const held = threatened.withSignalHeld(['G4b'], '2026-04-22T14:01').withContactAttempt('2026-04-22T16:00')
    expect(standing(held, '2026-04-22T16:00')).toEqual(step('signal', '2026-04-22T14:00'))
  })

  test('held at a round before it was declared: at once', () => {
    const history = aCaseReadyToReport().withSignalHeld(['G4b'], '2026-04-20').withThreat('2026-04-22T14:00')
    expect(standing(history, '2026-04-22T14:00')).toEqual(step('signal', '2026-04-22T14:00'))
  })

  test('once delivered, it is a signal like any other', () => {
    const delivered = threatened.withSignalDelivered('2026-04-22T14:05')
    expect(standing(delivered, '2026-04-23', { resignal: 'monthly', handOver: 'never' })).toEqual(
      step('signal', '2026-05-20'),
    )
  })
})

describe('F1 F3 the answer and the hand-over', () => {
  test('four weeks, or three working days in a threatening situation', () => {
    expect(answerDeadline('2026-04-20', POLICY, false)).toBe('2026-05-18')
    expect(answerDeadline('2026-04-24', POLICY, true)).toBe('2026-04-30')
  })

  test('the hand-over comes when the last day of the four weeks has passed', () => {
    expect(standing(aReportedCase(), '2026-05-18')).toEqual(step('hand-over', '2026-05-19'))
  })

  test("the client's policy: the next working morning after the signal", () => {
    expect(standing(aReportedCase(), '2026-04-20T09:11', { handOver: 'after-signal' })).toEqual(
      step('hand-over', '2026-04-21'),
    )
  })

  test.each([
    ['a client that never hands over', aReportedCase(), { handOver: 'never' as const }],
    ['a client without a collection agency', aReportedCase(), { hasCollectionAgency: false }],
    ['a case that was handed over', aCaseAtTheAgency(), {}],
    [
      'a case handed over to an agency that the client no longer has',
      aReportedCase().withHandOver('2026-05-19'),
      { hasCollectionAgency: false },
    ],
  ])('no hand-over for %s', (_name, history, client) => {
    expect(standing(history, '2026-05-20', client)).toEqual(step('rest', null))
  })

  test('no hand-over without a delivered signal', () => {
    expect(standing(aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20'), '2026-05-19').step).toBe('signal')
  })

  test('a suspension postpones it to the morning after', () => {
    const resumed = aReportedCase().withSuspension('2026-05-24', '2026-04-24').withSuspensionEnded('2026-05-24T12:00')
    expect(standing(resumed, '2026-05-24T12:00')).toEqual(step('hand-over', '2026-05-26'))
  })

  test('G5 the objection period: seven whole days after receipt', () => {
    expect(objectionPeriodOver('2026-04-07', POLICY)).toBe('2026-04-15')
  })
})

describe('U1 U2 the suspension', () => {
  const suspended = aReportedCase()
    .withHelpAccepted('2026-04-24', '2026-04-24')
    .withSuspension('2026-05-24', '2026-04-24')
  const claims = [rent('2026-03'), rent('2026-05')]

  test('lasts until noon of its last day', () => {
    expect(standing(suspended, '2026-04-25')).toEqual(step('suspension', '2026-05-24T12:00'))
  })

  test('U2 ends sooner when the book shows that a new month was not paid, after the days of grace', () => {
    expect(standing(suspended.withBook(claims, '2026-05-02T06:00'), '2026-05-02')).toEqual(
      step('suspension', '2026-05-06'),
    )
  })

  test('U2 the earliest unpaid obligation counts', () => {
    const three = [rent('2026-03'), rent('2026-05'), claim('S', '2026-04-25', 5_000), claim('T', '2026-04-30', 5_000)]
    expect(standing(suspended.withBook(three, '2026-05-02T06:00'), '2026-05-02')).toEqual(
      step('suspension', '2026-04-29'),
    )
  })

  test('U2 arrears that arise too late change nothing', () => {
    const late = suspended.withBook([rent('2026-03'), claim('S', '2026-05-21', 5_000)], '2026-05-22T06:00')
    expect(standing(late, '2026-05-22')).toEqual(step('suspension', '2026-05-24T12:00'))
  })

  test.each([
    ['the arrears that there were', suspended.withBook([rent('2026-03'), rent('2026-04')], '2026-05-02T06:00')],
    [
      'what fell due on the day of acceptance',
      suspended.withBook([claim('S', '2026-04-24', 5_000)], '2026-05-02T06:00'),
    ],
    ['C11 a remainder', suspended.withBook([claim('S', '2026-04-25', 1_000)], '2026-05-02T06:00')],
    ['a month that the book is too old to tell of', suspended.withBook(claims, '2026-05-01T06:00')],
    ['a disputed month', suspended.withBook(claims, '2026-05-02T06:00').withDispute('H-2026-05', '2026-05-03')],
    [
      'a month that staff booked as paid',
      suspended.withBook([rent('2026-05')], '2026-05-02T06:00').withPaymentBooked('all', '2026-05-03'),
    ],
    ['a credit', suspended.withBook([rent('2026-03'), claim('C', '2026-05-01', -5_000)], '2026-05-02T06:00')],
  ])('U2 %s are no new arrears', (_name, history) => {
    expect(newArrearsSince(history.state, '2026-04-24', POLICY)).toBeNull()
  })

  test('U2 the day after acceptance counts, once the book is a day newer', () => {
    const history = suspended.withBook([claim('S', '2026-04-25', 1_001)], '2026-04-26T06:00')
    expect(newArrearsSince(history.state, '2026-04-24', POLICY)).toBe(morningOf('2026-04-29'))
  })

  test('C5 a letter that bounced is not posted during the suspension, but after it', () => {
    const bounced = suspended.withBounce('notice', '2026-04-24T10:00')
    expect(standing(bounced, '2026-04-24T11:00').step).toBe('suspension')
    expect(standing(bounced.withSuspensionEnded('2026-05-24T12:00'), '2026-05-24T12:01')).toEqual(
      step('post-letter', '2026-05-24T12:00'),
    )
  })
})

describe('C8 the arrangement', () => {
  const agreed = aCaseReadyToReport().withArrangement(
    [
      { date: '2026-04-15', amountCents: 50_000 },
      { date: '2026-05-15', amountCents: 50_000 },
    ],
    '2026-04-08',
  )

  test('pauses the acts until the next term is looked at, five days after its date', () => {
    expect(standing(agreed, '2026-04-08')).toEqual(step('arrangement', '2026-04-20'))
    expect(standing(agreed, '2026-04-20')).toEqual(step('arrangement', '2026-05-20'))
    expect(standing(agreed, '2026-05-20')).toEqual(step('rest', null))
  })

  test('broken: the acts go on where they stood', () => {
    expect(standing(agreed.withArrangementBroken('2026-04-20T09:01'), '2026-04-20T09:01')).toEqual(
      step('signal', '2026-05-20'),
    )
  })

  test('a suspension comes first', () => {
    expect(standing(agreed.withSuspension('2026-05-10', '2026-04-10'), '2026-04-10').step).toBe('suspension')
  })

  test('C5 a letter that bounced waits', () => {
    expect(standing(agreed.withBounce('notice', '2026-04-09'), '2026-04-09').step).toBe('arrangement')
  })
})

describe('what comes first', () => {
  test('a reserved act is settled before anything else, a quarter of an hour after the reservation', () => {
    const reserved = anArrearsCase().withReservation('reminder', '2026-03-05')
    expect(standing(reserved, '2026-03-05T09:01')).toEqual(step('settle-reservation', '2026-03-05T09:15'))
    expect(standing(reserved.withPaid('2026-03-05T09:05'), '2026-03-05T09:06')).toEqual(
      step('settle-reservation', '2026-03-05T09:15'),
    )
    expect(
      standing(
        aCaseAtTheAgency()
          .withSuspension('2026-06-20', '2026-05-21')
          .withReservation('agency-pause', '2026-05-21T09:05'),
        '2026-05-21T09:06',
      ).step,
    ).toBe('settle-reservation')
  })

  test('the collection agency is told at once', () => {
    expect(standing(aCaseAtTheAgency().withSuspension('2026-06-20', '2026-05-21T10:00'), '2026-05-21T11:00')).toEqual(
      step('inform-agency', '2026-05-21T10:00'),
    )
  })

  test('C5 a letter that bounced is posted before the next act', () => {
    const bounced = anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-05T09:30')
    expect(standing(bounced, '2026-03-20')).toEqual(step('post-letter', '2026-03-05T09:30'))
    expect(standing(bounced.withLetterPosted('reminder', '2026-03-06'), '2026-03-06')).toEqual(
      step('demand', '2026-03-16'),
    )
  })

  test('C1 the distance counts from the day on which the letter was posted', () => {
    const posted = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withBounce('reminder', '2026-03-12')
      .withLetterPosted('reminder', '2026-03-12T10:00')
    expect(standing(posted, '2026-03-12T10:00')).toEqual(step('demand', '2026-03-19'))
  })

  test.each([
    ['K1 paid', anArrearsCase().withPaid('2026-03-04'), 'finished'],
    ['closed', anArrearsCase().withClosed('2026-03-04'), 'finished'],
    [
      'K1 paid after delivery: the signal is withdrawn',
      aReportedCase()
        .withPaid('2026-04-22')
        .with({ type: 'RoundAsked', queue: 'withdrawal', file: 'april.xlsx' }, '2026-04-22'),
      'withdrawal',
    ],
    ['K1 withdrawn', aReportedCase().withPaid('2026-04-22').withSignalWithdrawn('2026-04-23'), 'finished'],
    [
      'K1 a letter that bounced stays here',
      anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-06').withPaid('2026-03-06T10:00'),
      'finished',
    ],
  ])('%s', (_name, history, name) => {
    expect(standing(history, '2026-04-24')).toEqual(step(name, null))
  })

  test('K1 the agency is told to stop before the withdrawal is waited for', () => {
    expect(standing(aCaseAtTheAgency().withPaid('2026-05-22'), '2026-05-23').step).toBe('inform-agency')
  })
})

describe('what the collection agency should know', () => {
  const atAgency = aCaseAtTheAgency()
  const suspended = atAgency.withSuspension('2026-06-20', '2026-05-21')
  const paused = suspended.withAgencyInformed('pause', '2026-05-21T09:01')
  test.each([
    ['nothing about a case that it does not have', aReportedCase().withSuspension('2026-05-24', '2026-04-24'), null],
    ['nothing about the end of a case that it does not have', aReportedCase().withPaid('2026-04-24'), null],
    ['F3 the case', aReportedCase().withHandOver('2026-05-19'), 'handover'],
    [
      'F3 not a case that was suspended before it heard',
      aReportedCase().withHandOver('2026-05-19').withSuspension('2026-06-20', '2026-05-21'),
      null,
    ],
    [
      'F3 not a case in which help was accepted before it heard',
      aReportedCase().withHandOver('2026-05-19').withHelpAccepted('2026-05-19', '2026-05-19'),
      null,
    ],
    [
      'F3 that case after the suspension',
      aReportedCase()
        .withHandOver('2026-05-19')
        .withSuspension('2026-06-20', '2026-05-21')
        .withSuspensionEnded('2026-06-20T12:00'),
      'handover',
    ],
    [
      'F3 not a case that was paid before it heard',
      aReportedCase().withHandOver('2026-05-19').withPaid('2026-05-19'),
      null,
    ],
    ['nothing new', atAgency, null],
    ['U1 to pause', suspended, 'pause'],
    ['U1 to pause as soon as help is accepted', atAgency.withHelpAccepted('2026-05-21', '2026-05-21'), 'pause'],
    ['U1 to pause, once', paused, null],
    ['U1 to resume', paused.withSuspensionEnded('2026-06-20T12:00'), 'resume'],
    [
      'U1 to resume, once',
      paused.withSuspensionEnded('2026-06-20T12:00').withAgencyInformed('resume', '2026-06-20T12:01'),
      null,
    ],
    ['nothing of a suspension that was over before it heard', suspended.withSuspensionEnded('2026-06-20T12:00'), null],
    ['K1 to stop', atAgency.withPaid('2026-05-22'), 'stop'],
    ['K1 to stop rather than to resume', paused.withPaid('2026-05-22'), 'stop'],
    ['K1 to stop, once', atAgency.withPaid('2026-05-22').withAgencyInformed('stop', '2026-05-22T09:01'), null],
    ['to stop when the case is closed', atAgency.withClosed('2026-05-22'), 'stop'],
  ])('%s', (_name, history, message) => {
    const { state } = history
    expect(agencyDue(state, POLICY, dateOf(state.lastAt))?.message ?? null).toBe(message)
  })

  test('who has the case is told, also where the client no longer has an agency', () => {
    expect(standing(suspended, '2026-05-22', { hasCollectionAgency: false })).toEqual(
      step('inform-agency', '2026-05-21'),
    )
  })
})

test('C8 the terms of an arrangement are looked at during a hold, too', () => {
  const terms = [{ date: '2026-04-20', amountCents: 50_000 }]
  const onHold = aReportedCase()
    .with({ type: 'ArrangementAgreed', terms, claims: [numberOf('H-2026-03')] }, '2026-04-21')
    .with({ type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-15', source: 'report' }, '2026-04-21')
  expect(standing(onHold, '2026-04-22')).toEqual(step('arrangement', '2026-04-25'))
  expect(standing(onHold, '2026-04-27')).toEqual(step('hold', '2026-05-15'))
})
