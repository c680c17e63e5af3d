import { describe, expect, test } from 'vitest'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import type { ClientBook } from '../../shared/domain/policy.ts'
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

// C13: letters rest on a book of at most 14 days, signals and hand-overs on one of at most 10.

/** The client's newest book: its reference date, and when it came. */
const book = (on: string, came = `${on}T06:00`): ClientBook => ({ on, at: at(came), waits: false })
const standing = ({ state }: CaseBuilder, when: string, newest: ClientBook) =>
  standingOf(state, POLICY, { ...CLIENT, book: newest }, at(when))
const step = (name: string, due: string | null) => ({ step: name, due: due && at(due) })

const reminded = anArrearsCase().withReminderSent('2026-03-05')
const ready = aCaseReadyToReport()

describe('C13 what rests on a book that is too old waits for one', () => {
  test('a letter: 14 days', () => {
    expect(standing(reminded, '2026-03-16', book('2026-03-02'))).toEqual(step('demand', '2026-03-16'))
    expect(standing(reminded, '2026-03-16', book('2026-03-01'))).toEqual(step('book', null))
  })

  test('a signal: 10 days', () => {
    expect(standing(ready, '2026-04-20', book('2026-04-10'))).toEqual(step('signal', '2026-04-20'))
    expect(standing(ready, '2026-04-20', book('2026-04-09'))).toEqual(step('book', null))
  })

  test('S1 a threat too: the book is asked for the same day', () => {
    const threatened = ready.withThreat('2026-04-22T14:00')
    expect(standing(threatened, '2026-04-22T14:00', book('2026-04-12'))).toEqual(step('signal', '2026-04-22T14:00'))
    expect(standing(threatened, '2026-04-22T14:00', book('2026-04-11'))).toEqual(step('book', null))
  })

  test('F3 a hand-over: 10 days', () => {
    expect(standing(aReportedCase(), '2026-05-19', book('2026-05-09'))).toEqual(step('hand-over', '2026-05-19'))
    expect(standing(aReportedCase(), '2026-05-19', book('2026-05-08'))).toEqual(step('book', null))
  })

  test("the property manager's own days", () => {
    const policy = { ...POLICY, letterBookDays: 5 }
    const on = (day: string) => standingOf(reminded.state, policy, { ...CLIENT, book: book(day) }, at('2026-03-16'))
    expect([on('2026-03-11').step, on('2026-03-10').step]).toEqual(['demand', 'book'])
  })

  test.each([
    ['no book ever came', { on: null, at: null, waits: false }],
    ['a newer book waits for a person', { ...book('2026-03-15'), waits: true }],
  ])('%s', (_name, newest) => {
    expect(standing(reminded, '2026-03-16', newest)).toEqual(step('book', null))
  })

  test('what is not due yet is no wait for a book', () => {
    expect(standing(reminded, '2026-03-16T08:59', book('2026-03-01'))).toEqual(step('demand', '2026-03-16'))
  })
})

describe('C13 a signal that waits for its file, or for another one since that was taken away (S2)', () => {
  const queued = ready.withSignalQueued('2026-04-20')
  const reserved = queued.withSignalReserved('2026-04-20T10:00')
  const asked = ({ state }: CaseBuilder, command: Command, when: string, newest: ClientBook) =>
    decide(command, state, POLICY, { ...CLIENT, book: newest }, at(when))
  const reserve = { type: 'reserve-signal', facts: FACTS, file: 'april.xlsx' } as const
  const drop = { type: 'drop-signal', facts: FACTS } as const
  const waits = { event: { type: 'SignalWaitsForBook' } }

  test('leaves in it on a book of 10 days', () => {
    const claimed = { event: { type: 'SignalClaimed', file: 'april.xlsx' } }
    expect(asked(queued, reserve, '2026-04-30T10:00', book('2026-04-20'))).toEqual(claimed)
    expect(asked(reserved, drop, '2026-04-30T10:00', book('2026-04-20'))).toEqual({ refused: 'nothing-new' })
  })

  test.each([
    ['an older one', book('2026-04-19')],
    ['while a newer one waits for a person', { ...book('2026-04-29'), waits: true }],
  ])('waits for a book again on %s', (_name, newest) => {
    expect(asked(queued, reserve, '2026-04-30T10:00', newest)).toEqual(waits)
    expect(asked(reserved, drop, '2026-04-30T10:00', newest)).toEqual(waits)
  })

  test('then it is as any other that waits for a book', () => {
    const waiting = reserved.with({ type: 'SignalWaitsForBook' }, '2026-04-30T10:00')
    expect(standing(waiting, '2026-04-30T10:00', book('2026-04-19'))).toEqual(step('book', null))
    const came = book('2026-05-02', '2026-05-02T06:00')
    expect(standing(waiting, '2026-05-04', came)).toEqual(step('signal', '2026-05-04'))
  })
})

describe('C13 what waited is done on the working morning after a book came', () => {
  test.each([
    ['before nine: that morning', '2026-03-18T06:00', '2026-03-18'],
    ['after nine: the next morning', '2026-03-18T11:00', '2026-03-19'],
    ['on a Friday afternoon: on Monday', '2026-03-20T15:00', '2026-03-23'],
  ])('a letter, the book came %s', (_name, came, due) => {
    expect(standing(reminded, came, book(came.slice(0, 10), came))).toEqual(step('demand', due))
  })

  test('a signal, in a round of its own', () => {
    const came = book('2026-04-22', '2026-04-22T11:00')
    expect(standing(ready, '2026-04-22T11:00', came)).toEqual(step('signal', '2026-04-23'))
  })

  test('a book that came before does not move what is due', () => {
    expect(standing(reminded, '2026-03-16', book('2026-03-13', '2026-03-16T08:30'))).toEqual(
      step('demand', '2026-03-16'),
    )
  })
})

describe('C13 what rests on no book goes on', () => {
  const OLD = book('2026-01-02')

  test.each([
    ['K1 a withdrawal', aReportedCase().withPaid('2026-04-22'), 'withdrawal'],
    ['K1 the stop of the agency', aCaseAtTheAgency().withPaid('2026-05-22'), 'inform-agency'],
    ['U1 its pause', aCaseAtTheAgency().withSuspension('2026-06-20', '2026-05-22'), 'inform-agency'],
    ['C5 a letter that bounced', reminded.withBounce('reminder', '2026-03-06'), 'post-letter'],
  ])('%s', (_name, history, name) => {
    expect(standing(history, '2026-05-25', OLD).step).toBe(name)
  })

  test('F4 an update of the agency comes before a letter that waits', () => {
    const paid = aCaseAtTheAgency().withBook([rent('2026-03', 60_000), rent('2026-05')], '2026-05-20T06:00')
    expect(standing(paid, '2026-05-20', OLD)).toEqual(step('inform-agency', '2026-05-20'))
    const message = { type: 'AgencyInformed', message: 'update', ...sent({ claims: [numberOf('H-2026-03')] }) } as const
    const about = { type: 'ActClaimed', act: 'agency-update', claims: [numberOf('H-2026-03')] } as const
    const reserved = paid.with(about, '2026-05-20T09:00')
    const told = reserved.with(message, '2026-05-20T09:01')
    expect(standing(told, '2026-05-21', OLD)).toEqual(step('book', null))
  })
})

describe('C13 a claim counts only once a later book shows it open', () => {
  const dueOnTheFirst = (on: string) => anArrearsCase({ on, claims: [rent('2026-03')] })
  const ALWAYS = CLIENT.book

  test('a book of its due date does not tell whether it was paid that day', () => {
    expect(standing(dueOnTheFirst('2026-03-01'), '2026-03-05', ALWAYS)).toEqual(step('rest', null))
    expect(standing(dueOnTheFirst('2026-03-02'), '2026-03-02', ALWAYS)).toEqual(step('reminder', '2026-03-05'))
  })

  test('the same book of a later day does, and what it makes due leaves at the next nine', () => {
    const shown = dueOnTheFirst('2026-03-01').withBook([rent('2026-03')], '2026-03-10T11:00')
    expect(standing(shown, '2026-03-10T11:00', ALWAYS)).toEqual(step('reminder', '2026-03-11'))
  })

  test("so does a person's word that nothing was paid since", () => {
    const confirmed = dueOnTheFirst('2026-03-01').with(
      { type: 'BookConfirmed', on: '2026-03-04', except: false },
      '2026-03-04T08:00',
    )
    expect(standing(confirmed, '2026-03-04T08:00', ALWAYS)).toEqual(step('reminder', '2026-03-05'))
  })

  test('from which a renter can be excepted: then nothing leaves until a book comes', () => {
    const excepted = reminded.with({ type: 'BookConfirmed', on: '2026-03-13', except: true }, '2026-03-13')
    expect(standing(excepted, '2026-03-16', ALWAYS)).toEqual(step('book', null))
    const later = excepted.withBook([rent('2026-03'), claim('S', '2026-03-10', 5_000)], '2026-03-17T06:00')
    expect(standing(later, '2026-03-17', ALWAYS)).toEqual(step('demand', '2026-03-17'))
  })
})
