import { describe, expect, test } from 'vitest'
import { readAddressFile } from '../../shared/erp/address-file.ts'
import { findMunicipality } from '../../shared/erp/addresses.ts'
import { readCbsTable } from '../../shared/erp/cbs.ts'
import { UnusableAddressTable } from '../../shared/erp/faults.ts'
import { chunked, zipOf } from './make-export.ts'

const readTable = (text: string) => readCbsTable('tabel.csv', chunked(Buffer.from(text), 11))

const table = [
  'PC6;Huisnummer;Buurt2025;Wijk2025;Gemeente2025',
  '1011AB;99;0363AF01;0363AF;0363',
  '1011AB;101;0363AF01;0363AF;0363',
  '1012XY;1;0363AF01;0363AF;0363',
  '1012XY;2;0384AF01;0384AF;0384',
  '1011AB;103;0363AF01;0363AF;0363',
]

describe('the CBS table of addresses', () => {
  test('gives the municipality of a postcode; house numbers count only where a postcode lies in several', async () => {
    const lookup = await readTable(table.join('\n'))
    expect(lookup).toEqual({
      version: null,
      areas: {},
      postcodes: { 1011: { '0363': 'AB' } },
      houses: { '1012XY': { 1: '0363', 2: '0384' } },
    })
    expect(findMunicipality(lookup, '1011AB', 7)).toBe('0363')
    expect(findMunicipality(lookup, '1012XY', 2)).toBe('0384')
    expect(findMunicipality(lookup, '1012XY', 3)).toBeNull()
    expect(findMunicipality(lookup, '1011AC', 7)).toBeNull()
  })

  test.each([
    ['pc6hnr20250801_gwb.csv', '2025-08-01'],
    ['pc6hnr20259901_gwb.csv', null],
    ['tabel.csv', null],
  ])('named %s is of %s', async (name, version) => {
    expect((await readCbsTable(name, chunked(Buffer.from(table.join('\n'))))).version).toBe(version)
  })

  test('may come in the zip of CBS, or as the lookup that was made of it', async () => {
    const name = 'pc6hnr20250801_gwb'
    const lookup = await readAddressFile(`${name}.csv`, chunked(Buffer.from(table.join('\n'))))
    const zip = await zipOf([
      [`2025/${name}.csv`, table.join('\n')],
      ['gemeenten2025.csv', 'x'],
    ])
    expect(await readAddressFile(`${name}.zip`, chunked(zip))).toEqual(lookup)
    expect(await readAddressFile('addresses.json', chunked(Buffer.from(JSON.stringify(lookup))))).toEqual(lookup)
  })

  test.each<[string, () => Promise<Buffer>, string]>([
    ['a zip without the table', () => zipOf([['a.csv', 'x']]), 'niet precies één tabel'],
    ['a zip that was cut', async () => (await zipOf([['pc6hnr.csv', table.join('\n')]])).subarray(0, 60), 'beschadigd'],
    ['another JSON', async () => Buffer.from('{"a":1}'), 'import-addresses'],
    ['nothing', async () => Buffer.alloc(0), 'leeg'],
  ])('is not %s', async (_, make, reason) => {
    const refused = readAddressFile('tabel', chunked(await make()))
    await expect(refused).rejects.toBeInstanceOf(UnusableAddressTable)
    await expect(refused).rejects.toThrow(reason)
  })

  test('may be in any order', async () => {
    const [head = '', ...rest] = table
    expect(await readTable([head, ...rest.toReversed()].join('\r\n'))).toMatchObject({
      houses: { '1012XY': { 1: '0363', 2: '0384' } },
    })
  })

  test.each([
    ['PC6,Huisnummer,Buurt2017,Wijk2017,Gem2017', '1011AB,99,3630001,36300,363'],
    ['"PC6";"Huisnummer";"Buurt2019";"Wijk2019";"Gemeente2019"', '"1011AB";"99";"3630001";"36300";"363"'],
    ['pc6;hnr;buurt;wijk;gemeentecode', '1011 AB;99;BU03630001;WK036300;GM0363'],
    ['\ufeffPC6\tHuisnummer\tBuurt2020\tWijk2020\tGemeente2020', '1011AB\t99\t3630001\t36300\t0363'],
  ])('may have the titles and codes of another year: %s', async (head, row) => {
    expect(findMunicipality(await readTable(`${head}\n${row}\n`), '1011AB', 99)).toBe('0363')
  })

  test('leaves a house number unknown that lies in two municipalities', async () => {
    const lookup = await readTable([...table, '1012XY;1;x;x;0394', '1012XY;1;x;x;0363'].join('\n'))
    expect(findMunicipality(lookup, '1012XY', 1)).toBeNull()
    expect(findMunicipality(lookup, '1012XY', 2)).toBe('0384')
  })

  test.each([
    ['', null, null, 'leeg'],
    ['PC6;Huisnummer;Buurt2025\n1011AB;1;x', 1, 'Gemeente', 'ontbreekt'],
    ['PC6;PC6;Huisnummer;Gemeente\n', 1, 'PC6', 'twee keer'],
    [`${table.join('\n')}\n1013A;1;x;x;0363`, 7, 'PC6', 'niet goed'],
    [`${table.join('\n')}\n1013AA;x;x;x;0363`, 7, 'Huisnummer', 'niet goed'],
    [`${table.join('\n')}\n1013AA;1;x`, 7, 'Gemeente', 'niet goed'],
    [`${table.join('\n')}\n1013AA;1;x;x;03630`, 7, 'Gemeente', 'niet goed'],
  ])('names the row and the column of what is wrong', async (text, row, field, reason) => {
    const refused = readTable(text)
    await expect(refused).rejects.toBeInstanceOf(UnusableAddressTable)
    await expect(refused).rejects.toMatchObject({
      file: 'tabel.csv',
      row,
      field,
      message: expect.stringContaining(reason),
    })
  })

  test('of 200,000 lines is read in seconds', async () => {
    const lines = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${table[0]}\n`)
      for (let area = 1000; area < 1200; area++)
        yield Buffer.from(
          Array.from({ length: 1_000 }, (_, n) => `${area}A${'ABCDEFGHIJ'[n % 10]};${n + 1};x;x;0363\n`).join(''),
        )
    }
    const started = performance.now()
    const lookup = await readCbsTable('tabel.csv', lines())
    expect(performance.now() - started).toBeLessThan(5_000)
    expect(Object.keys(lookup.postcodes)).toHaveLength(200)
    expect(findMunicipality(lookup, '1199AJ', 1)).toBe('0363')
  })
})
