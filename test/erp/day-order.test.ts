import { describe, expect, test } from 'vitest'
import type { RowBatches } from '../../shared/erp/cell.ts'
import { unturned } from '../../shared/erp/day-order.ts'
import { gapsOf, type Mapping } from '../../shared/erp/mapping/mapping.ts'
import { proposeMapping } from '../../shared/erp/mapping/propose.ts'
import { csv, line, read, refusal, xlsx } from './make-export.ts'
import { readWith } from './read-with.ts'

const TITLES = 'Deb.nr;Naam;Factuurnr;Factuurdatum;Vervaldatum;Openstaand'
const textOf = (dates: readonly string[]) =>
  [TITLES, ...dates.map((date, index) => `${index + 1};Jansen, A.;F${index};;${date};10,00`), ''].join('\n')
const propose = (dates: readonly string[]) =>
  proposeMapping(
    [
      {
        fileName: '2026-03-05-bron.csv',
        rows: textOf(dates)
          .trimEnd()
          .split('\n')
          .map((text, index) => ({ row: index + 1, cells: text.split(';') })),
      },
    ],
    'A',
  )
const byMapping = async (mapping: Mapping, dates: readonly string[]) => {
  const { claims, items } = await readWith(mapping, textOf(dates))
  return { dues: claims.map(({ dueOn }) => dueOn), items }
}
const book = (dates: readonly string[]) =>
  dates.map((date, index) => line({ Debiteurnummer: `${index}`, Factuurnummer: `F${index}`, Vervaldatum: date }))
const known = async (dates: readonly string[]) => {
  const { claims, errors } = await read(csv(book(dates)))
  return { dues: claims.map(({ dueOn }) => dueOn), errors }
}

describe('dates with the month first', () => {
  test('are recognised in the known layout by one that cannot be read otherwise', async () => {
    expect((await known(['03/25/2026', '03/01/2026', '2/1/26'])).dues).toEqual([
      '2026-03-25',
      '2026-03-01',
      '2026-02-01',
    ])
  })

  test('are recognised in a workbook', async () => {
    const { claims } = await read(await xlsx(book(['03/25/2026', '03/01/2026'])))
    expect(claims.map(({ dueOn }) => dueOn)).toEqual(['2026-03-25', '2026-03-01'])
  })

  test('are recognised through a mapping, which keeps it for books that do not show it', async () => {
    const mapping = propose(['01/15/2026', '03/01/2026'])
    expect(mapping.dates).toBe('month-first')
    expect(gapsOf(mapping)).toEqual([])
    expect((await byMapping(mapping, ['01/15/2026', '03/01/2026'])).dues).toEqual(['2026-01-15', '2026-03-01'])
    expect((await byMapping(mapping, ['02/01/2026'])).dues).toEqual(['2026-02-01'])
  })

  test('that are all of the days 1 to 12 are asked, and not guessed', async () => {
    const mapping = propose(['02/01/2026', '03/01/2026'])
    expect(mapping.dates).toBeNull()
    expect(gapsOf(mapping)).toEqual([expect.stringContaining('day-first')])
    const { dates: _, ...silent } = mapping
    await expect(byMapping(silent, ['02/01/2026'])).rejects.toThrow(/of de dag voorop staat of de maand/)
    expect((await byMapping({ ...mapping, dates: 'day-first' }, ['02/01/2026'])).dues).toEqual(['2026-01-02'])
    expect((await byMapping({ ...mapping, dates: 'month-first' }, ['02/01/2026'])).dues).toEqual(['2026-02-01'])
  })

  test('in a source that has the day first make the file wait', async () => {
    const mapping = propose(['25/03/2026'])
    expect(mapping.dates).toBe('day-first')
    await expect(byMapping(mapping, ['03/25/2026', '03/26/2026', '03/04/2026'])).rejects.toThrow(/de dag voorop/)
  })

  test('beside dates of Excel make the file wait: it may have turned those', async () => {
    const rows = [...book(['x', 'x', 'x'])].map((each, index) => ({
      ...each,
      Vervaldatum: index < 2 ? new Date(Date.UTC(2026, 0, 3)) : '03/25/2026',
    }))
    const { claims, errors } = await read(await xlsx(rows))
    expect(claims.map(({ renter }) => renter)).toEqual(['2'])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([
      [2, 'Vervaldatum'],
      [3, 'Vervaldatum'],
    ])
  })

  test('far below dates of Excel make the file wait as well', async () => {
    async function* batches(): RowBatches {
      yield [{ row: 2, cells: [{ kind: 'date', on: '2026-01-03' }] }]
      yield [{ row: 61, cells: ['03/25/2026'] }]
    }
    const all = async () => {
      for await (const _ of unturned(batches(), [0]));
    }
    await expect(all()).rejects.toMatchObject({ row: 61, message: expect.stringContaining('verwisseld') })
  })
})

describe('dates with the day first', () => {
  test('stay so beside one that was mistyped', async () => {
    const { dues, errors } = await known(['01-03-2026', '01-02-2026', '01-13-2026'])
    expect(dues).toEqual(['2026-03-01', '2026-02-01'])
    expect(errors.map(({ row, field }) => [row, field])).toEqual([[4, 'Vervaldatum']])
  })

  test('stay so in the known layout where a slash proves neither, with a remark', async () => {
    expect((await known(['01/03/2026', '01/02/2026'])).dues).toEqual(['2026-03-01', '2026-02-01'])
  })

  test('need no word where a date shows it, or has no slash', async () => {
    expect(propose(['01-03-2026']).dates).toBeUndefined()
    expect(propose(['01/03/2026', '25/03/2026']).dates).toBe('day-first')
    expect((await byMapping(propose(['01-03-2026']), ['25/03/2026', '01/03/2026'])).dues).toEqual([
      '2026-03-25',
      '2026-03-01',
    ])
  })
})

test('of a file that writes both, what may be either is a fault', async () => {
  const { dues, errors } = await known(['25/03/2026', '03/25/2026', '01/03/2026'])
  expect(dues).toEqual(['2026-03-25'])
  expect(errors.map(({ row }) => row)).toEqual([3, 4])
})

test('a file in which few of many dates show the month first waits', async () => {
  const dates = [...Array.from({ length: 40 }, () => '01/03/2026'), '01/13/2026']
  expect((await refusal(csv(book(dates)))).message).toMatch(/de maand voorop/)
})
