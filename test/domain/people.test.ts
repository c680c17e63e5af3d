import { describe, expect, test } from 'vitest'
import { answerBy } from '../../shared/domain/agency.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { callBy } from '../../shared/domain/evidence.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  POLICY,
} from '../support/case-builder.ts'

// What people are told of a case: the call to make, the answer that is owed, and what follows when a client decides
// anew.

describe('C6b the call to make', () => {
  const callOf = ({ state }: CaseBuilder) => callBy(state, POLICY, dateOf(state.lastAt))
  const asked = anArrearsCase()
    .withReminderSent('2026-03-05')
    .withDemandSent('2026-03-16')
    .withContactTask('2026-03-23', '2026-03-16')

  test('by its last day, until somebody calls', () => {
    expect(callOf(anArrearsCase())).toBeNull()
    expect(callOf(asked)).toBe('2026-03-23')
    expect(callOf(asked.withContactAttempt('2026-03-19'))).toBeNull()
  })

  test('also while the signal is held for it', () => {
    expect(callOf(asked.withNoticeSent('2026-04-07').withSignalHeld(['G4b'], '2026-04-20'))).toBe('2026-03-23')
  })

  test.each([
    ['paid', asked.withPaid('2026-03-18')],
    ['under an arrangement', asked.withArrangement([{ date: '2026-05-01', amountCents: 100_000 }], '2026-03-18')],
    ['suspended', asked.withSuspension('2026-05-24', '2026-04-24')],
  ])('none while the case is %s', (_, history) => {
    expect(callOf(history)).toBeNull()
  })
})

describe('F1 the last day for an answer', () => {
  const threatened = aCaseReadyToReport().withThreat('2026-04-16').withSignalDelivered('2026-04-16T10:05')

  test('four weeks after the delivery; three working days in a threatening situation', () => {
    expect(answerBy(aReportedCase().state, POLICY)).toBe('2026-05-18')
    expect(answerBy(threatened.state, POLICY)).toBe('2026-04-21')
  })

  test('a threat that is declared after the delivery leaves the four weeks', () => {
    expect(answerBy(aReportedCase().withThreat('2026-04-22').state, POLICY)).toBe('2026-05-18')
  })

  test('F3 the hand-over keeps its four weeks', () => {
    expect(standingOf(threatened.state, POLICY, CLIENT, at('2026-04-16T10:05'))).toEqual({
      step: 'hand-over',
      due: at('2026-05-15'),
    })
  })

  test('a signal that is delivered again is awaited anew', () => {
    const again = aReportedCase()
      .with({ type: 'AnswerReceived', code: 'repeated', on: '2026-04-24' }, '2026-04-24')
      .withSignalDelivered('2026-05-20', 'mei.xlsx')
    expect(answerBy(again.state, POLICY)).toBe('2026-06-17')
  })

  describe('S5 where the portal rejects a repeat, the first signal is the one that an answer is about', () => {
    const answer = { type: 'AnswerReceived', code: 'repeated', on: '2026-04-24' } as const
    const repeat = (history: CaseBuilder) => history.withSignalDelivered('2026-05-12', 'mei.xlsx')

    test.each([
      ['none came: it is awaited still', repeat(aReportedCase()), '2026-05-18'],
      ['it came before the repeat', repeat(aReportedCase().with(answer, '2026-04-24')), null],
      ['it came after the repeat', repeat(aReportedCase()).with(answer, '2026-05-13'), null],
    ])('%s', (_name, history, by) => {
      expect(answerBy(history.withSignalRejected('2026-05-14').state, POLICY)).toBe(by)
    })
  })

  test.each([
    ['before the delivery', aCaseReadyToReport().withSignalQueued('2026-04-20')],
    [
      'after any answer',
      aReportedCase().with({ type: 'AnswerReceived', code: 'other', on: '2026-04-24' }, '2026-04-24'),
    ],
    ['after the answer that help was accepted', aReportedCase().withHelpAccepted('2026-04-24', '2026-04-24')],
    ['after the withdrawal', aReportedCase().withObjection('2026-04-22').withSignalWithdrawn('2026-04-23')],
    ['after the hand-over', aCaseAtTheAgency()],
    ['after the payment', aReportedCase().withPaid('2026-04-28')],
  ])('none %s', (_, history) => {
    expect(answerBy(history.state, POLICY)).toBeNull()
  })
})

describe('R1 a client that decides anew', () => {
  const standing = ({ state }: CaseBuilder, client: Partial<ClientConditions>, when: string) =>
    standingOf(state, POLICY, { ...CLIENT, ...client }, at(when))

  test('begins to hand over: what rested goes the next working morning', () => {
    const since = at('2026-06-03T10:00')
    expect(standing(aReportedCase(), { since }, '2026-06-03T10:00')).toEqual({
      step: 'hand-over',
      due: at('2026-06-04'),
    })
    expect(standing(aReportedCase(), { since }, '2026-06-04').due).toBe(at('2026-06-04'))
  })

  test('does not hasten what is not due yet', () => {
    expect(standing(aReportedCase(), { since: at('2026-05-04') }, '2026-05-04').due).toBe(at('2026-05-19'))
  })

  test('begins to report again each month: at the next round, and not at once', () => {
    const monthly = { resignal: 'monthly', handOver: 'never', since: at('2026-06-03T10:00') } as const
    expect(standing(aReportedCase(), monthly, '2026-06-03T10:00')).toEqual({ step: 'signal', due: at('2026-06-22') })
  })

  test('moves no signal that was not delivered yet, nor one that a person asked for', () => {
    const since = at('2026-04-20T09:30')
    expect(standing(aCaseReadyToReport(), { since }, '2026-04-20T09:30').due).toBe(at('2026-04-20'))
    const asked = aReportedCase().with({ type: 'RedeliveryAsked', by: 'AB' }, '2026-05-04')
    const changed = { handOver: 'never', since: at('2026-05-20T09:30') } as const
    expect(standing(asked, changed, '2026-05-20T09:30').due).toBe(at('2026-05-20'))
  })
})
