import Papa from 'papaparse'
import type { Cell } from './cell.ts'
import { PortalFileError } from './portal-file-error.ts'
import type { CsvProfile } from './profile.ts'
import { encodeWindows1252, firstNotInWindows1252 } from './windows-1252.ts'

const FORMULA_START = /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u

/**
 * A text that no spreadsheet program takes for a formula. The usual apostrophe in front would reach the municipality,
 * which matches on these values; so the text is rewritten to one that means the same: a phone number `+31…` becomes
 * `0031…`; an e-mail address is left out, since any other spelling is another address; of any other text the leading
 * signs go (an addition `-2` becomes `2`).
 */
export function withoutFormula({ column, value }: Cell & { value: string }): string {
  if (!FORMULA_START.test(value)) return value
  if (column.source === 'email') return ''
  const text = column.source === 'phone' ? value.replace(/^[\s\p{Cf}]*[+＋]\s*(?=[0-9])/u, '00') : value
  return text.replace(/^[\s\p{Cf}=+\-@＝＋－＠]+/u, '')
}

const euros = (cents: number, mark: string) =>
  `${Math.trunc(cents / 100)}${mark}${String(cents % 100).padStart(2, '0')}`

/** A value as it stands in the file, before its quotes. */
export const textOf = (profile: CsvProfile, { column, value }: Cell): string => {
  if (typeof value === 'string') return column.type === 'date' ? value : withoutFormula({ column, value })
  return column.type === 'money' ? euros(value, profile.decimalMark) : String(value)
}

const checkEncoding = (profile: CsvProfile, { column }: Cell, text: string, row: number) => {
  const character = profile.encoding === 'windows-1252' ? firstNotInWindows1252(text) : undefined
  if (character === undefined) return
  throw new PortalFileError(row, column.title, `het teken ‘${character}’ past niet in een bestand in windows-1252`)
}

// A text is also quoted for what another separator would split, for a reader whose settings differ from the portal's.
const quotesFor = (profile: CsvProfile) => (text: string, index: number) =>
  profile.quote === 'always' || (profile.columns[index]?.type === 'text' && /[";,\t]/.test(text))

const encode = (profile: CsvProfile, text: string): Uint8Array =>
  profile.encoding === 'windows-1252'
    ? encodeWindows1252(text)
    : new TextEncoder().encode(profile.encoding === 'utf-8-bom' ? `\uFEFF${text}` : text)

/**
 * Writes the titles, then the rows, each line with a line end. Amounts have two decimals and no thousands separator.
 *
 * @throws PortalFileError when a character does not fit the encoding
 */
export function writeCsv(profile: CsvProfile, rows: readonly (readonly Cell[])[]): Uint8Array {
  const lines = rows.map((row, index) =>
    row.map((cell) => {
      const text = textOf(profile, cell)
      checkEncoding(profile, cell, text, index)
      return text
    }),
  )
  const text = Papa.unparse([profile.columns.map(({ title }) => title), ...lines], {
    delimiter: profile.separator,
    newline: profile.lineEnd,
    quotes: quotesFor(profile),
  })
  return encode(profile, text + profile.lineEnd)
}
