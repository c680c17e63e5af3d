import { describe, expect, test } from 'vitest'
import { decide } from '../../shared/domain/decide.ts'
import { gate } from '../../shared/domain/gate.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import {
  aCaseReadyToReport,
  aReportedCase,
  at,
  type CaseBuilder,
  CLIENT,
  FACTS,
  POLICY,
} from '../support/case-builder.ts'

const MONTHLY: ClientConditions = { ...CLIENT, resignal: 'monthly', handOver: 'never' }
const NEVER: ClientConditions = { ...CLIENT, handOver: 'never' }
const asked = { type: 'RedeliveryAsked' } as const

const standing = ({ state }: CaseBuilder, client: ClientConditions, when: string) =>
  standingOf(state, POLICY, client, at(when))
const reasons = ({ state }: CaseBuilder, on: string) => gate(state, POLICY, FACTS, on)
const delivered = (on: string, from = aCaseReadyToReport()) => from.withSignalDelivered(on, `${on}.xlsx`)

describe('LCV 3.2 a signal may be delivered again while the arrears last', () => {
  test('by policy: at the round of the next month', () => {
    expect(standing(delivered('2026-04-20'), MONTHLY, '2026-05-19')).toEqual({ step: 'signal', due: at('2026-05-20') })
  })

  test('by policy after a threat that went out on a day of its own: not a few days later', () => {
    expect(standing(delivered('2026-04-16'), MONTHLY, '2026-05-15')).toEqual({ step: 'signal', due: at('2026-05-20') })
  })

  test('by hand: at the next round, also where the policy says never', () => {
    const again = delivered('2026-04-16').with(asked, '2026-04-17')
    expect(standing(again, NEVER, '2026-04-17')).toEqual({ step: 'signal', due: at('2026-04-20') })
    expect(reasons(again, '2026-04-20')).toEqual([])
  })

  test('asked after the round: at the next one, and not at once', () => {
    const again = delivered('2026-04-20').with(asked, '2026-05-27')
    expect(standing(again, NEVER, '2026-05-27').due).toBe(at('2026-06-22'))
  })

  test('once: what was delivered again waits to be asked anew', () => {
    const called = delivered('2026-04-20').with(asked, '2026-05-04').withContactAttempt('2026-05-11')
    const twice = delivered('2026-05-20', called)
    expect(reasons(twice, '2026-06-22')).toEqual(['G9'])
    expect(standing(twice, NEVER, '2026-06-22').step).toBe('rest')
  })

  test('an objection that was taken back, after the signal was: by itself, at the next round (G9)', () => {
    const back = aReportedCase()
      .withObjection('2026-04-22')
      .withSignalWithdrawn('2026-04-23')
      .withObjectionWithdrawn('2026-05-04')
    expect(reasons(back, '2026-05-20')).toEqual([])
    expect(standing(back, NEVER, '2026-05-04')).toEqual({ step: 'signal', due: at('2026-05-20') })
  })

  test.each([
    ['at once', '2026-04-23'],
    ['after a round that it missed', '2026-05-21'],
  ])('a signal that is taken back %s is tested at the next round, and not before (S1)', (_name, on) => {
    const back = aReportedCase().withObjection(on)
    for (const withdrawn of [back.withSignalWithdrawn(on), back.with({ type: 'SignalWithdrawnByHand', file: 'x' }, on)])
      expect(standing(withdrawn, NEVER, on)).toEqual({
        step: 'signal',
        due: at(on < '2026-05-20' ? '2026-05-20' : '2026-06-22'),
      })
  })

  test('S5 what a portal rejected, once a person dealt with it', () => {
    const rejected = aReportedCase().withSignalRejected('2026-04-22')
    expect(reasons(rejected, '2026-05-20')).toEqual(['S5'])
    expect(reasons(rejected.with(asked, '2026-05-05'), '2026-05-20')).toEqual([])
  })

  test('what never left cannot be delivered again', () => {
    const command = { type: 'redeliver' } as const
    expect(decide(command, aCaseReadyToReport().state, POLICY, CLIENT, at('2026-04-17'))).toEqual({
      refused: 'no-signal',
    })
    expect(decide(command, aReportedCase().state, POLICY, CLIENT, at('2026-04-27'))).toEqual({ event: asked })
  })
})

describe('G5 a notice that said nothing of objecting starts no objection period', () => {
  const silent = aCaseReadyToReport()
  test('while an earlier letter made the offer', () => {
    const letters = silent.state.letters.map((each) => (each.act === 'notice' ? { ...each, offer: false } : each))
    const state = { ...silent.state, letters }
    expect(gate(state, POLICY, FACTS, '2026-04-20')).toEqual(['G5'])
    expect(gate({ ...state, offerAccepted: true }, POLICY, FACTS, '2026-04-20')).toEqual([])
  })
})
