import { describe, expect, test, vi } from 'vitest'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { hashOf } from '../../shared/domain/history.ts'
import { isReference } from '../../shared/domain/reference.ts'
import { anObjection, claimInBook as claim, letterSent, rentInBook as rent, sha256 } from '../support/case-builder.ts'
import { IMPORT } from '../support/in-memory/world.ts'
import { breakingOffAt } from './caseload.ts'
import { aLedger, ENTRY } from './ledger.ts'

const JANUARY = rent('2026-01')
const FEBRUARY = rent('2026-02')

/** A ledger whose cases and record a test can look into. */
async function books() {
  const ledger = await aLedger()
  const { log, renters } = ledger.ports
  return {
    ...ledger,
    record: async (client = ENTRY.client) => renters.get(ENTRY.renter, client),
    /** What happened in each case of the renter at the client, the oldest case first. */
    async cases(): Promise<string[][]> {
      const record = await renters.get(ENTRY.renter, ENTRY.client)
      const ids = [...(record?.earlierCases ?? []), ...(record?.caseId ? [record.caseId] : [])]
      const loaded = await Promise.all(ids.map((caseId) => log.load(caseId)))
      return loaded.map((each) => each?.events.map(({ type }) => type) ?? [])
    },
    state: async () => (await log.load((await renters.get(ENTRY.renter, ENTRY.client))?.caseId ?? ''))?.state ?? null,
  }
}

describe('C3 a renter who is behind gets a case', () => {
  test('with the claims of the book, in the lists, and with an execution of its own', async () => {
    const { book, record, cases, state, ports } = await books()
    await book('2026-01-05', { claims: [JANUARY, claim('P-1', '2026-01-01', 5_000)] })
    const { caseId, person, book: taken } = (await record()) ?? {}
    expect(await cases()).toEqual([['CaseOpened']])
    expect(person).toEqual(ENTRY.person)
    expect(taken?.on).toBe('2026-01-05')
    expect((await state())?.claims.map(({ number, openCents }) => [number, openCents])).toEqual([
      [1, 100_000],
      [2, 5_000],
    ])
    const loaded = await ports.log.load(caseId ?? '')
    expect(loaded?.summary).toMatchObject({
      renter: '100001',
      phase: 'reminding',
      step: 'reminder',
      amountCents: 105_000,
    })
    expect(await ports.workflow.isRunning(caseId ?? '')).toBe(true)
  })

  test('and who owes nothing yet gets none, and no record', async () => {
    const { book, record, ports } = await books()
    await book(
      '2026-01-05',
      { claims: [FEBRUARY] },
      { client: 'BELEGGER-B', claims: [claim('C-1', '2026-01-01', -5_000)] },
    )
    expect([await record(), await record('BELEGGER-B')]).toEqual([null, null])
    expect((await ports.log.all()[Symbol.asyncIterator]().next()).done).toBe(true)
  })

  test('at each client of whom the renter rents', async () => {
    const { book, told } = await books()
    await book('2026-01-05', {}, { client: 'BELEGGER-B' })
    expect(await told()).toEqual({ 'BELEGGER-A': [], 'BELEGGER-B': [] })
  })

  test('that knows of an earlier objection (C7)', async () => {
    const { book, ports, cases, isAt } = await books()
    isAt('2026-01-02', '10:00')
    await ports.renters.reportObjection(anObjection(ENTRY.renter, ports.now().toISOString()))
    await book('2026-01-05')
    expect(await cases()).toEqual([['CaseOpened', 'ObjectionLodged']])
  })
})

describe('C4 a running case takes the book over', () => {
  test('a lower amount and another month are the same case', async () => {
    const { book, cases, state } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-02-02', { claims: [{ ...JANUARY, openCents: 40_000 }, FEBRUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'ArrearsChanged']])
    expect((await state())?.claims.map(({ openCents }) => openCents)).toEqual([40_000, 100_000])
  })

  test('with what else the book knows better, before the claims', async () => {
    const { book, cases, state } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-02-02', { claims: [JANUARY, FEBRUARY], dwelling: false, gemeentecode: '0344' })
    expect(await cases()).toEqual([['CaseOpened', 'CaseFactsCorrected', 'ArrearsChanged']])
    expect(await state()).toMatchObject({ dwelling: false, gemeentecode: '0344' })
  })

  test('until nothing is owed: then it is paid (K1), and a later month is a new case', async () => {
    const { book, cases } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-01-19', { claims: [claim('C-1', '2026-01-10', -5_000)] })
    await book('2026-02-02', { claims: [FEBRUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'ArrearsChanged', 'CasePaid'], ['CaseOpened']])
  })

  test('and who paid a month and is behind with the next one has the same case (C3, C10)', async () => {
    const { book, cases, record } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-02-02', { claims: [FEBRUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'ArrearsChanged']])
    expect((await record())?.book?.on).toBe('2026-02-02')
  })

  test('an older book, of before the last, changes nothing (invariant 7)', async () => {
    const { book, cases } = await books()
    await book('2026-02-02', { claims: [JANUARY, FEBRUARY] })
    await book('2026-01-26', { claims: [{ ...JANUARY, openCents: 0 }] })
    expect(await cases()).toEqual([['CaseOpened']])
  })
})

describe('C11 of a remainder nothing begins', () => {
  test('no case opens, also where a credit leaves no more than a remainder (C4)', async () => {
    const { book, record } = await books()
    await book('2026-01-05', { claims: [claim('A-1', '2026-01-01', 1_000), claim('A-2', '2026-01-01', 900)] })
    await book('2026-01-06', { claims: [claim('A-3', '2026-01-01', 6_000), claim('C-1', '2026-01-01', -5_000)] })
    expect(await record()).toBeNull()
    await book('2026-01-07', { claims: [claim('A-3', '2026-01-01', 6_001), claim('C-1', '2026-01-01', -5_000)] })
    expect((await record())?.caseId).not.toBeNull()
  })
})

describe('C14 what was paid is open again', () => {
  test('a paid case goes on, with an execution', async () => {
    const { book, cases, state, record, ports } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-01-12', { claims: [] })
    const caseId = (await record())?.caseId ?? ''
    const start = vi.spyOn(ports.workflow, 'startCase')
    await book('2026-01-19', { claims: [JANUARY] })
    expect(await cases()).toEqual([
      ['CaseOpened', 'ArrearsChanged', 'CasePaid', 'CaseReopened', 'ArrearsChanged', 'ClaimReturned'],
    ])
    expect([...((await state())?.returned.keys() ?? [])]).toEqual([1])
    expect(start.mock.calls).toEqual([[caseId]])
  })

  test('a claim of an earlier case brings what was done about it to the case that is open, once', async () => {
    const { book, cases, state, record, ports } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    const first = await ports.log.load((await record())?.caseId ?? '')
    const happened = [
      { type: 'ReminderSent', ...letterSent('reminder', '2026-01-05', { claims: [1] }) },
      { type: 'ContactAttempted', kind: 'Telefoon', reached: true, on: '2026-01-06' },
    ] as const
    let last = first?.state ?? { seq: 0, hash: '' }
    for (const event of happened) {
      const stored = await ports.log.append(first?.caseId ?? '', last, event, ports.now().toISOString())
      last = { seq: stored.seq, hash: hashOf(stored, sha256) }
    }
    await book('2026-01-12', { claims: [] })
    await book('2026-02-02', { claims: [FEBRUARY] })
    for (const day of ['2026-02-09', '2026-02-10']) await book(day, { claims: [JANUARY, FEBRUARY] })
    expect((await cases()).at(-1)).toEqual(['CaseOpened', 'ClaimReturned', 'ArrearsChanged'])
    const { letters, contacts, returned } = (await state()) ?? {}
    expect(letters).toMatchObject([{ act: 'reminder', on: '2026-01-05', claims: [1] }])
    expect(contacts).toEqual([{ on: '2026-01-06', counts: true }])
    expect([...(returned?.keys() ?? [])]).toEqual([1])
  })

  test('also when the case opens with it', async () => {
    const { book, cases } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    await book('2026-01-12', { claims: [] })
    await book('2026-02-02', { claims: [FEBRUARY] })
    await book('2026-02-09', { claims: [] })
    await book('2026-03-02', { claims: [JANUARY, rent('2026-03')] })
    expect((await cases()).at(-1)).toEqual(['CaseOpened', 'ClaimReturned'])
  })
})

describe('what a person closed', () => {
  test('opens no case any more, and joins none', async () => {
    const { book, cases, state, record, ports } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    const loaded = await ports.log.load((await record())?.caseId ?? '')
    const closed = { type: 'CaseClosed', reason: 'written-off' } as const
    if (loaded) await ports.log.append(loaded.caseId, loaded.state, closed, ports.now().toISOString())
    await book('2026-01-20', { claims: [JANUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'CaseClosed']])
    await book('2026-02-02', { claims: [JANUARY, FEBRUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'CaseClosed'], ['CaseOpened']])
    await book('2026-02-09', { claims: [JANUARY, { ...FEBRUARY, openCents: 40_000 }] })
    expect((await state())?.claims).toMatchObject([{ number: 2, openCents: 40_000 }])
  })
})

describe('the same book again', () => {
  test('is looked at again after fourteen days', async () => {
    const { book, record } = await books()
    await book('2026-01-05', { claims: [JANUARY] })
    const before = await record()
    await book('2026-01-19', { claims: [JANUARY], dwelling: true })
    expect(await record()).toEqual(before)
  })

  test('is looked at when a claim in it fell due since (U2, C8)', async () => {
    const { book, cases } = await books()
    await book('2026-01-26', { claims: [JANUARY, FEBRUARY] })
    await book('2026-02-02', { claims: [JANUARY, FEBRUARY] })
    expect(await cases()).toEqual([['CaseOpened', 'ArrearsChanged']])
  })
})

describe('what broke off is done again', () => {
  /** The book of a day, on a machine that stops right before an event. */
  async function aBrokenBook(type: 'CaseOpened' | 'CasePaid', on: string, entry: Partial<BookEntry>) {
    const there = await books()
    return {
      ...there,
      async breaksOff() {
        const ports = { ...there.ports, log: breakingOffAt(type, there.ports.log) }
        there.isAt(on, '06:00')
        await ports.objects.put('work', 'b', JSON.stringify([{ ...ENTRY, ...entry }]), 'application/json')
        await expect(applyBook(ports, { importId: IMPORT, on, batch: 'b' })).rejects.toThrow('the machine stopped')
      },
    }
  }

  test('a record that names a case without a history: that case is opened, and no other', async () => {
    const { breaksOff, book, record, cases } = await aBrokenBook('CaseOpened', '2026-01-05', {})
    await breaksOff()
    const named = await record()
    expect(isReference(named?.caseId ?? '')).toBe(true)
    expect(named?.book).toBeUndefined()
    await book('2026-01-05')
    expect(await record()).toMatchObject({ caseId: named?.caseId, book: { on: '2026-01-05' } })
    expect((await record())?.earlierCases).toBeUndefined()
    expect(await cases()).toEqual([['CaseOpened']])
  })

  test('a payment that was not written yet is written (K1)', async () => {
    const { breaksOff, book, cases } = await aBrokenBook('CasePaid', '2026-01-19', { claims: [] })
    await book('2026-01-05')
    await breaksOff()
    await book('2026-01-19', { claims: [] })
    expect(await cases()).toEqual([['CaseOpened', 'ArrearsChanged', 'CasePaid']])
  })

  test('a book that was taken over in full says nothing new', async () => {
    const { book, cases, record } = await books()
    await book('2026-01-05')
    const before = await record()
    await book('2026-01-05')
    expect(await record()).toEqual(before)
    expect(await cases()).toEqual([['CaseOpened']])
  })

  test('without the batch it is a mistake, not an empty book', async () => {
    const { ports } = await books()
    await expect(applyBook(ports, { importId: IMPORT, on: '2026-01-05', batch: 'gone' })).rejects.toThrow(
      'no batch gone',
    )
  })
})
