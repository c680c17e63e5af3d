import { describe, expect, test } from 'vitest'
import type { Command } from '../../shared/domain/command.ts'
import { afterTheEnd, decide } from '../../shared/domain/decide.ts'
import type { Claim } from '../../shared/domain/event.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import { gate } from '../../shared/domain/gate.ts'
import { nextLetter } from '../../shared/domain/letter-due.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  at,
  type CaseBuilder,
  CLIENT,
  claim,
  FACTS,
  letterSent,
  MAPPING,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

// C14: a claim that returns is in our hands again at its level, and the renter is told before anything else.

const MARCH = numberOf('H-2026-03')
const APRIL = numberOf('H-2026-04')
const march = rent('2026-03')
const april = rent('2026-04')

const book = (claims: readonly Claim[], on: string): Command => ({
  ...{ type: 'take-book', on, claims, mapping: MAPPING },
  ...{ naturalPerson: true, dwelling: true, gemeentecode: '0363' },
})
const asked = ({ state }: CaseBuilder, command: Command, when: string) =>
  decide(command, state, POLICY, CLIENT, at(when))
const next = ({ state }: CaseBuilder, when: string) => followUp(state, POLICY, null, at(when))
const letter = ({ state }: CaseBuilder, on: string) => nextLetter(state, POLICY, on)
const reasons = ({ state }: CaseBuilder, on: string) => gate(state, POLICY, FACTS, on)

/** Two months, both under notice or on their way there; the older one was paid on 13 April. */
const paidMarch = aCaseReadyToReport({ claims: [march] })
  .withBook([march, april], '2026-04-08T06:00')
  .withFollowUp('2026-04-14', { claims: [MARCH, APRIL] })
  .withBook([april], '2026-04-15T06:00')
const marchIsBack = paidMarch.withBook([march, april], '2026-04-16T06:00')
const returned = marchIsBack.with({ type: 'ClaimReturned', claims: [MARCH] }, '2026-04-16T06:00')

describe('C14 a claim that was paid, and is open again in the same case', () => {
  test('returned, once', () => {
    expect(next(paidMarch, '2026-04-15T06:00')).toBeNull()
    expect(next(marchIsBack, '2026-04-16T06:00')).toEqual({ type: 'ClaimReturned', claims: [MARCH] })
    expect(next(returned, '2026-04-16T06:00')).toBeNull()
  })

  test('C11 not of a remainder', () => {
    const cents = paidMarch.withBook([rent('2026-03', 1_000), april], '2026-04-16T06:00')
    expect(next(cents, '2026-04-16T06:00')).not.toMatchObject({ type: 'ClaimReturned' })
  })

  test('the renter is told by a follow-up, seven days after the last letter', () => {
    expect(letter(returned, '2026-04-16')).toEqual({ letter: 'follow-up', on: '2026-04-21' })
  })

  test('or the next working morning, where that letter is longer ago', () => {
    const later = paidMarch
      .withBook([march, april], '2026-04-24T06:00')
      .with({ type: 'ClaimReturned', claims: [MARCH] }, '2026-04-24T06:00')
    expect(letter(later, '2026-04-24')).toEqual({ letter: 'follow-up', on: '2026-04-28' })
  })

  test('by another letter that is due until then, and lists it', () => {
    const told = returned.withNoticeSent('2026-04-21', { claims: [MARCH, APRIL] })
    expect(letter(told, '2026-04-21')).toBeNull()
  })

  test("that is not the month's follow-up", () => {
    const told = returned.withFollowUp('2026-04-21', { claims: [MARCH, APRIL] })
    const charge = claim('S', '2026-04-22', 5_000)
    const other = told.withBook([march, april, charge], '2026-04-24T06:00')
    // The follow-up of 14 April, which told of April for the first time, is.
    expect(letter(other, '2026-04-24')).toEqual({ letter: 'follow-up', on: '2026-05-01' })
    const first = returned
      .withBook([march, april, charge], '2026-05-06T06:00')
      .withFollowUp('2026-05-06', { claims: [MARCH] })
    expect(letter(first, '2026-05-06')).toEqual({ letter: 'follow-up', on: '2026-05-13' })
  })

  test('no signal about it within seven days of that letter; what was sent about it counts again', () => {
    expect(reasons(paidMarch.withBook([march, april], '2026-04-16T06:00'), '2026-04-20')).toEqual([])
    expect(reasons(returned, '2026-04-20')).toEqual(['G5'])
    const told = returned.withFollowUp('2026-04-21', { claims: [MARCH, APRIL] })
    expect(reasons(told, '2026-04-28')).toEqual(['G5'])
    expect(reasons(told, '2026-04-29')).toEqual([])
    expect(standingOf(told.state, POLICY, CLIENT, at('2026-04-21'))).toEqual({ step: 'signal', due: at('2026-05-20') })
  })
})

describe('C14 a case that was paid, and of which something is open again', () => {
  const paid = aCaseReadyToReport().withBook([], '2026-04-13T06:00').withPaid('2026-04-13T06:00')

  test('is reopened, with every book that shows it', () => {
    expect(asked(paid, book([march], '2026-04-16'), '2026-04-16')).toEqual({
      event: { type: 'CaseReopened', on: '2026-04-16' },
    })
  })

  test('and goes on at its level: the renter is told the next working morning', () => {
    const back = paid
      .with({ type: 'CaseReopened', on: '2026-04-16' }, '2026-04-16T06:00')
      .withBook([march], '2026-04-16T06:00')
      .with({ type: 'ClaimReturned', claims: [MARCH] }, '2026-04-16T06:00')
    expect(standingOf(back.state, POLICY, CLIENT, at('2026-04-16'))).toEqual({
      step: 'follow-up',
      due: at('2026-04-17'),
    })
    const told = back.withFollowUp('2026-04-17')
    expect(standingOf(told.state, POLICY, CLIENT, at('2026-04-17'))).toEqual({ step: 'signal', due: at('2026-05-20') })
  })

  test.each([
    ['what was paid is open again', paid, [march], 'reopen'],
    ['beside another claim', paid, [march, april], 'reopen'],
    ['only another claim is open: another case', paid, [april], 'open'],
    ['C11 only a remainder: nothing', paid, [rent('2026-03', 1_000)], 'nothing'],
    ['nothing is open', paid, [], 'nothing'],
    ['what a person closed stays closed: another case', aCaseReadyToReport().withClosed('2026-04-13'), [march], 'open'],
  ] as const)('%s', (_name, history, claims, course) => {
    expect(afterTheEnd(history.state, claims, '2026-04-16', POLICY)).toBe(course)
  })

  test('what staff booked as paid is believed for 14 days, and then the book is', () => {
    const booked = aCaseReadyToReport().withPaymentBooked('all', '2026-04-13').withPaid('2026-04-13', 'staff')
    expect(afterTheEnd(booked.state, [march], '2026-04-27', POLICY)).toBe('nothing')
    expect(afterTheEnd(booked.state, [march], '2026-04-28', POLICY)).toBe('reopen')
  })
})

describe('C14 a claim of an earlier case', () => {
  const early = {
    letters: [
      { ...letterSent('reminder', '2026-03-05'), act: 'reminder' as const, on: '2026-03-05', claims: [MARCH] },
      { ...letterSent('demand', '2026-03-16'), act: 'demand' as const, on: '2026-03-16', claims: [MARCH] },
      { ...letterSent('notice', '2026-04-07'), act: 'notice' as const, on: '2026-04-07', claims: [MARCH] },
    ],
    contacts: [{ on: '2026-03-19', counts: true }],
  }
  const opened = anArrearsCase({ on: '2026-05-04', claims: [march] })

  test('brings its letters and its evidence, and the renter is told', () => {
    const command: Command = { type: 'claims-returned', claims: [MARCH], earlier: early }
    const decision = asked(opened, command, '2026-05-04')
    expect(decision).toEqual({ event: { type: 'ClaimReturned', claims: [MARCH], earlier: early } })
    const back = opened.with({ type: 'ClaimReturned', claims: [MARCH], earlier: early }, '2026-05-04T06:00')
    expect(letter(back, '2026-05-04')).toEqual({ letter: 'follow-up', on: '2026-05-06' })
    const told = back.withFollowUp('2026-05-06')
    expect(reasons(told, '2026-05-13')).toEqual(['G5'])
    expect(reasons(told, '2026-05-20')).toEqual([])
  })

  test('after a purge it is a new claim: it begins with a reminder', () => {
    expect(letter(opened, '2026-05-04')).toMatchObject({ letter: 'reminder' })
  })
})
