/** A number as the workbook stores it: decimal text, so that money never passes through a float. */
export interface NumberCell {
  readonly kind: 'number'
  readonly literal: string
  /** How many digits the cell's format shows at least: `000000` shows 1234 as 001234. */
  readonly width: number
}

export interface DateCell {
  readonly kind: 'date'
  /** YYYY-MM-DD */
  readonly on: string
}

/** A cell without a value that can be used: a formula that failed, a tick box. */
export interface FaultyCell {
  readonly kind: 'fault'
  /** Why, in Dutch. */
  readonly reason: string
}

/** Text is the plain string; an empty cell is ''. */
export type Cell = string | NumberCell | DateCell | FaultyCell

export interface SheetRow {
  /** As a spreadsheet numbers it, from 1, blank rows counted. */
  readonly row: number
  readonly cells: readonly Cell[]
  /** The row itself could not be read well, in Dutch. */
  readonly fault?: string
  /** The file ends in the row, without the end of its line: it may have been cut there. */
  readonly unended?: boolean
  /** A workbook does not show the row, or crosses out what stands in it. */
  readonly hidden?: boolean
  readonly struck?: boolean
}

/** Rows come in batches, since an await for each of 250,000 rows costs more than reading them. */
export type RowBatches = AsyncIterable<readonly SheetRow[]>

/** The outcome of reading one cell: a value, or the reason in Dutch why there is none. */
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

export function good<T>(value: T): Read<T> {
  return { ok: true, value }
}

export function bad(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason }
}

export function isBlank(row: SheetRow): boolean {
  return row.fault === undefined && row.cells.every((cell) => typeof cell === 'string' && cell.trim() === '')
}
