import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BUNDLED_PROFILES } from '../../shared/portals/bundled-profiles.ts'
import { OPTIONAL_COLUMNS, SIGNAL_COLUMNS } from '../../shared/portals/columns.ts'
import { type SignalRow, signalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { runs } from '../support/property-runs.ts'
import { readCsv, readXlsx } from './read-files.ts'
import { nobody } from './rows.ts'

const on = '2026-04-20'
const everything = OPTIONAL_COLUMNS.map(({ title }) => title)

const tricky = fc.constantFrom(
  '=1+1',
  '"',
  '";"',
  '_x0041_',
  '__proto__',
  'constructor',
  "'",
  '+31',
  '<b>&',
  ' a ',
  '😀',
)
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ maxLength: 40 }), tricky)

// What a careful clerk types: no control characters, no space around it, nothing that starts a formula.
const plainText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.normalize('NFC').trim())
  .filter((text) => !/^[=+\-@＝＋－＠]|[\p{C}\p{Zl}\p{Zp}]/u.test(text))

const rowsOf = (text: fc.Arbitrary<string>, surname: fc.Arbitrary<string>) =>
  fc.array(
    fc
      .record({
        person: fc.record({
          surname,
          initials: text,
          street: text,
          houseNumber: fc.integer({ min: 1, max: 99_999 }).map(String),
          houseNumberAddition: text,
          postcode: fc.stringMatching(/^[1-9][0-9]{3} ?[A-RT-Z][A-Z]$/),
          city: text,
          phone: text,
          email: text,
        }),
        arrears: fc.record({ months: fc.integer({ min: 1, max: 99 }), cents: fc.integer({ min: 1 }) }),
      })
      .map(({ person, arrears }) => signalRow(person, arrears, everything)),
    { minLength: 1, maxLength: 4 },
  )

const anyRows = rowsOf(
  anyText,
  anyText.map((text) => `${text}q`),
)
const plainRows = rowsOf(
  plainText,
  plainText.map((text) => `Q${text}`),
)

const fieldsOf = (row: SignalRow) => SIGNAL_COLUMNS.map(({ field }) => row[field])
const euros = (cents: number) => (cents / 100).toFixed(2).replace('.', ',')

test('whatever a person is called, an XLSX reads back to the same values in eleven columns', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const [titles, ...read] = await readXlsx(await writeSignalFile(BUNDLED_PROFILES['ris-xlsx'], rows, on))
      expect(titles).toEqual(SIGNAL_COLUMNS.map(({ title }) => title))
      expect(read).toEqual(
        rows.map((row) =>
          fieldsOf({ ...row, amountCents: row.amountCents / 100 }).map((value) => (value === '' ? null : value)),
        ),
      )
    }),
    { numRuns: runs(80) },
  )
})

test('whatever a person is called, a CSV has eleven fields a line, and none that starts a formula', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const read = readCsv(await writeSignalFile(BUNDLED_PROFILES['ris-csv'], rows, on))
      expect(read.map((line) => line.length)).toEqual(Array.from({ length: rows.length + 1 }, () => 11))
      for (const value of read.slice(1).flat()) expect(value).not.toMatch(/^\s*[=+\-@＝＋－＠]/)
    }),
    { numRuns: runs(300) },
  )
})

test('what starts no formula reads back from a CSV to the same values', async () => {
  await fc.assert(
    fc.asyncProperty(plainRows, async (rows) => {
      const [, ...read] = readCsv(await writeSignalFile(BUNDLED_PROFILES['ris-csv'], rows, on))
      expect(read).toEqual(rows.map((row) => [...fieldsOf(row).slice(0, -1).map(String), euros(row.amountCents)]))
    }),
    { numRuns: runs(300) },
  )
})

test('an ordinary text enters a row unchanged', () => {
  fc.assert(
    fc.property(plainText, (street) => {
      const person = { ...nobody, surname: 'Bos', houseNumber: '1', postcode: '1011AB', street }
      expect(signalRow(person, { months: 1, cents: 1 }, ['Straatnaam']).street).toBe(street)
    }),
  )
})
