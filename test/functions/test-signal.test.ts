import { describe, expect, test } from 'vitest'
import { testSignal } from '../../functions/test-signal/test-signal.ts'
import { UnknownCase } from '../../shared/cases/change-case.ts'
import type { Person } from '../../shared/contracts/renters.ts'
import type { Command } from '../../shared/domain/command.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  anObjection,
  aReportedCase,
  type CaseBuilder,
  rent,
} from '../support/case-builder.ts'
import { aCaseIn, CASE, RENTER } from './a-case.ts'

const THIS = { caseId: CASE }
/** A round, in summer time. */
const ROUND = '2026-04-20'
/** The objection period of the notice is over: a threatening situation needs to wait no longer. */
const NO_ROUND = '2026-04-15'
const TOO_LONG = '0'.repeat(256)

type World = Awaited<ReturnType<typeof aCaseIn>>
const atTheRound = (history: CaseBuilder = aCaseReadyToReport(), person: Partial<Person> | null = {}) =>
  aCaseIn(history, ROUND, person)
const suspended = aCaseReadyToReport()
  .withHelpAccepted('2026-04-10', '2026-04-10')
  .withSuspension('2026-05-10', '2026-04-10')
const sharingTelephone = anArrearsCase()
  .withReminderSent('2026-03-05')
  .withDemandSent('2026-03-16')
  .withContactAttempt('2026-03-19')
  .withNoticeSent('2026-04-07', { shared: ['Telefoonnummer 1'] })
const threatened = aCaseReadyToReport().withThreat('2026-04-13')

describe('S1 a signal at its round', () => {
  test('that passes the whole gate is queued for the file', async () => {
    const world = await atTheRound()
    expect(await testSignal(world.ports, THIS)).toMatchObject({ step: 'delivery', due: null })
    expect(await world.told()).toEqual(['SignalQueued'])
    expect(await world.ports.log.load(CASE)).toMatchObject({ summary: { queue: 'signal', phase: 'signal-queued' } })
    expect([...world.ports.rounds.rounds]).toEqual([])
  })

  test('that fails it is held with every reason, and waits for the next round', async () => {
    const opening = { client: 'BELEGGER-C', gemeentecode: '0518', dwelling: false, claims: [rent('2026-03')] }
    const letters = anArrearsCase(opening)
      .withReminderSent('2026-03-05')
      .withDemandSent('2026-03-16', { offer: false })
      .withContactTask('2026-03-23', '2026-03-16')
      .withNoticeSent('2026-04-07', { offer: false })
    const world = await atTheRound(letters, { houseNumber: '' })
    await world.ports.renters.reportObjection(anObjection(RENTER, '2025-01-01T09:00:00.000Z'))
    expect(await testSignal(world.ports, THIS)).toMatchObject({ step: 'signal', due: '2026-05-20T07:00:00.000Z' })
    const reasons = ['C9', 'G4b', 'G4d', 'G5', 'G6', 'G7', 'G8']
    expect(await world.last('SignalHeld')).toMatchObject({ reasons })
    expect(await world.ports.log.load(CASE)).toMatchObject({ summary: { queue: null, phase: 'signal-held' } })
  })

  test.each([
    [
      'C7 G5 the renter objected in an earlier case',
      'G5',
      ({ ports }: World) => ports.renters.reportObjection(anObjection(RENTER, '2025-01-01T09:00:00.000Z')),
    ],
    [
      'R1 G6 the mandate ended yesterday',
      'G6',
      ({ ports }: World) =>
        ports.registers.setMandate(
          'BELEGGER-A',
          { from: '2025-01-01', until: '2026-04-19' },
          ports.now().toISOString(),
          'M-1',
        ),
    ],
    [
      'R3 G7 the municipality ended the agreement',
      'G7',
      ({ ports }: World) =>
        ports.registers.setAgreement(
          '0363',
          { status: 'ended', from: null, until: null },
          ports.now().toISOString(),
          'M-1',
        ),
    ],
  ] as const)('is held for what the registers and the renter’s record say now: %s', async (_, reason, happens) => {
    const world = await atTheRound()
    await happens(world)
    await testSignal(world.ports, THIS)
    expect(await world.last('SignalHeld')).toMatchObject({ reasons: [reason] })
  })

  test('R6 F3 a signal that is held while a person is asked whose a report is says so', async () => {
    const world = await atTheRound(aCaseReadyToReport(), { houseNumber: '' })
    const [record] = await world.ports.renters.all(RENTER)
    if (record) await world.ports.renters.put({ ...record, version: record.version + 1, whoseAsked: ['Q-1'] })
    await testSignal(world.ports, THIS)
    expect(await world.last('SignalHeld')).toMatchObject({ reasons: ['G8'], personUnclear: true })
  })

  test.each([
    ['a mandatory field is missing', { surname: '' }],
    ['an optional field that is shared cannot be written', { phone: TOO_LONG }],
    ['nobody knows the renter any more', null],
  ])('G8 is held when %s', async (_, person) => {
    const world = await atTheRound(sharingTelephone, person)
    await testSignal(world.ports, THIS)
    expect(await world.last('SignalHeld')).toMatchObject({ reasons: ['G8'] })
  })

  test.each([
    ['before its round', aCaseReadyToReport(), '2026-04-17', 'signal'],
    ['while help was accepted', suspended, ROUND, 'suspension'],
    ['when it is on its way already', aCaseReadyToReport().withSignalQueued('2026-04-20'), ROUND, 'delivery'],
    ['when it was reported', aReportedCase(), '2026-04-21', 'hand-over'],
    ['after payment', aCaseReadyToReport().withPaid('2026-04-19'), ROUND, 'finished'],
  ])('is not tested %s: the answer says where the case stands', async (_, history, when, step) => {
    const world = await aCaseIn(history, when)
    expect(await testSignal(world.ports, THIS)).toMatchObject({ step })
    expect(await world.told()).toEqual([])
  })

  test('R2 G8 is not held for an optional field that does not leave', async () => {
    const world = await atTheRound(sharingTelephone, { street: TOO_LONG })
    await testSignal(world.ports, THIS)
    expect(await world.told()).toEqual(['SignalQueued'])
  })

  test.each([
    ['SignalQueued', {}],
    ['SignalHeld', { surname: '' }],
  ])('invariant 3: is tested once at a round, however often it is asked: %s', async (told, person) => {
    const world = await atTheRound(aCaseReadyToReport(), person)
    const first = await testSignal(world.ports, THIS)
    expect(await testSignal(world.ports, THIS)).toEqual(first)
    expect(await world.told()).toEqual([told])
  })

  test('of a case that is not there is a mistake of the caller', async () => {
    const world = await atTheRound()
    await expect(testSignal(world.ports, { caseId: 'C-2' })).rejects.toEqual(new UnknownCase('C-2'))
  })
})

describe('invariant 1: what happens while the renter’s data are read counts', () => {
  test.each([
    ['an objection', { type: 'objection', channel: 'e-mail' }, ['ObjectionLodged', 'SignalHeld']],
    ['a payment', { type: 'payment', amountCents: 'all' }, ['PaymentBooked', 'CasePaid']],
    ['help', { type: 'answer', code: 'accepted', on: ROUND }, ['AnswerReceived', 'SuspensionStarted']],
  ] as const)('%s keeps the signal back', async (_, command: Command, told) => {
    const world = await atTheRound()
    const { renters } = world.ports
    const get: typeof renters.get = async (...key) => {
      const record = await renters.get(...key)
      await world.happens(command)
      return record
    }
    await testSignal({ ...world.ports, renters: { ...renters, get } }, THIS)
    expect(await world.told()).toEqual(told)
  })
})

describe('S1 a threatening situation', () => {
  test('waits for no round: it is tested the day it may, and asks for a round', async () => {
    const world = await aCaseIn(threatened, `${NO_ROUND}T09:00`)
    expect(await testSignal(world.ports, THIS)).toMatchObject({ step: 'delivery' })
    expect([...world.ports.rounds.rounds]).toEqual(['asked-202604150700'])
  })

  test('that the gate holds is asked about at once, by a round, and once', async () => {
    const world = await aCaseIn(threatened, NO_ROUND, { surname: '' })
    await testSignal(world.ports, THIS)
    expect(await world.told()).toEqual(['SignalHeld'])
    expect(await allQuestions(world.ports.notebook)).toMatchObject([
      { about: 'threat', reason: 'threat-held', caseId: CASE, renter: RENTER, client: 'BELEGGER-A', endedAt: null },
    ])
    expect([...world.ports.rounds.rounds]).toHaveLength(1)
    await testSignal(world.ports, THIS)
    expect([...world.ports.rounds.rounds]).toHaveLength(1)
  })

  test('whose round did not start gets it when it is tested again', async () => {
    const world = await aCaseIn(threatened, NO_ROUND)
    const startRound = () => Promise.reject(new Error('slow down'))
    await expect(testSignal({ ...world.ports, rounds: { startRound } }, THIS)).rejects.toThrow('slow down')
    world.isAt(`${NO_ROUND}T09:01`)
    await testSignal(world.ports, THIS)
    expect(await world.told()).toEqual(['SignalQueued'])
    expect([...world.ports.rounds.rounds]).toEqual(['asked-202604150701'])
  })
})
