import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { groupByRenter } from '../../shared/erp/book.ts'
import { isBlank, type SheetRow } from '../../shared/erp/cell.ts'
import type { Claim } from '../../shared/erp/claim.ts'
import { csvRows } from '../../shared/erp/csv.ts'
import { type ExportItem, openExport, readItems, readSide } from '../../shared/erp/export.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import { ageOf } from '../../shared/erp/mapping/ages.ts'
import { fieldOf } from '../../shared/erp/mapping/fields.ts'
import { gapsOf, type Mapping, mappingSchema } from '../../shared/erp/mapping/mapping.ts'
import { proposeMapping } from '../../shared/erp/mapping/propose.ts'
import { chunked } from './make-export.ts'

const ON = '2026-03-05'

async function rowsOf(text: string): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const batch of csvRows([text], (cell) => fieldOf(cell) !== undefined)) rows.push(...batch)
  return rows.filter((row) => !isBlank(row))
}

interface Read {
  readonly claims: readonly Claim[]
  readonly items: readonly Exclude<ExportItem, { kind: 'claim' }>[]
}

async function read(mapping: Mapping, files: Readonly<Record<string, string | Uint8Array>>, on = ON): Promise<Read> {
  const opened = await Promise.all(
    Object.entries(files).map(([name, content]) =>
      openExport(name, chunked(Buffer.from(content)), { mappings: [{ ...mapping, confirmedBy: 'Jansen' }] }),
    ),
  )
  const [main, ...rest] = opened
  if (!main) throw new RangeError('no files')
  const items: ExportItem[] = []
  for await (const item of readItems(main, on, await Promise.all(rest.map(readSide)))) items.push(item)
  return {
    claims: items.flatMap((item) => (item.kind === 'claim' ? [item.claim] : [])),
    items: items.filter((item) => item.kind !== 'claim'),
  }
}

/** Files as they come, read by the mapping that is proposed for them. */
async function asProposed(files: Readonly<Record<string, string>>, change: Partial<Mapping> = {}) {
  const samples = await Promise.all(
    Object.entries(files).map(async ([fileName, text]) => ({ fileName, rows: await rowsOf(text) })),
  )
  const mapping = { ...proposeMapping(samples, 'BELEGGER-A'), ...change }
  expect(mappingSchema.parse(JSON.parse(JSON.stringify(mapping)))).toEqual(mapping)
  expect(gapsOf(mapping)).toEqual([])
  return { mapping, ...(await read(mapping, files)) }
}

const openOf = ({ claims }: Read) => claims.map(({ renter, dueOn, openCents }) => [renter, dueOn, openCents])

const BALANCES = [
  'Debiteurensaldi per complex;;;;;;;;',
  'Afgedrukt op 5 maart;;;;;;;;',
  '',
  'Klantnr.;Naam;Achterstand;0-30 dagen;31-60 dagen;61-90 dagen;> 90 dagen;Vooruitbetaling;Saldo',
  '001234 ;Jansen, A.B.;1820,51;910,26;910,25;-;-;-;1820,51',
  '001235;De Boer BV;50.00;50.00;;;;;50.00',
  '001236;Dhr. P. van Dijk;1.000,00;;;1.000,00;;100,00;900,00',
  '001237;Bakker;(7,086);(7,086);;;;;(7,086)',
  'Totaal;;-4215,49;;;;;;',
  'Einde van het overzicht;;;;;;;;',
].join('\r\n')

describe('a balance a renter, with ages and without a date', () => {
  test('becomes a claim for each age, due on the last first of a month that is old enough', async () => {
    const { mapping, claims, items } = await asProposed({ '2026-03-05-saldo-linde.csv': BALANCES })
    expect(mapping).toMatchObject({
      source: 'saldo-linde',
      confirmedBy: null,
      shape: 'balance',
      files: [{ name: 'saldo-linde' }],
    })
    expect(openOf({ claims, items })).toEqual([
      ['001234', '2026-03-01', 91_026],
      ['001234', '2026-02-01', 91_025],
      ['001235', '2026-03-01', 5_000],
      ['001236', '2026-01-01', 100_000],
      ['001236', '2026-03-01', -10_000],
      ['001237', '2026-03-01', -708_600],
    ])
    expect(claims[0]).toMatchObject({ surname: 'Jansen', initials: 'A.B.', naturalPerson: true, dwelling: true })
    expect(claims[2]).toMatchObject({ surname: 'De Boer BV', naturalPerson: false })
    expect(claims[3]).toMatchObject({ surname: 'van Dijk', initials: 'P.' })
    expect(items.map(({ kind, row }) => [kind, row])).toEqual([
      ['note', 10],
      ['note', null],
    ])
  })

  test.each([
    ['2026-03-02', ['0-30 dagen']],
    ['2026-03-04', []],
    ['2026-05-01', ['0-30 dagen', '61-90 dagen']],
  ])('says on %s of which columns the month is not certain', async (on, columns) => {
    const { mapping } = await asProposed({ '2026-03-05-saldo-linde.csv': BALANCES })
    const { items } = await read(mapping, { '2026-03-05-saldo-linde.csv': BALANCES }, on)
    expect(items.flatMap(({ kind, field }) => (kind === 'note' && field !== null ? [field] : []))).toEqual(columns)
  })

  test('that does not add up is a fault of its row, and nothing of that row is read', async () => {
    const wrong = BALANCES.replace('910,26;910,25', '910,26;810,25')
    const { claims, items } = await asProposed({ '2026-03-05-saldo-linde.csv': wrong })
    expect(claims.some(({ renter }) => renter === '001234')).toBe(false)
    expect(items.filter(({ kind }) => kind === 'error')).toEqual([
      {
        ...{ kind: 'error', row: 5, field: 'Achterstand', message: expect.stringContaining('ouderdom') },
        whose: { client: 'BELEGGER-A', renter: '001234' },
      },
    ])
  })

  test('whose own total is another shows that it was cut', async () => {
    const cut = BALANCES.replace('001235;De Boer BV;50.00;50.00;;;;;50.00\r\n', '')
    const { items } = await asProposed({ '2026-03-05-saldo-linde.csv': cut })
    expect(items).toContainEqual({
      kind: 'error',
      row: 8,
      field: 'Achterstand',
      message: expect.stringContaining('volledig'),
      whole: true,
    })
  })

  test('with the monthly rent becomes a claim a month, the newest first', async () => {
    const text = 'Debiteur;Naam;Maandhuur;Saldo\n7;Jansen;1000,00;2500,00\n8;Bakker;1000,00;-20,00\n9;Smit;;300,00\n'
    expect(openOf(await asProposed({ '2026-03-05-x.csv': text }))).toEqual([
      ['7', '2026-03-01', 100_000],
      ['7', '2026-02-01', 100_000],
      ['7', '2026-01-01', 50_000],
      ['8', '2026-03-01', -2_000],
      ['9', '2026-03-01', 30_000],
    ])
  })

  test.each([
    ['Debiteurnr;Naam;Totaal\n7;Jansen;1000,00\n', 100_000],
    ['Debiteurnr;Naam;Debet;Credit\n7;Jansen;1000,00;400,00\n', 60_000],
  ])('may stand under a title of its own: %j', async (text, expected) => {
    expect((await asProposed({ '2026-03-05-x.csv': text })).claims.map(({ openCents }) => openCents)).toEqual([
      expected,
    ])
  })

  test('in which debts are negative is read so', async () => {
    const text = 'Debiteurnr;Naam;Saldo\n7;Jansen;-1000,00\n8;Bakker;-12,50\n9;Smit;20,00\n'
    const { mapping, claims } = await asProposed({ '2026-03-05-x.csv': text })
    expect(mapping.owedIs).toBe('negative')
    expect(claims.map(({ openCents }) => openCents)).toEqual([100_000, 1_250, -2_000])
  })
})

const CLAIMS = [
  'Contract,Vorderingsnr,Huurdernr,Huurder,Adres,Postcode/plaats,Datum,Omschrijving,Totaal,Afgeboekt,Open',
  'C1,9001,00012,"Jansen, A.B.",Dorpsstraat 12 A,1012 AB Amsterdam,20-01-2026,Huur februari,1000.00,0.00,1000.00',
  'C1,9002,00012,"Jansen, A.B.",Dorpsstraat 12 A,1012 AB Amsterdam,01-03-2026,Huur maart,"1000,00",400.00,600.00',
  'C2,9003,00012,"Jansen, A.B.",Plein 3,1012 AC Amsterdam,20-02-2026,Garage,100.00,100.00,-',
  'C1,9004,00012,"Jansen, A.B.",Dorpsstraat 12 A,1012 AB Amsterdam,25-02-2026,Betaling,-50.00,0.00,-50.00',
  'C3,9005,00013,Pietersen,Laan 5-2,1013 AB Amsterdam,46054,Huur,500,0,500',
].join('\n')

describe('a line a claim, without a due date', () => {
  test('falls due on the first of the month on or after its date; a credit counts at once', async () => {
    const { claims, items } = await asProposed({ '2026-03-05-posten.csv': `${CLAIMS}\n` })
    expect(items).toEqual([])
    expect(openOf({ claims, items })).toEqual([
      ['00012', '2026-02-01', 100_000],
      ['00012', '2026-03-01', 60_000],
      ['00012', '2026-03-01', 0],
      ['00012', '2026-02-25', -5_000],
      ['00013', '2026-02-01', 50_000],
    ])
    expect(claims[0]).toMatchObject({
      street: 'Dorpsstraat',
      houseNumber: '12',
      houseNumberAddition: 'A',
      postcode: '1012AB',
    })
    expect(claims[4]).toMatchObject({ houseNumber: '5', houseNumberAddition: '2' })
    const [jansen] = groupByRenter(claims)
    expect(jansen?.claims.reduce((sum, { openCents }) => sum + openCents, 0)).toBe(155_000)
  })

  test.each<[string, Mapping['due'], string]>([
    ['so many days after its date', { rule: 'days-after', days: 14 }, '2026-02-03'],
    ['on the first of the month after it', { rule: 'first-of-month' }, '2026-02-01'],
  ])('falls due %s, as the mapping says', async (_, due, expected) => {
    const { claims } = await asProposed({ '2026-03-05-posten.csv': CLAIMS }, { due })
    expect(claims[0]?.dueOn).toBe(expected)
  })

  test('falls due on the first day of its period, where there is one', async () => {
    const text =
      'Debiteurnr;Naam;Periode;Open\n7;Jansen;2026-02;10,00\n7;Jansen;maart 2026;11,00\n7;Jansen;04-2026;12,00\n'
    expect(
      (await asProposed({ '2026-03-05-x.csv': text })).claims.map(({ dueOn, invoice }) => [dueOn, invoice]),
    ).toEqual([
      ['2026-02-01', '2026-02-01'],
      ['2026-03-01', '2026-03-01'],
      ['2026-04-01', '2026-04-01'],
    ])
  })

  test('of one invoice are added up; a line that is there twice is a fault', async () => {
    const text =
      'Debiteurnr;Naam;Factuur;Datum;Debet;Credit\n7;Jansen;F1;01-02-2026;1000,00;\n7;Jansen;F1;09-02-2026;;400,00\n7;Jansen;F1;09-02-2026;;400,00\n'
    const { claims, items } = await asProposed({ '2026-03-05-x.csv': text })
    expect(claims).toMatchObject([{ invoice: 'F1', dueOn: '2026-02-01', openCents: 60_000 }])
    expect(items).toContainEqual({
      kind: 'error',
      row: 4,
      field: null,
      message: 'Deze regel is in alles gelijk aan rij 3.',
      whose: { client: 'BELEGGER-A', renter: '7' },
    })
  })

  test('without an open amount is open for what was not paid, whatever the sign of the payment', async () => {
    const text =
      'Debiteurnr;Naam;Factuur;Datum;Totaal;Betaald\n7;Jansen;F1;01-02-2026;1000,00;400,00\n7;Jansen;F2;01-02-2026;1000,00;-400,00\n7;Jansen;F3;01-02-2026;-50,00;\n7;Jansen;F4;01-02-2026;0,00;5,00\n'
    const { claims, items } = await asProposed({ '2026-03-05-x.csv': text })
    expect(claims.map(({ openCents }) => openCents)).toEqual([60_000, 60_000, -5_000])
    expect(items).toContainEqual(expect.objectContaining({ kind: 'error', row: 5, field: 'Totaal' }))
  })

  test('without an open amount is a fault of that cell, under the title that the file has', async () => {
    const { claims, items } = await asProposed({ '2026-03-05-posten.csv': CLAIMS.replace(',0,500', ',0,') })
    expect(claims.map(({ renter }) => renter)).not.toContain('00013')
    const whose = { client: 'BELEGGER-A', renter: '00013' }
    const message = 'Deze cel is leeg. Vul dit veld in.'
    expect(items).toEqual([{ kind: 'error', row: 6, field: 'Open', message, whose }])
  })
})

test('the layout of RIS Matching is read as an export: a claim a month, and a number for a renter who has none', async () => {
  const text =
    'Achternaam*;Voorletters;Straatnaam;Huisnummer*;Huisnummer toevoeging;Postcode*;Woonplaats;Telefoonnummer 1;E-Mailadres;Aantal maanden achterstand*;Bedrag achterstand*\nJansen;A.B.;Dorpsstraat;12;A;1012AB;Amsterdam;;;2;1820,51\nBakker;;Kade;1;;1012AB;Amsterdam;;;geen;12,00\n'
  const { mapping, claims, items } = await asProposed({ '2026-03-05-ris.csv': text })
  expect(mapping.shape).toBe('months')
  expect(claims.map(({ dueOn, openCents }) => [dueOn, openCents])).toEqual([
    ['2026-03-01', 91_025],
    ['2026-02-01', 91_026],
  ])
  expect(new Set(claims.map(({ renter }) => renter)).size).toBe(1)
  expect(claims[0]?.renter).toMatch(/^H[0-9a-f]{12}$/)
  expect(items).toMatchObject([{ kind: 'error', row: 3, field: 'Bedrag achterstand' }])
})

describe('files that belong together', () => {
  const files = {
    '2026-03-05-fonds-posten.csv':
      'Debiteurnr;Contract;Factuurnr;Vervaldatum;Openstaand\n0012;C1;F1;01-03-2026;100,00\n0012;C2;F2;01-03-2026;20,00\n0013;C3;F3;01-03-2026;200,00\n',
    '2026-03-05-fonds-huurders.csv': 'Debiteurnr;Naam;E-mail\n0012;Jansen, A.;a@b.nl\n0013;Stichting X;\n',
    '2026-03-05-fonds-adressen.csv':
      'Debiteurnr;Contract;Straat;Huisnr;Postcode;Plaats;Type object\n12;C1;Kade;4a;1012AB;Amsterdam;appartement\n12;C2;Kade;9;1012AC;Amsterdam;parkeerplaats\n',
  }

  test('are joined on the number of the renter, and on the contract where both files have it', async () => {
    const { claims, items } = await asProposed(files)
    expect(claims).toMatchObject([
      {
        renter: '0012',
        surname: 'Jansen',
        email: 'a@b.nl',
        houseNumber: '4',
        houseNumberAddition: 'a',
        dwelling: true,
      },
      { renter: '0012', contract: 'C2', houseNumber: '9', dwelling: false },
    ])
    expect(items.filter(({ kind }) => kind === 'error')).toEqual([
      {
        kind: 'error',
        row: 4,
        field: 'Type object',
        message: 'Deze huurder staat niet in het bestand "fonds-adressen".',
        whose: { client: 'BELEGGER-A', renter: '0013' },
      },
    ])
  })

  test('may name the contract alone, if another file says whose it is', async () => {
    const { claims, items } = await asProposed({
      'a-posten.csv': 'Contract;Factuurnr;Vervaldatum;Openstaand\nC1;F1;01-03-2026;100,00\nC9;F2;01-03-2026;5,00\n',
      'a-huurders.csv': 'Contract;Debiteurnr;Naam\nC1;0012;Jansen\n',
    })
    expect(claims).toMatchObject([{ renter: '0012', surname: 'Jansen' }])
    expect(items).toContainEqual({
      kind: 'error',
      row: 3,
      field: 'Debiteurnr',
      message: 'Deze huurder staat niet in het bestand "a-huurders".',
    })
  })

  test('with two different rows of one renter are not guessed at', async () => {
    const twice = { ...files, '2026-03-05-fonds-huurders.csv': 'Debiteurnr;Naam\n0012;Jansen\n0012;Bakker\n0013;X\n' }
    const { items } = await asProposed(twice)
    expect(items).toContainEqual(
      expect.objectContaining({ row: 2, field: 'Naam', message: expect.stringContaining('meer dan één keer') }),
    )
  })
})

test.each<[string, string | undefined]>([
  ['Deb. nr.', 'Debiteurnummer'],
  ['Klant-nr', 'Debiteurnummer'],
  ['Fact.datum', 'Factuurdatum'],
  ['Openst. bedrag', 'Openstaand'],
  ['OPENSTAAND BEDRAG', 'Openstaand'],
  ['Huisnr. toev.', 'Huisnummer toevoeging'],
  ['E-mail', 'E-mailadres'],
  ['Total Unpaid Charges', 'Achterstand'],
  ['Opmerking', undefined],
])('the title "%s" stands for %s', (title, field) => expect(fieldOf(title)).toBe(field))

test.each<[string, number | null | undefined]>([
  ['0-30 dagen', 0],
  ['31 - 60 days', 31],
  ['61 t/m 90', 61],
  ['> 90 dgn.', 91],
  ['Over 90 days', 91],
  ['90+', 90],
  ['91 dagen en ouder', 91],
  ['nog niet vervallen', null],
  ['60-31', undefined],
  ['1 maand', undefined],
])('the title "%s" is of an age of %s days', (title, days) => expect(ageOf(title)).toBe(days))

describe('a workbook', () => {
  test('with titles of its own above the header, dates, formulas and numbers is read by its mapping', async () => {
    const { mapping } = await asProposed({ '2026-03-05-posten.csv': CLAIMS })
    const workbook = new ExcelJS.Workbook()
    workbook.addWorksheet('Toelichting').addRow(['Dit overzicht is voor intern gebruik'])
    const sheet = workbook.addWorksheet('Posten')
    sheet.addRow(['Openstaande posten'])
    sheet.addRow([])
    sheet.addRow(CLAIMS.split('\n')[0]?.split(','))
    const who = ['Jansen, A.B.', { richText: [{ text: 'Dorpsstraat ' }, { text: '12' }] }, '1012 AB Amsterdam']
    sheet.addRow(['C1', 9001, 12, ...who, new Date('2026-02-01'), 'Huur', 1000, 0, { formula: 'I4-J4', result: 1000 }])
    sheet.addRow(['C1', 9002, 12, ...who, 46082, 'Huur', 1000, 0, { error: '#REF!' }])
    sheet.getCell('C4').numFmt = '00000'
    sheet.getCell('C5').numFmt = '00000'
    const { claims, items } = await read(mapping, {
      '2026-03-05-posten.xlsx': Buffer.from(await workbook.xlsx.writeBuffer()),
    })
    expect(claims).toMatchObject([
      { renter: '00012', street: 'Dorpsstraat', houseNumber: '12', dueOn: '2026-02-01', openCents: 100_000 },
    ])
    expect(items).toMatchObject([{ kind: 'error', row: 5, field: 'Open', message: expect.stringContaining('#REF!') }])
  })
})

test('a file may name its clients by words of its own', async () => {
  const text = 'Eigenaar;Debiteurnr;Naam;Saldo\nFonds Oost;7;Jansen;10,00\nFonds West;8;Bakker;11,00\n'
  const { mapping, claims } = await asProposed(
    { '2026-03-05-alle-fondsen.csv': text },
    { values: { Opdrachtgever: { 'fonds oost': 'BELEGGER-A', 'Fonds West': 'BELEGGER-B' } } },
  )
  expect(mapping.files[0]?.name).toBeNull()
  expect(claims.map(({ client }) => client)).toEqual(['BELEGGER-A', 'BELEGGER-B'])
})

describe('a layout that nobody confirmed', () => {
  const refusal = async (text: string, mappings: readonly Mapping[], name = '2026-03-05-posten.csv') => {
    try {
      await openExport(name, chunked(Buffer.from(text)), { mappings })
    } catch (error) {
      if (error instanceof UnusableExport) return error
      throw error
    }
    throw new Error('the export was not refused')
  }

  test('waits for a person, and says what to do', async () => {
    const unknown = await refusal(CLAIMS, [])
    expect(unknown).toMatchObject({
      waits: true,
      message: expect.stringContaining('npm run inspect-export -- 2026-03-05-posten.csv'),
    })
    const { mapping } = await asProposed({ '2026-03-05-posten.csv': CLAIMS })
    expect(await refusal(CLAIMS, [mapping])).toMatchObject({
      waits: true,
      row: 1,
      message: expect.stringContaining('--confirm'),
    })
  })

  test('that has changed names the columns that are gone', async () => {
    const { mapping } = await asProposed({ '2026-03-05-posten.csv': CLAIMS })
    const changed = CLAIMS.replace('Open\n', 'Rest\n')
    expect(await refusal(changed, [{ ...mapping, confirmedBy: 'Jansen' }])).toMatchObject({
      waits: true,
      row: 1,
      field: 'Open',
      message: expect.stringContaining('mist kolommen van de koppeling posten: Open.'),
    })
  })

  test('is not taken for that of another client, whose files have another name', async () => {
    const { mapping } = await asProposed({ '2026-03-05-posten-a.csv': CLAIMS })
    const other = await refusal(CLAIMS, [{ ...mapping, confirmedBy: 'Jansen' }], '2026-03-05-posten-b.csv')
    expect(other).toMatchObject({ waits: true, message: expect.stringContaining('"posten-a"') })
  })

  test('that two mappings fit is a question', async () => {
    const { mapping } = await asProposed({ '2026-03-05-posten.csv': CLAIMS })
    const confirmed = { ...mapping, confirmedBy: 'Jansen' }
    expect((await refusal(CLAIMS, [confirmed, { ...confirmed, source: 'b' }])).message).toContain(
      'Meer dan één koppeling',
    )
  })
})
