import { describe, expect, test } from 'vitest'
import { decide } from '../../shared/domain/decide.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import type { HoldCommand } from '../../shared/domain/holds.ts'
import { anArrearsCase, at, type CaseBuilder, CLIENT, POLICY } from '../support/case-builder.ts'

const START = anArrearsCase()
const decided = (command: HoldCommand, story: CaseBuilder, when: string, moment = when) =>
  decide(command, story.state, POLICY, CLIENT, at(when), { moment: at(moment) })
const hold = (change: object = {}): HoldCommand => ({
  ...{ type: 'hold', reason: 'complaint', lookAgain: null, source: 'report' },
  ...change,
})
const started = (change: object = {}): CaseEvent => ({
  ...{ type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-04-04', source: 'report' },
  ...change,
})

describe('R7 a hold', () => {
  test('asks for another look in thirty days, or on the day that is told', () => {
    expect(decided(hold(), START, '2026-03-05')).toMatchObject({ event: started() })
    expect(decided(hold({ lookAgain: '2026-06-01' }), START, '2026-03-05')).toMatchObject({
      event: started({ lookAgain: '2026-06-01' }),
    })
  })

  test('stands until it is ended; what was queued is not', () => {
    const held = START.withSignalQueued('2026-03-05').with(started(), '2026-03-05T10:00')
    expect(held.state).toMatchObject({ hold: { reason: 'complaint', source: 'report' }, queued: false })
    const ended = held.with({ type: 'HoldEnded' }, '2026-03-09')
    expect(ended.state).toMatchObject({ hold: null, resumedAt: at('2026-03-09') })
  })

  test('told again is nothing new, and with another reason, day or source it is', () => {
    const held = START.with(started(), '2026-03-05')
    expect(decided(hold(), held, '2026-03-06', '2026-03-05')).toEqual({ refused: 'nothing-new' })
    for (const change of [{ reason: 'procedure' }, { lookAgain: '2026-04-10' }, { source: 'answer' }])
      expect(decided(hold(change), held, '2026-03-06')).toHaveProperty('event')
  })

  test('E1 of reports the latest moment is in force, whatever order they arrive in', () => {
    const ended = START.with({ type: 'HoldEnded', moment: at('2026-03-06T12:00') }, '2026-03-07')
    expect(ended.with({ ...started(), moment: at('2026-03-06T10:00') }, '2026-03-08').state.hold).toBeNull()
    expect(ended.with({ ...started(), moment: at('2026-03-06T14:00') }, '2026-03-08').state.hold).not.toBeNull()
    // The first is recorded all the same, and an end that is reported before its hold too.
    expect(decided(hold(), ended, '2026-03-08', '2026-03-06T10:00')).toHaveProperty('event')
    expect(decided({ type: 'hold-ended', source: 'report' }, START, '2026-03-05')).toHaveProperty('event')
    expect(decided({ type: 'hold-ended', source: 'report' }, ended, '2026-03-08', '2026-03-06')).toEqual({
      refused: 'nothing-new',
    })
  })

  test('by a column is told once, and keeps its day for another look', () => {
    const column = hold({ source: 'column' })
    expect(decided({ type: 'hold-ended', source: 'column' }, START, '2026-03-05')).toEqual({ refused: 'nothing-new' })
    const held = START.with(started({ source: 'column' }), '2026-03-05')
    expect(decided(column, held, '2026-03-12')).toEqual({ refused: 'nothing-new' })
    expect(decided(hold({ source: 'column', reason: 'blocked' }), held, '2026-03-12')).toHaveProperty('event')
    expect(decided({ type: 'hold-ended', source: 'column' }, held, '2026-03-12')).toMatchObject({
      event: { type: 'HoldEnded' },
    })
  })

  test('of a person is neither replaced nor ended by a column', () => {
    const held = START.with(started(), '2026-03-05')
    expect(decided(hold({ source: 'column', reason: 'blocked' }), held, '2026-03-12')).toEqual({
      refused: 'nothing-new',
    })
    expect(decided({ type: 'hold-ended', source: 'column' }, held, '2026-03-12')).toEqual({ refused: 'nothing-new' })
  })
})

describe('R7 who acts for the renter', () => {
  const represent = (kind: 'guardian' | null, source: 'report' | 'column' = 'report'): HoldCommand => ({
    ...{ type: 'representative', kind, source },
  })

  test('is known by kind, and the latest report of it counts (E1)', () => {
    const told = START.with({ type: 'RepresentativeChanged', kind: 'guardian', moment: at('2026-03-04') }, '2026-03-05')
    expect(told.state.representative).toBe('guardian')
    const none: CaseEvent = { type: 'RepresentativeChanged', kind: null }
    expect(told.with({ ...none, moment: at('2026-03-03') }, '2026-03-06').state.representative).toBe('guardian')
    expect(told.with(none, '2026-03-06').state.representative).toBeNull()
    expect(decided(represent('guardian'), told, '2026-03-06', '2026-03-04')).toEqual({ refused: 'nothing-new' })
    expect(decided(represent('guardian'), told, '2026-03-06')).toHaveProperty('event')
    expect(decided(represent(null), told, '2026-03-06', '2026-03-03')).toHaveProperty('event')
  })

  test('is told by a column once', () => {
    const told = START.with({ type: 'RepresentativeChanged', kind: 'guardian' }, '2026-03-05')
    expect(decided(represent('guardian', 'column'), told, '2026-03-12')).toEqual({ refused: 'nothing-new' })
    expect(decided(represent(null, 'column'), START, '2026-03-12')).toEqual({ refused: 'nothing-new' })
    expect(decided(represent(null, 'column'), told, '2026-03-12')).toHaveProperty('event')
  })
})

test('F3 that a person hands a case over is told once; closing it ends it', () => {
  const tell = (command: Parameters<typeof decide>[0], story: CaseBuilder) =>
    decide(command, story.state, POLICY, CLIENT, at('2026-03-05'))
  expect(tell({ type: 'hand-over' }, START)).toEqual({ event: { type: 'HandOverDecided' } })
  const decidedOn = START.with({ type: 'HandOverDecided' }, '2026-03-05')
  expect(decidedOn.state.handOverDecidedAt).toBe(at('2026-03-05'))
  expect(tell({ type: 'hand-over' }, decidedOn)).toEqual({ refused: 'nothing-new' })
  expect(tell({ type: 'close', reason: 'sold' }, START)).toEqual({ event: { type: 'CaseClosed', reason: 'sold' } })
})
