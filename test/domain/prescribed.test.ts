import { describe, expect, test } from 'vitest'
import type { Command } from '../../shared/domain/command.ts'
import { decide } from '../../shared/domain/decide.ts'
import { followUp } from '../../shared/domain/follow-up.ts'
import { gate } from '../../shared/domain/gate.ts'
import { nextLetter } from '../../shared/domain/letter-due.ts'
import { tasksOf } from '../../shared/domain/tasks.ts'
import { anArrearsCase, at, type CaseBuilder, CLIENT, claim, FACTS, POLICY } from '../support/case-builder.ts'

// C15: a claim older than five years leads and counts for nothing until a person decided.

const old = claim('Oud', '2021-04-20', 50_000)
const opened = anArrearsCase({ on: '2026-03-02', claims: [old] })
const ready = opened
  .withReminderSent('2026-03-05')
  .withDemandSent('2026-03-12')
  .withContactAttempt('2026-03-16')
  .withNoticeSent('2026-03-26')
const decided = (history: CaseBuilder, collect: boolean) =>
  history.with({ type: 'PrescriptionDecided', claim: old.number, collect }, '2026-04-21')
const reasons = ({ state }: CaseBuilder, on: string) => gate(state, POLICY, FACTS, on)
const tasks = ({ state }: CaseBuilder, on: string) => tasksOf(state, POLICY, CLIENT, on)

describe('C15 a claim older than five years', () => {
  test('counts until the day on which it is five years old, and no longer', () => {
    expect(reasons(ready, '2026-04-20')).toEqual([])
    expect(reasons(ready, '2026-04-21')).toEqual(['G1', 'G2'])
  })

  test('brings no letter, and a task for a person', () => {
    expect(nextLetter(opened.state, POLICY, '2026-04-20')).toMatchObject({ letter: 'reminder' })
    expect(nextLetter(opened.state, POLICY, '2026-04-21')).toBeNull()
    expect([tasks(opened, '2026-04-20'), tasks(opened, '2026-04-21')]).toEqual([[], ['prescribed']])
  })

  test('counts again once a person decided so', () => {
    const collects = decided(ready, true)
    expect(reasons(collects, '2026-04-21')).toEqual([])
    expect(tasks(collects, '2026-04-21')).toEqual([])
  })

  test('and for good not, once a person decided that: the case of it alone ends', () => {
    const dropped = decided(ready, false)
    expect(reasons(dropped, '2026-04-21')).toEqual(['G1', 'G2'])
    expect(tasks(dropped, '2026-04-21')).toEqual([])
    expect(followUp(dropped.state, POLICY, null, at('2026-04-21'))).toMatchObject({ type: 'CasePaid' })
    expect(followUp(ready.state, POLICY, null, at('2026-04-21'))).toBeNull()
  })

  test('is decided of a claim that the case has', () => {
    const decision = (number: number): Command => ({ type: 'prescription', claim: number, collect: true })
    const asked = (number: number) => decide(decision(number), opened.state, POLICY, CLIENT, at('2026-04-21'))
    expect(asked(old.number)).toEqual({ event: { type: 'PrescriptionDecided', claim: old.number, collect: true } })
    expect(asked(9_999)).toEqual({ refused: 'no-such-invoice' })
  })
})
