import { beforeEach, describe, expect, test } from 'vitest'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { keyedHash } from '../../shared/runtime/keyed-hash.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aLedger, ENTRY } from './ledger.ts'

// E1: a fact carries its author, its own id and its moment.

let ledger: Awaited<ReturnType<typeof aLedger>>
beforeEach(async () => {
  ledger = await aLedger()
  await ledger.book('2026-01-05')
})

/** The events of the renter's case after its opening. */
async function events(): Promise<StoredEvent[]> {
  const loaded = await ledger.ports.log.load(await ledger.caseId())
  return loaded?.events.slice(1) ?? []
}
const state = async () => (await ledger.ports.log.load(await ledger.caseId()))?.state
const objects = async (client = 'BELEGGER-A') =>
  (await ledger.ports.renters.lastWord(ENTRY.renter, client))?.objects ?? false

describe('the same id counts once', () => {
  test('also when it comes through two doors', async () => {
    const payment = { amount: 400, id: 'bank-17' }
    await ledger.reports('2026-01-12T10:00', 'payment', payment)
    expect(await ledger.reports('2026-01-12T11:00', 'payment', payment)).toEqual({ recorded: true })
    expect((await events()).map(({ type }) => type)).toEqual(['PaymentBooked'])
  })

  test('and stands in the history as a hash under the renter’s key', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 1, id: 'bank-17' })
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 1 })
    const [record] = await ledger.ports.renters.all(ENTRY.renter)
    const hash = (id: string) => keyedHash(record?.key ?? '', id)
    expect((await events()).map(({ cause }) => cause)).toEqual([
      hash(`fact-${sha256('bank-17').slice(0, 32)}`),
      hash('fact-2'),
    ])
  })

  test('in a question it is not the id that somebody wrote', async () => {
    const unknown = { renter: '999999', amount: 1, id: 'betaling Bos' }
    await ledger.reports('2026-01-12T10:00', 'payment', unknown)
    await ledger.reports('2026-01-13T10:00', 'payment', unknown)
    expect(await ledger.questions()).toMatchObject([{ id: expect.stringMatching(/^fact-[0-9a-f]{32}-[0-9a-f]{8}$/) }])
  })

  test('R1 in a register it does not undo what was changed since', async () => {
    const mandate = { renter: undefined, client: 'BELEGGER-A', from: '2026-01-01' }
    await ledger.reports('2026-01-12T10:00', 'mandate', { ...mandate, id: 'm-1' })
    await ledger.reports('2026-01-13T10:00', 'mandate', { ...mandate, until: '2026-01-31' })
    await ledger.reports('2026-01-12T10:00', 'mandate', { ...mandate, id: 'm-1' })
    const { clientConditions } = await ledger.ports.registers.conditions('BELEGGER-A', null)
    expect(clientConditions.mandate).toEqual({ from: '2026-01-01', until: '2026-01-31' })
  })
})

describe('facts count in the order of their moments', () => {
  test('C7 an objection of 10:05 stands when the withdrawal of 10:00 is sent again, in the case and with the renter', async () => {
    await ledger.reports('2026-01-12T09:00', 'objection', { channel: 'link' })
    await ledger.reports('2026-01-12T10:00', 'objection-withdrawn', { channel: 'link' })
    await ledger.reports('2026-01-12T10:05', 'objection', { channel: 'link' })
    await ledger.reports('2026-01-12T10:06', 'objection-withdrawn', { channel: 'link', at: '2026-01-12T10:00' })
    expect(await state()).toMatchObject({ objection: true })
    expect(await objects()).toBe(true)
  })

  test('C7 a case that began after the withdrawal does not take the older objection for the last word', async () => {
    ledger = await aLedger()
    await ledger.reports('2026-01-02T10:00', 'objection-withdrawn', { channel: 'link' })
    await ledger.book('2026-01-05')
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link', at: '2026-01-02T09:00' })
    expect(await state()).toMatchObject({ objection: false })
    expect(await objects()).toBe(false)
  })

  test('C12 a dispute about an invoice is about all its claims, and counts once', async () => {
    const [rent] = ENTRY.claims
    if (!rent) throw new Error('no claim')
    await ledger.book('2026-01-05', { claims: [rent, { ...rent, rent: false }, { ...rent, invoice: 'F-9' }] })
    await ledger.reports('2026-01-06T10:00', 'dispute', { invoice: 'F-1', id: 'a-dispute' }, 2)
    expect((await state())?.claims.map(({ disputed }) => disputed)).toEqual([true, true, false])
    expect((await events()).map(({ type }) => type)).toEqual(['ArrearsChanged', 'ItemDisputed', 'ItemDisputed'])
    await ledger.reports('2026-01-07T10:00', 'dispute-resolved', { invoice: 'F-1' })
    expect((await state())?.claims.some(({ disputed }) => disputed)).toBe(false)
  })

  test('a payment of 31 January that is processed on 1 February does not pay the rent of February', async () => {
    const february = {
      contract: 'C-1',
      invoice: 'F-2',
      rent: true,
      description: 'Huur',
      dueOn: '2026-02-01',
      openCents: 100_000,
    }
    await ledger.book('2026-01-12', { claims: [...ENTRY.claims, february] })
    await ledger.reports('2026-02-01T09:00', 'payment', { amount: 1500, at: '2026-01-31T16:00' })
    expect((await state())?.claims.map(({ staffPaidCents }) => staffPaidCents)).toEqual([100_000, 0])
    expect(await events()).toMatchObject([
      {},
      { type: 'PaymentBooked', at: instantAt('2026-02-01', '09:00'), moment: instantAt('2026-01-31', '16:00') },
    ])
  })

  test('C8 that an arrangement is broken is kept for one that is still to be reported, and a person is asked', async () => {
    await ledger.reports('2026-01-12T10:00', 'arrangement-broken')
    expect(await ledger.questions()).toMatchObject([{ reason: 'no-arrangement' }])
    const terms = [{ date: '2026-02-14', amount: 1000 }]
    await ledger.reports('2026-01-12T11:00', 'arrangement', { terms, at: '2026-01-12T09:00' })
    expect(await state()).toMatchObject({ arrangement: null })
    await ledger.reports('2026-01-13T10:00', 'arrangement', { terms })
    expect(await state()).toMatchObject({ arrangement: { terms: [{ amountCents: 100_000 }] } })
  })
})

describe('a fact that names its client counts there alone', () => {
  beforeEach(async () => {
    ledger = await aLedger()
    await ledger.book('2026-01-05', { client: 'BELEGGER-A' }, { client: 'BELEGGER-B' })
  })

  test.each([
    ['objection', { channel: 'link' }, 'ObjectionLodged'],
    ['contact-attempt', { kind: 'Telefoon', reached: true }, 'ContactAttempted'],
    ['dispute', { invoice: 'F-1' }, 'ItemDisputed'],
    ['threat', { kind: 'ontruiming' }, 'ThreatDeclared'],
    ['answer', { accepted: true, on: '2026-01-12' }, 'AnswerReceived'],
  ])('%s', async (type, fields, event) => {
    await ledger.reports('2026-01-12T10:00', type, { ...fields, client: 'BELEGGER-B' })
    const told = await ledger.told()
    expect(told['BELEGGER-A']).toEqual([])
    expect(told['BELEGGER-B']).toContain(event)
  })

  test('C7 an objection holds at that client in later cases too', async () => {
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link', client: 'BELEGGER-B' })
    expect([await objects('BELEGGER-A'), await objects('BELEGGER-B')]).toEqual([false, true])
  })

  test('C8 that is an arrangement which is broken: a person is asked only where there is none', async () => {
    const terms = [{ date: '2026-02-14', amount: 1000 }]
    await ledger.reports('2026-01-12T10:00', 'arrangement', { terms, client: 'BELEGGER-B' })
    await ledger.reports('2026-01-13T10:00', 'arrangement-broken', { client: 'BELEGGER-B' })
    expect(await ledger.questions()).toEqual([])
    await ledger.reports('2026-01-13T10:00', 'arrangement-broken', { client: 'BELEGGER-A' })
    expect(await ledger.questions()).toMatchObject([{ reason: 'no-arrangement' }])
  })
})

describe('a date that cannot be', () => {
  const call = { kind: 'Telefoon', reached: true }

  test.each([
    ['a payment of 32 days ago', 'payment', { amount: 1 }, '2026-01-10T10:00', 'too-old', /31 dagen/],
    ['a payment of tomorrow', 'payment', { amount: 1 }, '2026-02-12T10:00', 'date-in-future', /toekomst/],
    ['a payment in six minutes', 'payment', { amount: 1 }, '2026-02-11T10:06', 'date-in-future', /toekomst/],
    ['a withdrawal of an objection', 'objection-withdrawn', { channel: 'link' }, '2026-01-10T10:00', 'too-old', /31/],
    ['an attempt from before the case', 'contact-attempt', call, '2026-02-01T10:00', 'attempt-before-case', /voor het/],
    [
      'C8 an arrangement with a term more than two years ahead',
      'arrangement',
      {
        terms: [
          { date: '2026-03-01', amount: 1 },
          { date: '2028-02-12', amount: 1 },
        ],
      },
      '2026-02-11T10:00',
      'terms-too-late',
      /twee jaar/,
    ],
    [
      'a mandate',
      'mandate',
      { renter: undefined, client: 'BELEGGER-A', from: '2026-01-01' },
      '2025-02-11T10:00',
      'too-old',
      /31/,
    ],
  ])('%s is refused at once, with a sentence; nobody is asked', async (_, type, fields, at, reason, message) => {
    ledger = await aLedger()
    await ledger.book('2026-02-05')
    const answer = await ledger.reports('2026-02-11T10:00', type, { ...fields, at })
    expect(answer).toEqual({ recorded: false, reason, message: expect.stringMatching(message) })
    expect(await ledger.questions()).toEqual([])
    expect(await events()).toEqual([])
  })

  test.each(['2026-01-12T10:05', '2026-01-12T10:00', '2025-12-12T10:00'])('%s can be', async (at) => {
    expect(await ledger.reports('2026-01-12T10:00', 'payment', { amount: 1, at })).toEqual({ recorded: true })
    const [event] = await events()
    expect(event?.moment).toBe(at > '2026-01-12T10:00' ? event?.at : instantAt(at.slice(0, 10), at.slice(11)))
  })

  test('C8 a term of two years ahead to the day can be', async () => {
    const terms = [{ date: '2028-01-12', amount: 1 }]
    expect(await ledger.reports('2026-01-12T10:00', 'arrangement', { terms })).toEqual({ recorded: true })
  })

  test('C7 of an objection counts from now; one of weeks ago keeps its own', async () => {
    for (const at of ['2027-01-12T10:00', '1926-01-12T10:00', '2025-11-12T10:00'])
      expect(await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'brief', at })).toEqual({
        recorded: true,
      })
    expect((await events()).map(({ moment }) => moment)).toEqual([instantAt('2026-01-12', '10:00')])

    ledger = await aLedger()
    await ledger.book('2026-01-05')
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'brief', at: '2025-11-12T10:00' })
    expect((await events()).map(({ moment }) => moment)).toEqual([instantAt('2025-11-12', '10:00')])
  })

  test('F2 of an acceptance is a question, and suspends nothing', async () => {
    await ledger.reports('2026-01-12T10:00', 'answer', { accepted: true, on: '2025-11-12', at: '2025-11-12T10:00' })
    expect(await ledger.questions()).toMatchObject([{ about: 'answer', reason: 'acceptance-old' }])
    expect(await events()).toEqual([])
  })
})

describe('everyone signs', () => {
  const call = (by: string | undefined) => ({ kind: 'Telefoon', reached: true, by })
  const authors = async () => (await events()).map(({ by }) => by)
  const loes = { id: 'loes', name: 'Loes Vos', email: 'loes@voorbeeld.example', role: null }

  test('a colleague by id, name or address, and nobody is added', async () => {
    await ledger.ports.registers.addColleague(loes, '2026-01-01T00:00:00.000Z', 'system')
    for (const [minute, by] of ['loes', 'loes  vos', 'Loes@Voorbeeld.example'].entries())
      await ledger.reports(`2026-01-12T10:0${minute}`, 'contact-attempt', call(by))
    expect(await authors()).toEqual(['loes', 'loes', 'loes'])
    expect(await ledger.ports.registers.colleagues()).toEqual([loes])
  })

  test('a name that nobody has is a colleague from then on, whose name is in no history', async () => {
    await ledger.reports('2026-01-12T10:00', 'contact-attempt', call('Team Huurincasso'))
    await ledger.reports('2026-01-13T10:00', 'contact-attempt', call('team huurincasso'))
    const [added] = await ledger.ports.registers.colleagues()
    expect(added).toEqual({
      ...{ id: expect.stringMatching(/^M-[0-9a-f]{12}$/), name: 'Team Huurincasso' },
      ...{ email: null, role: null },
    })
    expect(await authors()).toEqual([added?.id, added?.id])
    expect(JSON.stringify(await events()).toLowerCase()).not.toContain('huurincasso')
  })

  test('what nobody signed is signed by the door; a portal and the renter sign as what they are', async () => {
    for (const [minute, by] of [undefined, 'system', 'portal', 'renter'].entries())
      await ledger.reports(`2026-01-12T10:0${minute}`, 'contact-attempt', call(by))
    expect(await authors()).toEqual(['system', 'system', 'portal', 'renter'])
    expect(await ledger.ports.registers.colleagues()).toEqual([])
  })

  test('R1 who changes a register: it is kept with what is replaced', async () => {
    await ledger.ports.registers.addColleague(loes, '2026-01-01T00:00:00.000Z', 'system')
    const change = { renter: undefined, client: 'BELEGGER-A', by: 'loes' }
    await ledger.reports('2026-01-12T10:00', 'client', { ...change, resignal: 'monthly' })
    await ledger.reports('2026-01-13T10:00', 'mandate', { ...change, from: '2026-01-01' })
    const past = await ledger.ports.registers.historyOf('CLIENT#BELEGGER-A')
    expect(past.map(({ by }) => by)).toEqual(['system', 'loes'])
  })
})
