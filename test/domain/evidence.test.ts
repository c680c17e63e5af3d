import { describe, expect, test } from 'vitest'
import { CONTACT_KINDS, type ContactKind } from '../../shared/domain/closed-lists.ts'
import { callFrom } from '../../shared/domain/evidence.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import { gate } from '../../shared/domain/gate.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  FACTS,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

// C6: evidence is about the leading claim. Letters prove for the claims that they listed; an effort at personal contact
// counts from the first of them, and for 90 days.

const MARCH = numberOf('H-2026-03')
const APRIL = numberOf('H-2026-04')
const reasons = ({ state }: CaseBuilder, on: string) => gate(state, POLICY, FACTS, on)
const letters = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16').withNoticeSent('2026-04-07')
const called = (on: string, kind: ContactKind = 'Telefoon', reached = false) =>
  letters.with({ type: 'ContactAttempted', kind, reached, on }, on)

describe('C6b an effort at personal contact', () => {
  test('counts from the day of the first letter that listed the leading claim', () => {
    expect(reasons(called('2026-03-04'), '2026-04-20')).toEqual(['G4b'])
    expect(reasons(called('2026-03-05'), '2026-04-20')).toEqual([])
  })

  test('and for 90 days', () => {
    expect(reasons(called('2026-04-20'), '2026-07-19')).toEqual([])
    expect(reasons(called('2026-04-20'), '2026-07-20')).toEqual(['G4b'])
  })

  test("the property manager's own number of days", () => {
    const policy = { ...POLICY, contactDays: 30 }
    expect(gate(called('2026-03-21').state, policy, FACTS, '2026-04-20')).toEqual([])
    expect(gate(called('2026-03-20').state, policy, FACTS, '2026-04-20')).toEqual(['G4b'])
  })

  test.each(CONTACT_KINDS.map((kind) => [kind, !['Brief', 'Mail', 'Overige'].includes(kind)] as const))(
    '%s without an answer counts: %s; with one it always does',
    (kind, counts) => {
      expect(reasons(called('2026-04-08', kind), '2026-04-20')).toEqual(counts ? [] : ['G4b'])
      expect(reasons(called('2026-04-08', kind, true), '2026-04-20')).toEqual([])
    },
  )

  test('C10 about the claim that led before does not count for another that no letter had listed by then', () => {
    const april = anArrearsCase()
      .withReminderSent('2026-03-05')
      .withContactAttempt('2026-03-19')
      .withBook([rent('2026-04')], '2026-04-02T06:00')
      .withReminderSent('2026-04-07')
      .withDemandSent('2026-04-15')
      .withNoticeSent('2026-05-06')
    expect(reasons(april, '2026-05-20')).toEqual(['G4b'])
    expect(reasons(april.withContactAttempt('2026-04-10'), '2026-05-20')).toEqual([])
  })
})

describe('C6a C6c C6d letters prove for the claims that they listed', () => {
  const two = anArrearsCase({ on: '2026-04-02', claims: [rent('2026-03'), rent('2026-04')] })
    .withReminderSent('2026-04-07', { claims: [MARCH, APRIL] })
    .withDemandSent('2026-04-15', { claims: [MARCH] })
    .withNoticeSent('2026-05-06', { claims: [MARCH] })
    .withContactAttempt('2026-05-07')

  test('and for no other', () => {
    expect(reasons(two, '2026-05-20')).toEqual([])
    const april = two.withBook([rent('2026-04')], '2026-05-18T06:00')
    expect(reasons(april, '2026-05-20')).toEqual(['G4c', 'G4d', 'G5'])
  })

  test('G3 G4a a follow-up is a written reminder', () => {
    const followed = anArrearsCase().withFollowUp('2026-03-05').withContactAttempt('2026-03-19')
    expect(reasons(followed, '2026-04-20')).toEqual(['G4c', 'G4d', 'G5'])
  })

  test('G5 what a notice listed before its own notice day is not under notice yet', () => {
    const early = two.withNoticeSent('2026-05-13', { claims: [MARCH, APRIL], receivedOn: '2026-05-13' })
    const may = anArrearsCase({ on: '2026-05-04', claims: [rent('2026-05')] })
      .withNoticeSent('2026-05-11')
      .withContactAttempt('2026-05-12')
    expect(reasons(may, '2026-06-04')).toEqual(['G5'])
    expect(reasons(may, '2026-06-05')).toEqual([])
    // The days count from the latest notice that listed it.
    expect(reasons(early, '2026-05-20')).toEqual(['G5'])
    expect(reasons(early, '2026-05-21')).toEqual([])
  })
})

describe('C6b the call that people are asked for', () => {
  const demanded = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
  const asks = ({ state }: CaseBuilder, when: string) => followUp(state, POLICY, null, at(when))

  test('stands from the day on which the level of the leading claim is demand', () => {
    const early = anArrearsCase().withDemandSent('2026-03-10')
    expect(callFrom(early.state, POLICY, '2026-03-14')).toBe('2026-03-15')
    expect(asks(early, '2026-03-14')).toBeNull()
    expect(standingOf(early.state, POLICY, CLIENT, at('2026-03-14'))).toEqual({
      step: 'task',
      due: at('2026-03-15'),
    })
    expect(asks(early, '2026-03-15')).toMatchObject({ type: 'ContactTaskCreated' })
  })

  test('not because of an e-mail without an answer; then the task still stands', () => {
    const task = demanded.withContactTask('2026-03-23', '2026-03-16')
    const mailed = task.with({ type: 'ContactAttempted', kind: 'Mail', reached: false, on: '2026-03-18' }, '2026-03-18')
    expect(mailed.state.contactTaskDue).toBe('2026-03-23')
    const answered = task.with(
      { type: 'ContactAttempted', kind: 'Mail', reached: true, on: '2026-03-18' },
      '2026-03-18',
    )
    expect(answered.state.contactTaskDue).toBeNull()
  })

  test('again ten working days before a round at which the last effort will be too old', () => {
    // The effort of 19 March counts until 17 June; the round of June is on Monday 22 June.
    const ready = aCaseReadyToReport().withSignalHeld(['G7'], '2026-05-20')
    expect(callFrom(ready.state, POLICY, '2026-05-20')).toBeNull()
    expect(callFrom(ready.state, POLICY, '2026-05-21')).toBe('2026-06-08')
    expect(asks(ready, '2026-06-07')).toBeNull()
    expect(asks(ready, '2026-06-08')).toEqual({ type: 'ContactTaskCreated', dueOn: '2026-06-15' })
    expect(asks(ready.withContactAttempt('2026-06-03'), '2026-06-08')).toBeNull()
  })

  test.each([
    ['the renter objects', demanded.withObjection('2026-03-17')],
    ['collection is suspended', demanded.withSuspension('2026-04-16', '2026-03-17')],
    ['the signal left', aReportedCase().withBook([rent('2026-03')], '2026-07-01')],
    ['all is disputed', demanded.withDispute('H-2026-03', '2026-03-17')],
    ['C9 the renter is no natural person', demanded.withFacts({ naturalPerson: false }, '2026-03-17')],
    ['C9 the unit is no dwelling', demanded.withFacts({ dwelling: false }, '2026-03-17')],
    [
      'C12 the claim is no rent',
      anArrearsCase({ claims: [{ ...rent('2026-03'), rent: false }] }).withDemandSent('2026-03-16'),
    ],
    [
      'R7 the renter is on hold',
      demanded.with(
        { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-04-16', source: 'report' },
        '2026-03-17',
      ),
    ],
  ])('none while no signal can follow: %s', (_name, { state }) => {
    expect(callFrom(state, POLICY, '2026-07-06')).toBeNull()
  })
})
