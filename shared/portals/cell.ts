import { formatDate } from './file-name.ts'
import type { FormatProfile, ProfileColumn } from './profile.ts'
import type { SignalRow } from './signal-row.ts'
import type { WithdrawalRow } from './withdrawal-row.ts'

/** One value of a row under its column. A number under a money column is an amount in euro cents. */
export interface Cell {
  readonly column: ProfileColumn
  readonly value: string | number
}

/** A signal, or a withdrawal. */
export type PortalRow = Partial<SignalRow> & Pick<WithdrawalRow, 'reference'>

/** Lays out one row in the columns of the profile. `on` is the date of the file, `YYYY-MM-DD`. */
export function cellsOf(profile: FormatProfile, row: PortalRow, on: string): Cell[] {
  return profile.columns.map((column) => {
    if (column.source === 'fileDate') return { column, value: formatDate(on, profile.dateFormat) }
    const value = row[column.source] ?? ''
    return { column, value: column.type === 'number' ? Number(value) : value }
  })
}
