import { describe, expect, test } from 'vitest'
import { agencyDue, asksForHandOver, handOverClaims } from '../../shared/domain/agency.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { GateReason } from '../../shared/domain/gate-reasons.ts'
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
  claim,
  FACTS,
  numberOf,
  POLICY,
  rent,
  sent,
} from '../support/case-builder.ts'

// F3: claims are handed over, not cases. F4: the agency is told of every change of what it has.

const MARCH = numberOf('H-2026-03')
const MAY = numberOf('H-2026-05')
const NEVER: Partial<ClientConditions> = { handOver: 'never' }
const AFTER_NOTICE: Partial<ClientConditions> = { handOverUnreported: 'after-notice' }
const months = (...all: string[]) => all.map((month) => rent(month))

const claimsOf = ({ state }: CaseBuilder, on: string) =>
  handOverClaims(state, POLICY, on).map(({ claim: each }) => each.number)
const standing = ({ state }: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  standingOf(state, POLICY, { ...CLIENT, ...client }, at(when))
const asks = ({ state }: CaseBuilder, on: string, client: Partial<ClientConditions> = {}) =>
  asksForHandOver(state, POLICY, { ...CLIENT, ...client }, on)
const step = (name: string, due: string | null) => ({ step: name, due: due && at(due) })
const message = ({ state }: CaseBuilder, on: string) => {
  const due = agencyDue(state, POLICY, on)
  return due && [due.message, ...due.claims]
}
const held = (history: CaseBuilder, reasons: readonly GateReason[], ...days: string[]) =>
  days.reduce((before, day) => before.withSignalHeld(reasons, day), history)

describe('F3 which claims are handed over', () => {
  const withMay = aReportedCase().withBook(months('2026-03', '2026-05'), '2026-05-04T06:00')
  test.each([
    ['what a demand listed', anArrearsCase().withDemandSent('2026-03-16'), '2026-03-16', [MARCH]],
    ['what a notice listed', anArrearsCase().withNoticeSent('2026-04-07'), '2026-04-07', [MARCH]],
    ['nothing that was only reminded', anArrearsCase().withReminderSent('2026-03-05'), '2026-05-04', []],
    ['nothing that no letter listed (invariant 8)', withMay, '2026-05-19', [MARCH]],
    [
      'nothing of a follow-up before its demand day',
      withMay.withFollowUp('2026-05-06', { debtHelp: true }),
      '2026-05-14',
      [MARCH],
    ],
    [
      'what a follow-up with text 1 listed, from its demand day on',
      withMay.withFollowUp('2026-05-06', { debtHelp: true }),
      '2026-05-15',
      [MARCH, MAY],
    ],
    ['nothing of a follow-up without text 1', withMay.withFollowUp('2026-05-06'), '2026-05-19', [MARCH]],
    ['C4 nothing disputed', aReportedCase().withDispute('H-2026-03', '2026-05-04'), '2026-05-19', []],
  ])('%s', (_name, history, on, claims) => {
    expect(claimsOf(history, on)).toEqual(claims)
  })

  test('the event names them', () => {
    const told = withMay.withFollowUp('2026-05-06')
    expect(decide({ type: 'reserve-message' }, told.state, POLICY, CLIENT, at('2026-05-19'))).toEqual({
      event: { type: 'HandedOver', claims: [MARCH] },
    })
  })
})

describe('F3 F4 what the agency hears of changes', () => {
  const atAgency = aCaseAtTheAgency()
  const part = atAgency.withBook([rent('2026-03', 60_000)], '2026-05-20T06:00')
  const later = atAgency.withBook(months('2026-03', '2026-05'), '2026-05-20T06:00')

  test('a payment, as an update', () => {
    expect(message(atAgency, '2026-05-20')).toBeNull()
    expect(message(part, '2026-05-20')).toEqual(['update', MARCH])
    expect(message(part.withAgencyInformed('update', '2026-05-20'), '2026-05-20')).toBeNull()
  })

  test('once a day at most', () => {
    const twice = part.withAgencyInformed('update', '2026-05-20T09:01').withPaymentBooked(10_000, '2026-05-20T11:00')
    expect(agencyDue(twice.state, POLICY, '2026-05-20')).toMatchObject({ message: 'update', due: at('2026-05-21') })
  })

  test('C10 later claims are reminded by us, and are an update once they may be handed over', () => {
    expect(standing(later, '2026-05-20')).toEqual(step('reminder', '2026-05-20'))
    const reminded = later.withReminderSent('2026-05-20')
    expect(message(reminded, '2026-05-27')).toBeNull()
    expect(message(reminded.withDemandSent('2026-05-27'), '2026-05-27')).toEqual(['update', MARCH, MAY])
  })

  test('when all that it has is paid it is told to stop, and the rest goes on here', () => {
    const paid = later.withReminderSent('2026-05-20').withBook([rent('2026-05')], '2026-05-22T06:00')
    expect(message(paid, '2026-05-22')).toEqual(['stop', MARCH])
    const stopped = paid.withAgencyInformed('stop', '2026-05-22T06:01').withSignalWithdrawn('2026-05-22T08:00')
    expect(message(stopped, '2026-05-22')).toBeNull()
    expect(standing(stopped, '2026-05-22')).toEqual(step('demand', '2026-05-27'))
  })

  test('C11 a remainder is paid', () => {
    expect(
      message(atAgency.withBook([rent('2026-03', 1_000), rent('2026-05')], '2026-05-22T06:00'), '2026-05-22'),
    ).toEqual(['stop', MARCH])
    expect(
      message(atAgency.withBook([rent('2026-03', 1_001), rent('2026-05')], '2026-05-22T06:00'), '2026-05-22'),
    ).toEqual(['update', MARCH])
  })

  test('R7 it pauses during a hold, and resumes after it', () => {
    const hold = { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-06-20', source: 'report' } as const
    const onHold = atAgency.with(hold, '2026-05-21')
    expect(message(onHold, '2026-05-21')).toEqual(['pause', MARCH])
    const ended = onHold.withAgencyInformed('pause', '2026-05-21T09:01').with({ type: 'HoldEnded' }, '2026-06-01')
    expect(message(ended, '2026-06-01')).toEqual(['resume', MARCH])
  })

  test('nothing new during a pause', () => {
    const paused = part.withSuspension('2026-06-20', '2026-05-21').withAgencyInformed('pause', '2026-05-21T09:01')
    expect(message(paused, '2026-05-25')).toBeNull()
    const resumed = paused.withSuspensionEnded('2026-06-20T12:00').withAgencyInformed('resume', '2026-06-20T12:01')
    expect(message(resumed, '2026-06-22')).toEqual(['update', MARCH])
  })

  test('a message names the claims that it had been reserved for', () => {
    const reserved = later.with({ type: 'ActClaimed', act: 'agency-update', claims: [MARCH] }, '2026-05-20')
    const confirm = { type: 'confirm-message', message: 'update', sent: sent() } as const
    expect(decide(confirm, reserved.state, POLICY, CLIENT, at('2026-05-20'))).toMatchObject({
      event: { type: 'AgencyInformed', message: 'update', claims: [MARCH] },
    })
  })
})

describe('F3 what cannot be reported for two rounds', () => {
  const once = held(aCaseReadyToReport(), ['G7'], '2026-04-20')
  const twice = held(once, ['G7'], '2026-05-20')

  test('is a question to a person, unless the client wants it handed over', () => {
    expect([asks(once, '2026-05-19'), asks(twice, '2026-05-20')]).toEqual([false, true])
    expect(asks(twice, '2026-05-20', AFTER_NOTICE)).toBe(false)
    expect(standing(twice, '2026-05-20')).toEqual(step('signal', '2026-06-22'))
  })

  test('after the notice, where the client wants so: the morning after the second round', () => {
    expect(standing(once, '2026-04-20', AFTER_NOTICE)).toEqual(step('signal', '2026-05-20'))
    expect(standing(twice, '2026-05-20', AFTER_NOTICE)).toEqual(step('hand-over', '2026-05-21'))
  })

  test('whatever the reason, save a hold; twice in one month is one round', () => {
    expect(asks(held(aCaseReadyToReport(), ['R3'], '2026-04-20', '2026-05-20'), '2026-05-20')).toBe(true)
    expect(asks(held(aCaseReadyToReport(), ['R7'], '2026-04-20', '2026-05-20'), '2026-05-20')).toBe(false)
    expect(asks(held(aCaseReadyToReport(), ['G7'], '2026-04-20', '2026-04-22'), '2026-04-22')).toBe(false)
  })

  test('save an open question about the person, too (R6, G10)', () => {
    const test = { type: 'test-signal', facts: { ...FACTS, coRenter: true, personUnclear: true } } as const
    const heldOn = (history: CaseBuilder, day: string) => {
      const decision = decide(test, history.state, POLICY, CLIENT, at(day))
      return 'event' in decision ? history.with(decision.event, day) : history
    }
    const asked = heldOn(heldOn(aCaseReadyToReport(), '2026-04-20'), '2026-05-20')
    expect(asked.state.held?.reasons).toEqual(['G10'])
    expect(asks(asked, '2026-05-20')).toBe(false)
    expect(standing(asked, '2026-05-20', AFTER_NOTICE)).toEqual(step('signal', '2026-06-22'))
    const answered = held(asked, ['G10'], '2026-06-22', '2026-07-20')
    expect([asks(answered, '2026-07-19'), asks(answered, '2026-07-20')]).toEqual([false, true])
  })

  test('not of a case in which no claim can be handed over', () => {
    const reminded = held(anArrearsCase().withReminderSent('2026-03-05'), ['G5'], '2026-04-20', '2026-05-20')
    expect(asks(reminded, '2026-05-20')).toBe(false)
  })

  test('decided by a person: handed over the next morning, and asked no more', () => {
    const decided = twice.with({ type: 'HandOverDecided' }, '2026-05-20T11:00')
    expect(standing(decided, '2026-05-20T11:00')).toEqual(step('hand-over', '2026-05-21'))
    expect(asks(decided, '2026-05-20')).toBe(false)
  })

  test('R7 not as long as the renter is on hold', () => {
    const onHold = twice.with(
      { type: 'HoldStarted', reason: 'deceased', lookAgain: '2026-06-01', source: 'answer' },
      '2026-05-21',
    )
    expect(asks(onHold, '2026-05-21')).toBe(false)
  })

  test('or not, for now: asked again after two months', () => {
    const postponed = twice.with({ type: 'HandOverPostponed' }, '2026-05-21')
    expect([asks(postponed, '2026-07-20'), asks(postponed, '2026-07-21')]).toEqual([false, true])
  })
})

describe('F3 a client that never hands over by itself', () => {
  test('is asked when the four weeks after the delivery are over', () => {
    expect([asks(aReportedCase(), '2026-05-18', NEVER), asks(aReportedCase(), '2026-05-19', NEVER)]).toEqual([
      false,
      true,
    ])
    expect(asks(aReportedCase(), '2026-05-19')).toBe(false)
    expect(standing(aReportedCase(), '2026-05-19', NEVER)).toEqual(step('rest', null))
  })

  test('R7 not as long as the renter is on hold, and after it is', () => {
    const onHold = aReportedCase().with(
      { type: 'HoldStarted', reason: 'deceased', lookAgain: '2026-06-01', source: 'answer' },
      '2026-05-04',
    )
    expect(asks(onHold, '2026-05-19', NEVER)).toBe(false)
    expect(asks(onHold.with({ type: 'HoldEnded' }, '2026-05-20'), '2026-05-20', NEVER)).toBe(true)
  })

  test('not once it is paid, or decided on', () => {
    expect(asks(aReportedCase().withPaid('2026-05-04'), '2026-05-19', NEVER)).toBe(false)
    expect(asks(aReportedCase().with({ type: 'HandOverDecided' }, '2026-05-18'), '2026-05-19', NEVER)).toBe(false)
  })
})

test('F3 a claim that is no rent goes to the agency two rounds after its notice, as the client wants', () => {
  const parking = anArrearsCase({ claims: [claim('P', '2026-03-01', 9_000, { rent: false })] })
    .withReminderSent('2026-03-05', { debtHelp: false })
    .withDemandSent('2026-03-16', { debtHelp: false, offer: false })
    .withNoticeSent('2026-04-07', { debtHelp: false, offer: false })
  const twice = held(parking, ['G2', 'G4b', 'G4c', 'G4d'], '2026-04-20', '2026-05-20')
  expect(claimsOf(twice, '2026-05-20')).toEqual([numberOf('P')])
  expect(asks(twice, '2026-05-20')).toBe(true)
  expect(standing(twice, '2026-05-20', AFTER_NOTICE)).toEqual(step('hand-over', '2026-05-21'))
})
