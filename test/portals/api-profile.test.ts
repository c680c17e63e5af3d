import { describe, expect, test } from 'vitest'
import { apiBody, apiProfileSchema } from '../../shared/portals/api-profile.ts'
import { aBareRow, aRow } from './rows.ts'

const MANDATORY = [
  { name: 'naam', source: 'surname', as: 'text' },
  { name: 'adres.postcode', source: 'postcode', as: 'text' },
  { name: 'adres.nummer', source: 'houseNumber', as: 'number' },
  { name: 'achterstand.maanden', source: 'monthsInArrears', as: 'number' },
  { name: 'achterstand.bedrag', source: 'amountCents', as: 'cents' },
]
const PROFILE = {
  baseUrl: 'https://api.voorbeeld.example',
  authentication: { type: 'bearer', secret: 'ris-token' },
  signal: { method: 'POST', path: '/signalen', fields: MANDATORY },
  withdrawal: { method: 'POST', path: '/intrekkingen/{reference}' },
}
const signal = (fields: unknown) => ({ signal: { ...PROFILE.signal, fields } })

test('the body has the portal’s own names, with one inside another, and leaves out what is empty', () => {
  const profile = apiProfileSchema.parse({
    ...PROFILE,
    ...signal([...MANDATORY, { name: 'adres.toevoeging', source: 'houseNumberAddition', as: 'text' }]),
  })
  const row = {
    surname: 'Bos',
    postcode: '1011AB',
    houseNumber: '12',
    houseNumberAddition: '',
    monthsInArrears: 2,
    amountCents: 182_051,
  }
  expect(apiBody(profile.signal, row)).toEqual({
    naam: 'Bos',
    adres: { postcode: '1011AB', nummer: 12 },
    achterstand: { maanden: 2, bedrag: 182_051 },
  })
  expect(profile.withdrawal && apiBody(profile.withdrawal, row)).toBeNull()
})

describe('a profile is refused', () => {
  test.each([
    ['without a mandatory field', signal(MANDATORY.slice(1)), /verplicht gegeven ontbreekt: surname/],
    [
      'with anything that is no field of a signal',
      signal([...MANDATORY, { name: 'bsn', source: 'bsn', as: 'text' }]),
      /source/,
    ],
    ['with one name twice', signal([...MANDATORY, { name: 'naam', source: 'city', as: 'text' }]), /twee keer/],
    [
      'with an amount that is no amount',
      signal([...MANDATORY, { name: 'x', source: 'amountCents', as: 'number' }]),
      /euros of cents/,
    ],
    ['that sends persons without encryption', { baseUrl: 'http://api.voorbeeld.example' }, /https/],
    [
      'with a secret in the file',
      { authentication: { type: 'bearer', secret: 'eyJhbGciOi.J9.x==' } },
      /naam van een geheim/,
    ],
    [
      'that withdraws with more than an address',
      { withdrawal: { method: 'POST', path: '/x', fields: MANDATORY } },
      /hoort niet in een intrekking: surname/,
    ],
    [
      'that withdraws with nothing',
      { withdrawal: { method: 'POST', path: '/x' } },
      /verplicht gegeven ontbreekt: houseNumber/,
    ],
  ])('%s', (_, change, problem) => {
    expect(JSON.stringify(apiProfileSchema.safeParse({ ...PROFILE, ...change }).error?.issues ?? [])).toMatch(problem)
  })
})

test('a row without any optional field has a body too', () => {
  const profile = apiProfileSchema.parse(PROFILE)
  for (const row of [aRow(), aBareRow()]) expect(apiBody(profile.signal, row)).toMatchObject({ naam: row.surname })
})
