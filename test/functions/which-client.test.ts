import { beforeEach, describe, expect, test } from 'vitest'
import { answerWhichClient } from '../../shared/facts/which-client.ts'
import { aLedger, ENTRY } from './ledger.ts'

const [A, B] = ['BELEGGER-A', 'BELEGGER-B']
const OTHER_PERSON = { ...ENTRY.person, surname: 'Mulder', street: 'Anderestraat', houseNumber: '52' }

/** One debtor number at two clients, of one person or of two. */
async function aNumberAtTwoClients(person = ENTRY.person) {
  const ledger = await aLedger()
  await ledger.book('2026-01-05', { client: A }, { client: B, person })
  const { renters } = ledger.ports
  return {
    ...ledger,
    objects: async () =>
      Promise.all([A, B].map(async (client) => (await renters.lastWord(ENTRY.renter, client))?.objects ?? false)),
    blocked: () => Promise.all([A, B].map((client) => renters.hasPendingObjection(ENTRY.renter, client))),
    /** Whether the gate would hear that a question about the person is open (F3). */
    asked: async () => (await renters.all(ENTRY.renter)).map(({ whoseAsked }) => whoseAsked?.length ?? 0),
    /** A colleague answers the question that is open. */
    async answers(client: string) {
      const [open] = (await ledger.questions()).filter(({ endedAt }) => endedAt === null)
      const ports = { ...ledger.ports, imports: ledger.ports.workflow, rounds: ledger.ports.workflow }
      return answerWhichClient(ports, { question: open?.id ?? '', answer: client, by: 'M-1' })
    },
  }
}
type Number = Awaited<ReturnType<typeof aNumberAtTwoClients>>

const NOT_RECORDED = { recorded: false, reason: 'which-client' }
const QUESTION = { reason: 'which-client', renter: ENTRY.renter, client: null, options: [A, B], endedAt: null }

describe('R6 a number at two clients with one name and address', () => {
  let ledger: Number
  beforeEach(async () => {
    ledger = await aNumberAtTwoClients({ ...ENTRY.person, surname: 'VERHUIST ', street: 'Dorpsstr.' })
  })

  test('objects to both (C7)', async () => {
    expect(await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })).toEqual({ recorded: true })
    expect(await ledger.told()).toEqual({ [A]: ['ObjectionLodged'], [B]: ['ObjectionLodged'] })
    expect(await ledger.objects()).toEqual([true, true])
    expect(await ledger.questions()).toEqual([])
  })

  test('accepts help for both (U1)', async () => {
    await ledger.reports('2026-01-12T10:00', 'answer', { accepted: true, on: '2026-01-09' })
    const both = ['AnswerReceived', 'SuspensionStarted']
    expect(await ledger.told()).toEqual({ [A]: both, [B]: both })
  })

  test.each([
    ['payment', { amount: 400.05 }],
    ['arrangement', { terms: [{ date: '2026-02-14', amount: 1000.29 }] }],
    ['contact-attempt', { kind: 'Telefoon', reached: true, by: 'AB' }],
    ['objection-withdrawn', { channel: 'link' }],
    ['threat', { kind: 'ontruiming' }],
    ['redeliver', { by: 'AB' }],
    ['answer', { code: 'repeated' }],
  ])('a %s counts for nobody until a person says whose it is', async (type, fields) => {
    expect(await ledger.reports('2026-01-12T10:00', type, fields, 2)).toMatchObject(NOT_RECORDED)
    expect(await ledger.told()).toEqual({ [A]: [], [B]: [] })
    expect(await ledger.questions()).toMatchObject([{ ...QUESTION, about: type }])
    expect(await ledger.blocked()).toEqual([false, false])
    expect(await ledger.asked()).toEqual([1, 1])
  })
})

describe('R6 a number at two clients with two people', () => {
  let ledger: Number
  beforeEach(async () => {
    ledger = await aNumberAtTwoClients(OTHER_PERSON)
  })

  test('a call that names the client counts there', async () => {
    await ledger.reports('2026-01-12T10:00', 'contact-attempt', { kind: 'Telefoon', reached: true, client: B })
    expect(await ledger.told()).toEqual({ [A]: [], [B]: ['ContactAttempted'] })
    expect(await ledger.questions()).toEqual([])
  })

  test('an objection is of neither, and blocks both until a person says whose it is', async () => {
    expect(await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })).toMatchObject(NOT_RECORDED)
    expect(await ledger.told()).toEqual({ [A]: [], [B]: [] })
    expect(await ledger.objects()).toEqual([false, false])
    expect(await ledger.blocked()).toEqual([true, true])

    expect(await ledger.answers(B)).toEqual({ recorded: true })
    expect(await ledger.told()).toEqual({ [A]: [], [B]: ['ObjectionLodged'] })
    expect(await ledger.objects()).toEqual([false, true])
    expect(await ledger.blocked()).toEqual([false, false])
  })

  test('an objection that is delivered again after the answer blocks nobody any more', async () => {
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })
    await ledger.answers(B)
    expect(await ledger.asked()).toEqual([0, 0])
    await ledger.repeats('2026-01-13', '10:00')
    expect(await ledger.blocked()).toEqual([false, false])
    expect(await ledger.asked()).toEqual([0, 0])
    expect(await ledger.questions()).toMatchObject([{ endedAt: expect.any(String) }])
  })

  test('an acceptance is of neither', async () => {
    await ledger.reports('2026-01-12T10:00', 'answer', { accepted: true, on: '2026-01-09' })
    expect(await ledger.told()).toEqual({ [A]: [], [B]: [] })
    expect(await ledger.answers(A)).toEqual({ recorded: true })
    expect(await ledger.told()).toEqual({ [A]: ['AnswerReceived', 'SuspensionStarted'], [B]: [] })
  })

  test('the answer records what was said, at its moment and once, and the question keeps nothing of it', async () => {
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400.05, by: 'AB', id: 'kas 12' })
    expect((await ledger.questions())[0]?.fact).toMatchObject({ said: { type: 'payment', amount: 400.05 } })
    expect(JSON.stringify(await ledger.questions())).not.toMatch(/kas 12|"AB"/)
    ledger.isAt('2026-03-12', '10:00')
    expect(await ledger.answers(B)).toEqual({ recorded: true })
    await ledger.reports('2026-01-12T10:00', 'payment', { amount: 400.05, client: B, id: 'kas 12' })
    expect(await ledger.told()).toEqual({ [A]: [], [B]: ['PaymentBooked'] })
    for await (const { state, events } of ledger.ports.log.all())
      if (state.client === B)
        expect(events.at(-1)).toMatchObject({ amountCents: 40_005, moment: '2026-01-12T09:00:00.000Z' })
    expect(await ledger.questions()).toMatchObject([{ answeredBy: 'M-1', fact: null }])
  })

  test('an answer that is no option, or to a question that has ended, changes nothing', async () => {
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })
    expect(await ledger.answers('BELEGGER-Z')).toBeNull()
    expect(await ledger.blocked()).toEqual([true, true])
    await ledger.answers(A)
    expect(await ledger.answers(B)).toBeNull()
    expect(await ledger.objects()).toEqual([true, false])
  })
})

test('R6 an objection of a number that one client has is not one at a client where the number appears later', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05')
  await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link' })
  await ledger.book('2026-01-19', { client: B, person: OTHER_PERSON })
  expect(await ledger.told()).toEqual({ [A]: ['ObjectionLodged'], [B]: [] })
})

test.each(['0100001', '="00100001"'])(
  'R6 a fact about %s is about the renter whom a book writes as 100001',
  async (renter) => {
    const ledger = await aLedger()
    await ledger.book('2026-01-05')
    await ledger.reports('2026-01-12T10:00', 'objection', { channel: 'link', renter })
    await ledger.book('2026-01-19', { renter: '000100001' })
    expect(await ledger.told()).toEqual({ [A]: ['ObjectionLodged'] })
    expect((await ledger.ports.renters.lastWord('100001', 'BELEGGER-A'))?.objects).toBe(true)
  },
)
