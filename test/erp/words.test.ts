import { describe, expect, test } from 'vitest'
import { isAddition, isOnePerson, isResidence } from '../../shared/domain/reportable.ts'
import { mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import { renterKind, unitKind } from '../../shared/erp/mapping/words.ts'
import { splitAddress, splitHouseNumber, splitPlace, streetAlone } from '../../shared/erp/people/address.ts'
import { email, phone } from '../../shared/erp/people/contact.ts'
import { splitName } from '../../shared/erp/people/name.ts'

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
  ['De Heer, J.', 'De Heer', 'J.'],
  ['van der Heer', 'van der Heer', ''],
  ['Jansen, de heer', 'Jansen', ''],
  ['wijlen J. Kuiper', 'wijlen J. Kuiper', ''],
  ['Bakker en Zn.', 'Bakker en Zn.', ''],
  ['Jansen, Piet', 'Jansen', 'P.'],
  ['Jansen, Jan-Willem', 'Jansen', 'J.W.'],
  ['Dhr. A.B. van Dijk', 'van Dijk', 'A.B.'],
  ['Mevrouw El Amrani', 'El Amrani', ''],
  ['A. de Vries-Bakker', 'de Vries-Bakker', 'A.'],
  ['Th. Smit', 'Smit', 'Th.'],
  ['Çelik', 'Çelik', ''],
  ['Bouwbedrijf Jansen B.V.', 'Bouwbedrijf Jansen B.V.', ''],
  ['De Boer, BV', 'De Boer, BV', ''],
  ['Wit, de, L.', 'de Wit', 'L.'],
  ['Wit de, L.', 'de Wit', 'L.'],
  ['Wit, L., de', 'de Wit', 'L.'],
  ['Berg, A. v.d.', 'v.d. Berg', 'A.'],
  ['Erven, van, P.', 'van Erven', 'P.'],
  ['Heer, de, J.', 'de Heer', 'J.'],
  ['Jansen A.B.', 'Jansen', 'A.B.'],
  ['Jansen J', 'Jansen', 'J'],
  ['jansen, a.', 'jansen', 'A.'],
  ['Berg, v.d. A.', 'v.d. Berg', 'A.'],
  ['Dhr. & Mevr. Jansen', 'Jansen', ''],
  ['T.a.v. Jansen', 'T.a.v. Jansen', ''],
  ['Jansen, A. (dhr.)', 'Jansen', 'A.'],
  ['Jansen, drs. A.', 'Jansen', 'A.'],
  ['mr. dr. A. de Vries', 'de Vries', 'A.'],
  ['Drs. P.J. Bakker MSc', 'Bakker', 'P.J.'],
  ['dhr. en mevr. A. Jansen', 'Jansen', 'A.'],
  ['Fam. Jansen', 'Jansen', ''],
  ["'t Hart, J.", "'t Hart", 'J.'],
  ['Peters, H. en Bakker, J.', 'Peters, H. en Bakker, J.', ''],
  ['Erven van P. Kuiper', 'Erven van P. Kuiper', ''],
])('the name "%s" is of %s with initials "%s"', (name, surname, initials) =>
  expect(splitName(name)).toEqual({ surname, initials, representative: '' }),
)

test.each([
  ['Bewindvoering De Haven inz. Kok, N.', 'Bewindvoering De Haven'],
  ['Stichting De Haven namens mevr. N. Kok', 'Stichting De Haven'],
  ['De Haven B.V. inzake: N. Kok', 'De Haven B.V.'],
  ['mr. A. Bos q.q. Kok, N.', 'mr. A. Bos'],
])('C9 in "%s" %s acts for the renter', (name, representative) =>
  expect(splitName(name)).toEqual({ surname: 'Kok', initials: 'N.', representative }),
)

describe('G8 what a portal can take', () => {
  test.each([
    'Jansen',
    "van 't Hof",
    'De Vries-Bakker',
    'Jansen - de Vries',
    'Çelik',
    'van Erven',
    'v.d. Berg',
    'Wiśniewska',
  ])('%s can be one person', (surname) => expect(isOnePerson(surname)).toBe(true))

  test.each([
    ...['Erven van P. Kuiper', 'De erven Kuiper', 'Kuiper erven', 'Nalatenschap Kuiper', 'Meijer e/o De Boer'],
    ...['Jansen en Pietersen', 'Jansen & Co', 'De Boer B.V.', 'Bakkerij De Boer VOF', 'Stichting De Haven'],
    ...['wijlen J. Kuiper', 'Stg. Wonen', 'Gebr. Jansen', 'Hotel Krasnapolsky', 'Kerkgenootschap'],
    ...['T.a.v. Jansen', 'Jansen e.a.', 'Autobedrijf De Boer', 'Leger des Heils'],
    ...['Kok, N. p/a De Haven', 'Jansen (overleden)', 'Onbekend', 'Leegstand', 'Bewoner onbekend', '?', '', '-'],
  ])('"%s" is not one person', (surname) => expect(isOnePerson(surname)).toBe(false))

  test.each([
    'Postbus',
    'POSTBUS',
    'Antwoordnummer',
    'p/a Dorpsstraat',
    'c/o Dorpsstraat',
    'T.a.v. Jansen, Dorpsstraat',
    'PB',
    'Dorpsstraat t/o',
    'Kade t.o.',
  ])('%s is no residence', (street) => expect(isResidence(street)).toBe(false))
  test.each(['Dorpsstraat', 'Postweg', 'Pastoor Cohenstraat', 'Parkweg', ''])('%s may be one', (street) =>
    expect(isResidence(street)).toBe(true),
  )

  test.each(['', 'A', 'bis', 'HS', 'II', '2', '101', 'A-2', 'A bis'])('"%s" is an addition', (text) =>
    expect(isAddition(text)).toBe(true),
  )
  test.each(['3hoog', 't/o', '2e verd.', 'kamer 4', 'BIS A', 'zwart', 'en 14', 'nr 5'])(
    '"%s" is none that a portal takes',
    (text) => expect(isAddition(text)).toBe(false),
  )
})

test.each([
  ['0612345678', '0612345678'],
  ['06-12345678', '0612345678'],
  ['020/1234567', '0201234567'],
  ['(020) 123 45 67', '0201234567'],
  ['+31 (0)6 1234 5678', '0612345678'],
  ['0031612345678', '0612345678'],
  ['+32 475 12 34 56', '+32475123456'],
  ['tel. 0612345678 (werk)', '0612345678'],
  ['06 1234 5678 (na 18u)', '0612345678'],
  ['geen', ''],
  ['', ''],
])('the telephone number "%s" is "%s"', (text, value) => expect(phone(text)).toEqual({ value, remark: null }))

test.each([
  ['612345678', '0612345678', 'nul'],
  [{ kind: 'number', literal: '612345678', width: 0 } as const, '0612345678', 'nul'],
  [{ kind: 'number', literal: '6.12345678E8', width: 0 } as const, '0612345678', 'nul'],
  ['0612345678 / 0201234567', '0612345678', 'eerste'],
  ['onbekend 12; 0201234567', '0201234567', 'eerste'],
  ['12345', '', 'weggelaten'],
  ['0000000000', '', 'weggelaten'],
  ['0600000000', '', 'weggelaten'],
  ['dhr.', '', 'weggelaten'],
  [{ kind: 'date', on: '2026-01-01' } as const, '', 'weggelaten'],
])('of the telephone number "%s", "%s" is used, with a remark', (cell, value, remark) =>
  expect(phone(cell)).toEqual({ value, remark: expect.stringContaining(remark) }),
)

test.each([
  ['a@b.nl', 'a@b.nl', null],
  ['A. Jansen <a@b.nl>', 'a@b.nl', null],
  ['mailto:a@b.nl', 'a@b.nl', null],
  ['a@b.nl; c@d.nl', 'a@b.nl', expect.stringContaining('eerste')],
  ['a@b.nl c@d.nl', 'a@b.nl', expect.stringContaining('eerste')],
  ['a@b.nl,c@d.nl', 'a@b.nl', expect.stringContaining('eerste')],
  ['geen; c@d.nl', 'c@d.nl', expect.stringContaining('eerste')],
  ['geen', '', expect.stringContaining('per post')],
  ['geen@geen.nl', '', expect.stringContaining('per post')],
  ['onbekend@onbekend.nl; c@d.nl', 'c@d.nl', expect.stringContaining('eerste')],
])('of the e-mail cell "%s", "%s" is used', (text, value, remark) => expect(email(text)).toEqual({ value, remark }))

test.each([
  ['Dorpsstraat 12', 'Dorpsstraat', '12', ''],
  ['Dorpsstraat 12 A', 'Dorpsstraat', '12', 'A'],
  ['Plein 1813 nr 5', 'Plein 1813', '5', ''],
  ['Dorpsstraat 12 nr 5', 'Dorpsstraat', '12 nr 5', ''],
  ['Dorpsstraat 12a', 'Dorpsstraat', '12', 'a'],
  ['Dorpsstraat 12-2', 'Dorpsstraat', '12', '2'],
  ['1e Dwarsstraat 5 hs', '1e Dwarsstraat', '5', 'hs'],
  ['Plein 1944 12', 'Plein 1944', '12', ''],
  ['Plein 1944', 'Plein 1944', '', ''],
  ['Laan 1940-1945 37', 'Laan 1940-1945', '37', ''],
  ['Laan van 1813 5 bis', 'Laan van 1813', '5', 'bis'],
  ['Fabriciuslaan 1 31', 'Fabriciuslaan', '1 31', ''],
  ['Dorpsstraat 12-14', 'Dorpsstraat', '12-14', ''],
  ['Dorpsstraat 1-2', 'Dorpsstraat', '1', '2'],
  ['Dorpsstraat 12-201', 'Dorpsstraat', '12', '201'],
  ['Dorpsstraat 12 HS', 'Dorpsstraat', '12', 'HS'],
  ['Dorpsstraat nr. 12', 'Dorpsstraat', '12', ''],
  ['Dorpsstraat 12 en 14', 'Dorpsstraat', '12 en 14', ''],
  ['Haven 10 ligplaats 3', 'Haven', '10 ligplaats 3', ''],
  ['Dorpsstraat 12 - hs', 'Dorpsstraat', '12', 'hs'],
  ['Dorpsstraat 12 A-2', 'Dorpsstraat', '12', 'A-2'],
  ['Dorpsstraat 12 3hoog', 'Dorpsstraat', '12', '3hoog'],
  ['Dorpsstraat 12 t/o', 'Dorpsstraat', '12', 't/o'],
  ['Dorpsstraat 12, 2e verd.', 'Dorpsstraat', '12', '2e verd.'],
  ['Dorpsstraat 12, 1011 AB Amsterdam', 'Dorpsstraat', '12', ''],
  ['Dorpsstraat 5 (achter)', 'Dorpsstraat', '5 (achter)', ''],
  ['p/a Dorpsstraat 12', 'p/a Dorpsstraat', '12', ''],
  ['Postbus 123', 'Postbus', '123', ''],
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
  ['Dorpsstraat 12', '12', '', 'Dorpsstraat'],
  ['Dorpsstraat 12 A', '12', 'a', 'Dorpsstraat'],
  ['Dorpsstraat 14', '12', '', 'Dorpsstraat 14'],
  ['Plein 1944', '12', '', 'Plein 1944'],
])('the street "%s" with the number %s%s in its own column is %s', (street, number, addition, alone) =>
  expect(streetAlone(street, number, addition)).toBe(alone),
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
    ['Bakkerij De Boer VOF', '', 'natuurlijk persoon'],
    ['De Boer C.V.', '', 'natuurlijk persoon'],
    ['Maatschap De Boer', '', 'natuurlijk persoon'],
    ['Jansen', 'B.V.', 'natuurlijk persoon'],
    ['Stichter', 'A.', 'natuurlijk persoon'],
  ])('%s, %s is a %s, by the name', (surname, initials, kind) =>
    expect(renterKind(undefined, { surname, initials }, mapping)).toBe(kind),
  )

  test.each([
    ['Particulier', 'natuurlijk persoon'],
    ['ZAKELIJK', 'rechtspersoon'],
    ['Eenmanszaak', 'natuurlijk persoon'],
    ['V.O.F.', 'natuurlijk persoon'],
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
