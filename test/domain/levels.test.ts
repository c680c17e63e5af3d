import { describe, expect, test } from 'vitest'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { inHand } from '../../shared/domain/claims.ts'
import { carriesText, listedBy, nextLetter } from '../../shared/domain/letter-due.ts'
import { leadingOf, levelOn } from '../../shared/domain/levels.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseAtTheAgency,
  anArrearsCase,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

// C10: each claim has its own story. A case is a renter's open claims at one client, with one next step.

const MARCH = numberOf('H-2026-03')
const APRIL = numberOf('H-2026-04')
const PARKING = numberOf('P-2026-03')
const parking = claim('P-2026-03', '2026-03-01', 9_000, { contract: 2, rent: false })

const reminded = anArrearsCase().withReminderSent('2026-03-05')
const demanded = reminded.withDemandSent('2026-03-16')
/** The rent of April came, and the notice of 7 April about March lists it too. */
const both = demanded.withBook([rent('2026-03'), rent('2026-04')], '2026-04-02T06:00').withNoticeSent('2026-04-07')

const levelOf = ({ state }: CaseBuilder, number: number, on: IsoDate) => {
  const meant = state.claims.find((each) => each.number === number)
  return meant && levelOn(state, meant, POLICY, on)
}
const leads = ({ state }: CaseBuilder, on: IsoDate) =>
  leadingOf(state, POLICY, inHand(state, POLICY, on), on)?.claim.number ?? null
const letter = ({ state }: CaseBuilder, on: IsoDate) => nextLetter(state, POLICY, on)

describe('C10 the level of a claim today', () => {
  test.each([
    ['none before any letter', anArrearsCase(), MARCH, '2026-03-04', 'none'],
    ['that of the reminder, also long after it', reminded, MARCH, '2026-07-01', 'reminder'],
    ['that of the demand', demanded, MARCH, '2026-03-16', 'demand'],
    [
      'a follow-up lifts as a reminder does',
      anArrearsCase().withFollowUp('2026-03-05'),
      MARCH,
      '2026-07-01',
      'reminder',
    ],
    ['under notice', both, MARCH, '2026-04-07', 'notice'],
    ['listed by a notice: at reminder', both, APRIL, '2026-04-07', 'reminder'],
    ['the day before its own demand day: still', both, APRIL, '2026-04-14', 'reminder'],
    ['from its own demand day: at demand, without a further letter', both, APRIL, '2026-04-15', 'demand'],
    ['the day before its own notice day: still', both, APRIL, '2026-05-04', 'demand'],
    ['from its own notice day: under notice', both, APRIL, '2026-05-05', 'notice'],
  ])('%s', (_name, history, number, on, level) => {
    expect(levelOf(history, number, on)).toBe(level)
  })
})

describe('C10 the leading claim', () => {
  const months = (numbers: readonly string[]) =>
    anArrearsCase({ on: '2026-04-02', claims: numbers.map((each) => rent(each)) })
  const withParking = anArrearsCase({ claims: [parking] })
    .withReminderSent('2026-03-05')
    .withDemandSent('2026-03-16')
    .withBook([parking, rent('2026-04')], '2026-04-02T06:00')

  test.each([
    ['the oldest, where none was listed', months(['2026-04', '2026-03']), MARCH],
    [
      'the one with the highest level',
      months(['2026-03', '2026-04']).withFollowUp('2026-04-07', { claims: [APRIL] }),
      APRIL,
    ],
    ['the oldest of equals', both, MARCH],
    ['rent of a dwelling before anything else, whatever its level', withParking, APRIL],
    ['what is no rent, where there is no rent', anArrearsCase({ claims: [parking] }), PARKING],
    ['C4 no disputed claim', both.withDispute('H-2026-03', '2026-04-07'), APRIL],
    ['C11 no remainder', anArrearsCase({ claims: [rent('2026-03', 1_000)] }), null],
    ['C11 a cent more than a remainder does', anArrearsCase({ claims: [rent('2026-03', 1_001)] }), MARCH],
    [
      'C8 none under a kept arrangement',
      both.with({ type: 'ArrangementAgreed', terms: [], claims: [MARCH] }, '2026-04-08'),
      APRIL,
    ],
    ['F3 none at the agency', aCaseAtTheAgency(), null],
    ['C13 none that the newest book could not show unpaid', anArrearsCase({ on: '2026-03-01' }), null],
  ])('%s', (_name, history, number) => {
    expect(leads(history, history.state.lastAt.slice(0, 10))).toBe(number)
  })
})

describe('C10 the next act of a case is that of its leading claim', () => {
  test.each([
    ['nothing was sent: its reminder', anArrearsCase(), { letter: 'reminder', on: '2026-03-05' }],
    ['it was reminded: its demand', reminded, { letter: 'demand', on: '2026-03-16' }],
    ['it was demanded: its notice', demanded, { letter: 'notice', on: '2026-04-07' }],
    ['it had its notice, with all that there is: no letter', both, null],
  ])('%s', (_name, history, due) => {
    expect(letter(history, history.state.lastAt.slice(0, 10))).toEqual(due)
  })

  test('on its day the letter is the highest that is due for any claim in our hands', () => {
    const parked = anArrearsCase({ claims: [parking] }).withReminderSent('2026-03-05')
    const withApril = (history: CaseBuilder) => history.withBook([parking, rent('2026-04')], '2026-04-02T06:00')
    // April leads, and was never listed: alone it would get a reminder.
    expect(letter(withApril(anArrearsCase({ claims: [parking] })), '2026-04-02')).toEqual({
      letter: 'reminder',
      on: '2026-04-07',
    })
    expect(letter(withApril(parked), '2026-04-02')).toEqual({ letter: 'demand', on: '2026-04-07' })
    expect(letter(withApril(parked.withDemandSent('2026-03-16')), '2026-04-02')).toEqual({
      letter: 'notice',
      on: '2026-04-07',
    })
    // Its notice would be due on 10 April: not on the day of the letter.
    expect(letter(withApril(parked.withDemandSent('2026-03-27')), '2026-04-02')).toEqual({
      letter: 'reminder',
      on: '2026-04-07',
    })
  })

  test('C1 any two letters are seven days apart', () => {
    const late = anArrearsCase().withReminderSent('2026-03-05').withDemandSent('2026-03-16')
    const followed = (on: IsoDate) => late.withFollowUp(on, { claims: [] })
    expect(letter(followed('2026-03-31'), '2026-04-01')).toEqual({ letter: 'notice', on: '2026-04-07' })
    expect(letter(followed('2026-04-01'), '2026-04-01')).toEqual({ letter: 'notice', on: '2026-04-08' })
  })

  test('a claim that was listed by a notice before its time needs no letter of its own', () => {
    const april = both.withBook([rent('2026-04')], '2026-04-09T06:00')
    const standing = (when: string) => standingOf(april.state, POLICY, CLIENT, at(when))
    expect(letter(april, '2026-05-06')).toBeNull()
    expect(standing('2026-04-09')).toEqual({ step: 'task', due: at('2026-04-15') })
    expect(standing('2026-04-15')).toEqual({ step: 'signal', due: at('2026-05-20') })
  })
})

describe('C10 the follow-up', () => {
  /** A renter who pays a month late: March is under notice, the rent of May is new. */
  const may = both.withBook([rent('2026-03'), rent('2026-04'), rent('2026-05')], '2026-05-04T06:00')
  const toldOfMay = may.withFollowUp('2026-05-06')
  const settlement = claim('S', '2026-05-12', 5_000)
  const withSettlement = toldOfMay.withBook(
    [rent('2026-03'), rent('2026-04'), rent('2026-05'), settlement],
    '2026-05-18T06:00',
  )

  test('tells of what no letter listed, from its reminder day on', () => {
    expect(letter(may, '2026-05-04')).toEqual({ letter: 'follow-up', on: '2026-05-06' })
    expect(letter(toldOfMay, '2026-05-06')).toBeNull()
  })

  test('at most once a month', () => {
    expect(letter(withSettlement, '2026-05-18')).toEqual({ letter: 'follow-up', on: '2026-06-01' })
    // One of the month before does not count.
    const inApril = both.withFollowUp('2026-04-30', { claims: [numberOf('X')] })
    const later = inApril.withBook([rent('2026-03'), rent('2026-04'), settlement], '2026-05-18T06:00')
    expect(letter(later, '2026-05-18')).toEqual({ letter: 'follow-up', on: '2026-05-18' })
  })

  test('none in a month in which the own letter of the leading claim still comes', () => {
    const late = anArrearsCase({ on: '2026-03-25' }).withReminderSent('2026-03-25').withDemandSent('2026-04-01')
    const april = late.withBook([rent('2026-03'), rent('2026-04')], '2026-04-02T06:00')
    expect(letter(april, '2026-04-02')).toEqual({ letter: 'notice', on: '2026-04-15' })
  })

  test('but before one that comes in a later month', () => {
    const charged = demanded.withBook([rent('2026-03'), claim('S', '2026-03-20', 5_000)], '2026-03-23T06:00')
    expect(letter(charged, '2026-03-23')).toEqual({ letter: 'follow-up', on: '2026-03-24' })
  })

  test('U1 not while suspended: on the first working morning after', () => {
    const unlisted = aReportedCase()
      .withBook([rent('2026-03'), claim('S', '2026-04-20', 5_000)], '2026-04-22T06:00')
      .withHelpAccepted('2026-04-22', '2026-04-22')
      .withSuspension('2026-05-22', '2026-04-22')
    const standing = (history: CaseBuilder, when: string) => standingOf(history.state, POLICY, CLIENT, at(when))
    expect(standing(unlisted, '2026-04-27').step).toBe('suspension')
    expect(standing(unlisted.withSuspensionEnded('2026-05-22T12:00'), '2026-05-22T12:00')).toEqual({
      step: 'follow-up',
      due: at('2026-05-26'),
    })
  })
})

describe('C10 what a letter lists', () => {
  const listed = ({ state }: CaseBuilder, on: IsoDate) => listedBy(state, POLICY, on)
  const april = demanded.withBook([rent('2026-03'), rent('2026-04')], '2026-04-02T06:00')

  test.each([
    ['the day before its reminder day a claim is not listed', april, '2026-04-04', [MARCH]],
    ['from its reminder day on it is', april, '2026-04-05', [MARCH, APRIL]],
    ['C4 what is disputed is shown apart', april.withDispute('H-2026-03', '2026-04-03'), '2026-04-07', [APRIL]],
    [
      'C8 and what is arranged',
      april.with({ type: 'ArrangementAgreed', terms: [], claims: [MARCH] }, '2026-04-03'),
      '2026-04-07',
      [APRIL],
    ],
    [
      'F3 and what is at the agency',
      aCaseAtTheAgency().withBook([rent('2026-03'), rent('2026-05')], '2026-05-20T06:00'),
      '2026-05-20',
      [numberOf('H-2026-05')],
    ],
    [
      'C11 a remainder goes with it',
      demanded.withBook([rent('2026-03'), rent('2026-04', 1)], '2026-04-02T06:00'),
      '2026-04-07',
      [MARCH, APRIL],
    ],
    ['C13 what no later book showed open is not listed', anArrearsCase({ on: '2026-03-01' }), '2026-03-05', []],
  ])('%s', (_name, history, on, claims) => {
    expect(listed(history, on)).toEqual(claims)
  })
})

describe('C10 which letters carry text 1 or 2', () => {
  const carries = (history: CaseBuilder, act: 'reminder' | 'follow-up' | 'demand' | 'notice', on: IsoDate) =>
    carriesText(history.withReservation(act, on).state, act, POLICY, on)

  test('the demand and the notice, and the reminder never', () => {
    expect(carries(anArrearsCase(), 'reminder', '2026-03-05')).toBe(false)
    expect(carries(demanded, 'reminder', '2026-03-31')).toBe(false)
    expect(carries(reminded, 'demand', '2026-03-16')).toBe(true)
    expect(carries(demanded, 'notice', '2026-04-07')).toBe(true)
  })

  test('a follow-up once the leading claim had its demand', () => {
    expect(carries(reminded, 'follow-up', '2026-03-12')).toBe(false)
    expect(carries(demanded, 'follow-up', '2026-03-24')).toBe(true)
    expect(carries(both, 'follow-up', '2026-05-06')).toBe(true)
  })

  test('none that lists no rent of a dwelling', () => {
    const parked = anArrearsCase({ claims: [parking] }).withReminderSent('2026-03-05')
    expect(carries(parked, 'demand', '2026-03-16')).toBe(false)
    expect(carries(parked.withDemandSent('2026-03-16'), 'notice', '2026-04-07')).toBe(false)
    const withRent = parked.withBook([parking, rent('2026-03')], '2026-03-09T06:00')
    expect(carries(withRent, 'demand', '2026-03-16')).toBe(true)
  })
})
