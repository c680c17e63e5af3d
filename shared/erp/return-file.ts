import Papa from 'papaparse'
import type { IsoDate } from '../domain/calendar.ts'

/** One line that the ERP keeps with the renter (work instruction, step 2: the report is registered in the renter's administration). */
export interface ReturnLine {
  readonly renter: string
  readonly on: IsoDate
  readonly act: string
  readonly file: string
}

/** The return file for the ERP: CSV with `;` and a BOM, dates as dd-mm-jjjj; a text that a spreadsheet takes for a formula is made harmless. */
export function writeReturnFile(lines: readonly ReturnLine[]): string {
  const rows = lines.map(({ renter, on, act, file }) => [renter, on.split('-').reverse().join('-'), act, file])
  const text = Papa.unparse([['Debiteurnummer', 'Datum', 'Handeling', 'Bestand'], ...rows], {
    delimiter: ';',
    newline: '\r\n',
    escapeFormulae: true,
  })
  return `\uFEFF${text}\r\n`
}
