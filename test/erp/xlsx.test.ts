import { describe, expect, test } from 'vitest'
import { line, lines, partsOf, read, refusal, type Title, titles, xlsx, zipOf } from './make-export.ts'
import { cellsWith, sheetXml, titleCells, workbookParts, zip64Of } from './raw-workbook.ts'

const readCell = async (title: Title, value: unknown) => read(await xlsx([line({ [title]: value })]))

/** A workbook whose only line has one cell written by hand. */
const rawBook = (title: Title, cell: string, properties = '') =>
  workbookParts(sheetXml([titleCells, cellsWith(title, cell)]), properties)

describe('a cell of a workbook', () => {
  test.each<[string, Title, unknown, object]>([
    ['a number as an amount', 'Openstaand', 820.51, { openCents: 82_051 }],
    ['a number that binary fractions miss', 'Openstaand', 0.1 + 0.2, { openCents: 30 }],
    ['a negative number', 'Openstaand', -7086, { openCents: -708_600 }],
    ['text as an amount', 'Openstaand', '€ 1.234,56', { openCents: 123_456 }],
    ['a formula with its result', 'Openstaand', { formula: '41*20', result: 820 }, { openCents: 82_000 }],
    ['a formula with text', 'Achternaam', { formula: 'A1', result: 'Bakker' }, { surname: 'Bakker' }],
    [
      'formatted text',
      'Achternaam',
      { richText: [{ text: 'Van ' }, { text: 'Dijk', font: { bold: true } }] },
      { surname: 'Van Dijk' },
    ],
    ['a link', 'E-mailadres', { text: 'x@y.nl', hyperlink: 'mailto:x@y.nl' }, { email: 'x@y.nl' }],
    ['a date', 'Vervaldatum', new Date('2026-03-01'), { dueOn: '2026-03-01' }],
    ['the number of a day', 'Vervaldatum', 46_082, { dueOn: '2026-03-01' }],
    ['a date as text', 'Vervaldatum', '1-3-2026', { dueOn: '2026-03-01' }],
    ['a number as a code', 'Debiteurnummer', 100_234, { renter: '100234' }],
    ['text with leading zeros', 'Debiteurnummer', '000234 ', { renter: '000234' }],
    ['a number of a house', 'Huisnummer', 12, { houseNumber: '12' }],
    ['an ampersand', 'Omschrijving', 'Jansen & Zn <bv> _x', { description: 'Jansen & Zn <bv> _x' }],
    ['a line break', 'Omschrijving', 'huur\nmaart', { description: 'huur maart' }],
    ['a month that Excel made a date', 'Omschrijving', new Date('2026-03-01'), { description: '01-03-2026' }],
    ['nothing', 'Voorletters', null, { initials: '' }],
  ])('may hold %s', async (_, title, value, expected) => {
    const { claims, errors, warnings } = await readCell(title, value)
    expect([...errors, ...warnings]).toEqual([])
    expect(claims[0]).toMatchObject(expected)
  })

  test.each<[string, Title, unknown, string]>([
    ['an error', 'Openstaand', { error: '#REF!' }, '#REF!'],
    ['an error in a name', 'Achternaam', { error: '#N/A' }, '#N/A'],
    ['an error as text', 'Openstaand', '#WAARDE!', '#WAARDE!'],
    ['a formula without a result', 'Openstaand', { formula: 'A1+B1' }, 'geen uitkomst'],
    ['a formula that failed', 'Openstaand', { formula: 'A1', result: { error: '#DIV/0!' } }, '#DIV/0!'],
    ['parts of a cent', 'Openstaand', 820.515, 'twee cijfers'],
    ['a date as an amount', 'Openstaand', new Date('2026-03-01'), 'datum'],
    ['yes or no', 'Openstaand', true, 'WAAR'],
    ['a code that Excel made a fraction', 'Factuurnummer', 2026.1, 'Tekst'],
    ['a code that Excel rounded', 'Debiteurnummer', 1.234567890123456e19, 'Tekst'],
    ['an amount that is empty', 'Openstaand', null, 'leeg'],
  ])('may not hold %s', async (_, title, value, reason) => {
    const { claims, errors } = await readCell(title, value)
    expect(claims).toEqual([])
    expect(errors).toEqual([{ row: 2, field: title, message: expect.stringContaining(reason) }])
  })

  test.each<[string, Title, unknown, string, object]>([
    [
      'a house number that Excel made a date',
      'Huisnummer',
      new Date('2026-02-12'),
      'Excel heeft van deze waarde een datum gemaakt.',
      { houseNumber: '', postcode: '1012AB' },
    ],
    [
      'a house number with a fraction',
      'Huisnummer',
      12.5,
      'Het huisnummer is een getal van 1 tot en met 99999.',
      { houseNumber: '12.5', postcode: '1012AB' },
    ],
    [
      'a house number that failed',
      'Huisnummer',
      { error: '#N/A' },
      'Deze cel bevat een fout van Excel (#N/A).',
      { houseNumber: '', postcode: '1012AB' },
    ],
    [
      'a postcode that is a number',
      'Postcode',
      1012,
      'Dit is geen Nederlandse postcode.',
      { houseNumber: '12', postcode: '1012' },
    ],
    ['no postcode', 'Postcode', null, 'Deze cel is leeg.', { houseNumber: '12', postcode: '' }],
  ])('may hold %s, with a warning: it is still owed, but not reported (G8)', async (_, title, value, reason, kept) => {
    const { claims, errors, warnings } = await readCell(title, value)
    expect(errors).toEqual([])
    expect(claims).toMatchObject([{ ...kept, openCents: 82_051 }])
    expect(warnings).toEqual([{ row: 2, field: title, message: expect.stringContaining(reason) }])
    expect(warnings[0]?.message).toMatch(/Tot dan kan deze huurder niet bij de gemeente worden gemeld\.$/)
  })

  test('shows leading zeros by its format, and those count', async () => {
    const file = await xlsx([line({ Debiteurnummer: 234 })], (workbook) => {
      const cell = workbook.getWorksheet('Posten')?.getCell('B2')
      if (cell) cell.numFmt = '000000'
    })
    expect((await read(file)).claims[0]?.renter).toBe('000234')
  })

  test.each<[string, Title, string, object]>([
    [
      'pieces of text',
      'Achternaam',
      '<c t="inlineStr"><is><r><t>Van </t></r><r><t>Dijk</t></r></is></c>',
      { surname: 'Van Dijk' },
    ],
    [
      'a reading aid',
      'Achternaam',
      '<c t="inlineStr"><is><t>Dijk</t><rPh><t>x</t></rPh></is></c>',
      { surname: 'Dijk' },
    ],
    ['an escaped character', 'Achternaam', '<c t="str"><v>Van_x000D_Dijk</v></c>', { surname: 'Van Dijk' }],
    [
      'a date in words of the standard',
      'Vervaldatum',
      '<c t="d"><v>2026-03-01T00:00:00</v></c>',
      { dueOn: '2026-03-01' },
    ],
    ['a number with many digits', 'Openstaand', '<c><f>1</f><v>820.50999999999999</v></c>', { openCents: 82_051 }],
    ['a power of ten', 'Debiteurnummer', '<c><v>1.00234E5</v></c>', { renter: '100234' }],
  ])('may be written with %s', async (_, title, cell, expected) => {
    const { claims, errors } = await read(await zipOf(rawBook(title, cell)))
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject(expected)
  })

  test.each(['<c><v>12abc</v></c>', '<c t="s"><v>99</v></c>', '<c t="e"><v>#REF!</v></c>', '<c><v>0x1</v></c>'])(
    'with the value %s is an error, and not read as far as it goes',
    async (cell) => {
      const { claims, errors } = await read(await zipOf(rawBook('Openstaand', cell)))
      expect(claims).toEqual([])
      expect(errors).toMatchObject([{ row: 2, field: 'Openstaand' }])
    },
  )
})

describe('a workbook', () => {
  test('gives the rows their own numbers, blank ones counted', async () => {
    const file = await xlsx([line(), line({ Debiteurnummer: '7', Vervaldatum: 'x' })], (workbook) =>
      workbook.getWorksheet('Posten')?.insertRow(2, []),
    )
    expect((await read(file)).errors).toMatchObject([{ row: 4, field: 'Vervaldatum' }])
  })

  test('may have its parts in any order', async () => {
    const parts = [...(await partsOf(await xlsx(lines(3))))]
    for (const order of [parts, parts.toReversed(), parts.toSorted(([a], [b]) => (a < b ? -1 : 1))])
      expect((await read(await zipOf(order))).claims).toHaveLength(3)
  })

  test('may put a prefix before every element', async () => {
    const prefixed = sheetXml([titleCells, cellsWith('', '')]).replaceAll(/<(\/?)(?=[a-z])/gi, '<$1x:')
    const { claims, errors } = await read(await zipOf(workbookParts(prefixed.replace('xmlns=', 'xmlns:x='))))
    expect(errors).toEqual([])
    expect(claims).toHaveLength(1)
  })

  test('may count its days from 1904', async () => {
    const book = rawBook('Vervaldatum', '<c t="n"><v>44620</v></c>', '<workbookPr date1904="1"/>')
    book.set('xl/styles.xml', '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>')
    const relations = book.get('xl/_rels/workbook.xml.rels') ?? ''
    const styles = '<Relationship Id="r2" Type="x/styles" Target="/xl/styles.xml"/></Relationships>'
    book.set('xl/_rels/workbook.xml.rels', relations.replace('</Relationships>', styles))
    expect((await read(await zipOf(book))).claims[0]?.dueOn).toBe('2026-03-01')
  })

  test('may have its sizes in the long fields, and its names with backslashes', async () => {
    const parts = [...workbookParts(sheetXml([titleCells, cellsWith('', '')]))]
    expect((await read(zip64Of(parts))).claims).toHaveLength(1)
    expect((await read(zip64Of(parts.map(([name, part]) => [name.replaceAll('/', '\\'), part])))).claims).toHaveLength(
      1,
    )
  })

  test('may begin with a sheet that holds something else, and have hidden ones', async () => {
    const file = await xlsx([line()], (workbook) => {
      const intro = workbook.addWorksheet('Toelichting')
      intro.addRow(['Openstaande posten', 'peildatum 20-03-2026'])
      Object.assign(intro, { orderNo: -1 })
      const old = workbook.addWorksheet('Vorige maand', { state: 'hidden' })
      old.addRow([...titles])
    })
    expect((await read(file)).claims).toHaveLength(1)
  })

  test('with the titles on two visible sheets is refused: one of them would be passed over', async () => {
    const file = await xlsx([line()], (workbook) => workbook.addWorksheet('Posten 2').addRow([...titles]))
    expect((await refusal(file)).message).toContain('meer dan één werkblad')
  })

  test('names every column that is missing', async () => {
    const file = await xlsx([], (workbook) => workbook.getWorksheet('Posten')?.spliceColumns(10, 1))
    expect(await refusal(file)).toMatchObject({
      row: 1,
      field: 'Postcode',
      message: expect.stringContaining('Postcode'),
    })
  })

  test('with titles alone is a book without claims; without anything it is refused', async () => {
    expect((await read(await xlsx([]))).claims).toEqual([])
    const empty = await xlsx([], (workbook) => workbook.getWorksheet('Posten')?.spliceRows(1, 1))
    expect((await refusal(empty)).message).toContain('geen gegevens')
  })

  test.each([
    ['a zip of something else', [['lees.txt', 'mij']], 'geen Excel-bestand'],
    ['XML that is not well-formed', [...workbookParts('<worksheet><sheetData><row>')], 'beschadigd'],
    ['a sheet that is not there', [...workbookParts('')].slice(0, 3), 'beschadigd'],
    ['entities of its own', [...workbookParts('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>')], 'beschadigd'],
    ['a row past the end of a sheet', [...workbookParts('<worksheet><row r="1048577"/></worksheet>')], 'beschadigd'],
  ])('is refused when it is %s', async (_, parts, reason) => {
    expect((await refusal(await zipOf(parts as [string, string][]))).message).toContain(reason)
  })
})

describe('the limits of a workbook', () => {
  test('hold for the file as it comes', async () => {
    expect((await refusal(await xlsx(lines(3)), { xlsxBytes: 2_000 })).message).toContain('groter dan')
  })

  test('hold for what is really unpacked, whatever the file says', async () => {
    const blown = sheetXml([titleCells, '<c/>'.repeat(2_000_000)])
    const file = await zipOf(workbookParts(blown))
    expect(file.length).toBeLessThan(20_000)
    expect((await refusal(file, { inflatedBytes: 2_000_000 })).message).toContain('uitgepakt groter dan 2 MB')
  })

  test('hold for shared texts, and for the text of one cell', async () => {
    expect((await refusal(await xlsx(lines(50)), { sharedTextBytes: 1_000 })).message).toContain('te veel tekst')
    const endless = `<c t="inlineStr"><is><t>${'x'.repeat(2_000_000)}</t></is></c>`
    expect((await refusal(await zipOf(rawBook('Achternaam', endless)))).message).toContain('beschadigd')
  })

  test('hold for elements inside each other', async () => {
    const nested = await zipOf(workbookParts(sheetXml([titleCells, `${'<c>'.repeat(500)}${'</c>'.repeat(500)}`])))
    expect((await refusal(nested)).message).toContain('beschadigd')
  })

  test('hold for rows; a cell far to the right is left alone', async () => {
    expect((await refusal(await xlsx(lines(5)), { rows: 4 })).message).toContain('meer dan 4 regels')
    const far = await xlsx([line()], (workbook) => {
      const cell = workbook.getWorksheet('Posten')?.getCell('XFD2')
      if (cell) cell.value = 'ver weg'
    })
    expect((await read(far)).claims).toHaveLength(1)
  })
})
