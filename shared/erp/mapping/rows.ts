import type { SheetRow } from '../cell.ts'
import { isEmptyCell, isFooter, type RowKind, saysTotal } from '../row-kinds.ts'
import { cellIn } from './join.ts'
import type { MappedLayout } from './layout.ts'
import { type Mapping, mainFile } from './mapping.ts'
import { openAmount, sideAmount, total } from './sums.ts'

/** Tells the kind of a row. Whatever holds a renter's number or an amount is a line or a sum, never a text. */
export function kindOf(row: SheetRow, layout: MappedLayout): RowKind {
  const { mapping, columns } = layout
  const main = mainFile(mapping)
  const of = (column: string | undefined) => cellIn(row.cells, columns, column)
  const identity =
    mapping.shape === 'months'
      ? (main.columns.Achternaam ?? main.columns.Naam)
      : (main.columns.Debiteurnummer ?? main.columns.Contractnummer)
  const renter = of(identity)
  const named = !isEmptyCell(renter) && !(typeof renter === 'string' && /totaal|total/i.test(renter))
  if (saysTotal(row) && !named) return 'total'
  if (sameTitles(row, layout, Object.values(main.columns))) return 'titles'
  const { Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag } = main.columns
  const amounts = [Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag, ...main.ageing.map(({ column }) => column)]
  const places = amounts.map((column) => (column === undefined ? -1 : (columns.get(column) ?? -1)))
  const bare = row.cells.every((cell, index) => isEmptyCell(cell) || places.includes(index))
  const silent = amounts.every((column) => column === undefined || isEmptyCell(of(column)))
  if (bare && !silent && isEmptyCell(renter)) return 'total'
  // A file that was cut in its last line leaves a text that is none.
  const cut = row.unended === true && row.cells.length < layout.row.cells.length
  if (cut && !row.cells.some((cell) => typeof cell === 'string' && isFooter(cell))) return 'line'
  return silent && (isEmptyCell(renter) || isSentence(row)) ? 'text' : 'line'
}

/** A remark stands alone in its row, and is no number of a renter. */
function isSentence({ cells }: SheetRow): boolean {
  const [only, ...others] = cells.filter((cell) => !isEmptyCell(cell))
  return others.length === 0 && typeof only === 'string' && (/\S\s+\S/.test(only) || !/\d/.test(only))
}

/** A report that was made in pages repeats its titles. */
function sameTitles({ cells }: SheetRow, { columns, row: header }: MappedLayout, titles: readonly string[]): boolean {
  return titles.every((title) => cells[columns.get(title) ?? -1] === header.cells[columns.get(title) ?? -1])
}

/** What a row says is open, in cents; null when that cannot be read. */
export function openOf(row: SheetRow, { mapping, columns }: MappedLayout): number | null {
  const main = mainFile(mapping)
  const read = hasOpen(mapping)
    ? openAmount((field) => cellIn(row.cells, columns, main.columns[field]), mapping)
    : total(main.ageing.map(({ column }) => sideAmount(cellIn(row.cells, columns, column))))
  return read.ok ? read.value : null
}

const hasOpen = (mapping: Mapping): boolean => {
  const { Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag } = mainFile(mapping).columns
  return [Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag].some((column) => column !== undefined)
}
