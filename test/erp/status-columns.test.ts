import { describe, expect, test } from 'vitest'
import { groupByRenter } from '../../shared/erp/book.ts'
import { openExport, readItems } from '../../shared/erp/export.ts'
import { type Mapping, mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import { unreadHolds } from '../../shared/erp/unread-titles.ts'
import { chunked } from './make-export.ts'

// R7, R8: the columns of an export that say who may not be written to, and who gets the letters instead.

const TITLES =
  'Opdrachtgever;Debiteurnummer;Contractnummer;Soort huurder;Achternaam;Huisnummer;Postcode;Soort eenheid;Factuurnummer;Vervaldatum;Openstaand'
const LINE = 'BELEGGER-A;100001;H-1;natuurlijk persoon;Jansen;12;1011 AB;woning;F1;01-01-2026;900,00'

async function readWith(columns: Readonly<Record<string, string>>, ...others: Readonly<Record<string, string>>[]) {
  const lines = [columns, ...others].map(
    (cells, index) => `${LINE.replace('F1', `F${index + 1}`)};${Object.values(cells).join(';')}`,
  )
  const file = [`${TITLES};${Object.keys(columns).join(';')}`, ...lines].join('\n')
  const open = await openExport('2026-01-02-a.csv', chunked(Buffer.from(file)))
  const [claims, items] = [[], []] as [Parameters<typeof groupByRenter>[0] & object[], object[]]
  for await (const item of readItems(open, '2026-01-02')) {
    if (item.kind === 'claim') claims.push(item.claim)
    else items.push(item)
  }
  return { renter: groupByRenter(claims)[0], items, unread: unreadHolds(open) }
}

const blocked = async (word: string) => (await readWith({ Aanmaanblokkade: word })).renter?.hold

describe('R7 a dunning block', () => {
  test.each(['', 'nee', 'N', '0', ' Nee '])('"%s" is none', async (word) => expect(await blocked(word)).toBe('none'))

  test.each(['ja', 'J', 'X', '1', 'A7', 'in overleg', '#N/B'])(
    '"%s" is a block of which nobody knows why',
    async (word) => expect(await blocked(word)).toBe('blocked'),
  )

  test.each([
    ['Overleden', 'deceased'],
    ['huurder overlijden gemeld', 'deceased'],
    ['WSNP', 'restructuring'],
    ['Schuldsanering (WSNP)', 'restructuring'],
    ['msnp', 'restructuring'],
    ['klacht', 'complaint'],
    ['Procedure rechtbank', 'procedure'],
    ['overig', 'other'],
    ['deceased', 'deceased'],
  ])('"%s" says why', async (word, reason) => expect(await blocked(word)).toBe(reason))

  test('is one thing when it is empty, and another when there is no such column', async () => {
    expect((await readWith({ Telefoonnummer: '' })).renter).toMatchObject({
      ...{ mainTenant: null, hold: null, deceased: null, representative: null },
    })
  })

  test('on any line of a renter counts for the renter', async () => {
    const { renter } = await readWith({ Aanmaanblokkade: '' }, { Aanmaanblokkade: 'klacht' }, { Aanmaanblokkade: '' })
    expect(renter?.hold).toBe('complaint')
  })

  test('that cannot be read keeps no line back, and is said', async () => {
    const { renter, items } = await readWith({ Aanmaanblokkade: '#REF!' })
    expect(renter).toMatchObject({ hold: 'blocked' })
    expect(items).toMatchObject([{ kind: 'warning', field: 'Aanmaanblokkade' }])
  })
})

describe('R7 a day of death', () => {
  test.each([
    ['15-12-2025', '2025-12-15'],
    ['', 'none'],
    ['00-00-0000', 'none'],
    ['01-01-1900', 'none'],
    ['31-12-9999', 'none'],
    ['Nee', 'none'],
  ])('"%s" is %s', async (written, deceased) => {
    const { renter, items } = await readWith({ 'Overleden op': written })
    expect(renter?.deceased).toBe(deceased)
    expect(items).toEqual([])
  })

  test.each(['ja', '31-02-2025', 'voorjaar 2025'])(
    '"%s" is no day, and the renter counts as deceased',
    async (written) => {
      const { renter, items } = await readWith({ 'Overleden op': written })
      expect(renter?.deceased).toBe('unknown')
      expect(items).toMatchObject([{ kind: 'warning', field: 'Overleden op' }])
    },
  )
})

describe('R7 who gets the letters', () => {
  const told = async (columns: Readonly<Record<string, string>>) => (await readWith(columns)).renter?.representative

  test('is an administrator, with an address in columns of its own', async () => {
    expect(
      await told({
        ...{ Vertegenwoordiger: 'Voorbeeld Bewind BV', 'Vertegenwoordiger e-mail': 'post@bewind.example' },
        ...{ Correspondentieadres: 'Staalstraat 8-2', 'Correspondentie postcode': '3500 aa' },
        'Correspondentie plaats': 'Utrecht',
      }),
    ).toEqual({
      ...{ kind: 'administration', name: 'Voorbeeld Bewind BV', email: 'post@bewind.example' },
      ...{ street: 'Staalstraat', houseNumber: '8', houseNumberAddition: '2', postcode: '3500AA', city: 'Utrecht' },
    })
  })

  test('or in one line, as a post box', async () => {
    expect(
      await told({ Vertegenwoordiger: 'Bewind', Correspondentieadres: 'Postbus 9, 3500 AA Utrecht' }),
    ).toMatchObject({
      ...{ street: 'Postbus', houseNumber: '9', postcode: '3500AA', city: 'Utrecht' },
    })
  })

  test.each([
    ['A. Bos (mentor)', 'mentor'],
    ['A. Bos, curator', 'guardian'],
    ['c/o A. Bos', 'care-of'],
    ['p/a A. Bos', 'care-of'],
    ['Bewind Mentorplein', 'administration'],
  ])('"%s" is a %s', async (name, kind) => expect(await told({ Vertegenwoordiger: name })).toMatchObject({ kind }))

  test('is the renter at another address, without a name', async () => {
    expect(await told({ Vertegenwoordiger: '', Correspondentieadres: 'Kade 1' })).toMatchObject({
      ...{ kind: 'care-of', name: '', street: 'Kade', houseNumber: '1' },
    })
  })

  test('is nobody when the columns are there and empty', async () => {
    expect(await told({ Vertegenwoordiger: '', Correspondentieadres: '' })).toBe('none')
  })

  test('by a wrong e-mail address goes by post, and that is said', async () => {
    const { renter, items } = await readWith({ Vertegenwoordiger: 'Bewind', 'Vertegenwoordiger e-mail': 'bewind' })
    expect(renter?.representative).toMatchObject({ email: '' })
    expect(items).toMatchObject([{ kind: 'warning', field: 'Vertegenwoordiger e-mail' }])
  })
})

test('who is the main tenant is said by any line', async () => {
  const main = async (...said: string[]) => {
    const [first = {}, ...others] = said.map((word) => ({ Hoofdhuurder: word }))
    return (await readWith(first, ...others)).renter?.mainTenant
  }
  expect(await main('')).toBeNull()
  expect(await main('nee', '')).toBe(false)
  expect(await main('nee', 'Ja')).toBe(true)
})

test('R8 titles that look like a hold or a representative, and are not read, are named', async () => {
  const { unread } = await readWith({
    ...{ Aanmaanblokkade: 'J', Bewindvoerder: 'Bewind', 'Gemachtigde naam': '', Incassostop: '', Curatele: '' },
    ...{ Postadres: '', Omschrijving: '', Rapportdatum: '' },
  })
  expect(unread).toEqual(['Bewindvoerder', 'Gemachtigde naam', 'Incassostop', 'Curatele', 'Postadres'])
})

describe('by a mapping', () => {
  const mapping = (columns: Mapping['files'][number]['columns'], values: object = {}): Mapping =>
    mappingSchema.parse({
      ...{ source: 'bron', confirmedBy: 'Jansen', shape: 'claims', due: { rule: 'column' }, values },
      constants: { Opdrachtgever: 'BELEGGER-A', 'Soort eenheid': 'woning' },
      files: [
        {
          name: 'bron',
          columns: { Debiteurnummer: 'Klant', Naam: 'Naam', Vervaldatum: 'Vervalt', Openstaand: 'Open', ...columns },
        },
      ],
    })
  const read = async (of: Mapping, titles: string, cells: string) => {
    const file = `Klant;Naam;Vervalt;Open;${titles}\n7;Bos;01-01-2026;900,00;${cells}`
    const open = await openExport('2026-01-02-bron.csv', chunked(Buffer.from(file)), { mappings: [of] })
    for await (const item of readItems(open, '2026-01-02')) if (item.kind === 'claim') return { ...item.claim, open }
    throw new Error('no claim')
  }

  test('the columns that it names are read, in the words of the source; the others are not there', async () => {
    const of = mapping({ Aanmaanblokkade: 'Code' }, { Aanmaanblokkade: { B2: 'schuldregeling', V: 'nee' } })
    expect(await read(of, 'Code', 'B2')).toMatchObject({ hold: 'restructuring', deceased: null, representative: null })
    expect(await read(of, 'Code', 'V')).toMatchObject({ hold: 'none' })
    expect(await read(of, 'Code', 'B9')).toMatchObject({ hold: 'blocked' })
  })

  test('R8 and those that it does not name are told of', async () => {
    const { hold, open } = await read(mapping({}), 'Blokkade;Bewindvoerder', 'J;Bewind')
    expect(hold).toBeNull()
    expect(unreadHolds(open)).toEqual(['Blokkade', 'Bewindvoerder'])
  })
})
