import { expect, test } from 'vitest'
import { aLedger, ENTRY } from './ledger.ts'

// C11: small claims that together exceed € 50 are one question, also where they keep no case alive that could ask.

const small = (count: number, cents = 1_000) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ contract: 'C-1', invoice: `S-${index}`, rent: true, description: 'Huur', dueOn: `2025-1${index % 3}-01` },
    openCents: cents,
  }))
const ASKED = { about: 'remainders', reason: 'small-claims', client: ENTRY.client, renter: ENTRY.renter, caseId: null }

test('of a renter who never had a case', async () => {
  const { book, questions, told } = await aLedger()
  await book('2026-01-05', { claims: small(5) })
  expect(await questions()).toEqual([])
  await book('2026-01-12', { claims: small(6) })
  await book('2026-01-19', { claims: small(7) })
  expect(await questions()).toMatchObject([{ ...ASKED, endedAt: null }])
  expect(await told()).toEqual({})
})

test('of a renter whose case was paid but for them, by that book or before it', async () => {
  const { book, questions, told } = await aLedger()
  await book('2026-01-05', { claims: [...ENTRY.claims, ...small(6)] })
  expect(await questions()).toEqual([])
  await book('2026-01-12', { claims: small(6) })
  expect((await told())[ENTRY.client]?.at(-1)).toBe('CasePaid')
  expect(await questions()).toMatchObject([ASKED])
  await book('2026-02-12', { claims: small(6, 900) })
  expect(await questions()).toHaveLength(1)
})

test('not of claims that are covered by a credit, or were booked as paid', async () => {
  const { book, questions, reports } = await aLedger()
  const [first] = small(1)
  if (!first) throw new Error('no claim')
  await book('2026-01-05', { claims: [...small(6), { ...first, invoice: 'CREDIT', openCents: -1_000 }] })
  expect(await questions()).toEqual([])
  await book('2026-01-06', { claims: [...ENTRY.claims, ...small(6)] })
  await reports('2026-01-07T10:00', 'payment', { amount: 'all' })
  await book('2026-01-12', { claims: small(6) })
  expect(await questions()).toEqual([])
})
