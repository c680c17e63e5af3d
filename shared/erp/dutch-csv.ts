import Papa from 'papaparse'

/**
 * A table as Dutch spreadsheets open it: CSV with `;`, a BOM and CRLF. A text that a spreadsheet takes for a formula is
 * made harmless by an apostrophe; for files that people of the house open, not for portals.
 */
export const dutchCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${Papa.unparse(rows as (string | number)[][], { delimiter: ';', newline: '\r\n', escapeFormulae: true })}\r\n`
