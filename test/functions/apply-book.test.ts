import { describe, expect, test } from 'vitest'
import type { Question } from '../../shared/contracts/question.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { askQuestion, questionId } from '../../shared/questions/questions.ts'
import { aLedger, ENTRY } from './ledger.ts'

const RENT = { contract: 'C-1', rent: true }
const owing = (openCents: number) => ENTRY.claims.map((claim) => ({ ...claim, openCents }))

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

test('R5 the question ends when a book has an address that is found, and opens again when it is lost once more', async () => {
  const ledger = await aLedger()
  await ledger.book('2026-01-05', { gemeentecode: null })
  expect(await ledger.questions()).toMatchObject([{ client: 'BELEGGER-A', endedAt: null }])

  await ledger.book('2026-01-12')
  expect(await ledger.questions()).toMatchObject([{ answeredBy: 'system', endedAt: instantAt('2026-01-12', '06:00') }])

  await ledger.book('2026-01-19', { gemeentecode: null })
  expect(await ledger.questions()).toMatchObject([{ at: instantAt('2026-01-19', '06:00'), endedAt: null }])
})

describe('C5 a question about an address ends when the ERP has another', () => {
  const person = { surname: 'Verhuist', initials: 'A.', street: 'Dorpsstraat', houseNumber: '1', postcode: '1011AB' }
  const withMail = (email: string, more: object = {}) => ({
    person: { ...person, houseNumberAddition: '', city: 'Amsterdam', phone: '', email, ...more },
  })
  async function aCaseWith(reasons: readonly Question['reason'][]) {
    const ledger = await aLedger()
    await ledger.book('2026-01-05', withMail('oud@huis.example'))
    const caseId = await ledger.caseId()
    const ids = { 'mail-returned': questionId.address(caseId), 'no-address': questionId.letter(caseId) }
    for (const reason of reasons)
      await askQuestion(ledger.ports, reason === 'mail-returned' ? ids[reason] : ids['no-address'], {
        ...{ about: 'letter', reason, caseId, at: instantAt('2026-01-10', '09:00') },
      })
    return {
      ledger,
      ended: async () =>
        (await ledger.questions()).filter(({ endedAt }) => endedAt !== null).map(({ reason }) => reason),
    }
  }

  test('a mailbox that is another ends both', async () => {
    const { ledger, ended } = await aCaseWith(['mail-returned', 'no-address'])
    await ledger.book('2026-01-12', withMail('nieuw@huis.example'))
    expect((await ended()).sort()).toEqual(['mail-returned', 'no-address'])
  })

  test('another street does not mend a mailbox', async () => {
    const { ledger, ended } = await aCaseWith(['mail-returned', 'no-address'])
    await ledger.book('2026-01-12', withMail('oud@huis.example', { street: 'Kerkstraat' }))
    expect(await ended()).toEqual(['no-address'])
  })

  test('nor do renters’ data mend a letter that cannot be written', async () => {
    const { ledger, ended } = await aCaseWith(['unwritable'])
    await ledger.book('2026-01-12', withMail('nieuw@huis.example'))
    expect(await ended()).toEqual([])
  })
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
    await ledger.book(on, {
      claims: [{ ...RENT, invoice: 'Saldo', description: 'Openstaand saldo', dueOn, openCents }],
    })
    const { state } = (await ledger.ports.log.load(await ledger.caseId())) ?? { state: { claims: [] } }
    const [record] = await ledger.ports.renters.all('100001')
    const names = new Map(record?.claims.map(({ number, invoice }) => [number, invoice]))
    return state.claims.map((claim) => [names.get(claim.number), claim.dueOn, claim.openCents])
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
