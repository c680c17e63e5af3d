import JSZip from 'jszip'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { readParts, readSheet, readXlsx } from './read-files.ts'
import { aBareRow, aRow } from './rows.ts'

const profile = BUNDLED_PROFILES['ris-xlsx']
const on = '2026-04-20'
const titles = profile.columns.map(({ title }) => title)

describe('a signal file for RIS Matching as XLSX', () => {
  test('has the titles on the first row and one row a signal', async () => {
    const rows = await readXlsx(await writeSignalFile(profile, [aRow(), aBareRow({ surname: 'Bos' })], on))
    expect(rows).toEqual([
      titles,
      [
        "d'Ávila-Jansen",
        'A.B.',
        'Kade',
        '12',
        'bis',
        '1011AB',
        'Amsterdam',
        '0612345678',
        'a.jansen@voorbeeld.example',
        2,
        1820.5,
      ],
      ['Bos', null, null, '12', null, '1011AB', null, null, null, 2, 1820.5],
    ])
  })

  test('shows amounts with two decimals, and texts as text', async () => {
    const sheet = await readSheet(await writeSignalFile(profile, [aRow()], on))
    expect(sheet.getRow(2).getCell(11).numFmt).toBe('0.00')
    expect(sheet.getRow(2).getCell(10).numFmt).toBe('0')
    expect(sheet.getRow(2).getCell(4).numFmt).toBe('@')
  })

  test.each([1, 10, 110, 182_099, 999_999_999])('writes %d cents as exact euros', async (amountCents) => {
    const rows = await readXlsx(await writeSignalFile(profile, [aRow({ amountCents })], on))
    expect(rows[1]?.[10]).toBe(Number((amountCents / 100).toFixed(2)))
  })

  test('keeps what looks like a formula, a number or an escape as the text that it is', async () => {
    const odd = { surname: '=HYPERLINK("x")', initials: '0012', street: 'a_x0041_x0042_b', phone: '+31 6 12345678' }
    const rows = await readXlsx(await writeSignalFile(profile, [aRow(odd)], on))
    expect(rows[1]?.slice(0, 3)).toEqual(['=HYPERLINK("x")', '0012', 'a_x0041_x0042_b'])
    expect(rows[1]?.[7]).toBe('+31 6 12345678')
  })

  test('holds 2,000 signals', async () => {
    const many = Array.from({ length: 2000 }, (_, index) => aRow({ houseNumber: String(index + 1) }))
    const rows = await readXlsx(await writeSignalFile(profile, many, on))
    expect(rows).toHaveLength(2001)
    expect(rows[2000]?.[3]).toBe('2000')
  })
})

describe('nothing more is shared', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  test('the workbook has only the parts that a sheet needs', async () => {
    const parts = await readParts(await writeSignalFile(profile, [aRow()], on))
    expect([...parts.keys()].toSorted()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/_rels/workbook.xml.rels',
      'xl/sharedStrings.xml',
      'xl/styles.xml',
      'xl/theme/theme1.xml',
      'xl/workbook.xml',
      'xl/worksheets/sheet1.xml',
    ])
  })

  test('no part says who made it, with what, or when', async () => {
    const year = new Date().getUTCFullYear()
    const parts = await readParts(await writeSignalFile(profile, [aRow()], on))
    for (const [name, content] of parts) {
      expect(content, name).not.toMatch(
        /creator|lastModified|dcterms|<(Company|Manager|Application|AppVersion)|docProps|Microsoft Excel|exceljs|appName|lastEdited/i,
      )
      expect(content, name).not.toContain(`${year}-`)
    }
  })

  test('no comment, hidden sheet, hidden column, defined name or link is in it', async () => {
    const parts = await readParts(await writeSignalFile(profile, [aRow()], on))
    for (const [name, content] of parts) {
      expect(content, name).not.toMatch(/comment|hidden|definedName|hyperlinks|externalLink|<f>/i)
    }
    expect(parts.get('xl/workbook.xml')?.match(/<sheet /g)).toHaveLength(1)
  })

  test('the shared strings are the texts of the cells and no others', async () => {
    const parts = await readParts(await writeSignalFile(profile, [aBareRow({ surname: 'Bos' })], on))
    const strings = [...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
      ([, text]) => text,
    )
    expect(strings).toEqual([...titles, 'Bos', '12', '1011AB'])
  })

  test('the zip carries no time of its making, no comment and no folder', async () => {
    const zip = await JSZip.loadAsync(await writeSignalFile(profile, [aRow()], on))
    for (const part of Object.values(zip.files)) {
      expect(part.date.toISOString(), part.name).toBe('1980-01-01T00:00:00.000Z')
      expect(part.comment ?? '', part.name).toBe('')
      expect(part.dir, part.name).toBe(false)
    }
  })

  test('the same rows give the same bytes, whenever they are written', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-04-20T06:00:00Z') })
    const first = await writeSignalFile(profile, [aRow(), aBareRow()], on)
    vi.setSystemTime(new Date('2031-12-31T23:59:59Z'))
    const second = await writeSignalFile(profile, [aRow(), aBareRow()], on)
    expect(Buffer.from(second).equals(Buffer.from(first))).toBe(true)
  })
})
