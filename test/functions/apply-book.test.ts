import { expect, test } from 'vitest'
import { instantAt } from '../../shared/domain/calendar.ts'
import { aLedger } from './ledger.ts'

const owing = (openCents: number) => [{ invoice: 'F-1', description: 'Huur', dueOn: '2026-01-01', openCents }]

test('R5 an address that becomes unknown is a question, once', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05')
  expect(await ledger.questions()).toEqual([])

  await ledger.book('2026-01-12', { gemeentecode: null })
  await ledger.book('2026-01-19', { gemeentecode: null, claims: owing(90_000) })

  expect(await ledger.questions()).toMatchObject([
    { about: 'municipality', reason: 'not-found', renter: '100001', at: instantAt('2026-01-12', '06:00') },
  ])
})

test('R5 who has paid needs no municipality', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05')
  await ledger.book('2026-01-12', { gemeentecode: null, claims: owing(0) })
  expect(await ledger.questions()).toEqual([])
})

test('a balance of which nothing says since when: the books tell it together, and what is paid is paid off the oldest', async () => {
  const ledger = await aLedger()
  const balance = async (on: string, openCents: number) => {
    const dueOn = `${on.slice(0, 7)}-01`
    await ledger.book(on, { claims: [{ invoice: 'Saldo', description: 'Openstaand saldo', dueOn, openCents }] })
    const { state } = (await ledger.ports.log.load(await ledger.caseId())) ?? { state: { claims: [] } }
    return state.claims.map((claim) => [claim.invoice, claim.dueOn, claim.openCents])
  }
  expect(await balance('2026-01-05', 100_000)).toEqual([['Saldo 2026-01', '2026-01-01', 100_000]])
  expect(await balance('2026-02-05', 210_000)).toEqual([
    ['Saldo 2026-01', '2026-01-01', 100_000],
    ['Saldo 2026-02', '2026-02-01', 110_000],
  ])
  expect(await balance('2026-02-20', 150_000)).toEqual([
    ['Saldo 2026-01', '2026-01-01', 40_000],
    ['Saldo 2026-02', '2026-02-01', 110_000],
  ])
  expect(await balance('2026-02-25', 160_000)).toEqual([
    ['Saldo 2026-01', '2026-01-01', 40_000],
    ['Saldo 2026-02', '2026-02-01', 120_000],
  ])
  await balance('2026-03-05', 0)
  expect((await ledger.told())['BELEGGER-A']).toContain('CasePaid')
})
