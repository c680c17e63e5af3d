import { expect, test } from 'vitest'
import { type ChangedNames, comparingNames } from '../../infra/local/verify/claims.ts'
import type { StoredHistory } from '../../shared/adapters/stored-histories.ts'
import { asBookClaims, bookOf, mappingBrokenAt, type Names, NO_NAMES, named } from '../../shared/cases/named-claims.ts'
import type { NamedClaim } from '../../shared/contracts/renters.ts'
import { anArrearsCase, claimInBook, KEY, rentInBook } from '../support/case-builder.ts'

const RECORD = {
  ...{ renter: '100001', client: 'BELEGGER-A', key: KEY, version: 1, caseId: 'C-1' },
  person: {
    ...{ surname: 'Bos', initials: 'A.', street: 'Kade', houseNumber: '1', houseNumberAddition: '' },
    ...{ postcode: '1011AB', city: 'Amsterdam', phone: '', email: '' },
  },
}
const MARCH = rentInBook('2026-03')
const PARKING = claimInBook('P-3', '2026-03-01', 5_000)
const numbersOf = ({ claims }: Names) => claims.map(({ number, invoice }) => [number, invoice])

test('a claim keeps its number, whatever books come after, and no number is used again', () => {
  const first = named(NO_NAMES, [MARCH, PARKING])
  expect(numbersOf(first)).toEqual([
    [1, 'H-2026-03'],
    [2, 'P-3'],
  ])
  const paid = named(first, [rentInBook('2026-04')])
  expect(numbersOf(paid)).toEqual([
    [1, 'H-2026-03'],
    [2, 'P-3'],
    [3, 'H-2026-04'],
  ])
  expect(named(paid, [PARKING, MARCH])).toEqual(paid)
})

test('an invoice that stands on two lines of a book has one number', () => {
  expect(numbersOf(named(NO_NAMES, [MARCH, MARCH]))).toEqual([[1, 'H-2026-03']])
})

test('C12 rent and something else on one invoice, and one invoice number of two contracts, are claims of their own', () => {
  const [parking, other] = [
    { ...MARCH, rent: false },
    { ...MARCH, contract: 'C-2' },
  ]
  const names = named(NO_NAMES, [MARCH, parking, other])
  expect(names.contracts).toEqual(['C-1', 'C-2'])
  const { claims, mapping } = bookOf({ key: KEY, ...names }, [other, parking, MARCH])
  expect(claims.map(({ number, contract, rent }) => [number, contract, rent])).toEqual([
    [3, 2, true],
    [2, 1, false],
    [1, 1, true],
  ])
  expect(asBookClaims(names, claims)).toEqual([other, parking, MARCH])
  const renamed = bookOf({ key: KEY, ...names, contracts: ['C-1', 'C-3'] }, [
    { ...MARCH, contract: 'C-3' },
    parking,
    MARCH,
  ])
  expect(renamed.mapping).not.toBe(mapping)
})

test('invariant 6: in the history a claim is a number, a date and cents; the record says which it is', () => {
  const record = { key: KEY, ...named(NO_NAMES, [MARCH, PARKING]) }
  const { claims } = bookOf(record, [PARKING])
  expect(claims).toEqual([{ number: 2, dueOn: '2026-03-01', openCents: 5_000, contract: 1, rent: true }])
  expect(asBookClaims(record, claims)).toEqual([PARKING])
  expect(asBookClaims(NO_NAMES, claims)).toEqual([])
})

const record = { key: KEY, ...named(NO_NAMES, [MARCH, PARKING]) }
const history = anArrearsCase(bookOf(record, [MARCH])).with(
  { type: 'ArrearsChanged', on: '2026-03-09', ...bookOf(record, [MARCH, PARKING]) },
  '2026-03-09',
).history

test('invariant 5: what a number stands for cannot be changed unseen', () => {
  const [rent, parking] = record.claims
  if (!rent || !parking) throw new Error('no claims')
  expect(mappingBrokenAt(record, history)).toBeNull()
  expect(mappingBrokenAt({ ...record, claims: [rent, { ...parking, description: 'Huur' }] }, history)).toBe(2)
  expect(mappingBrokenAt({ ...record, claims: [{ ...rent, invoice: 'X' }, parking] }, history)).toBe(1)
  expect(mappingBrokenAt({ ...record, claims: [rent] }, history)).toBe(2)
})

test('a claim that came later is no change of what was written before', () => {
  const later = { ...record, ...named(record, [rentInBook('2026-04')]) }
  expect(mappingBrokenAt(later, history)).toBeNull()
})

test('the check of the table names the case, and passes over who is purged', async () => {
  async function* all(): AsyncGenerator<StoredHistory> {
    const stored = history.map((event) => ({ ...event }))
    yield { caseId: 'C-1', stored: [...stored, { what: 'nobody can read' }], renter: RECORD }
  }
  const check = async (claims: readonly NamedClaim[] | null) => {
    const changed: ChangedNames[] = []
    const renters = { get: async () => (claims ? { ...RECORD, claims, contracts: record.contracts } : null) }
    for await (const _ of comparingNames(all(), renters, changed));
    return changed
  }
  expect(await check(record.claims)).toEqual([])
  expect(await check(null)).toEqual([])
  expect(await check([])).toEqual([{ caseId: 'C-1', seq: 1 }])
})
