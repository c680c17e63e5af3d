import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import { gate } from '../../shared/domain/gate.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import {
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
} from '../support/case-builder.ts'

// E1: of what is reported about one subject, the report with the latest moment is in force.

type Told = readonly [moment: string, report: Command]

/** The case after these reports, in the order in which they arrive; all at noon of a day, or of 24 March. */
function hears(history: CaseBuilder, reports: readonly Told[], when = '2026-03-24T12:00'): CaseBuilder {
  return reports.reduce((heard, [moment, report]) => {
    const origin = { moment: at(moment) }
    const decision = decide(report, heard.state, POLICY, CLIENT, at(when), origin)
    return 'event' in decision ? heard.with(decision.event, when) : heard
  }, history)
}

const objects: Command = { type: 'objection', channel: 'link' }
const withdraws: Command = { type: 'objection-withdrawn', channel: 'link' }
const disputes: Command = { type: 'dispute', claim: numberOf('H-2026-03') }
const resolves: Command = { type: 'dispute-resolved', claim: numberOf('H-2026-03') }
const breaks: Command = { type: 'arrangement-broken' }
const agrees = (amountCents: number): Command => ({
  type: 'arrangement',
  terms: [{ date: '2026-05-01', amountCents }],
})

/** What is in force, whatever the history says of how it came about. */
const inForce = ({ objection, offerAccepted, arrangement, claims, reports }: CaseState) => ({
  objection,
  offerAccepted,
  terms: arrangement?.terms ?? null,
  disputed: claims.filter((claim) => claim.disputed).map(({ number }) => number),
  reports,
})

describe('C7 an objection', () => {
  test('of 10:05 is not undone by the withdrawal of 10:00 that is sent again', () => {
    const { state } = hears(anArrearsCase(), [
      ['2026-03-24T09:00', objects],
      ['2026-03-24T10:00', withdraws],
      ['2026-03-24T10:05', objects],
      ['2026-03-24T10:00', withdraws],
    ])
    expect(inForce(state)).toMatchObject({ objection: true, offerAccepted: false })
  })

  test('does not come into force when its withdrawal arrived before it, and both are recorded', () => {
    const heard = hears(anArrearsCase(), [
      ['2026-03-24T10:00', withdraws],
      ['2026-03-24T09:00', objects],
    ])
    expect(inForce(heard.state)).toMatchObject({ objection: false, offerAccepted: true })
    expect(heard.history.slice(1).map(({ type, moment }) => [type, moment])).toEqual([
      ['ObjectionWithdrawn', at('2026-03-24T10:00')],
      ['ObjectionLodged', at('2026-03-24T09:00')],
    ])
  })

  test('C6d that was never lodged is not withdrawn: nobody accepted the offer', () => {
    const silent = anArrearsCase()
      .withDemandSent('2026-03-16', { offer: false })
      .withNoticeSent('2026-04-07', { offer: false })
    const held = (history: CaseBuilder) => gate(history.state, POLICY, FACTS, '2026-04-20')
    expect(held(silent.withObjectionWithdrawn('2026-04-19'))).toContain('G4d')
    expect(held(silent.withObjection('2026-04-18').withObjectionWithdrawn('2026-04-19'))).not.toContain('G4d')
  })

  test('is not recorded again for the same moment; for a later one it is, since a withdrawal may lie between', () => {
    const once = hears(anArrearsCase(), [['2026-03-24T10:00', objects]])
    expect(hears(once, [['2026-03-24T10:00', objects]]).history).toHaveLength(2)
    const twice = hears(once, [
      ['2026-03-24T11:00', objects],
      ['2026-03-24T10:30', withdraws],
    ])
    expect(inForce(twice.state)).toMatchObject({ objection: true })
  })

  test('that is not in force stops nothing', () => {
    const queued = aCaseReadyToReport().withSignalQueued('2026-04-20')
    const { state } = hears(
      queued,
      [
        ['2026-04-20T09:02', withdraws],
        ['2026-04-20T09:01', objects],
      ],
      '2026-04-20T09:05',
    )
    expect(state).toMatchObject({ queued: true, objection: false })
  })
})

describe('C8 an arrangement', () => {
  test('is replaced by a later one, and not by an earlier one that arrives after it', () => {
    const { state } = hears(anArrearsCase(), [
      ['2026-03-20T10:00', agrees(50_000)],
      ['2026-03-22T10:00', agrees(25_000)],
      ['2026-03-21T10:00', agrees(10_000)],
    ])
    expect(inForce(state).terms).toEqual([{ date: '2026-05-01', amountCents: 25_000 }])
  })

  test('is not agreed anew by one of before it was reported broken', () => {
    const { state } = hears(anArrearsCase(), [
      ['2026-03-22T10:00', breaks],
      ['2026-03-21T10:00', agrees(50_000)],
    ])
    expect(inForce(state).terms).toBeNull()
  })

  test('told again with the same terms keeps what was paid of it', () => {
    const agreed = anArrearsCase().withArrangement([{ date: '2026-05-01', amountCents: 50_000 }], '2026-03-20')
    const { state } = hears(agreed.withPaymentBooked(30_000, '2026-03-21'), [['2026-03-23T10:00', agrees(50_000)]])
    expect(state.arrangement?.owedCents).toEqual(new Map([[numberOf('H-2026-03'), 100_000]]))
  })

  test('covers what was due on the day on which it was made', () => {
    const case_ = anArrearsCase({ claims: [rent('2026-03'), rent('2026-04')] })
    const { state } = hears(case_, [['2026-03-31T16:00', agrees(50_000)]], '2026-04-01T09:00')
    expect([...(state.arrangement?.owedCents.keys() ?? [])]).toEqual([numberOf('H-2026-03')])
  })

  test('that ended by a missed term is not reported anew by word of before', () => {
    const ended = anArrearsCase()
      .withArrangement([{ date: '2026-03-10', amountCents: 50_000 }], '2026-03-05')
      .withArrangementBroken('2026-03-20')
    const { state } = hears(ended, [['2026-03-04T10:00', agrees(10_000)]])
    expect(inForce(state).terms).toBeNull()
    expect(inForce(hears(ended, [['2026-03-21T10:00', agrees(10_000)]]).state).terms).not.toBeNull()
  })
})

test('C4 a dispute of 10:05 is not resolved by word of 10:00', () => {
  const { state } = hears(anArrearsCase(), [
    ['2026-03-24T10:05', disputes],
    ['2026-03-24T10:00', resolves],
  ])
  expect(inForce(state).disputed).toEqual([numberOf('H-2026-03')])
})

test('of two reports with the same moment the one that came later is in force', () => {
  const same = '2026-03-24T10:00'
  const { state } = hears(aReportedCase(), [
    [same, objects],
    [same, withdraws],
    [same, resolves],
    [same, disputes],
    [same, breaks],
    [same, agrees(50_000)],
  ])
  expect(inForce(state)).toMatchObject({
    objection: false,
    offerAccepted: true,
    disputed: [numberOf('H-2026-03')],
    terms: [{ date: '2026-05-01', amountCents: 50_000 }],
  })
})

test('E1 invariant 4: reports in any order come to the same', () => {
  const report = fc.constantFrom(objects, withdraws, disputes, resolves, breaks, agrees(50_000), agrees(25_000))
  const minute = fc.integer({ min: 10, max: 59 }).map((after) => `2026-03-24T11:${after}`)
  const told = fc.uniqueArray(fc.tuple(minute, report), { maxLength: 8, selector: ([moment]) => moment })
  fc.assert(
    fc.property(told, (arriving) => {
      const inOrder = arriving.toSorted(([a], [b]) => (a < b ? -1 : 1))
      const state = (reports: readonly Told[]) => inForce(hears(anArrearsCase(), reports).state)
      expect(state(arriving)).toEqual(state(inOrder))
    }),
  )
})

describe('E1 a payment counts as of its moment', () => {
  const both = anArrearsCase({ on: '2026-01-05', claims: [rent('2026-01'), rent('2026-02')] })
  const pays = (amountCents: number | 'all', moment: string) =>
    hears(both, [[moment, { type: 'payment', amountCents }]], '2026-02-01T09:00').state
  const open = ({ claims }: CaseState) => claims.map(({ openCents, staffPaidCents }) => openCents - staffPaidCents)

  test.each(['all' as const, 150_000])('of 31 January, of %s, is not for the rent of February', (amount) => {
    expect(open(pays(amount, '2026-01-31T16:00'))).toEqual([0, 100_000])
  })

  test('of 1 February it is', () => {
    expect(open(pays('all', '2026-02-01T08:00'))).toEqual([0, 0])
  })

  test('and is believed from its own day, never from an earlier one than another payment', () => {
    expect(pays('all', '2026-01-31T16:00').bookedOn).toBe('2026-01-31')
    const later = hears(both.withPaymentBooked(1, '2026-02-01T08:00'), [
      ['2026-01-31T16:00', { type: 'payment', amountCents: 1 }],
    ])
    expect(later.state.bookedOn).toBe('2026-02-01')
  })
})

describe('E1 what happened before a book and is told of after it', () => {
  const opening = {
    on: '2026-01-19',
    claims: [claim('Jan', '2026-01-01', 100_000), claim('Dec', '2025-12-01', 10_000)],
  }
  const book = [claim('Dec', '2025-12-01', 10_000), claim('Feb', '2026-02-01', 100_000)]
  const tell = (type: 'payment' | 'arrangement') => (history: CaseBuilder, when: string) => {
    const fact: Command =
      type === 'payment'
        ? { type, amountCents: 110_000 }
        : { type, terms: [{ date: '2026-02-02', amountCents: 100_000 }] }
    const decision = decide(fact, history.state, POLICY, CLIENT, at(when), { moment: at('2026-01-31T12:00') })
    return 'event' in decision ? history.with(decision.event, when) : history
  }

  test('a payment that the book shows in part is deducted once', () => {
    const pays = tell('payment')
    const inOrder = pays(anArrearsCase(opening), '2026-01-31T12:00').withBook(book, '2026-02-03T06:00').state
    const late = pays(anArrearsCase(opening).withBook(book, '2026-02-03T06:00'), '2026-02-04').state
    expect(late.claims).toEqual(inOrder.claims)
    expect(late.claims.map(({ staffPaidCents }) => staffPaidCents)).toEqual([10_000, 0])
  })

  test('an arrangement is for what was open when it was made', () => {
    const agrees = tell('arrangement')
    const inOrder = agrees(anArrearsCase(opening), '2026-01-31T12:00').withBook(book, '2026-02-03T06:00').state
    const late = agrees(anArrearsCase(opening).withBook(book, '2026-02-03T06:00'), '2026-02-04').state
    expect(late.arrangement).toEqual(inOrder.arrangement)
  })
})
