import { describe, expect, test } from 'vitest'
import { groupByRenter } from '../../shared/erp/book.ts'
import type { Claim } from '../../shared/erp/claim.ts'

const claim = (changes: Partial<Claim> = {}): Claim => ({
  client: 'BELEGGER-A',
  renter: '100234',
  contract: 'C-1',
  naturalPerson: true,
  surname: 'Jansen',
  initials: 'A.B.',
  street: 'Dorpsstraat',
  houseNumber: '12',
  houseNumberAddition: '',
  postcode: '1012AB',
  city: 'Amsterdam',
  phone: '',
  email: '',
  ...{ mainTenant: null, hold: null, deceased: null, representative: null },
  dwelling: true,
  rent: true,
  invoice: 'F-1',
  description: 'Huur',
  dueOn: '2026-03-01',
  amountCents: 100_000,
  openCents: 100_000,
  ...changes,
})

describe('the claims of a book, gathered by renter', () => {
  test('every open month of one renter comes together, the oldest first (C3)', () => {
    const accounts = groupByRenter([
      claim({ invoice: 'F-4', dueOn: '2026-04-01' }),
      claim({ invoice: 'F-3', dueOn: '2026-03-01', openCents: 50_000 }),
    ])
    expect(accounts).toEqual([
      {
        client: 'BELEGGER-A',
        renter: '100234',
        naturalPerson: true,
        surname: 'Jansen',
        initials: 'A.B.',
        street: 'Dorpsstraat',
        houseNumber: '12',
        houseNumberAddition: '',
        postcode: '1012AB',
        city: 'Amsterdam',
        phone: '',
        email: '',
        ...{ mainTenant: null, hold: null, deceased: null, representative: null },
        dwelling: true,
        contracts: ['C-1'],
        claims: [
          {
            invoice: 'F-3',
            contract: 'C-1',
            rent: true,
            description: 'Huur',
            dueOn: '2026-03-01',
            amountCents: 100_000,
            openCents: 50_000,
          },
          {
            invoice: 'F-4',
            contract: 'C-1',
            rent: true,
            description: 'Huur',
            dueOn: '2026-04-01',
            amountCents: 100_000,
            openCents: 100_000,
          },
        ],
      },
    ])
  })

  test('one number at two clients is two renters, in the order of the clients', () => {
    const accounts = groupByRenter([
      claim({ client: 'B' }),
      claim({ client: 'A', renter: '9' }),
      claim({ client: 'A' }),
    ])
    expect(accounts.map(({ client, renter }) => `${client} ${renter}`)).toEqual(['A 100234', 'A 9', 'B 100234'])
  })

  test('settled lines are left out, credits are not', () => {
    const [account, ...others] = groupByRenter([
      claim(),
      claim({ invoice: 'F-2', openCents: 0 }),
      claim({ invoice: 'F-3', openCents: -5_000 }),
      claim({ renter: 'paid', openCents: 0 }),
    ])
    expect(others).toEqual([])
    expect(account?.claims.map((claim) => [claim.invoice, claim.openCents])).toEqual([
      ['F-1', 100_000],
      ['F-3', -5_000],
    ])
  })

  test('with several contracts the oldest claim tells where somebody lives', () => {
    const [account] = groupByRenter([
      claim({ invoice: 'F-2', contract: 'C-2', dueOn: '2026-04-01', postcode: '2000AA' }),
      claim({ invoice: 'F-1', contract: 'C-1', dueOn: '2026-03-01', postcode: '1000AA' }),
    ])
    expect(account).toMatchObject({ postcode: '1000AA', contracts: ['C-1', 'C-2'] })
  })

  test('an older claim on a parking space does not hide the dwelling', () => {
    const [account] = groupByRenter([
      claim({ invoice: 'P', contract: 'C-P', dueOn: '2026-01-01', dwelling: false, postcode: '2000AA' }),
      claim(),
    ])
    expect(account).toMatchObject({ dwelling: true, postcode: '1012AB', contracts: ['C-P', 'C-1'] })
  })

  test('an older credit does not tell where somebody lives, unless there is nothing else', () => {
    const credit = claim({ invoice: 'K', dueOn: '2026-01-01', openCents: -1, postcode: '2000AA' })
    expect(groupByRenter([credit, claim()])[0]?.postcode).toBe('1012AB')
    expect(groupByRenter([credit])[0]).toMatchObject({ postcode: '2000AA', dwelling: true })
  })

  test('C12 lines of one contract and invoice are added up, rent apart from the rest', () => {
    const [account] = groupByRenter([
      claim({ openCents: 80_000, amountCents: 80_000, dueOn: '2026-03-02' }),
      claim({ openCents: 5_000, amountCents: 6_000, description: 'Servicekosten' }),
      claim({ openCents: 9_000, rent: false, description: 'Parkeerplaats' }),
      claim({ openCents: 7_000, contract: 'C-2', description: 'Huur' }),
    ])
    expect(account?.claims).toMatchObject([
      { rent: true, contract: 'C-1', dueOn: '2026-03-01', openCents: 85_000, amountCents: 86_000 },
      { rent: false, contract: 'C-1', openCents: 9_000 },
      { rent: true, contract: 'C-2', openCents: 7_000 },
    ])
  })

  test('a credit on the invoice itself settles it, and a renter of nothing else is left out', () => {
    expect(groupByRenter([claim(), claim({ openCents: -100_000, dueOn: '2026-03-20' })])).toEqual([])
    const [account] = groupByRenter([claim({ dueOn: '2026-04-01' }), claim({ openCents: -1 })])
    expect(account?.claims).toMatchObject([{ dueOn: '2026-04-01', openCents: 99_999 }])
  })

  test('no claims, no renters', () => expect(groupByRenter([])).toEqual([]))
})
