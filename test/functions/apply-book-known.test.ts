import { describe, expect, test } from 'vitest'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { arrearsOn } from '../../shared/domain/claims.ts'
import { rentInBook as rent } from '../support/case-builder.ts'
import { IMPORT } from '../support/in-memory/world.ts'
import { breakingOffAt } from './caseload.ts'
import { aLedger, ENTRY } from './ledger.ts'

// What else is known when a book comes: who the renter was, what staff booked, and where the address lies.

const moved = (change: object) => ({ person: { ...ENTRY.person, ...change } })

describe('C5 the renter’s data changed in the ERP', () => {
  test.each([
    ['a street', { street: 'Kerkstraat' }, { email: false, address: true }],
    ['a telephone number', { phone: '0612345678' }, { email: false }],
    ['a mailbox', { email: 'nieuw@huis.example' }, { email: true }],
    ['a mailbox and a street', { email: 'nieuw@huis.example', street: 'Kerkstraat' }, { email: true, address: true }],
  ])(
    '%s: the case says that they changed, whether the mailbox and the address did, and no more (invariant 6)',
    async (_, change, what) => {
      const { book, caseId, ports } = await aLedger()
      await book('2026-01-05')
      await book('2026-01-12', moved(change))
      const { seq, at, prev, ...event } = (await ports.log.load(await caseId()))?.events.at(-1) ?? {}
      expect([seq, event]).toEqual([2, { type: 'RenterDataChanged', ...what, v: 1, by: 'system' }])
      expect((await ports.renters.get(ENTRY.renter, ENTRY.client))?.person).toEqual({ ...ENTRY.person, ...change })
    },
  )

  test('a letter that reached nobody is tried again', async () => {
    const { book, caseId, ports } = await aLedger()
    await book('2026-01-05')
    const id = await caseId()
    const loaded = await ports.log.load(id)
    const nowhere = { type: 'ActReleased', reservation: '2', reason: 'undeliverable' } as const
    if (loaded) await ports.log.append(id, loaded.state, nowhere, ports.now().toISOString())
    expect((await ports.log.load(id))?.state.undeliverable).toBe(true)
    await book('2026-01-12', moved({ email: 'nieuw@huis.example' }))
    expect((await ports.log.load(id))?.state.undeliverable).toBe(false)
  })

  test('is told to the case also by the try after one that broke off (invariant 4)', async () => {
    const { book, caseId, ports } = await aLedger()
    await book('2026-01-05')
    const changed = { ...ENTRY, ...moved({ email: 'nieuw@huis.example' }) }
    await ports.objects.put('work', 'b', JSON.stringify([changed]), 'application/json')
    const broken = { ...ports, log: breakingOffAt('RenterDataChanged', ports.log) }
    await expect(applyBook(broken, { importId: IMPORT, on: '2026-01-12', batch: 'b' })).rejects.toThrow(
      'the machine stopped',
    )
    for (let tries = 0; tries < 2; tries += 1)
      await applyBook(ports, { importId: IMPORT, on: '2026-01-12', batch: 'b' })
    const types = (await ports.log.load(await caseId()))?.events.map(({ type }) => type)
    expect(types?.filter((type) => type === 'RenterDataChanged')).toHaveLength(1)
  })
})

describe('C4 a payment that staff booked is believed for fourteen days', () => {
  async function aPayment(amount: number | 'all') {
    const { book, reports, told, ports } = await aLedger()
    await book('2026-01-05', { claims: [rent('2026-01')] })
    await reports('2026-01-06T10:00', 'payment', { amount })
    return {
      book: (on: string, cents: number, street: string) =>
        book(on, { claims: [rent('2026-01', cents)], ...moved({ street }) }),
      told,
      /** The renter's newest case. */
      async newest() {
        const record = await ports.renters.get(ENTRY.renter, ENTRY.client)
        const loaded = await ports.log.load(record?.caseId ?? '')
        const on = record?.book?.on ?? ''
        return { ...record, owes: arrearsOn(loaded?.state ?? { claims: [] }, on).cents }
      },
    }
  }

  test('in a running case a book that does not show it yet changes nothing of it', async () => {
    const there = await aPayment(400)
    await there.book('2026-01-20', 100_000, 'Kerkstraat')
    expect((await there.newest()).owes).toBe(60_000)
    await there.book('2026-01-21', 100_000, 'Dorpsstraat')
    expect((await there.newest()).owes).toBe(100_000)
  })

  test('and a book that shows it does not deduct it twice', async () => {
    const there = await aPayment(400)
    await there.book('2026-01-12', 60_000, 'Kerkstraat')
    expect((await there.newest()).owes).toBe(60_000)
  })

  test('after all was paid such a book opens no case; with one of the day after the fourteen it goes on (C14)', async () => {
    const there = await aPayment('all')
    await there.book('2026-01-20', 100_000, 'Kerkstraat')
    expect(await there.told()).toEqual({ 'BELEGGER-A': ['PaymentBooked', 'CasePaid'] })
    await there.book('2026-01-21', 100_000, 'Dorpsstraat')
    expect((await there.newest()).owes).toBe(100_000)
    expect((await there.told())['BELEGGER-A']?.slice(2)).toEqual([
      ...['CaseReopened', 'ArrearsChanged', 'ClaimReturned', 'RenterDataChanged'],
    ])
  })

  test('and with a month that fell due since the case goes on, of which the payment is deducted (C14)', async () => {
    const { book, reports, ports } = await aLedger()
    await book('2026-01-05', { claims: [rent('2026-01')] })
    await reports('2026-01-30T10:00', 'payment', { amount: 'all' })
    await book('2026-02-02', { claims: [rent('2026-01'), rent('2026-02')] })
    const record = await ports.renters.get(ENTRY.renter, ENTRY.client)
    const loaded = await ports.log.load(record?.caseId ?? '')
    expect(loaded?.events.map(({ type }) => type)).toEqual([
      ...['CaseOpened', 'PaymentBooked', 'CasePaid', 'CaseReopened', 'ArrearsChanged'],
    ])
    expect(loaded?.summary).toMatchObject({ months: 1, amountCents: 100_000 })
  })

  test('also when the try after which it goes on broke off', async () => {
    const { book, reports, ports, isAt } = await aLedger()
    await book('2026-01-05', { claims: [rent('2026-01')] })
    await reports('2026-01-30T10:00', 'payment', { amount: 'all' })
    isAt('2026-02-02', '06:00')
    const entry = { ...ENTRY, claims: [rent('2026-01'), rent('2026-02')] }
    await ports.objects.put('work', 'b', JSON.stringify([entry]), 'application/json')
    const broken = { ...ports, log: breakingOffAt('ArrearsChanged', ports.log) }
    await expect(applyBook(broken, { importId: IMPORT, on: '2026-02-02', batch: 'b' })).rejects.toThrow(
      'the machine stopped',
    )
    await applyBook(ports, { importId: IMPORT, on: '2026-02-02', batch: 'b' })
    const record = await ports.renters.get(ENTRY.renter, ENTRY.client)
    const loaded = await ports.log.load(record?.caseId ?? '')
    expect(loaded?.summary).toMatchObject({ months: 1, amountCents: 100_000, phase: 'reminding' })
    expect(await ports.workflow.isRunning(record?.caseId ?? '')).toBe(true)
  })
})

describe('R5 the municipality of an address that is not found', () => {
  test('is asked before the case opens, so that no crash loses the question', async () => {
    const { book, ports, questions, isAt, caseId } = await aLedger()
    isAt('2026-01-05', '06:00')
    const entry = { ...ENTRY, gemeentecode: null }
    await ports.objects.put('work', 'b', JSON.stringify([entry]), 'application/json')
    const broken = { ...ports, log: breakingOffAt('CaseOpened', ports.log) }
    await expect(applyBook(broken, { importId: IMPORT, on: '2026-01-05', batch: 'b' })).rejects.toThrow(
      'the machine stopped',
    )
    const asked = await questions()
    expect(asked).toMatchObject([{ about: 'municipality', reason: 'not-found', client: 'BELEGGER-A' }])

    await book('2026-01-05', { gemeentecode: null })
    expect(await questions()).toEqual(asked)
    expect(await caseId()).toBe(asked[0]?.caseId)
  })

  test('is not asked of who owes nothing', async () => {
    const { book, questions } = await aLedger()
    await book('2026-01-05', { gemeentecode: null, claims: [rent('2026-02')] })
    expect(await questions()).toEqual([])
  })
})
