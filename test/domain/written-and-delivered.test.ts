import { describe, expect, test } from 'vitest'
import { answerBy } from '../../shared/domain/agency.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import { provenBy } from '../../shared/domain/decide-files.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import { gate } from '../../shared/domain/gate.ts'
import type { GateReason } from '../../shared/domain/gate-reasons.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { phaseOf } from '../../shared/domain/phase.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { signalIn } from '../../shared/domain/signals.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { isOnItsWay } from '../../shared/domain/state.ts'
import {
  aCaseReadyToReport,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  FACTS,
  POLICY,
} from '../support/case-builder.ts'

// S2: written is not delivered. What counts from the delivery waits for it, and nothing is written twice meanwhile.

const written = aCaseReadyToReport().withSignalQueued('2026-04-20').withSignalWritten('2026-04-20T09:11')
const uploaded = (when: string, from = written) =>
  from.with({ type: 'SignalDelivered', file: 'april.xlsx', how: 'uploaded', by: 'AB' }, when)
const voided = (...reasons: GateReason[]) => ({ type: 'SignalVoided', file: 'april.xlsx', reasons }) as const
const AFTER_SIGNAL: Partial<ClientConditions> = { handOver: 'after-signal' }
const MONTHLY: Partial<ClientConditions> = { resignal: 'monthly' }

const standing = ({ state }: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  standingOf(state, POLICY, { ...CLIENT, ...client }, at(when))
const asked = ({ state }: CaseBuilder, command: Command, when: string) =>
  decide(command, state, POLICY, CLIENT, at(when))
const leaves = ({ state }: CaseBuilder) => outgoing(state, POLICY, dateOf(state.lastAt))
const phase = ({ state }: CaseBuilder) => phaseOf(state, POLICY, dateOf(state.lastAt))
const shown = (history: CaseBuilder) => [phase(history), leaves(history), answerBy(history.state, POLICY)]

describe('S2 a signal that is written, and not delivered', () => {
  test('waits for its delivery, is not written again, and has no four weeks yet', () => {
    expect(shown(written)).toEqual(['signal-queued', null, null])
    for (const client of [{}, AFTER_SIGNAL, MONTHLY])
      expect(standing(written, '2026-06-30', client)).toEqual({ step: 'delivery', due: null })
    expect(gate(written.state, POLICY, FACTS, '2026-05-20')).toEqual(['G9'])
    expect(gate(written.state, POLICY, { ...FACTS, client: { ...CLIENT, ...MONTHLY } }, '2026-05-20')).toEqual(['G9'])
  })

  test('F1, F3 the four weeks, and the hand-over right after the signal, count from its delivery', () => {
    const delivered = uploaded('2026-04-29T15:00')
    expect(shown(delivered)).toEqual(['awaiting-answer', null, '2026-05-27'])
    expect(standing(delivered, '2026-04-29T15:00')).toEqual({ step: 'hand-over', due: at('2026-05-28') })
    expect(standing(delivered, '2026-04-29T15:00', AFTER_SIGNAL)).toEqual({
      step: 'hand-over',
      due: at('2026-04-30'),
    })
  })

  test('and from when it was there, also where it is told later', () => {
    const event = { type: 'SignalDelivered', file: 'april.xlsx', how: 'uploaded', moment: at('2026-04-22') } as const
    expect(answerBy(written.with(event, '2026-04-29').state, POLICY)).toBe('2026-05-20')
  })

  test('LCV 3.2 a repeat that is on its way does not hold up the hand-over of the first', () => {
    const repeated = aReportedCase().withSignalWritten('2026-05-20', 'mei.xlsx')
    expect(standing(repeated, '2026-05-20', MONTHLY)).toEqual({ step: 'hand-over', due: at('2026-05-19') })
    expect(phase(repeated)).toBe('signal-queued')
  })

  test('LCV 3.2 cannot be asked for once more: its own file must get there', () => {
    expect(asked(written, { type: 'redeliver' }, '2026-04-27')).toEqual({ refused: 'elsewhere' })
    expect(asked(uploaded('2026-04-21'), { type: 'redeliver' }, '2026-04-27')).toMatchObject({
      event: { type: 'RedeliveryAsked' },
    })
  })

  test.each([
    ['K1 paid', written.withPaid('2026-04-22')],
    ['C7 objected', written.withObjection('2026-04-22')],
    ['help was accepted', written.withHelpAccepted('2026-04-22', '2026-04-22')],
    ['C8 an arrangement was made', written.withArrangement([{ date: '2026-05-01', amountCents: 1 }], '2026-04-22')],
  ])('%s: its file is taken away, at any hour', (_, over) => {
    expect(leaves(over)).toBe('void')
    expect(standing(over, '2026-04-22')).toEqual({ step: 'withdrawal', due: over.state.lastAt })
    expect(leaves(over.with(voided('G5'), '2026-04-22'))).toBeNull()
  })

  test('S4 once its portal has it, it is taken back of who paid or objected, and a round is asked for that too', () => {
    const round = { type: 'RoundAsked', file: 'april.xlsx' } as const
    const paid = written.withPaid('2026-04-22').with({ ...round, queue: 'void' }, '2026-04-22')
    expect(asked(paid, { type: 'ask-round' }, '2026-04-22')).toEqual({ refused: 'nothing-new' })
    const delivered = uploaded('2026-04-22T10:00', paid)
    expect(leaves(delivered)).toBe('withdrawal')
    expect(asked(delivered, { type: 'ask-round' }, '2026-04-22T10:00')).toEqual({
      event: { ...round, queue: 'withdrawal' },
    })
    expect(leaves(delivered.withWithdrawalWritten('2026-04-23'))).toBeNull()
  })
})

describe('S2 a file is void', () => {
  const takeAway: Command = { type: 'void-signal', file: 'april.xlsx', facts: FACTS }

  test('with the reasons where the row may not leave, and with none where it leaves in another file', () => {
    expect(asked(written, takeAway, '2026-04-21')).toEqual({ event: voided() })
    expect(asked(written.withObjection('2026-04-21'), takeAway, '2026-04-21')).toEqual({ event: voided('G5') })
    expect(asked(written.withPaid('2026-04-21'), takeAway, '2026-04-21')).toEqual({ event: voided('G1') })
    const facts = { ...FACTS, objection: true }
    expect(asked(written, { ...takeAway, facts }, '2026-04-21')).toEqual({ event: voided('G5') })
  })

  test('once, and never when its portal has it', () => {
    const away = written.with(voided(), '2026-04-21')
    expect(asked(away, takeAway, '2026-04-21')).toEqual({ refused: 'already-recorded' })
    expect(asked(uploaded('2026-04-21'), takeAway, '2026-04-21')).toEqual({ refused: 'elsewhere' })
    expect(asked(aCaseReadyToReport(), takeAway, '2026-04-21')).toEqual({ refused: 'no-signal' })
  })

  test('what failed is held, and the rest waits for another file', () => {
    const rest = written.with(voided(), '2026-04-21')
    expect([leaves(rest), rest.state.signal, rest.state.held]).toEqual(['signal', null, null])
    const failed = written.with(voided('G5'), '2026-04-21')
    expect([leaves(failed), failed.state.signal, phase(failed)]).toEqual([null, null, 'signal-held'])
    expect(failed.state.held).toEqual({ reasons: ['G5'], on: '2026-04-21', stale: false })
  })

  test('and uploaded all the same: its rows count as delivered, and those that failed are withdrawn', () => {
    const rest = uploaded('2026-04-21', written.with(voided(), '2026-04-20T11:00'))
    expect(shown(rest)).toEqual(['awaiting-answer', null, '2026-05-19'])
    expect(rest.state.queued).toBe(false)
    const failed = uploaded(
      '2026-04-21',
      written.withObjection('2026-04-20T10:30').with(voided('G5'), '2026-04-20T11:00'),
    )
    expect(leaves(failed)).toBe('withdrawal')
    expect(leaves(failed.withObjectionWithdrawn('2026-04-21T12:00'))).toBe('withdrawal')
  })

  test('and uploaded all the same, while the rest is in another file: that one is taken away', () => {
    const again = written.with(voided(), '2026-04-20T11:00').withSignalWritten('2026-04-20T12:00', 'anew.xlsx')
    const twice = uploaded('2026-04-21', again)
    expect([twice.state.signal?.file, leaves(twice)]).toEqual(['anew.xlsx', 'void'])
    expect(asked(twice, { ...takeAway, file: 'anew.xlsx' }, '2026-04-21')).toEqual({
      event: { ...voided('G9'), file: 'anew.xlsx' },
    })
    const settled = twice.with({ ...voided('G9'), file: 'anew.xlsx' }, '2026-04-21')
    expect([settled.state.signal?.file, leaves(settled)]).toEqual(['april.xlsx', null])
    expect(shown(settled)).toEqual(['awaiting-answer', null, '2026-05-19'])
  })
})

describe('S2 what became of a file', () => {
  const fetched = { type: 'record-delivery', file: 'april.xlsx', delivered: { how: 'fetched' } } as const
  const receipt = { file: 'april.xlsx', on: '2026-04-21', document: 'receipts/april.xlsx.json', sha256: 'a' }
  const received: Command = { type: 'record-receipt', receipt }

  test('is recorded once, also after the end', () => {
    const event = { type: 'SignalDelivered', file: 'april.xlsx', how: 'fetched' }
    expect(asked(written, fetched, '2026-04-21')).toEqual({ event })
    expect(asked(written.withPaid('2026-04-20T10:00'), fetched, '2026-04-21')).toEqual({ event })
    expect(asked(uploaded('2026-04-20T10:00'), fetched, '2026-04-21')).toEqual({ refused: 'already-recorded' })
    expect(asked(aCaseReadyToReport(), fetched, '2026-04-21')).toEqual({ refused: 'no-signal' })
  })

  test('is a withdrawal for a file of withdrawals', () => {
    const takenBack = aReportedCase().withPaid('2026-04-22').withWithdrawalWritten('2026-04-23', 'terug.csv')
    const back: Command = { type: 'record-delivery', file: 'terug.csv', delivered: { how: 'pushed' } }
    expect(asked(takenBack, back, '2026-04-23')).toEqual({
      event: { type: 'SignalWithdrawn', file: 'terug.csv', how: 'pushed' },
    })
    expect(
      asked(takenBack, { type: 'record-receipt', receipt: { ...receipt, file: 'terug.csv' } }, '2026-04-24'),
    ).toMatchObject({ event: { type: 'WithdrawalConfirmed', file: 'terug.csv' } })
  })

  test('is confirmed by the portal, once', () => {
    const event = { type: 'SignalConfirmed', ...receipt } as const
    expect(asked(uploaded('2026-04-21'), received, '2026-04-22')).toEqual({ event })
    expect(asked(uploaded('2026-04-21').with(event, '2026-04-22'), received, '2026-04-22')).toEqual({
      refused: 'already-recorded',
    })
    expect(asked(aCaseReadyToReport(), received, '2026-04-22')).toEqual({ refused: 'no-signal' })
  })

  test('of the signal before a withdrawal and a new one, changes nothing of the new one', () => {
    const again = written
      .withObjection('2026-04-21')
      .withWithdrawalWritten('2026-04-22')
      .withObjectionWithdrawn('2026-04-23')
      .with({ type: 'RedeliveryAsked' }, '2026-04-23')
      .withSignalWritten('2026-05-20', 'mei.xlsx')
    expect(shown(uploaded('2026-05-21', again))).toEqual(['signal-queued', null, null])
    expect(shown(again.withSignalDelivered('2026-05-21', 'mei.xlsx'))).toEqual(['awaiting-answer', null, '2026-06-18'])
  })
})

describe('S2 an answer or a refusal proves that the portal has the signal', () => {
  const answer: CaseEvent = { type: 'AnswerReceived', code: 'repeated', on: '2026-04-22', by: 'portal' }

  test('and comes after its delivery', () => {
    const delivered = { type: 'SignalDelivered', file: 'april.xlsx', how: 'answered' }
    expect(provenBy(answer, written.state)).toEqual({ ...delivered, by: 'portal' })
    expect(provenBy({ type: 'SignalRejected', reason: 'duplicate' }, written.state)).toEqual(delivered)
  })

  test('which is known by then, or there is no signal: nothing is proven', () => {
    expect(provenBy(answer, uploaded('2026-04-21').state)).toBeNull()
    expect(provenBy(answer, aCaseReadyToReport().state)).toBeNull()
    expect(provenBy({ type: 'ObjectionLodged', channel: 'e-mail' }, written.state)).toBeNull()
  })
})

describe('S2 an answer about an earlier signal proves nothing of one that is only written', () => {
  const answer: CaseEvent = { type: 'AnswerReceived', code: 'repeated', on: '2026-05-21', by: 'portal' }
  const april = uploaded('2026-04-21')
  const again = {
    'LCV 3.2 a monthly repeat': april.withSignalWritten('2026-05-20', 'mei.xlsx'),
    'S4 a withdrawal and a new signal': april
      .withObjection('2026-04-22')
      .withWithdrawalWritten('2026-04-23')
      .withObjectionWithdrawn('2026-04-24')
      .with({ type: 'RedeliveryAsked' }, '2026-04-24')
      .withSignalWritten('2026-05-20', 'mei.xlsx'),
  }

  test.each(Object.entries(again))('%s', (_, { state }) => {
    expect(provenBy(answer, state)).toBeNull()
    expect(provenBy({ ...answer, file: 'april.xlsx' }, state)).toBeNull()
    expect(provenBy({ type: 'SignalRejected', reason: 'duplicate', file: 'april.xlsx' }, state)).toBeNull()
    expect(provenBy({ ...answer, file: 'mei.xlsx' }, state)).toMatchObject({
      type: 'SignalDelivered',
      file: 'mei.xlsx',
    })
    expect(provenBy({ ...answer, file: 'juni.xlsx' }, state)).toBeNull()
  })

  test.each(Object.entries(again))('%s: the answer is to the earlier one', (_, repeated) => {
    for (const about of [answer, { ...answer, file: 'april.xlsx' }]) {
      const { state } = repeated.with(about, '2026-05-21')
      expect([signalIn(state, 'april.xlsx')?.answered, signalIn(state, 'mei.xlsx')?.answered]).toEqual([true, false])
      expect(isOnItsWay(state)).toBe(true)
    }
  })

  test('once that one was answered, an answer without a file is about the new one, and proves it', () => {
    const { state } = again['LCV 3.2 a monthly repeat'].with(answer, '2026-05-21')
    expect(provenBy(answer, state)).toMatchObject({ type: 'SignalDelivered', file: 'mei.xlsx' })
  })

  test('S5 a refusal of the earlier one leaves the new one on its way, and the one before it as it was', () => {
    const rejection: Command = { type: 'portal-rejection', reason: 'duplicate', file: 'april.xlsx' }
    const repeated = again['LCV 3.2 a monthly repeat']
    const event = { type: 'SignalRejected', reason: 'duplicate', file: 'april.xlsx' } as const
    expect(asked(repeated, rejection, '2026-05-21')).toEqual({ event })
    const { state } = repeated.with(event, '2026-05-21')
    expect([state.signal?.file, state.signal?.before.signal, state.rejected]).toEqual(['mei.xlsx', null, null])
    expect(asked(repeated.with(event, '2026-05-21'), rejection, '2026-05-22')).toEqual({ refused: 'no-signal' })
    const third = repeated.withSignalDelivered('2026-05-21', 'mei.xlsx').withSignalWritten('2026-06-22', 'juni.xlsx')
    expect(signalIn(third.with(event, '2026-06-23').state, 'mei.xlsx')?.before.signal).toBeNull()
  })
})
