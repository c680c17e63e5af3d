import { describe, expect, test } from 'vitest'
import { mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import {
  renterKind,
  splitAddress,
  splitHouseNumber,
  splitName,
  splitPlace,
  unitKind,
} from '../../shared/erp/mapping/words.ts'

const mapping = mappingSchema.parse({
  source: 'bron',
  confirmedBy: null,
  shape: 'claims',
  due: { rule: 'column' },
  values: { 'Soort eenheid': { 'Type 7': 'woning' } },
  files: [{ name: null, columns: {} }],
})

test.each([
  ['Jansen, A.B.', 'Jansen', 'A.B.'],
  ['Berg, A. van den', 'van den Berg', 'A.'],
  ['Jansen, AB', 'Jansen', 'AB'],
  ['Jansen, Piet', 'Jansen, Piet', ''],
  ['Dhr. A.B. van Dijk', 'van Dijk', 'A.B.'],
  ['Mevrouw El Amrani', 'El Amrani', ''],
  ['A. de Vries-Bakker', 'de Vries-Bakker', 'A.'],
  ['Th. Smit', 'Smit', 'Th.'],
  ['Çelik', 'Çelik', ''],
  ['Bouwbedrijf Jansen B.V.', 'Bouwbedrijf Jansen B.V.', ''],
])('the name "%s" is of %s with initials "%s"', (name, surname, initials) =>
  expect(splitName(name)).toEqual({ surname, initials }),
)

test.each([
  ['Dorpsstraat 12', 'Dorpsstraat', '12', ''],
  ['Dorpsstraat 12 A', 'Dorpsstraat', '12', 'A'],
  ['Dorpsstraat 12a', 'Dorpsstraat', '12', 'a'],
  ['Dorpsstraat 12-2', 'Dorpsstraat', '12', '2'],
  ['1e Dwarsstraat 5 hs', '1e Dwarsstraat', '5', 'hs'],
  ['Plein 1944 12', 'Plein 1944 12', '', ''],
  ['Postbus', 'Postbus', '', ''],
])('the address "%s" is %s, %s, "%s"; what is not clear is not split', (text, street, number, addition) =>
  expect(splitAddress(text)).toEqual({ street, number, addition }),
)

test.each([
  ['12', '12', ''],
  ['12A', '12', 'A'],
  ['12 bis', '12', 'bis'],
  ['12/3', '12', '3'],
  ['12 3', '12 3', ''],
  ['123456', '123456', ''],
])('the house "%s" is %s, "%s"', (text, number, addition) =>
  expect(splitHouseNumber(text)).toEqual({ number, addition }),
)

test.each([
  ['1012 AB Amsterdam', '1012 AB', 'Amsterdam'],
  ['1012ab, Den Haag', '1012ab', 'Den Haag'],
  ['Amsterdam', '', 'Amsterdam'],
])('the place "%s" is "%s", %s', (text, postcode, city) => expect(splitPlace(text)).toEqual({ postcode, city }))

describe('only natural persons in dwellings are reported (C9)', () => {
  test.each([
    ['De Boer B.V.', '', 'rechtspersoon'],
    ['De Boer', 'BV', 'rechtspersoon'],
    ['Stichting De Haven', '', 'rechtspersoon'],
    ['VvE Kade', '', 'rechtspersoon'],
    ['Jansen', 'B.V.', 'natuurlijk persoon'],
    ['Stichter', 'A.', 'natuurlijk persoon'],
  ])('%s, %s is a %s, by the name', (surname, initials, kind) =>
    expect(renterKind(undefined, { surname, initials }, mapping)).toBe(kind),
  )

  test.each([
    ['Particulier', 'natuurlijk persoon'],
    ['ZAKELIJK', 'rechtspersoon'],
    ['?', '?'],
  ])('the word %s means %s; one that is not known stays, and is a fault', (word, kind) =>
    expect(renterKind(word, { surname: 'Jansen', initials: '' }, mapping)).toBe(kind),
  )

  test.each([
    ['Appartement', 'woning'],
    ['Parkeerplaats', 'overig'],
    ['type 7', 'woning'],
    ['Type 8', 'Type 8'],
  ])('a unit of the kind %s is %s', (word, kind) => expect(unitKind(word, mapping)).toBe(kind))
})
