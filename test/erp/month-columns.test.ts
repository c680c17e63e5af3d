import { describe, expect, test } from 'vitest'
import { gapsOf } from '../../shared/erp/mapping/mapping.ts'
import { monthOf } from '../../shared/erp/mapping/months.ts'
import { proposeMapping } from '../../shared/erp/mapping/propose.ts'
import { readWith } from './read-with.ts'

const rowsOf = (text: string) => text.split('\n').map((line, index) => ({ row: index + 1, cells: line.split(';') }))

/** A file of which the mapping is proposed and confirmed, read on 5 March 2026. */
const read = (text: string, later = text) =>
  readWith(proposeMapping([{ fileName: '2026-03-05-bron.csv', rows: rowsOf(text) }], 'A'), `${later}\n`)

const dues = (claims: readonly { dueOn: string; openCents: number }[]) =>
  claims.map(({ dueOn, openCents }) => [dueOn, openCents]).toSorted()

describe('a title that is a month', () => {
  test.each([
    ['jan 2026', 1, 2026],
    ['Januari', 1, null],
    ['maart', 3, null],
    ['mrt-26', 3, 2026],
    ["mei '26", 5, 2026],
    ['2026-03', 3, 2026],
    ['202603', 3, 2026],
    ['03-2026', 3, 2026],
    ['3/2026', 3, 2026],
    ['Huur maart 2026', 3, 2026],
    ['Openstaand sept. 2025', 9, 2025],
    ['Mar-26', 3, 2026],
  ])('%s', (title, month, year) => expect(monthOf(title)).toEqual({ month, year }))

  test.each(['betaald maart 2026', '0-30', '31-60 dagen', '2026', '2026-13', 'maand', 'Naam', 'Marcel', '01-03-2026'])(
    '%s is none',
    (title) => expect(monthOf(title)).toBeUndefined(),
  )
})

describe('a balance with a column a month', () => {
  test('is a claim for each month, due on its first day', async () => {
    const { claims, items } = await read(
      'Deb.nr;Naam;jan 2026;feb 2026;mrt 2026;Totaal\n12;Jansen, A.;900,00;;900,00;1.800,00\n13;De Vries, B.;;0,50;-;0,50',
    )
    expect(dues(claims)).toEqual([
      ['2026-01-01', 90_000],
      ['2026-02-01', 50],
      ['2026-03-01', 90_000],
    ])
    expect(items.filter(({ kind }) => kind === 'error')).toEqual([])
    expect(claims.every(({ rent }) => rent)).toBe(true)
    expect(claims[0]?.description).toBe('Huur januari 2026')
  })

  test('is read by the same mapping when the months moved on', async () => {
    const before = 'Deb.nr;Naam;2026-01;2026-02\n12;Jansen, A.;900,00;1,00'
    const { claims } = await read(before, 'Deb.nr;Naam;2025-12;2026-02;2026-03\n12;Jansen, A.;1,00;2,00;3,00')
    expect(dues(claims)).toEqual([
      ['2025-12-01', 100],
      ['2026-02-01', 200],
      ['2026-03-01', 300],
    ])
  })

  test('of months without a year counts back from that of the reference date', async () => {
    const { claims } = await read('Deb.nr;Naam;nov;dec;jan;feb;maart\n12;Jansen, A.;1,00;2,00;3,00;4,00;5,00')
    expect(dues(claims)).toEqual([
      ['2025-11-01', 100],
      ['2025-12-01', 200],
      ['2026-01-01', 300],
      ['2026-02-01', 400],
      ['2026-03-01', 500],
    ])
  })

  test('of months without a year may run from new to old, and to the next one', async () => {
    const { claims } = await read('Deb.nr;Naam;april;maart;februari\n12;Jansen, A.;1,00;2,00;3,00')
    expect(dues(claims)).toEqual([
      ['2026-02-01', 300],
      ['2026-03-01', 200],
      ['2026-04-01', 100],
    ])
  })

  test.each([
    'Deb.nr;Naam;januari;februari;maart;april;mei;juni\n12;Jansen, A.;;;;;;1,00',
    'Deb.nr;Naam;januari;maart\n12;Jansen, A.;1,00;1,00',
    'Deb.nr;Naam;oktober;november\n12;Jansen, A.;1,00;1,00',
    'Deb.nr;Naam;feb 2026;maart\n12;Jansen, A.;1,00;1,00',
  ])('of months without a year that may be of more than one year waits', async (text) => {
    await expect(read(text)).rejects.toThrow(/Zet het jaar erbij/)
  })

  test('with a column of older ones, and a total that they must add up to', async () => {
    const titles = 'Deb.nr;Naam;Ouder;feb 2026;mrt 2026;Openstaand'
    const { claims } = await read(`${titles}\n12;Jansen, A.;10,00;2,00;3,00;15,00`)
    expect(dues(claims)).toEqual([
      ['2026-01-01', 1_000],
      ['2026-02-01', 200],
      ['2026-03-01', 300],
    ])
    const { claims: none, items } = await read(`${titles}\n12;Jansen, A.;10,00;2,00;3,00;16,00`)
    expect(none).toEqual([])
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'error', row: 2, field: 'Openstaand', message: expect.stringContaining('niet') }),
    )
  })

  test('with a cell that is no amount is a fault of its row, which names the column', async () => {
    const good = 'Deb.nr;Naam;feb 2026;mrt 2026\n12;Jansen, A.;1,00;2,00'
    const { claims, items } = await read(good, `${good}\n13;Bakker, B.;abc;2,00`)
    expect(claims.map(({ renter }) => renter)).toEqual(['12', '12'])
    expect(items).toContainEqual(
      expect.objectContaining({ kind: 'error', row: 3, message: expect.stringContaining('feb 2026') }),
    )
  })

  test('waits when no month is left in the file', async () => {
    const before = 'Deb.nr;Naam;feb 2026\n12;Jansen, A.;1,00'
    await expect(read(before, 'Deb.nr;Naam;Opmerking\n12;Jansen, A.;x')).rejects.toThrow(/geen kolom van een maand/)
  })

  test('is not read as months where the lines are claims', () => {
    const mapping = proposeMapping(
      [
        {
          fileName: '2026-03-05-bron.csv',
          rows: rowsOf('Deb.nr;Naam;Factuurnr;Vervaldatum;Openstaand;maart 2026\n1;A;F;1-3-2026;5,00;5,00'),
        },
      ],
      'A',
    )
    expect(mapping.files[0]?.months).toBeUndefined()
    expect(gapsOf(mapping)).toEqual([])
  })
})
