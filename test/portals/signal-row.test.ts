import { describe, expect, test } from 'vitest'
import { OPTIONAL_COLUMNS } from '../../shared/portals/columns.ts'
import { mandatoryFieldProblems, signalRow, signalRowSchema } from '../../shared/portals/signal-row.ts'
import { arrears, nobody, person } from './rows.ts'

const bare = {
  surname: "d'Ávila-Jansen",
  initials: '',
  street: '',
  houseNumber: '12',
  houseNumberAddition: '',
  postcode: '1011AB',
  city: '',
  phone: '',
  email: '',
  monthsInArrears: 2,
  amountCents: 182_050,
}

describe('R2: optional fields leave only when the client allows them', () => {
  test('none leaves by default', () => {
    expect(signalRow(person, arrears, [])).toEqual(bare)
  })

  test.each(OPTIONAL_COLUMNS)('only $title leaves when only that is allowed', ({ title, field }) => {
    expect(signalRow(person, arrears, [title])).toEqual({ ...bare, [field]: person[field] })
  })

  test('all of them leave when all are allowed', () => {
    const titles = OPTIONAL_COLUMNS.map(({ title }) => title)
    expect(signalRow(person, arrears, titles)).toEqual({ ...person, monthsInArrears: 2, amountCents: 182_050 })
  })

  test('an allowed field that is not known stays empty', () => {
    const unknown = { ...person, phone: '', email: ' ' }
    expect(signalRow(unknown, arrears, ['Telefoonnummer 1', 'E-Mailadres'])).toEqual(bare)
  })

  test('nothing else that comes along with a person leaves', () => {
    const fromErp = { ...person, customerNumber: '100234', iban: 'NL00BANK0123456789' }
    const fromCase = { ...arrears, oldestDueOn: '2026-03-01' }
    expect(signalRow(fromErp, fromCase, [])).toEqual(bare)
    expect(() => signalRowSchema.parse({ ...bare, customerNumber: '100234' })).toThrow(/customerNumber/)
  })
})

test('the postcode is written without a space, and texts on one line', () => {
  const row = signalRow({ ...person, postcode: ' 1011 ab ', street: 'Kade\r\n aan zee\t' }, arrears, ['Straatnaam'])
  expect(row.postcode).toBe('1011AB')
  expect(row.street).toBe('Kade  aan zee')
})

test('an error names the field, and no value of the person', () => {
  const attempt = () => signalRow({ ...person, surname: '?', postcode: '99' }, arrears, [])
  expect(attempt).toThrow(/"surname"[\s\S]*"postcode"/)
  expect(attempt).not.toThrow(/Jansen|"99"/)
})

describe('G8: the five mandatory fields are present and valid', () => {
  test('a complete renter has no problems', () => {
    expect(mandatoryFieldProblems(person, arrears)).toEqual([])
  })

  test('the optional fields are not needed', () => {
    expect(
      mandatoryFieldProblems({ ...nobody, surname: 'Bos', houseNumber: '1', postcode: '9999 xx' }, arrears),
    ).toEqual([])
  })

  test('every missing field is named, in the order of the file', () => {
    expect(mandatoryFieldProblems(nobody, { months: 0, cents: 0 })).toEqual([
      'Achternaam',
      'Huisnummer',
      'Postcode',
      'Aantal maanden achterstand',
      'Bedrag achterstand',
    ])
  })

  test.each(['', '   ', '\t\n', '-', '?', '123', 'x'.repeat(256)])('surname %j does not do', (surname) => {
    expect(mandatoryFieldProblems({ ...person, surname }, arrears)).toEqual(['Achternaam'])
  })

  test.each([
    ...['Erven van P. Kuiper', 'Jansen en Pietersen', 'Bakkerij De Boer VOF', 'Kok p/a De Haven', 'Bewoner onbekend'],
  ])('G8 the surname %j is not one person', (surname) => {
    expect(mandatoryFieldProblems({ ...person, surname }, arrears)).toEqual(['Achternaam'])
  })

  test.each([
    [{ street: 'Postbus', houseNumber: '123' }, ['Straatnaam']],
    [{ street: 'p/a Dorpsstraat' }, ['Straatnaam']],
    [{ houseNumberAddition: '3hoog' }, ['Huisnummer toevoeging']],
    [{ houseNumber: '12-14' }, ['Huisnummer']],
  ])('G8 %j is no door to call at', (changes, titles) => {
    expect(mandatoryFieldProblems({ ...person, ...changes }, arrears)).toEqual(titles)
  })

  test.each(['Q', "'t Hart", 'Şahin', 'Ñúñez', '李', ' De Vries '])('surname %j does', (surname) => {
    expect(mandatoryFieldProblems({ ...person, surname }, arrears)).toEqual([])
  })

  test.each(['0', '012', '100000', '12A', '12-14', '-1', '1.0', '', '１２'])(
    'house number %j does not do',
    (number) => {
      expect(mandatoryFieldProblems({ ...person, houseNumber: number }, arrears)).toEqual(['Huisnummer'])
    },
  )

  test.each(['1', '99999', ' 12 '])('house number %j does', (houseNumber) => {
    expect(mandatoryFieldProblems({ ...person, houseNumber }, arrears)).toEqual([])
  })

  test.each(['0123AB', '1011', '1011A', '1011ABC', '1011SA', '1011 SD', '1011ss', 'AB1011', '1011A1', ''])(
    'postcode %j does not do',
    (postcode) => {
      expect(mandatoryFieldProblems({ ...person, postcode }, arrears)).toEqual(['Postcode'])
    },
  )

  test.each(['1000AA', '9999ZZ', '1011 AB', '1011ab', '1011SB'])('postcode %j does', (postcode) => {
    expect(mandatoryFieldProblems({ ...person, postcode }, arrears)).toEqual([])
  })

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d months do not do', (months) => {
    expect(mandatoryFieldProblems(person, { ...arrears, months })).toEqual(['Aantal maanden achterstand'])
  })

  test.each([0, -1, 0.5, Number.NaN])('an amount of %d cents does not do', (cents) => {
    expect(mandatoryFieldProblems(person, { ...arrears, cents })).toEqual(['Bedrag achterstand'])
  })

  test('one month and one cent do', () => {
    expect(mandatoryFieldProblems(person, { months: 1, cents: 1 })).toEqual([])
  })
})
