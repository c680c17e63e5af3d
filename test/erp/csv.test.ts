import { describe, expect, test } from 'vitest'
import { csv, line, lines, read, refusal, titles } from './make-export.ts'

const windows1252 = (text: string) => Buffer.from(text.replaceAll('€', '\u0080'), 'latin1')
const jose = line({ Achternaam: 'José', Openstaand: '€ 820,51' })

describe('a CSV', () => {
  test.each([
    ['semicolons', { separator: ';' }],
    ['commas', { separator: ',' }],
    ['tabs', { separator: '\t' }],
    ['line feeds', { lineEnd: '\n' }],
    ['carriage returns', { lineEnd: '\r' }],
  ])('may be written with %s', async (_, how) => {
    const { claims, errors } = await read(csv([line({ Omschrijving: 'huur; "maart", rest' })], how))
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject({ openCents: 82_051, description: 'huur; "maart", rest' })
  })

  test.each([
    ['UTF-8', Buffer.from(csv([jose]))],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${csv([jose])}`)],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${csv([jose])}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${csv([jose])}`, 'utf16le').swap16()],
    ['windows-1252', windows1252(csv([jose]))],
  ])('may be in %s', async (_, file) => {
    for (const chunkSize of [1, 3, 65_536]) {
      const { claims, errors } = await read(file, { chunkSize })
      expect(errors).toEqual([])
      expect(claims[0]).toMatchObject({ surname: 'José', openCents: 82_051 })
    }
  })

  test('is windows-1252 when the first byte that tells comes late', async () => {
    const book = [...lines(20_000), line({ Debiteurnummer: '7', Achternaam: 'Núñez' })]
    const { claims, errors } = await read(windows1252(csv(book)))
    expect(errors).toEqual([])
    expect(claims.at(-1)?.surname).toBe('Núñez')
  })

  test('in UTF-8 with one damaged byte is refused, rather than read as another encoding', async () => {
    const file = Buffer.from(csv([jose, line({ Debiteurnummer: '7', Achternaam: 'Zoë' })]))
    file[file.lastIndexOf('ë') + 1] = 0x41
    expect(await refusal(file)).toMatchObject({ row: 3, message: expect.stringContaining('niet leesbaar') })
  })

  test('in UTF-8 that was cut through a character is refused', async () => {
    const file = Buffer.from(csv([jose, jose]))
    expect((await refusal(file.subarray(0, file.lastIndexOf('é') + 1))).message).toContain('niet compleet')
  })

  test('may have quoted cells with line breaks; rows are counted as a spreadsheet does', async () => {
    const book = csv([line({ Omschrijving: 'huur\r\nmaart' }), line({ Debiteurnummer: '7', Vervaldatum: 'x' })])
    const { claims, errors } = await read(book, { chunkSize: 7 })
    expect(claims[0]?.description).toBe('huur maart')
    expect(errors).toMatchObject([{ row: 3, field: 'Vervaldatum' }])
  })

  test('may have blank rows, also before the titles; they are counted', async () => {
    const [head, ...rest] = csv([line({ Vervaldatum: 'x' })]).split('\r\n')
    const { errors } = await read(['', head, '', ';'.repeat(18), ...rest].join('\r\n'))
    expect(errors).toMatchObject([{ row: 5, field: 'Vervaldatum' }])
  })

  test('may lack the last line break', async () => {
    expect((await read(csv([line()]).trimEnd())).claims).toHaveLength(1)
  })

  test('with a separator too many in a row is not read one column off', async () => {
    const shifted = csv([line()]).replace('Dorpsstraat', 'Dorpsstraat; hoek')
    const { claims, errors } = await read(shifted)
    expect(claims).toEqual([])
    expect(errors).toEqual([{ row: 2, field: null, message: expect.stringContaining('20 cellen') }])
  })

  test('with a row that was cut is not read as far as it goes', async () => {
    const { claims, errors } = await read(`${csv([line()])}BELEGGER-A;100234;C-1;natuurlijk`)
    expect(claims).toHaveLength(1)
    expect(errors).toMatchObject([{ row: 3, field: null }])
  })

  test('may have empty columns behind the titles', async () => {
    const { claims, errors } = await read(csv([line()]).replaceAll('\r\n', ';;\r\n'))
    expect(errors).toEqual([])
    expect(claims).toHaveLength(1)
  })

  test('with a quote that is never closed is refused, also when it is large', async () => {
    const book = csv(lines(5_000)).replace('Jansen', '"Jansen')
    expect((await refusal(book)).message).toContain('aanhalingsteken')
    expect((await refusal(csv([line()]).replace('Jansen', '"Jansen'))).message).toContain('aanhalingsteken')
  })

  test('with a stray quote in a cell names the row', async () => {
    const book = csv([line(), line({ Debiteurnummer: '7', Factuurnummer: 'F-7' })]).replace('Jansen', '"De "Boer" BV"')
    const { claims, errors } = await read(book)
    expect(errors).toEqual([{ row: 2, field: null, message: expect.stringContaining('aanhalingstekens') }])
    expect(claims).toMatchObject([{ renter: '7' }])
  })
})

describe('the titles', () => {
  test('may stand in any order, in any case, with an asterisk, beside others', async () => {
    const columns = [...titles].reverse()
    const head = columns.map((title) => ` ${title.toUpperCase()}* `)
    const cells = columns.map((title) => String(line()[title]))
    const { claims, errors } = await read(['Saldo', ...head].join(';').concat('\n', ['99', ...cells].join(';')))
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject({ surname: 'Jansen', openCents: 82_051 })
  })

  test('that the process can do without may be missing; the amount is then what is open', async () => {
    const columns = titles.filter(
      (title) => !['Bedrag', 'E-mailadres', 'Telefoonnummer', 'Omschrijving'].includes(title),
    )
    const { claims, errors } = await read(csv([line()], { columns }))
    expect(errors).toEqual([])
    expect(claims[0]).toMatchObject({ amountCents: 82_051, openCents: 82_051, email: '', phone: '' })
  })

  test('that are missing are all named, with the file and the row', async () => {
    const columns = titles.filter((title) => title !== 'Postcode' && title !== 'Openstaand')
    expect(await refusal(csv([line()], { columns }))).toMatchObject({
      file: 'boek',
      row: 1,
      field: null,
      message: 'boek, rij 1: deze kolommen ontbreken: Postcode, Openstaand.',
    })
    const one = await refusal(csv([line()], { columns: titles.filter((title) => title !== 'Postcode') }))
    expect(one).toMatchObject({ field: 'Postcode', message: expect.stringContaining('deze kolom ontbreekt: Postcode') })
  })

  test('may not stand there twice', async () => {
    const twice = await refusal(csv([line()], { columns: [...titles, 'openstaand'] }))
    expect(twice).toMatchObject({ row: 1, field: 'Openstaand', message: expect.stringContaining('twee keer') })
  })
})

describe('a file that is no book', () => {
  test.each([
    ['nothing at all', '', 'leeg'],
    ['blank lines', '\r\n\r\n', 'leeg'],
    ['a mark alone', '\ufeff', 'leeg'],
    ['a PDF', '%PDF-1.7 …', 'PDF'],
    ['a letter', 'Geachte heer, mevrouw,\r\nHierbij…', 'niet bekend'],
    ['a web page', '<!doctype html><html></html>', 'webpagina'],
    ['zero bytes', 'Opdrachtgever;\0Debiteurnummer', 'geen tekstbestand'],
  ])('%s is refused', async (_, file, reason) => {
    expect((await refusal(file)).message).toContain(reason)
  })

  test('an old Excel file is refused, whatever its name', async () => {
    expect((await refusal(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).message).toContain('.xls')
  })

  test('titles without a line below them are a book without claims', async () => {
    expect(await read(csv([]))).toEqual({ claims: [], errors: [], warnings: [] })
  })

  test('a failure to fetch the bytes is passed on as it is', async () => {
    const { readExport } = await import('../../shared/erp/export.ts')
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('Opdrachtgever;')
      throw new RangeError('connection lost')
    }
    await expect(readExport('boek', failing()).next()).rejects.toThrow(RangeError)
  })
})

describe('the limits', () => {
  test.each([
    ['bytes', { csvBytes: 1_000 }, 'groter dan'],
    ['rows', { rows: 9 }, 'meer dan 9 regels'],
    ['columns', { columns: 18 }, 'meer dan 18 kolommen'],
  ])('of %s are kept', async (_, limits, reason) => {
    expect((await refusal(csv(lines(10)), limits)).message).toContain(reason)
  })

  test('exactly the limit of rows is read', async () => {
    expect((await read(csv(lines(10)), { limits: { rows: 10 } })).claims).toHaveLength(10)
  })
})
