import { describe, expect, test } from 'vitest'
import { findStanding } from '../../functions/find-standing/find-standing.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import { spreadSeconds } from '../../shared/cases/spread.ts'
import { UnknownClient } from '../../shared/contracts/ports.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { anArrearsCase, aReportedCase, rent } from '../support/case-builder.ts'
import { aCaseIn, CASE } from './a-case.ts'

const THIS = { caseId: CASE }
const reminded = anArrearsCase().withReminderSent('2026-03-05')
const helpAccepted = aReportedCase().withHelpAccepted('2026-04-21', '2026-04-22')
const suspended = helpAccepted.withSuspension('2026-05-21', '2026-04-22')
const inTerms = reminded.withArrangement([{ date: '2026-03-20', amountCents: 60_000 }], '2026-03-06')

describe('where a case stands', () => {
  test('invariant 6: the machine is told the step, its time and the last event, and no more', async () => {
    const world = await aCaseIn(reminded, '2026-03-10')
    const { seq, hash } = reminded.state
    expect(await findStanding(world.ports, THIS)).toEqual({
      step: 'demand',
      due: instantAt('2026-03-16', '09:00'),
      spread: 0,
      seq,
      hash,
    })
    expect(await world.told()).toEqual([])
  })

  test('of very many cases each wakes at a time of its own', async () => {
    const world = await aCaseIn(reminded, '2026-03-10')
    await world.ports.registers.noteOpenCases(60_000)
    const { spread } = await findStanding(world.ports, THIS)
    expect(spread).toBe(spreadSeconds(CASE, 'demand', 60_000))
    expect(spread).toBeGreaterThan(0)
  })

  test('C16 after a stop whoever looks first sees the old sign of life, and the case waits for the day after', async () => {
    const world = await aCaseIn(reminded, '2026-03-24T10:00')
    await world.ports.registers.noteBeat({ at: instantAt('2026-03-13', '16:00'), actsFrom: null })
    expect(await findStanding(world.ports, THIS)).toMatchObject({
      step: 'demand',
      due: instantAt('2026-03-25', '09:00'),
    })
    await world.ports.registers.noteBeat({ at: instantAt('2026-03-23', '16:00'), actsFrom: null })
    expect(await findStanding(world.ports, THIS)).toMatchObject({
      step: 'demand',
      due: instantAt('2026-03-16', '09:00'),
    })
  })

  test('a case that is not there is a mistake of the caller', async () => {
    const world = await aCaseIn(reminded, '2026-03-10')
    await expect(findStanding(world.ports, { caseId: 'C-2' })).rejects.toEqual(new UnknownCase('C-2'))
  })

  test('a client that is in no register leaves the case as it is', async () => {
    const world = await aCaseIn(suspended, '2026-05-21T12:00')
    const conditions = () => Promise.reject(new UnknownClient('BELEGGER-A'))
    const ports = { ...world.ports, registers: { conditions } }
    await expect(findStanding(ports, THIS)).rejects.toThrow(UnknownClient)
    expect(await world.told()).toEqual([])
  })
})

describe('what the facts and the time bring about by themselves', () => {
  const over = { type: 'SuspensionEnded', reason: 'period-over' }
  test.each([
    {
      title: 'U1 accepted help suspends, for thirty days from its date',
      history: helpAccepted,
      when: '2026-04-22',
      step: 'suspension',
      event: { type: 'SuspensionStarted', until: '2026-05-21' },
    },
    {
      title: 'U1 of help that was accepted thirty days ago nothing is suspended',
      history: helpAccepted,
      when: '2026-05-21',
      step: 'hand-over',
      event: over,
    },
    {
      title: 'U3 the suspension ends at noon of its last day, and the case goes on where it stood',
      history: suspended,
      when: '2026-05-21T12:00',
      step: 'hand-over',
      event: over,
    },
    {
      title: 'U2 it ends early when a newer book shows rent that is not paid',
      history: suspended.withBook([rent('2026-03'), rent('2026-05')], '2026-05-04'),
      when: '2026-05-06',
      // Rent that no letter listed yet is told of first (C10).
      step: 'follow-up',
      event: { type: 'SuspensionEnded', reason: 'new-arrears' },
    },
    {
      title: 'C8 a missed term ends the arrangement, and the letters go on',
      history: inTerms.withBook([rent('2026-03', 50_000)], '2026-03-23'),
      when: '2026-03-25',
      step: 'demand',
      event: { type: 'ArrangementBroken', reason: 'missed-term' },
    },
    {
      title: 'C8 a kept one ends too, and the rest is collected',
      history: inTerms.withBook([rent('2026-03', 40_000)], '2026-03-23'),
      when: '2026-03-25',
      step: 'demand',
      event: { type: 'ArrangementKept' },
    },
    {
      title: 'K1 what is paid is over',
      history: reminded.withPaymentBooked('all', '2026-03-10'),
      when: '2026-03-10',
      step: 'finished',
      event: { type: 'CasePaid', knownFrom: 'staff' },
    },
    {
      title: 'C6b after a demand people are asked to call',
      history: reminded.withDemandSent('2026-03-16'),
      when: '2026-03-16T09:01',
      step: 'notice',
      event: { type: 'ContactTaskCreated', dueOn: '2026-03-23' },
    },
  ])('$title', async ({ history, when, step, event }) => {
    const world = await aCaseIn(history, when)
    const standing = await findStanding(world.ports, THIS)
    expect(standing.step).toBe(step)
    expect(await world.events()).toMatchObject([event])
    const loaded = await world.ports.log.load(CASE)
    expect(loaded?.state).toMatchObject({ seq: standing.seq, hash: standing.hash })
    expect(loaded?.summary).toMatchObject({ step })
  })

  test('invariant 3: is recorded once, however often anybody looks', async () => {
    const world = await aCaseIn(suspended, '2026-05-21T12:00')
    const [first, second] = [await findStanding(world.ports, THIS), await findStanding(world.ports, THIS)]
    expect(second).toEqual(first)
    expect(await world.told()).toEqual(['SuspensionEnded'])
  })

  test('invariant 4: two who look at once record it once, and see the same', async () => {
    const world = await aCaseIn(suspended, '2026-05-21T12:00')
    const [first, second] = await Promise.all([findStanding(world.ports, THIS), findStanding(world.ports, THIS)])
    expect(second).toEqual(first)
    expect(await world.told()).toEqual(['SuspensionEnded'])
  })

  test('U3 nothing a minute before its time', async () => {
    const world = await aCaseIn(suspended, '2026-05-21T11:59')
    const noon = instantAt('2026-05-21', '12:00')
    expect(await findStanding(world.ports, THIS)).toMatchObject({ step: 'suspension', due: noon })
    expect(await world.told()).toEqual([])
  })
})
