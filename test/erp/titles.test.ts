import { describe, expect, test } from 'vitest'
import type { SheetRow } from '../../shared/erp/cell.ts'
import { ageOf, agesOf } from '../../shared/erp/mapping/ages.ts'
import { BUNDLED } from '../../shared/erp/mapping/bundled.ts'
import { originalOnly } from '../../shared/erp/mapping/complete.ts'
import { fieldOf } from '../../shared/erp/mapping/fields.ts'
import { gapsOf, mainFile, mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import { proposeMapping } from '../../shared/erp/mapping/propose.ts'
import { readWith } from './read-with.ts'

const rowsOf = (text: string): SheetRow[] =>
  text.split('\n').map((line, index) => ({ row: index + 1, cells: line.split(';') }))
const proposed = (text: string) =>
  proposeMapping([{ fileName: '2026-03-05-bron.csv', rows: rowsOf(text) }], 'BELEGGER-A')

test.each([
  ...['Resterend bedrag', 'Nog open', 'Verschuldigd bedrag', 'Verschuldigd bedrag (EUR)', 'Restant', 'Rest. bedrag'],
  ...[
    'Openstaand bedrag in euro',
    'Openstaand €',
    'Bedrag openstaand',
    'Nog te betalen',
    'Nog te voldoen',
    'Onbetaald',
  ],
  ...['Outstanding amount', 'Remaining Amount', 'Amount due', 'Openstaande huur'],
  ...['Openstaand per 05-03-2026', 'Uitstaand bedrag', 'Nog te ontvangen', 'Te innen', 'Achterstallig bedrag'],
])('the title "%s" says what is open', (title) => expect(fieldOf(title)).toBe('Openstaand'))

test.each([
  ...[
    'Vervalt',
    'Vervalt op',
    'Verv.datum',
    'Vervaldag',
    'Uiterste betaaldatum',
    'Uiterlijke betaaldatum',
    'Betalen voor',
  ],
  ...['Uiterlijk te voldoen op', 'Due date', 'Verval', 'Vervaldatum factuur', 'Netto vervaldatum'],
])('the title "%s" says the due date', (title) => expect(fieldOf(title)).toBe('Vervaldatum'))

test.each([
  'Dagen open',
  'Openstaande dagen',
  'Aantal openstaande posten',
  'Openstaand sinds',
  'Dagen vervallen',
  'Nr',
  'Opmerking',
])('the title "%s" says neither', (title) => expect([undefined, 'Factuurdatum']).toContain(fieldOf(title)))

test.each<[string, number | null | undefined]>([
  ['1-30', 1],
  ['0 - 30 d', 0],
  ['31/60 dagen', 31],
  ['31 tot en met 60 dgn', 31],
  ['Vervallen 31-60', 31],
  ['31–60 dagen oud', 31],
  ['Openstaand 61-90 dagen', 61],
  ['1 to 30 days', 1],
  ['1-30 days overdue', 1],
  ['>90', 91],
  ['>= 90 dagen', 90],
  ['meer dan 90 dagen', 91],
  ['ouder dan 90 dagen', 91],
  ['90 dagen en ouder', 90],
  ['90+ dagen', 90],
  ['120 or more', 120],
  ['< 30 dagen', 0],
  ['t/m 30 dagen', 0],
  ['1-2 maanden', 30],
  ['> 3 maanden', 91],
  ['3 mnd en ouder', 90],
  ['2-4 weken', 14],
  ['Lopende maand', 0],
  ['Niet vervallen', null],
  ['Nog niet vervallen', null],
  ['Current', null],
  ['Huidig', null],
  ['Betaald', undefined],
  ['2026', undefined],
  ['30 dagen', undefined],
])('the title "%s" is of an age of %s days', (title, days) => expect(ageOf(title)).toBe(days))

test.each<[readonly string[], readonly (number | null)[]]>([
  [
    ['Tot 30 dagen', 'Tot 60 dagen', 'Tot 90 dagen', 'Ouder dan 90 dagen'],
    [0, 31, 61, 91],
  ],
  [
    ['30 dagen', '60 dagen', '90 dagen', '> 90 dagen'],
    [0, 31, 61, 91],
  ],
  [
    ['30 dagen', '60 dagen', '90 dagen', '120+ dagen'],
    [30, 60, 90, 120],
  ],
  [
    ['Niet vervallen', '30 dagen', '60 dagen'],
    [null, 0, 31],
  ],
  [
    ['Huidige maand', '1-30', '31-60', 'Ouder'],
    [0, 1, 31, 61],
  ],
])('beside each other the titles %j are of the ages %j', (titles, ages) =>
  expect(titles.map((title) => agesOf(titles).get(title))).toEqual(ages),
)

describe('a proposal', () => {
  test.each([
    [
      'Klantnr;Naam;Vervaldatum;Documentnr;Oorspronkelijk bedrag;Resterend bedrag\n7;Jansen;01-01-2026;F1;900,00;450,00',
      45_000,
    ],
    ['Klantnr;Naam;Vervalt;Factuurnr;Factuur;Saldo\n7;Jansen;01-01-2026;F1;900,00;400,00', 40_000],
    ['Klantnr;Naam;Vervalt;Factuurnr;Factuurbedrag;Betaald\n7;Jansen;01-01-2026;F1;900,00;500,00', 40_000],
  ])('takes what is open, and never the original amount in its place: %j', async (text, open) => {
    const { claims } = await readWith(proposed(text), text)
    expect(claims.map(({ dueOn, openCents }) => [dueOn, openCents])).toEqual([['2026-01-01', open]])
  })

  test('says that nothing tells what is open, where only the original amount is there', () => {
    const mapping = proposed('Klantnr;Naam;Vervaldatum;Documentnr;Oorspronkelijk bedrag\n7;Jansen;01-01-2026;F1;900,00')
    expect(originalOnly(mainFile(mapping))).toContain('Oorspronkelijk bedrag')
  })

  test.each<[string, string, string | undefined]>([
    ['of the renter', 'Nr;Naam;Saldo\n100;Jansen;1,00\n105;Bakker;2,00', 'Debiteurnummer'],
    [
      'of the renter on several lines',
      'Nr.;Naam;Datum;Open\n7;Jansen;01-01-2026;1,00\n7;Jansen;01-02-2026;2,00',
      'Debiteurnummer',
    ],
    [
      'of the claim',
      'Nr;Debiteur;Naam;Datum;Open\n81;7;Jansen;01-01-2026;1,00\n85;7;Jansen;01-02-2026;2,00',
      'Factuurnummer',
    ],
    ['of the line', 'Nr;Naam;Saldo\n1;Jansen;1,00\n2;Bakker;2,00', undefined],
  ])('takes "Nr" for the number %s', (_, text, field) => {
    const { columns } = mainFile(proposed(text))
    expect(Object.entries(columns).find(([, title]) => /^Nr/.test(title))?.[0]).toBe(field)
  })

  test('holds the ages against the total of the row', async () => {
    const text = 'Debnr;Naam;0-30;31-60;Totaal\n7;Jansen;100,00;50,00;175,00\n8;Bakker;100,00;;100,00'
    const { claims, items } = await readWith(proposed(text), text)
    expect(claims.map(({ renter }) => renter)).toEqual(['8'])
    expect(items).toContainEqual(expect.objectContaining({ kind: 'error', row: 2, field: 'Totaal' }))
  })
})

describe('a mapping that a person confirmed', () => {
  const mapping = mappingSchema.parse({
    ...{ source: 'bron', confirmedBy: 'team', shape: 'claims', due: { rule: 'first-of-month' } },
    constants: { Opdrachtgever: 'BELEGGER-A', 'Soort eenheid': 'woning' },
    files: [
      {
        name: 'bron',
        columns: { Debiteurnummer: 'Nr', Naam: 'Naam', Factuurdatum: 'Datum', Bedrag: 'Oorspronkelijk bedrag' },
      },
    ],
  })

  test('gives way to columns that say what it derives, with a remark', async () => {
    const text =
      'Nr;Naam;Datum;Oorspronkelijk bedrag;Resterend bedrag;Vervalt;Omschrijving factuur\n7;Jansen;02-01-2026;900,00;450,00;16-01-2026;Herstelkosten'
    const { claims, items } = await readWith(mapping, text)
    expect(claims).toMatchObject([
      { amountCents: 90_000, openCents: 45_000, dueOn: '2026-01-16', description: 'Herstelkosten', rent: false },
    ])
    expect(items.filter(({ kind }) => kind === 'note').map(({ field }) => field)).toEqual(
      expect.arrayContaining(['Resterend bedrag', 'Vervalt', 'Omschrijving factuur']),
    )
  })

  test('is refused where nothing in the file says what is open', async () => {
    const text = 'Nr;Naam;Datum;Oorspronkelijk bedrag\n7;Jansen;02-01-2026;900,00'
    await expect(readWith(mapping, text)).rejects.toThrow('Geen kolom zegt wat er openstaat')
  })

  test.each([
    ['', 'error'],
    ['\n', 'note'],
  ])('takes a last line of one word that ends in %j for a cut one, or for a text (%s)', async (end, kind) => {
    const text = `Naam;Debnr;Saldo\nJansen;7;1,00\nBakker;8;2,00\nJans${end}`
    const { items } = await readWith(proposed(text), text)
    expect(items.filter((item) => item.row === 4).map((item) => item.kind)).toEqual([kind])
  })

  test('warns of a row in which the amount less what was paid is not what is open', async () => {
    const text = 'Debnr;Naam;Factuurnr;Vervalt;Bedrag;Betaald;Openstaand\n7;Jansen;F1;01-01-2026;900,00;100,00;700,00'
    const { claims, items } = await readWith(proposed(text), text)
    expect(claims).toMatchObject([{ openCents: 70_000 }])
    expect(items).toContainEqual(expect.objectContaining({ kind: 'warning', row: 2, field: 'Openstaand' }))
  })
})

describe('the bundled mapping of RIS Matching (Itris, Mail-to-Pay, Aareon Tobias)', () => {
  const all =
    'Achternaam;Voorletters;Straatnaam;Huisnummer;Huisnummer toevoeging;Postcode;Woonplaats;Telefoonnummer 1;E-Mailadres;Aantal maanden achterstand;Bedrag achterstand'
  const row = 'Jansen;A.;Dorpsstraat;12;A;1011 AB;Amsterdam;0612345678;a@b.nl;2;1800,00'
  const least =
    'Achternaam;Huisnummer;Postcode;Aantal maanden achterstand;Bedrag achterstand\nJansen;12;1011AB;2;1800,00'

  test.each([
    ['all columns', `${all}\n${row}`],
    ['the mandatory ones', least],
  ])('reads %s', async (_, text) => {
    const mapping = proposed(text)
    expect(gapsOf(mapping)).toEqual([])
    const { claims, items } = await readWith(mapping, text)
    expect(items.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(claims).toMatchObject([
      { surname: 'Jansen', houseNumber: '12', postcode: '1011AB', dueOn: '2026-03-01', openCents: 90_000 },
      { dueOn: '2026-02-01', openCents: 90_000 },
    ])
  })

  test('names the columns of the work instruction', () => {
    const columns = BUNDLED.map((mapping) => Object.values(mainFile(mapping).columns))
    expect(columns).toEqual([all.split(';')])
  })
})
