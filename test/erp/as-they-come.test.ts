import { describe, expect, test } from 'vitest'
import { type CodePage, codePageOf } from '../../shared/erp/code-pages.ts'
import { type ExportItem, readExport } from '../../shared/erp/export.ts'
import { deliveredName, nameProblem } from '../../shared/erp/file-name.ts'
import { chunked, csv, line, lines, partsOf, titles, xlsx, zipOf } from './make-export.ts'
import { cellsWith, sheetXml, titleCells, workbookParts, zip64Of } from './raw-workbook.ts'

async function read(content: string | Uint8Array, chunkSize = 65_536) {
  const items: ExportItem[] = []
  for await (const item of readExport('2026-03-05-boek.csv', chunked(Buffer.from(content), chunkSize))) items.push(item)
  return {
    claims: items.flatMap((item) => (item.kind === 'claim' ? [item.claim] : [])),
    errors: items.filter(({ kind }) => kind === 'error'),
    notes: items.flatMap((item) => (item.kind === 'note' ? [item.message] : [])),
  }
}

/** Two lines of 900 euros each. */
const BOOK = csv([line({ Openstaand: '900,00' }), line({ Debiteurnummer: '7', Openstaand: '900,00' })])
const last = (text: string): string => `${';'.repeat(16)}${text}\r\n`

describe('under the lines of the known layout', () => {
  test.each([
    ['a total that is the sum', last('Totaal:;1.800,00;1.800,00'), 0],
    ['a total in the first columns', `Totaal${';'.repeat(18)}1.800,00\r\n`, 0],
    ['a total without a word', last(';;1.800,00'), 0],
    ['a part and the whole', `${last('Subtotaal;;1.800,00')}${last('Eindtotaal;;1.800,00')}`, 0],
    ['the titles once more', `${titles.join(';')}\r\n`, 0],
    ['who made it', 'Afgedrukt op 05-03-2026 door J. de Boer\r\n', 1],
    ['when it was made', 'Afgedrukt op:;05-03-2026\r\n', 1],
    ['its page', 'Pagina 1 van 1\r\n', 1],
    ['how many there are', '2 regels\r\n', 1],
    ['its end', '*** einde ***\r\n', 1],
    ['a sentence', 'Dit overzicht is vertrouwelijk\r\n', 1],
  ])('may stand %s', async (_, behind, notes) => {
    const read1 = await read(`${BOOK}${behind}`)
    expect(read1.errors).toEqual([])
    expect(read1.claims).toHaveLength(2)
    expect(read1.notes).toHaveLength(notes)
  })

  test.each([
    ['a total that is another sum', last('Totaal;;1.900,00')],
    ['a line that was cut in its first cell', 'BELEGGER-A'],
    ['a line that was cut in its second cell', 'BELEGGER-A;100'],
    ['a line that was cut in a word of its own', 'Belegger van oost'],
    ['a renter without the rest', ';8\r\n'],
  ])('%s is a fault', async (_, behind) => {
    const { errors, claims } = await read(`${BOOK}${behind}`)
    expect(errors).toMatchObject([{ row: 4 }])
    expect(claims).toHaveLength(2)
  })

  test('a last row without its end may lack part of its amount, and is named', async () => {
    expect((await read(BOOK.replace(/\r\n$/, ''))).notes).toEqual([])
    const { claims, notes } = await read(BOOK.replace(/,00\r\n$/, ''))
    expect(claims.map(({ openCents }) => openCents)).toEqual([90_000, 90_000])
    expect(notes).toEqual([expect.stringContaining('rij 3')])
  })

  test('a client that was cut off is a fault, though it reads as words', async () => {
    const book = csv([
      line({ Opdrachtgever: 'Belegger Oost A' }),
      line({ Opdrachtgever: 'Belegger Oost A', Debiteurnummer: '7' }),
    ])
    expect((await read(`${book}Belegger Oost`)).errors).toMatchObject([{ row: 4 }])
  })

  test('a total of a workbook without its result is told, and no fault', async () => {
    const file = await xlsx([line()], (workbook) => {
      const row = workbook.getWorksheet('Posten')?.addRow([])
      if (!row) return
      row.getCell(17).value = 'Totaal'
      row.getCell(19).value = { formula: 'SUM(S2:S2)' }
    })
    const { errors, notes } = await read(file)
    expect(errors).toEqual([])
    expect(notes).toEqual([expect.stringContaining('niet nagerekend')])
  })
})

test.each(['\u001a', '\u001a\u001a\r\n', '\u001a\u001a\u001a\u001a'])(
  'an end sign (%j) is passed over, with a remark',
  async (end) => {
    for (const size of [1, 7, 65_536]) {
      const { errors, claims, notes } = await read(`${BOOK}${end}`, size)
      expect(errors).toEqual([])
      expect(claims).toHaveLength(2)
      expect(notes).toEqual([expect.stringContaining('Ctrl-Z')])
    }
  },
)

describe('a code page is told by signs that are in no name', () => {
  const CP850: Readonly<Record<string, number>> = { Ç: 0x80, ü: 0x81, é: 0x82, ë: 0x89, ö: 0x94, ï: 0x8b, á: 0xa0 }
  const bytesIn = (text: string, high: Readonly<Record<string, number>>) =>
    Uint8Array.from([...text].map((sign) => high[sign] ?? sign.charCodeAt(0)))
  const POLISH = { ś: 0x9c, Ł: 0xa3, ł: 0xb3, ż: 0xbf, ą: 0xb9, Ź: 0x8f, ó: 0xf3 }
  const TURKISH = { Ş: 0xde, ş: 0xfe, ı: 0xfd, ğ: 0xf0, İ: 0xdd, Ç: 0xc7, ç: 0xe7, ö: 0xf6 }
  const MAC = { é: 0x8e, ü: 0x9f, ö: 0x9a, ç: 0x8d }

  test.each<[string, Readonly<Record<string, number>>, CodePage]>([
    ['Wiśniewska-Łuczak', POLISH, 'windows-1250'],
    ['Michałowski', POLISH, 'windows-1250'],
    ['Brzęczyk Grażyna'.replace('ę', 'e'), POLISH, 'windows-1250'],
    ['Şahin', TURKISH, 'windows-1254'],
    ['Yıldız', TURKISH, 'windows-1254'],
    ['Öztürk Güneş'.replaceAll(/[Öü]/g, 'o'), TURKISH, 'windows-1254'],
    ['Çelik', CP850, 'cp850'],
    ['Müller', CP850, 'cp850'],
    ['André', CP850, 'cp850'],
    ['Daniël', CP850, 'cp850'],
    ['José Müller', MAC, 'macintosh'],
  ])('%s', async (surname, high, page) => {
    const text = csv([line({ Achternaam: surname })])
    expect(codePageOf([bytesIn(text, high)])).toBe(page)
    const { claims, notes, errors } = await read(bytesIn(text, high))
    expect(errors).toEqual([])
    expect(claims).toMatchObject([{ surname }])
    expect(notes).toEqual([expect.stringContaining('controleer de namen')])
  })

  test.each([
    'Müller',
    'José',
    'Zoë',
    'François',
    'Núñez',
    'Çelik',
    'Ångström',
    'Køhler',
    'Groß',
    'de Cœur',
    'd’Hont',
    'Van\u00a0Dijk',
  ])('%s stays as the West of Europe writes it', async (surname) => {
    const high = { œ: 0x9c, '’': 0x92 }
    const { claims, notes } = await read(bytesIn(csv([line({ Achternaam: surname })]), high))
    expect(claims[0]?.surname).toBe(surname.replace('\u00a0', ' '))
    expect(notes).toEqual([])
  })
})

describe('a workbook', () => {
  test('that hides rows or crosses them out is read whole, with a remark', async () => {
    const file = await xlsx(lines(4), (workbook) => {
      const sheet = workbook.getWorksheet('Posten')
      for (const row of [3, 4]) Object.assign(sheet?.getRow(row) ?? {}, { hidden: true })
      const cell = sheet?.getCell('E5')
      if (cell) cell.font = { strike: true }
    })
    const { claims, notes } = await read(file)
    expect(claims).toHaveLength(4)
    expect(notes).toEqual([
      expect.stringContaining('2 rijen zijn verborgen'),
      expect.stringContaining('Rij 5 is doorgehaald'),
    ])
  })

  test('in which a row goes on beside the titles is read, and the row is named', async () => {
    const file = await xlsx([line(), line({ Debiteurnummer: '7' })], (book) => {
      const cell = book.worksheets[0]?.getCell('U3')
      if (cell) cell.value = 12
    })
    expect((await read(file)).notes).toEqual([expect.stringMatching(/Naast de laatste titel.*rij 3/)])
  })

  test('may name its cells in lower case', async () => {
    const parts = await partsOf(await xlsx([line()]))
    const sheet = 'xl/worksheets/sheet1.xml'
    parts.set(
      sheet,
      (parts.get(sheet) ?? '').replaceAll(
        / r="([A-Z]+)(\d+)"/g,
        (_, column, row) => ` r="${column.toLowerCase()}${row}"`,
      ),
    )
    expect((await read(await zipOf(parts))).claims).toMatchObject([{ renter: '100234' }])
  })

  test.each([
    ['little', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['big', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['little, without a mark', (text: string) => Buffer.from(text, 'utf16le')],
  ])('may have parts in UTF-16 (%s)', async (_, encode) => {
    const sheet = `<?xml version="1.0" encoding="UTF-16"?>${sheetXml([titleCells, cellsWith('Achternaam', '<c t="inlineStr"><is><t>Çelik</t></is></c>')])}`
    const { claims } = await read(zip64Of([...workbookParts(sheet)].map(([name, part]) => [name, encode(part)])))
    expect(claims).toMatchObject([{ surname: 'Çelik' }])
  })

  test('may lack its part of styles; days are numbers then', async () => {
    const parts = await partsOf(await xlsx([line({ Vervaldatum: new Date('2026-03-01') })]))
    parts.delete('xl/styles.xml')
    expect((await read(await zipOf(parts))).claims).toMatchObject([{ dueOn: '2026-03-01' }])
  })
})

describe('the name of a file', () => {
  test.each(['2026-03-05-boek.csv', '2026-03-05 boek maart (2).xlsx', '2026-03-05-Ünal #3.csv', '2026-03-05.csv'])(
    '%s is kept',
    (name) => {
      expect(deliveredName(name)).toBe(name)
      expect(nameProblem(name)).toBeNull()
    },
  )

  test.each([
    `2026-03-05-${'x'.repeat(240)}.csv`,
    `2026-03-05-${'é'.repeat(115)}.xlsx`,
    '2026-03-05-a&b.csv',
    '2026-03-05-nieuwe\nregel.csv',
    '2026-03-05-..\\..\\boek.csv',
    '2026-03-05-\ufffd.csv',
  ])('%j gives way to one that can be kept, and waits for a person', (name) => {
    const delivered = deliveredName(name)
    expect(delivered).toMatch(/^2026-03-05-[a-zA-Z0-9-]{1,90}\.(csv|xlsx)$/)
    expect(delivered.slice(-4)).toBe(name.slice(-4))
    expect(nameProblem(delivered)).toContain('naam')
  })
})
