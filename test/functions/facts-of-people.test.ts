import { beforeEach, describe, expect, test } from 'vitest'
import { changeCase } from '../../shared/cases/change-case.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { allQuestions, askQuestion, questionId } from '../../shared/questions/questions.ts'
import { aLedger, ENTRY } from './ledger.ts'

// What people decide, confirm and ask for.

let ledger: Awaited<ReturnType<typeof aLedger>>
beforeEach(async () => {
  ledger = await aLedger()
  await ledger.book('2026-01-05')
})
const state = async () => (await ledger.ports.log.load(await ledger.caseId()))?.state
const record = async () => (await ledger.ports.renters.all(ENTRY.renter))[0]
const told = async () => (await ledger.told())[ENTRY.client]
const ofNobody = { renter: undefined }

describe('R7 a person puts a renter on hold', () => {
  test('until a person ends it, with a day for another look', async () => {
    await ledger.reports('2026-01-06T10:00', 'hold', { reason: 'complaint' })
    expect((await state())?.hold).toEqual({ reason: 'complaint', lookAgain: '2026-02-05', source: 'report' })
    await ledger.reports('2026-01-07T10:00', 'hold', { reason: 'complaint', lookAgain: '2026-03-01' })
    expect((await state())?.hold).toMatchObject({ lookAgain: '2026-03-01' })
    await ledger.book('2026-01-12', { hold: 'none' })
    expect((await state())?.hold).not.toBeNull()
    await ledger.reports('2026-01-13T10:00', 'hold-ended')
    expect((await state())?.hold).toBeNull()
  })

  test('who died, whatever day is told: then it counts from now (E1)', async () => {
    for (const [now, at] of [
      ['2026-01-06T09:00', '2020-01-01T10:00'],
      ['2026-01-06T10:00', '2026-05-01T10:00'],
    ] as const)
      expect(await ledger.reports(now, 'hold', { reason: 'deceased', at })).toEqual({ recorded: true })
    expect((await state())?.hold).toMatchObject({ reason: 'deceased' })
    expect(await ledger.reports('2026-01-06T10:00', 'hold', { reason: 'other', at: '2020-01-01T10:00' })).toMatchObject(
      {
        recorded: false,
        reason: 'too-old',
      },
    )
  })

  test('also in the next case, for it belongs to the renter', async () => {
    await ledger.reports('2026-01-06T10:00', 'hold', { reason: 'deceased' })
    await ledger.reports('2026-01-06T11:00', 'representative', { name: 'A. Bos', kind: 'guardian' })
    await ledger.book('2026-01-12', { claims: [] })
    await ledger.book('2026-02-02', {
      claims: ENTRY.claims.map((claim) => ({ ...claim, invoice: 'F-2', dueOn: '2026-02-01' })),
    })
    const next = await ledger.ports.log.load((await record())?.caseId ?? '')
    expect(next?.state).toMatchObject({ openedOn: '2026-02-02', hold: { reason: 'deceased', source: 'report' } })
    expect(next?.state.representative).toBe('guardian')
  })
})

describe('R7 a person says who gets the letters', () => {
  const WHO = { name: 'Voorbeeld Bewind', street: 'Staalstraat', houseNumber: '8', postcode: '3500AA', city: 'Utrecht' }

  test('by name in the record alone, and a column does not say otherwise', async () => {
    await ledger.reports('2026-01-06T10:00', 'representative', WHO, 2)
    expect(await record()).toMatchObject({ representative: { ...WHO, kind: 'administration', source: 'report' } })
    expect((await state())?.representative).toBe('administration')
    await ledger.book('2026-01-12', { representative: 'none' })
    expect((await state())?.representative).toBe('administration')
    expect(await told()).toEqual(['RepresentativeChanged'])
    await ledger.reports('2026-01-13T10:00', 'representative', { none: true })
    expect((await state())?.representative).toBeNull()
    expect(await record()).not.toHaveProperty('representative')
  })

  test('E1 of two reports the later one stands, also in the record', async () => {
    await ledger.reports('2026-01-07T10:00', 'representative', { ...WHO, name: 'Nieuw Bewind' })
    await ledger.reports('2026-01-08T10:00', 'representative', { ...WHO, at: '2026-01-06T10:00' })
    expect(await record()).toMatchObject({ representative: { name: 'Nieuw Bewind' } })
  })
})

describe('F3 a person decides about a case', () => {
  test('to hand it over, or to close it', async () => {
    await ledger.reports('2026-01-06T10:00', 'hand-over', {}, 2)
    await ledger.reports('2026-01-07T10:00', 'close', { reason: 'sold' })
    expect(await told()).toEqual(['HandOverDecided', 'CaseClosed'])
  })

  test('of one of two clients, or of none', async () => {
    await ledger.book('2026-01-12', {}, { client: 'BELEGGER-B' })
    await ledger.reports('2026-01-13T10:00', 'close', { reason: 'sold' })
    expect(await ledger.questions()).toMatchObject([{ about: 'close', reason: 'which-client' }])
    expect(await told()).toEqual([])
  })
})

test('C8 an arrangement for some invoices is about their claims alone; one that is not there is a question', async () => {
  const [rent] = ENTRY.claims
  if (!rent) throw new Error('no claim')
  await ledger.book('2026-01-06', { claims: [rent, { ...rent, rent: false }, { ...rent, invoice: 'F-9' }] })
  const terms = [{ date: '2026-02-14', amount: 1000 }]
  await ledger.reports('2026-01-07T10:00', 'arrangement', { terms, invoices: ['F-1'] })
  expect([...((await state())?.arrangement?.owedCents.keys() ?? [])]).toEqual([1, 2])
  await ledger.reports('2026-01-08T10:00', 'arrangement', { terms, invoices: ['F-1', 'F-7'] })
  expect(await ledger.questions()).toMatchObject([{ about: 'arrangement', reason: 'no-such-invoice' }])
})

describe('what a renter asks for is a task for staff, once, and changes nothing', () => {
  test('help', async () => {
    await ledger.reports('2026-01-06T10:00', 'help-wanted', {}, 2)
    expect(await ledger.questions()).toMatchObject([
      { about: 'help-wanted', reason: 'help-wanted', renter: '100001', client: 'BELEGGER-A' },
    ])
    expect(await told()).toEqual([])
  })

  test('terms, of which the telephone number stays with the renter', async () => {
    await ledger.reports('2026-01-06T10:00', 'arrangement-wanted', { amount: 50, from: '2026-02-01', phone: '06 1' })
    expect(await ledger.questions()).toMatchObject([{ about: 'arrangement-wanted', reason: 'arrangement-wanted' }])
    expect(JSON.stringify(await ledger.questions())).not.toContain('06 1')
    expect(await record()).toMatchObject({ wish: { amountCents: 5_000, from: '2026-02-01', phone: '06 1' } })
    expect(await told()).toEqual([])
    await ledger.book('2026-02-02', {
      claims: [...ENTRY.claims, ...ENTRY.claims.map((claim) => ({ ...claim, invoice: 'F-2', dueOn: '2026-02-01' }))],
    })
    expect(await record()).toMatchObject({ wish: { amountCents: 5_000 } })
  })

  test('of a renter whom nobody knows', async () => {
    expect(await ledger.reports('2026-01-06T10:00', 'help-wanted', { renter: '9' })).toMatchObject({ recorded: false })
    expect(await ledger.questions()).toMatchObject([{ about: 'help-wanted', reason: 'unknown-renter' }])
  })
})

describe('a question is answered', () => {
  const answers = (question: string, answer: string, fields: object = {}) =>
    ledger.reports('2026-01-07T10:00', 'question-answered', { ...ofNobody, question, answer, ...fields })
  const ask = (id: string, options?: readonly string[], about: 'letter' | 'upload' = 'letter') =>
    askQuestion(ledger.ports, id, {
      ...{ about, reason: 'unwritable', caseId: null, at: instantAt('2026-01-06', '09:00') },
      ...(options && { options }),
    })

  test('with a word that it offers, by who answers it', async () => {
    await ask('q-1', ['same', 'other'])
    expect(await answers('q-1', 'done')).toMatchObject({ recorded: false, reason: 'not-offered' })
    expect(await answers('q-1', 'same', { by: 'portal' })).toEqual({ recorded: true })
    expect(await answers('q-1', 'same')).toEqual({ recorded: true })
    expect(await answers('q-1', 'other')).toMatchObject({ recorded: false, reason: 'question-ended' })
    expect(await ledger.questions()).toMatchObject([{ answer: 'same', answeredBy: 'portal' }])
  })

  test('and not with a value, since none asks for one', async () => {
    await ask('q-4')
    expect(await answers('q-4', 'done', { value: 'Kade 3' })).toMatchObject({
      recorded: false,
      reason: 'no-value-asked',
    })
    expect(await ledger.questions()).toMatchObject([{ endedAt: null }])
  })

  test('with the usual word where it offers none, and not where something must be done', async () => {
    await ask('q-2')
    await ask('q-3', undefined, 'upload')
    expect(await answers('q-2', 'done')).toEqual({ recorded: true })
    expect(await answers('q-3', 'done')).toMatchObject({ reason: 'not-offered' })
    expect(await answers('q-9', 'done')).toMatchObject({ reason: 'unknown-question' })
  })
})

test('C13 a person’s word that nothing was paid stands for a book of that day, at a client that there is', async () => {
  const confirmed = { ...ofNobody, client: 'BELEGGER-A', on: '2026-01-06', except: ['100002'] }
  expect(await ledger.reports('2026-01-06T10:00', 'book-confirmed', confirmed)).toEqual({ recorded: true })
  expect(await ledger.reports('2026-01-06T10:00', 'book-confirmed', { ...confirmed, client: 'Z' })).toMatchObject({
    reason: 'unknown-client',
  })
  expect(await state()).toMatchObject({ bookOn: '2026-01-06', exceptedOn: null })
  const except = [ENTRY.renter]
  await ledger.reports('2026-01-07T10:00', 'book-confirmed', { ...confirmed, on: '2026-01-07', except })
  expect(await state()).toMatchObject({ bookOn: '2026-01-06', exceptedOn: '2026-01-07' })
})

describe('I1, I2 a person’s word about a client whose book does not tell', () => {
  const confirmed = { ...ofNobody, client: 'BELEGGER-A', on: '2026-01-07' }
  const about = { about: 'book', caseId: null, client: 'BELEGGER-A', file: '2026-01-07-boek.csv', options: [] } as const
  const open = async () =>
    (await allQuestions(ledger.ports.notebook)).filter(({ endedAt }) => endedAt === null).map(({ reason }) => reason)

  beforeEach(async () => {
    const { notebook } = ledger.ports
    ledger.isAt('2026-01-07', '06:00')
    await changeCase(ledger.ports, await ledger.caseId(), { type: 'book-unread', on: '2026-01-07' })
    const at = ledger.ports.now().toISOString()
    await askQuestion({ notebook }, questionId.missing('BELEGGER-A'), { ...about, reason: 'client-missing', at })
    await notebook.put('book', 'BELEGGER-A', {
      on: '2026-01-05',
      clients: ['BELEGGER-A', 'BELEGGER-B'],
      done: true,
      afterBroken: false,
    })
  })

  test('of before that book changes nothing', async () => {
    await ledger.reports('2026-01-07T10:00', 'book-confirmed', { ...confirmed, on: '2026-01-06' })
    expect(await state()).toMatchObject({ exceptedOn: '2026-01-07' })
    expect(await open()).toEqual(['client-missing'])
  })

  test('that nothing was paid ends it, with its question; the client is not missed again', async () => {
    await ledger.reports('2026-01-07T10:00', 'book-confirmed', confirmed)
    expect(await state()).toMatchObject({ exceptedOn: null, bookOn: '2026-01-07', ended: null })
    expect(await open()).toEqual([])
    expect((await ledger.ports.notebook.get('book', 'BELEGGER-A'))?.clients).toEqual(['BELEGGER-A'])
  })

  test('that nobody owes anything ends the cases as paid, save who is excepted', async () => {
    const nothingOpen = { ...confirmed, nothingOpen: true }
    await ledger.reports('2026-01-07T10:00', 'book-confirmed', { ...nothingOpen, except: [ENTRY.renter] })
    expect(await state()).toMatchObject({ exceptedOn: '2026-01-07', ended: null })
    await ledger.reports('2026-01-07T11:00', 'book-confirmed', nothingOpen)
    expect(await state()).toMatchObject({ ended: { how: 'paid', by: 'staff' } })
  })
})
