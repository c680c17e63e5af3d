import { describe, expect, test } from 'vitest'
import { agencyDue } from '../../shared/domain/agency.ts'
import { dateOf, type IsoDate } from '../../shared/domain/calendar.ts'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { AgencyMessage, Claim } from '../../shared/domain/event.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { phaseOf } from '../../shared/domain/phase.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { pauseEnd, standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseAtTheAgency,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  MAPPING,
  POLICY,
  rent,
  sent,
} from '../support/case-builder.ts'
import { Play } from './play.ts'

// What the collection agency is told, and when a case goes there (F3, U1, U2, C8, K1).

const TERMS = [
  { date: '2026-06-01', amountCents: 50_000 },
  { date: '2026-07-01', amountCents: 50_000 },
]
const NO_AGENCY = { hasCollectionAgency: false }
const MESSAGE: Command = { type: 'reserve-message' }

const standing = (history: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  standingOf(history.state, POLICY, { ...CLIENT, ...client }, at(when))
const step = (name: string, due: string | null) => ({ step: name, due: due && at(due) })
const asked = (history: CaseBuilder, when: string, client: Partial<ClientConditions> = {}) =>
  decide(MESSAGE, history.state, POLICY, { ...CLIENT, ...client }, at(when))
const reserved = (message: AgencyMessage) => ({
  event: { type: 'ActClaimed', act: `agency-${message}`, claims: [expect.any(Number)] },
})
/** What the agency should hear on the day on which the last thing happened. */
const messageDue = ({ state }: CaseBuilder) => agencyDue(state, POLICY, dateOf(state.lastAt))?.message ?? null
const REFUSED = { refused: 'elsewhere' }

const atAgency = aCaseAtTheAgency()
/** Handed over on the morning of 19 May; the mail has not left. */
const handedOver = aReportedCase().withHandOver('2026-05-19')

/** A case that is played on from a moment. */
function playing(beginning: CaseBuilder, when: string, client: Partial<ClientConditions> = {}): Play {
  const play = new Play(beginning, { ...CLIENT, ...client })
  play.now = at(when)
  return play
}
const toldTo = (play: Play) => play.history.flatMap((event) => (event.type === 'AgencyInformed' ? [event.message] : []))
const accepted = (on: IsoDate): Command => ({ type: 'answer', code: 'accepted', on })
const book = (on: IsoDate, claims: readonly Claim[]): Command => ({
  type: 'take-book',
  on,
  claims,
  mapping: MAPPING,
  naturalPerson: true,
  dwelling: true,
  gemeentecode: '0363',
})

describe('C8 an arrangement pauses the agency as a suspension does', () => {
  const agreed = atAgency.withArrangement(TERMS, '2026-05-21')
  const paused = agreed.withAgencyInformed('pause', '2026-05-21T09:01')
  const suspended = atAgency.withSuspension('2026-06-20', '2026-05-21').withAgencyInformed('pause', '2026-05-21T09:01')
  const both = suspended.withArrangement(TERMS, '2026-05-26')

  test.each([
    ['agreed on: to pause', agreed, 'pause'],
    ['to pause, once', paused, null],
    ['broken: to resume', paused.withArrangementBroken('2026-06-08'), 'resume'],
    ['kept, and there are arrears left: to resume', paused.with({ type: 'ArrangementKept' }, '2026-07-06'), 'resume'],
    ['broken before the agency heard: nothing', agreed.withArrangementBroken('2026-05-21T09:01'), null],
    ['agreed on during a suspension: nothing, the agency rests already', both, null],
    ['U1 the suspension ends while the terms are kept: nothing', both.withSuspensionEnded('2026-06-20T12:00'), null],
    [
      'and then broken: to resume',
      both.withSuspensionEnded('2026-06-20T12:00').withArrangementBroken('2026-07-06'),
      'resume',
    ],
    ['broken during the suspension: nothing', both.withArrangementBroken('2026-06-08'), null],
    [
      'U1 and then the suspension ends: to resume',
      both.withArrangementBroken('2026-06-08').withSuspensionEnded('2026-06-20T12:00'),
      'resume',
    ],
    [
      'help accepted under an arrangement: nothing, the agency rests already',
      paused.withHelpAccepted('2026-05-26', '2026-05-26'),
      null,
    ],
    ['K1 paid under an arrangement: to stop, not to resume', paused.withPaid('2026-06-02'), 'stop'],
    ['agreed on in the minute of the hand-over: nothing', handedOver.withArrangement(TERMS, '2026-05-19'), null],
    [
      'and then broken: the case after all',
      handedOver.withArrangement(TERMS, '2026-05-19').withArrangementBroken('2026-06-08'),
      'handover',
    ],
  ])('%s', (_name, history, message) => {
    expect(messageDue(history)).toBe(message)
  })

  test('the agency is told before the terms are waited for', () => {
    expect(standing(agreed, '2026-05-21')).toEqual(step('inform-agency', '2026-05-21'))
    expect(asked(agreed, '2026-05-21')).toEqual(reserved('pause'))
    expect(standing(paused, '2026-05-21T09:01')).toEqual(step('arrangement', '2026-06-06'))
  })

  test('F3 no hand-over while the terms are kept; after a missed one the next working morning', () => {
    const reported = aReportedCase().withArrangement(TERMS, '2026-04-22')
    expect(standing(reported, '2026-05-20').step).toBe('arrangement')
    expect(asked(reported, '2026-05-20')).toEqual(REFUSED)
    expect(standing(reported.withArrangementBroken('2026-06-08T09:01'), '2026-06-08T09:01')).toEqual(
      step('hand-over', '2026-06-09'),
    )
  })

  test.each([
    ['of the suspension', suspended, '2026-06-20'],
    ['of the arrangement: the day on which its last term is looked at', agreed, '2026-07-06'],
    ['of an arrangement of one term', atAgency.withArrangement(TERMS.slice(0, 1), '2026-05-21'), '2026-06-06'],
    [
      'of an arrangement of three terms',
      atAgency.withArrangement([...TERMS, { date: '2026-08-03', amountCents: 1 }], '2026-05-21'),
      '2026-08-08',
    ],
    ['of both: the later one', both, '2026-07-06'],
    [
      'of both, where the suspension is longer',
      suspended.withArrangement([{ date: '2026-05-28', amountCents: 1 }], '2026-05-26'),
      '2026-06-20',
    ],
    ['of nothing', atAgency, null],
  ])('the end %s', (_name, history, end) => {
    expect(pauseEnd(history.state)).toBe(end)
  })
})

describe('F3 C4 what is disputed is not handed over', () => {
  const disputed = handedOver.withDispute('H-2026-03', '2026-05-19T09:00:30')

  test('disputed right after the hand-over: the mail does not leave, and nobody tries', () => {
    expect(standing(disputed, '2026-05-19T09:01')).toEqual(step('rest', null))
    expect(asked(disputed, '2026-05-19T09:01')).toEqual(REFUSED)
  })

  test('resolved: it leaves', () => {
    const resolved = disputed.withDisputeResolved('H-2026-03', '2026-06-02T11:00')
    expect(standing(resolved, '2026-06-02T11:00')).toEqual(step('hand-over', '2026-06-02T11:00'))
    expect(asked(resolved, '2026-06-02T11:00')).toEqual(reserved('handover'))
  })

  test('disputed in part: it leaves for the rest', () => {
    const two = aReportedCase({ claims: [rent('2026-02'), rent('2026-03')] }).withHandOver('2026-05-19')
    expect(asked(two.withDispute('H-2026-03', '2026-05-19'), '2026-05-19')).toEqual(reserved('handover'))
  })

  test('disputed but for a credit: it does not leave', () => {
    const credit = aReportedCase({ claims: [rent('2026-03'), claim('C', '2026-03-01', -5_000)] }).withHandOver(
      '2026-05-19',
    )
    expect(asked(credit.withDispute('H-2026-03', '2026-05-19'), '2026-05-19')).toEqual(REFUSED)
  })

  test('disputed before the four weeks are over: not handed over until it is resolved', () => {
    const before = aReportedCase().withDispute('H-2026-03', '2026-05-04')
    expect(standing(before, '2026-05-20')).toEqual(step('rest', null))
    expect(asked(before, '2026-05-20')).toEqual(REFUSED)
    const resolved = before.withDisputeResolved('H-2026-03', '2026-06-02T11:00')
    expect(standing(resolved, '2026-06-02T11:00')).toEqual(step('hand-over', '2026-06-03'))
    expect(asked(resolved, '2026-06-03')).toEqual({ event: { type: 'HandedOver', claims: [expect.any(Number)] } })
  })

  test('U1 an agency that has the case is told to pause, disputed or not', () => {
    const suspended = atAgency.withDispute('H-2026-03', '2026-05-20').withSuspension('2026-06-20', '2026-05-21')
    expect(asked(suspended, '2026-05-21')).toEqual(reserved('pause'))
  })
})

describe('who has the case is told the rest, whatever the register says since', () => {
  test.each([
    ['U1 to pause', atAgency.withSuspension('2026-06-20', '2026-05-21'), 'pause'],
    [
      'U1 to resume',
      atAgency
        .withSuspension('2026-06-20', '2026-05-21')
        .withAgencyInformed('pause', '2026-05-21')
        .withSuspensionEnded('2026-05-21'),
      'resume',
    ],
    ['K1 to stop', atAgency.withPaid('2026-05-21'), 'stop'],
  ] as const)('%s', (_name, history, message) => {
    expect(standing(history, '2026-05-21', NO_AGENCY)).toEqual(step('inform-agency', '2026-05-21'))
    expect(asked(history, '2026-05-21', NO_AGENCY)).toEqual(reserved(message))
  })

  test('F3 a new hand-over needs an agency', () => {
    expect(standing(aReportedCase(), '2026-05-20', NO_AGENCY)).toEqual(step('rest', null))
    expect(standing(handedOver, '2026-05-20', NO_AGENCY)).toEqual(step('rest', null))
    expect(asked(handedOver, '2026-05-20', NO_AGENCY)).toEqual(REFUSED)
  })
})

describe('F3 LCV 3.2 the four weeks count from the first delivery', () => {
  const MONTHLY = { resignal: 'monthly' as const }
  /** Delivered on 20 February: the four weeks end on the day of the next round. */
  const delivered = anArrearsCase({ on: '2026-01-02', claims: [rent('2026-01')] })
    .withReminderSent('2026-01-05')
    .withDemandSent('2026-01-15')
    .withContactAttempt('2026-01-20')
    .withNoticeSent('2026-02-05')
    .withSignalQueued('2026-02-20')
    .withSignalDelivered('2026-02-20T10:00')
  const again = (history: CaseBuilder) =>
    history.withSignalQueued('2026-03-20').withSignalDelivered('2026-03-20T10:00', 'maart.xlsx')

  test('the first: the round of the next month comes before the hand-over', () => {
    expect(standing(delivered, '2026-02-20T10:00', MONTHLY)).toEqual(step('signal', '2026-03-20'))
  })

  test('its monthly repeat begins no new four weeks', () => {
    const repeated = again(delivered)
    expect(standing(repeated, '2026-03-20T10:00', MONTHLY)).toEqual(step('hand-over', '2026-03-23'))
    expect(asked(repeated, '2026-03-23', MONTHLY)).toEqual({
      event: { type: 'HandedOver', claims: [expect.any(Number)] },
    })
  })

  test('nor does the repeat of a repeat', () => {
    const twice = again(delivered).withSignalQueued('2026-04-20').withSignalDelivered('2026-04-20T10:00', 'again.xlsx')
    expect(standing(twice, '2026-04-20T10:00', MONTHLY)).toEqual(step('hand-over', '2026-03-23'))
  })

  test('S5 nor does a repeat that the portal rejects: it has the first', () => {
    const rejected = again(delivered).withSignalRejected('2026-03-20T11:00').withSignalHeld(['S5'], '2026-03-20T11:01')
    expect(standing(rejected, '2026-03-20T11:01', MONTHLY)).toEqual(step('hand-over', '2026-03-23'))
  })

  test.each([
    ['S5 was rejected', delivered.withSignalRejected('2026-02-23').withFacts({}, '2026-02-24')],
    [
      'S4 was withdrawn',
      delivered.withObjection('2026-02-24').withSignalWithdrawn('2026-02-25').withObjectionWithdrawn('2026-03-02'),
    ],
    ['a person sends once more', delivered.with({ type: 'RedeliveryAsked', by: 'AB' }, '2026-03-02')],
  ])('a signal that %s gives the municipality four weeks anew', (_name, history) => {
    expect(standing(again(history), '2026-03-20T10:00', MONTHLY).step).toBe('signal')
    expect(standing(again(history), '2026-03-20T10:00')).toEqual(step('hand-over', '2026-04-20'))
  })
})

describe('K1 staff books that all was paid', () => {
  const all: Command = { type: 'payment', amountCents: 'all' }

  test('S4 after delivery: the signal is withdrawn, the agency hears nothing of a case that it never had', () => {
    const play = playing(aReportedCase(), '2026-05-04T11:00')
    play.tell(all)
    play.doWhatIsDue()
    expect(play.state.ended).toMatchObject({ how: 'paid', by: 'staff' })
    expect([play.standing.step, toldTo(play)]).toEqual(['withdrawal', []])
    play.round()
    expect(play.standing.step).toBe('finished')
  })

  test('S4 after the hand-over: the agency stops, then the signal is withdrawn', () => {
    const play = playing(atAgency, '2026-05-22T11:00')
    play.tell(all)
    expect(play.standing.step).toBe('inform-agency')
    play.doWhatIsDue()
    expect([play.standing.step, toldTo(play)]).toEqual(['withdrawal', ['handover', 'stop']])
    play.round()
    expect(play.standing.step).toBe('finished')
  })

  test('after the hand-over, before its mail left: the agency hears nothing', () => {
    const play = playing(handedOver, '2026-05-19T09:00')
    play.tell(all)
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual([])
  })
})

describe('U1 help is accepted while a mail to the agency is reserved and not confirmed', () => {
  function broken(): Play {
    const play = playing(aReportedCase(), '2026-05-19T09:00')
    play.doWhatIsDue(true)
    play.tell(accepted('2026-05-19'))
    expect(play.state.reservation?.act).toBe('agency-handover')
    expect([play.standing.step, play.state.suspension?.until]).toEqual(['settle-reservation', '2026-06-18'])
    return play
  }

  test('it had left: the agency is told to pause as soon as that is known', () => {
    const play = broken()
    play.tell({ type: 'confirm-message', message: 'handover', sent: sent() })
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual(['handover', 'pause'])
  })

  test('it had not: the case stays here until the suspension is over', () => {
    const play = broken()
    play.wait(15)
    play.doWhatIsDue()
    expect([play.standing.step, toldTo(play)]).toEqual(['suspension', []])
    play.now = at('2026-06-18T12:00')
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual(['handover'])
  })

  test('the suspension ends while the mail of the pause is reserved: a pause that left is followed by its end', () => {
    const ended = atAgency
      .withSuspension('2026-06-20', '2026-05-21')
      .withReservation('agency-pause', '2026-06-20T11:59')
      .withSuspensionEnded('2026-06-20T12:00')
    expect(standing(ended, '2026-06-20T12:00').step).toBe('settle-reservation')
    expect(messageDue(ended.withAgencyInformed('pause', '2026-06-20T12:14'))).toBe('resume')
    const released = ended.with({ type: 'ActReleased', reservation: '12', reason: 'not-sent' }, '2026-06-20T12:14')
    expect(messageDue(released)).toBeNull()
  })
})

describe('U2 the suspension ends early', () => {
  test('new rent is not paid: the agency resumes after the days of grace', () => {
    const play = playing(atAgency, '2026-05-21T10:00')
    play.tell(accepted('2026-05-21'))
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual(['handover', 'pause'])
    play.now = at('2026-06-02T06:00')
    play.tell(book('2026-06-02', [rent('2026-03'), rent('2026-06')]))
    play.now = at('2026-06-05T08:59')
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual(['handover', 'pause'])
    play.now = at('2026-06-05T09:00')
    play.doWhatIsDue()
    expect(play.history.find(({ type }) => type === 'SuspensionEnded')).toMatchObject({
      at: at('2026-06-05T09:00'),
      reason: 'new-arrears',
    })
    expect(toldTo(play)).toEqual(['handover', 'pause', 'resume'])
  })
})

describe('S4 C7 an objection concerns the signal, not the agency', () => {
  test('after the hand-over: the signal is withdrawn, the agency goes on', () => {
    const play = playing(atAgency, '2026-05-22T11:00')
    play.tell({ type: 'objection', channel: 'e-mail' })
    play.doWhatIsDue()
    expect([
      phaseOf(play.state, POLICY, '2026-05-22'),
      outgoing(play.state, POLICY, '2026-05-22'),
      toldTo(play),
    ]).toEqual(['handed-over', 'withdrawal', ['handover']])
    play.round()
    expect(outgoing(play.state, POLICY, '2026-05-22')).toBeNull()
  })

  test('during a suspension: the signal is withdrawn, the suspension and the pause go on', () => {
    const play = playing(atAgency, '2026-05-21T10:00')
    play.tell(accepted('2026-05-21'))
    play.doWhatIsDue()
    play.tell({ type: 'objection', channel: 'e-mail' })
    play.round()
    play.doWhatIsDue()
    expect([play.standing, outgoing(play.state, POLICY, '2026-05-21')]).toEqual([
      step('suspension', '2026-06-20T12:00'),
      null,
    ])
    expect(toldTo(play)).toEqual(['handover', 'pause'])
    play.now = at('2026-06-20T12:00')
    play.doWhatIsDue()
    expect(toldTo(play)).toEqual(['handover', 'pause', 'resume'])
  })
})

describe('each message once', () => {
  test('through a whole life', () => {
    const play = playing(aReportedCase(), '2026-05-19T09:00')
    const then = (when: string, command: Command, messages: readonly string[]) => {
      play.now = at(when)
      play.doWhatIsDue()
      play.tell(command)
      for (let look = 0; look < 3; look += 1) play.doWhatIsDue()
      expect(toldTo(play)).toEqual(messages)
    }
    then('2026-05-21T10:00', accepted('2026-05-21'), ['handover', 'pause'])
    then('2026-05-26T10:00', { type: 'arrangement', terms: TERMS }, ['handover', 'pause'])
    then('2026-06-22T10:00', { type: 'arrangement-broken' }, ['handover', 'pause', 'resume'])
    const paused = ['handover', 'pause', 'resume', 'pause']
    then('2026-06-24T10:00', { type: 'arrangement', terms: TERMS.slice(1) }, paused)
    then('2026-06-26T10:00', { type: 'objection', channel: 'link' }, paused)
    then('2026-06-29T10:00', { type: 'payment', amountCents: 'all' }, [...paused, 'stop'])
  })
})
