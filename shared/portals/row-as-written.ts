import { cellsOf, type PortalRow } from './cell.ts'
import { textOf } from './csv.ts'
import type { FormatProfile } from './profile.ts'

/** A row under its titles, as it stands in a file for a portal: in CSV all is text, in XLSX amounts are euros. */
export interface RowAsWritten {
  readonly columns: readonly string[]
  readonly values: readonly (string | number)[]
}

/** What a file of this profile says in one row. `on` is the date of the file, `YYYY-MM-DD`. */
export function rowAsWritten(profile: FormatProfile, row: PortalRow, on: string): RowAsWritten {
  const cells = cellsOf(profile, row, on)
  const values = cells.map((cell) => {
    if (profile.fileType === 'csv') return textOf(profile, cell)
    const { column, value } = cell
    return column.type === 'money' && typeof value === 'number' ? value / 100 : value
  })
  return { columns: cells.map(({ column }) => column.title), values }
}
