import { describe, expect, test } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { parseProfile } from '../../shared/portals/profile.ts'
import type { SignalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { readCsv } from './read-files.ts'
import { aBareRow, aRow } from './rows.ts'

const profile = BUNDLED_PROFILES['ris-csv']
const on = '2026-04-20'
const header =
  'Achternaam;Voorletters;Straatnaam;Huisnummer;Huisnummer toevoeging;Postcode;Woonplaats;Telefoonnummer 1;E-Mailadres;Aantal maanden achterstand;Bedrag achterstand'
const lineOf = "d'Ávila-Jansen;A.B.;Kade;12;bis;1011AB;Amsterdam;0612345678;a.jansen@voorbeeld.example;2;1820,50"

const using = (change: object) => parseProfile({ ...profile, ...change }, 'eigen.json')
const written = async (change: Partial<SignalRow>) => readCsv(await writeSignalFile(profile, [aRow(change)], on))[1]

describe('a signal file for RIS Matching as CSV, byte for byte', () => {
  test('UTF-8 with a byte order mark, semicolons, decimal commas, CRLF', async () => {
    const bytes = await writeSignalFile(profile, [aRow(), aBareRow({ surname: 'Bos', amountCents: 5 })], on)
    const expected = `\uFEFF${header}\r\n${lineOf}\r\nBos;;;12;;1011AB;;;;2;0,05\r\n`
    expect(Buffer.from(bytes)).toEqual(Buffer.from(expected, 'utf8'))
  })

  test('windows-1252, where the profile says so', async () => {
    const bytes = await writeSignalFile(using({ encoding: 'windows-1252' }), [aRow({ surname: 'Žák’ €œŸ' })], on)
    const surname = [0x8e, 0xe1, 0x6b, 0x92, 0x20, 0x80, 0x9c, 0x9f]
    const rest = lineOf.slice(lineOf.indexOf(';'))
    const expected = [Buffer.from(`${header}\r\n`), Buffer.from(surname), Buffer.from(`${rest}\r\n`, 'latin1')]
    expect(Buffer.from(bytes)).toEqual(Buffer.concat(expected))
  })

  test('another separator, decimal mark and line end, every field quoted', async () => {
    const own = using({ separator: ',', decimalMark: '.', lineEnd: '\n', quote: 'always', encoding: 'utf-8' })
    const text = new TextDecoder().decode(await writeSignalFile(own, [aBareRow({ surname: 'Bos' })], on))
    const quoted = `"${header.replaceAll(';', '","')}"`
    expect(text).toBe(`${quoted}\n"Bos","","","12","","1011AB","","","","2","1820.50"\n`)
  })

  test('the date of the file, in the form that the profile asks for', async () => {
    const columns = [...profile.columns, { title: 'Datum', source: 'fileDate', type: 'date' }]
    const own = using({ columns, dateFormat: 'dd-MM-yyyy' })
    expect(readCsv(await writeSignalFile(own, [aRow()], on))[1]?.at(-1)).toBe('20-04-2026')
  })
})

describe('a character outside the encoding', () => {
  const own = using({ encoding: 'windows-1252' })

  test('is an error that names the signal, the column and the character, and never a question mark', async () => {
    const attempt = writeSignalFile(own, [aRow(), aRow({ city: 'Łódź' })], on)
    await expect(attempt).rejects.toThrow(
      'Signaal 2, Woonplaats: het teken ‘Ł’ past niet in een bestand in windows-1252',
    )
    await expect(attempt).rejects.toMatchObject({ name: 'PortalFileError', row: 1, field: 'Woonplaats' })
  })

  test('is no error when it is only written in two pieces', async () => {
    const bytes = await writeSignalFile(own, [aRow({ surname: 'Rene\u0301' })], on)
    expect(Buffer.from(bytes).includes(Buffer.from('\nRené;', 'latin1'))).toBe(true)
  })
})

describe('a text that a spreadsheet program would run', () => {
  test.each([
    ['=HYPERLINK("http://x","y")', 'HYPERLINK("http://x","y")'],
    ['@SUM(A1)', 'SUM(A1)'],
    ['\t=1+1x', '1+1x'],
    ['-+=Jansen', 'Jansen'],
    [' \u200B= Jansen', 'Jansen'],
    ['＝Jansen', 'Jansen'],
  ])('surname %j leaves as %j', async (surname, expected) => {
    expect((await written({ surname }))?.[0]).toBe(expected)
  })

  test.each([
    ['-2', '2'],
    ['- hs', 'hs'],
    ['+', ''],
    ['A-2', 'A-2'],
  ])('addition %j leaves as %j, which is the same addition', async (houseNumberAddition, expected) => {
    expect((await written({ houseNumberAddition }))?.[4]).toBe(expected)
  })

  test.each([
    ['+31612345678', '0031612345678'],
    ['+31 (0)6 12 34 56 78', '0031 (0)6 12 34 56 78'],
    ['+ 31612345678', '0031612345678'],
    ['-', ''],
    ['06-12345678', '06-12345678'],
  ])('phone number %j leaves as %j', async (phone, expected) => {
    expect((await written({ phone }))?.[7]).toBe(expected)
  })

  test('an e-mail address is left out rather than turned into another one', async () => {
    expect((await written({ email: '-jan@voorbeeld.example' }))?.[8]).toBe('')
    expect((await written({ email: 'jan-1@voorbeeld.example' }))?.[8]).toBe('jan-1@voorbeeld.example')
  })
})

test('a line end in a value becomes a space', async () => {
  expect((await written({ street: 'Lange\r\nKade\u2028Noord' }))?.[2]).toBe('Lange Kade Noord')
})

test.each(['Bos; Jansen', 'Bos, Jansen', 'Bos "de" Jansen', "'s-Gravesande"])(
  'surname %j is kept whole',
  async (surname) => {
    expect((await written({ surname }))?.[0]).toBe(surname)
  },
)

describe('what cannot be sent', () => {
  test('a wrong row is refused by its number and column', async () => {
    const attempt = writeSignalFile(profile, [aRow(), { ...aRow(), amountCents: 0 }], on)
    await expect(attempt).rejects.toThrow('Signaal 2, Bedrag achterstand: dit gegeven ontbreekt of klopt niet')
  })

  test('a row with anything more is refused', async () => {
    const more = { ...aRow(), customerNumber: '100234' }
    await expect(writeSignalFile(profile, [more], on)).rejects.toThrow(/^Signaal 1, onbekend veld/)
  })

  test('a file without signals is not written', async () => {
    await expect(writeSignalFile(profile, [], on)).rejects.toThrow(RangeError)
  })

  test('a profile for withdrawals does not take signals', async () => {
    await expect(writeSignalFile(BUNDLED_PROFILES['ris-withdrawal'], [aRow()], on)).rejects.toThrow(RangeError)
  })
})
