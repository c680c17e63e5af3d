import { describe, expect, test } from 'vitest'
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
  rent,
} from '../support/case-builder.ts'

// Letters and hand-overs are done at nine, whatever made them due; stops, pauses, withdrawals and threats at once (C1).
// After a stop of the whole system nothing is done before the moment that it names (C16).

const standing = ({ state }: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  standingOf(state, POLICY, { ...CLIENT, ...client }, at(when))
const step = (name: string, due: string | null) => ({ step: name, due: due && at(due) })

describe('C1 a letter leaves at nine, whatever made it due', () => {
  const disputed = anArrearsCase().withDispute('H-2026-03', '2026-03-03')
  const early = anArrearsCase({ on: '2026-03-01' })

  test.each([
    ['a dispute that was resolved at a minute to nine: that morning', '2026-03-17T08:59', '2026-03-17'],
    ['at nine: that moment', '2026-03-17T09:00', '2026-03-17'],
    ['a minute later: the next morning', '2026-03-17T09:01', '2026-03-18'],
    ['on a Friday afternoon: on Monday', '2026-03-20T16:00', '2026-03-23'],
  ])('%s', (_name, when, due) => {
    expect(standing(disputed.withDisputeResolved('H-2026-03', when), when)).toEqual(step('reminder', due))
  })

  test.each([
    ['a book', early.withBook([rent('2026-03')], '2026-03-10T10:00'), '2026-03-11'],
    [
      'C8 an arrangement that was broken',
      anArrearsCase().withArrangement([], '2026-03-03').withArrangementBroken('2026-03-10T10:00'),
      '2026-03-11',
    ],
    [
      'R7 the end of a hold',
      anArrearsCase()
        .with({ type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-04-03', source: 'report' }, '2026-03-03')
        .with({ type: 'HoldEnded' }, '2026-03-10T10:00'),
      '2026-03-11',
    ],
  ])('%s', (_name, history, due) => {
    expect(standing(history, '2026-03-10T10:00')).toEqual(step('reminder', due))
  })
})

describe('C1 a letter that broke off, or was missed by a short stop, leaves while people work', () => {
  const due = anArrearsCase()
  test.each([
    ['before nine: at nine', '2026-03-06T05:00', '2026-03-06T09:00'],
    ['a minute to nine: at nine', '2026-03-06T08:59', '2026-03-06T09:00'],
    ['from nine on: at once, since it was due before', '2026-03-06T09:30', '2026-03-05T09:00'],
    ['on a Saturday: on Monday', '2026-03-07T10:00', '2026-03-09T09:00'],
  ])('%s', (_name, when, then) => {
    expect(standing(due, when)).toEqual({ step: 'reminder', due: at(then) })
  })
})

describe('F3 a hand-over is done at nine', () => {
  test("by a person's word: the next morning", () => {
    const held = aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20')
    const decided = (when: string) => standing(held.with({ type: 'HandOverDecided' }, when), when)
    expect(decided('2026-04-21T10:00')).toEqual(step('hand-over', '2026-04-22'))
    expect(decided('2026-04-21T08:00')).toEqual(step('hand-over', '2026-04-21'))
  })
})

describe('stops, pauses, withdrawals and threats are done at once', () => {
  test.each([
    ['K1 the stop of the agency', aCaseAtTheAgency().withPaid('2026-05-22T15:00'), 'inform-agency', '2026-05-22T15:00'],
    [
      'U1 its pause',
      aCaseAtTheAgency().withSuspension('2026-06-20', '2026-05-22T15:00'),
      'inform-agency',
      '2026-05-22T15:00',
    ],
    ['S4 a withdrawal', aReportedCase().withPaid('2026-05-12T15:00'), 'withdrawal', '2026-05-12T15:00'],
    ['S1 a threat', aCaseReadyToReport().withThreat('2026-05-22T15:00'), 'signal', '2026-05-22T15:00'],
  ])('%s', (_name, history, name, due) => {
    expect(standing(history, '2026-05-22T15:00')).toEqual(step(name, due))
  })
})

describe('C16 after a stop nothing that people get is done before the moment that was set', () => {
  /** The system stood still from 4 to 10 March: on the 10th books and answers come in, on the 11th acts go on. */
  const after = { notBefore: at('2026-03-11') }

  test('a letter that came due meanwhile: that morning, and not at once', () => {
    expect(standing(anArrearsCase(), '2026-03-10T10:00')).toEqual(step('reminder', '2026-03-05'))
    expect(standing(anArrearsCase(), '2026-03-10T10:00', after)).toEqual(step('reminder', '2026-03-11'))
  })

  test('what comes due later keeps its day', () => {
    expect(standing(anArrearsCase().withReminderSent('2026-03-05'), '2026-03-10T10:00', after)).toEqual(
      step('demand', '2026-03-16'),
    )
  })

  test('a missed round is made up then, and so is a hand-over', () => {
    expect(standing(aCaseReadyToReport(), '2026-04-22T10:00', { notBefore: at('2026-04-23') })).toEqual(
      step('signal', '2026-04-23'),
    )
    expect(standing(aReportedCase(), '2026-05-20T10:00', { notBefore: at('2026-05-21') })).toEqual(
      step('hand-over', '2026-05-21'),
    )
  })

  test('nor is a letter that bounced posted, or a hand-over told of that broke off', () => {
    const bounced = anArrearsCase().withReminderSent('2026-03-05').withBounce('reminder', '2026-03-05T10:00')
    expect(standing(bounced, '2026-03-10T10:00', after)).toEqual(step('post-letter', '2026-03-11'))
    const decided = aReportedCase().withHandOver('2026-05-19')
    expect(standing(decided, '2026-05-26T10:00', { notBefore: at('2026-05-27') })).toEqual(
      step('hand-over', '2026-05-27'),
    )
  })

  test('the agency is told to pause at once all the same', () => {
    const paused = aCaseAtTheAgency().withSuspension('2026-06-20', '2026-05-22T15:00')
    expect(standing(paused, '2026-05-22T15:00', { notBefore: at('2026-05-26') })).toEqual(
      step('inform-agency', '2026-05-22T15:00'),
    )
  })
})
