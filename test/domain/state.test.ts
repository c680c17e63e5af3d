import { describe, expect, test } from 'vitest'
import { dateOf } from '../../shared/domain/calendar.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { phaseOf } from '../../shared/domain/phase.ts'
import {
  aCaseAtTheAgency,
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  POLICY,
  rent,
} from '../support/case-builder.ts'

const queued = aCaseReadyToReport().withSignalQueued('2026-04-20')
const reported = aReportedCase()
const suspended = reported.withHelpAccepted('2026-04-24', '2026-04-24').withSuspension('2026-05-24', '2026-04-24')
const terms = [{ date: '2026-05-01', amountCents: 50_000 }]

const hold = { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-28', source: 'report' } as const

describe('the phase under which a case is listed', () => {
  test.each([
    ['a new case', anArrearsCase(), 'reminding'],
    ['all letters sent', aCaseReadyToReport(), 'reminding'],
    ['queued for the round', queued, 'signal-queued'],
    ['held', aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20'), 'signal-held'],
    ['delivered', reported, 'awaiting-answer'],
    ['rejected by the portal', reported.withSignalRejected('2026-04-21'), 'signal-held'],
    [
      'withdrawn after an objection',
      reported.withObjection('2026-04-22').withSignalWithdrawn('2026-04-23'),
      'signal-held',
    ],
    ['handed over', aCaseAtTheAgency(), 'handed-over'],
    ['handed over, and to be reported again', aCaseAtTheAgency().withSignalQueued('2026-05-20'), 'signal-queued'],
    ['handed over, and withdrawn', aCaseAtTheAgency().withSignalWithdrawn('2026-05-20'), 'handed-over'],
    ['help accepted, not settled yet', reported.withHelpAccepted('2026-04-24', '2026-04-24'), 'suspended'],
    ['suspended', suspended, 'suspended'],
    ['suspended after the hand-over', aCaseAtTheAgency().withSuspension('2026-06-20', '2026-05-21'), 'suspended'],
    ['suspended during an arrangement', suspended.withArrangement(terms, '2026-04-25'), 'suspended'],
    ['an arrangement', reported.withArrangement(terms, '2026-04-25'), 'arrangement'],
    ['after the suspension', suspended.withSuspensionEnded('2026-05-24T12:00'), 'awaiting-answer'],
    ['paid while suspended', suspended.withPaid('2026-04-28'), 'paid'],
    ['paid in an arrangement', reported.withArrangement(terms, '2026-04-25').withPaid('2026-04-28'), 'paid'],
    ['closed', reported.withClosed('2026-04-28'), 'closed'],
    ['R7 on hold', reported.with(hold, '2026-04-28'), 'on-hold'],
    ['R7 on hold while suspended', suspended.with(hold, '2026-04-28'), 'suspended'],
    ['paid on hold', reported.with(hold, '2026-04-28').withPaid('2026-04-29'), 'paid'],
    [
      'C10 handed over, and a later claim is ours',
      aCaseAtTheAgency().withBook([rent('2026-03'), rent('2026-05')], '2026-05-20'),
      'reminding',
    ],
    [
      'C8 an arrangement, and a later claim is ours',
      anArrearsCase()
        .withArrangement(terms, '2026-03-10')
        .withBook([rent('2026-03'), rent('2026-04')], '2026-04-02'),
      'reminding',
    ],
    ['C4 all is disputed after the delivery', reported.withDispute('H-2026-03', '2026-04-28'), 'awaiting-answer'],
  ])('%s', (_name, history, phase) => {
    const { state } = history
    expect(phaseOf(state, POLICY, dateOf(state.lastAt))).toBe(phase)
  })
})

describe('what a file must still carry to a portal', () => {
  test.each([
    ['nothing for a new case', anArrearsCase(), null],
    ['a signal that is queued', queued, 'signal'],
    ['nothing once it is delivered', reported, null],
    ['nothing for a queued signal of a renter who paid', queued.withPaid('2026-04-20T09:05'), null],
    [
      'nothing for a signal that was queued after the end',
      aCaseReadyToReport().withPaid('2026-04-19').withSignalQueued('2026-04-20'),
      null,
    ],
    ['nothing for a queued signal of a renter who objects', queued.withObjection('2026-04-20T09:05'), null],
    [
      'nothing for a queued signal of a renter with an arrangement',
      queued.withArrangement(terms, '2026-04-20T09:05'),
      null,
    ],
    [
      'nothing for a queued signal of a renter who accepted help',
      queued.withHelpAccepted('2026-04-20', '2026-04-20T09:05'),
      null,
    ],
    ['K1 a withdrawal after payment', reported.withPaid('2026-04-22'), 'withdrawal'],
    ['S4 a withdrawal after the case was closed', reported.withClosed('2026-04-22'), 'withdrawal'],
    ['C7 a withdrawal after an objection', reported.withObjection('2026-04-22'), 'withdrawal'],
    [
      'C7 a withdrawal after an objection that came after payment',
      reported.withPaid('2026-04-22').withObjection('2026-04-23'),
      'withdrawal',
    ],
    [
      'no withdrawal when the objection was taken back first',
      reported.withObjection('2026-04-22').withObjectionWithdrawn('2026-04-23'),
      null,
    ],
    ['no second withdrawal', reported.withPaid('2026-04-22').withSignalWithdrawn('2026-04-23'), null],
    [
      'no withdrawal of what the portal rejected',
      reported.withSignalRejected('2026-04-21').withPaid('2026-04-22'),
      null,
    ],
    ['the new signal of a renter who is reported again', reported.withSignalQueued('2026-05-20'), 'signal'],
    [
      'the withdrawal before the new signal',
      reported.withObjection('2026-05-19').withSignalQueued('2026-05-20'),
      'withdrawal',
    ],
  ])('%s', (_name, history, kind) => {
    const { state } = history
    expect(outgoing(state, POLICY, dateOf(state.lastAt))).toBe(kind)
  })
})
