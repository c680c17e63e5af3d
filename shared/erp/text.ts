import { bad, type Cell, good, type NumberCell, type Read } from './cell.ts'

/** What Excel shows when a formula fails, in English and in Dutch. */
const EXCEL_ERRORS =
  /^#(REF!|VERW!|N\/A|N\/B|VALUE!|WAARDE!|NAME\?|NAAM\?|DIV\/0!|DEEL\/0!|NULL!|LEEG!|NUM!|GETAL!|SPILL!|CALC!|BEREKEN!)$/i

/** Control characters other than gaps, and the mark of a character that was lost on the way. */
const UNREADABLE = /[^\P{Cc}\s\u0085]|\ufffd/u

/** Spaces of every kind, line breaks, and characters that nobody sees. */
const GAPS = /[\s\u200b-\u200d\u2060\u00ad]+/g

export const EMPTY_REASON = 'Deze cel is leeg. Vul dit veld in.'

/** Why a cell holds an Excel error and no value; the code is one of a known list, so it can be repeated. */
export function excelErrorReason(code: string): string {
  const known = EXCEL_ERRORS.test(code) ? ` (${code.toUpperCase()})` : ''
  return `Deze cel bevat een fout van Excel${known}. Herstel de formule of vul de waarde in.`
}

/** Most cells: plain letters, digits and signs, with single spaces. They need no cleaning. */
const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/

/** One line of text without gaps around it, the form in which two systems write the same name the same way. */
export function clean(text: string): string {
  return text.normalize('NFC').replace(GAPS, ' ').trim()
}

/**
 * What a cell says without the wrapper that keeps Excel from changing it: `="00012"` and `'00012` are 00012. A text
 * that is a formula by itself, or two apostrophes, is none.
 */
function bare(line: string): string {
  if (line.startsWith('="') && line.endsWith('"') && line.length > 2)
    return clean(line.slice(2, -1).replaceAll('""', '"'))
  return /^'[\d+=-][^']*$/.test(line) ? clean(line.slice(1)) : line
}

/**
 * The text of a cell, out of the wrapper in which some exports put a code. A lone `-` stands for empty, as many debtor
 * exports write it.
 */
export function readText(text: string): Read<string> {
  const plain = text === '' || PLAIN_LINE.test(text)
  if (!plain && UNREADABLE.test(text)) return bad('Deze cel bevat een teken dat niet leesbaar is.')
  const line = bare(plain ? text : clean(text))
  if (line.startsWith('#') && EXCEL_ERRORS.test(line)) return bad(excelErrorReason(line))
  return good(line === '-' ? '' : line)
}

const INTEGER_LITERAL = /^(\d{1,15})(?:\.0*)?$/

/** A whole number as the digits that a person sees in the cell. Excel keeps 15 digits and no more. */
function digitsOf(cell: NumberCell): string | null {
  const plain = INTEGER_LITERAL.exec(cell.literal)?.[1]
  if (plain !== undefined) return plain.padStart(cell.width, '0')
  if (!/^\d+(\.\d+)?e\+?\d+$/i.test(cell.literal)) return null
  const value = Number(cell.literal)
  return Number.isSafeInteger(value) && value < 1e15 ? String(value).padStart(cell.width, '0') : null
}

/** Text as people write it: a name, a street, a description. Numbers and (in a description) dates become text. */
export function freeText(cell: Cell): Read<string> {
  if (typeof cell === 'string') return readText(cell)
  if (cell.kind === 'number') return good(digitsOf(cell) ?? cell.literal)
  if (cell.kind === 'date') return good(cell.on.split('-').reverse().join('-'))
  return bad(cell.reason)
}

/** Text in which a date can only be a mistake: Excel turns `12-2` into one by itself. */
export function plainText(cell: Cell): Read<string> {
  if (typeof cell === 'object' && cell.kind === 'date')
    return bad('Excel heeft van deze waarde een datum gemaakt. Zet de kolom op Tekst en vul de waarde opnieuw in.')
  return freeText(cell)
}

/**
 * A number or name by which the ERP knows something. Leading zeros stay; a fraction is refused, since Excel drops
 * zeros.
 */
export function code(cell: Cell): Read<string> {
  if (typeof cell === 'object' && cell.kind === 'number') {
    const digits = digitsOf(cell)
    return digits === null
      ? bad('Excel heeft van dit nummer een getal gemaakt dat niet meer klopt. Zet de kolom op Tekst.')
      : good(digits)
  }
  return plainText(cell)
}

/** Wraps a reader so that an empty text is a fault. */
export function filled(reader: (cell: Cell) => Read<string>): (cell: Cell) => Read<string> {
  return (cell) => {
    const read = reader(cell)
    return read.ok && read.value === '' ? bad(EMPTY_REASON) : read
  }
}
