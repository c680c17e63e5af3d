import { amount } from './amount.ts'
import type { SheetRow } from './cell.ts'
import { type Header, titleOf } from './columns.ts'
import { isEmptyCell, isFooter, type RowKind, saysTotal } from './row-kinds.ts'

/**
 * What a row under the known layout is. Whatever may be a line that was cut short is a line: a text that is no known
 * footer must be a sentence, and not the beginning of what stood there in the row before.
 */
export function kindOfKnown(row: SheetRow, header: Header, before: SheetRow | null): RowKind {
  const filled = row.cells.flatMap((cell, index) => (isEmptyCell(cell) ? [] : [{ cell, index }]))
  const [first] = filled
  if (!first) return 'text'
  if (filled.length > 2 && filled.every(({ cell }) => titleOf(cell) !== undefined)) return 'titles'
  const renter = row.cells[header.at.get('Debiteurnummer') ?? -1] ?? ''
  const amounts = [header.at.get('Bedrag'), header.at.get('Openstaand')]
  const bare = filled.every(({ index }) => amounts.includes(index))
  if (bare || (saysTotal(row) && (isEmptyCell(renter) || saysTotal({ ...row, cells: [renter] })))) return 'total'
  if (filled.length > 2 || typeof first.cell !== 'string') return 'line'
  if (isFooter(first.cell)) return 'text'
  if (row.unended === true) return 'line'
  const above = before?.cells[first.index]
  const sentence = filled.length === 1 && /\p{L}\S*\s+\S*[\p{L}\d]/u.test(first.cell.trim())
  return sentence && typeof above === 'string' && !above.startsWith(first.cell.trim()) ? 'text' : 'line'
}

/** What a row says is open, in cents, else what its amounts are; null when that cannot be read. */
export function openInKnown({ cells }: SheetRow, header: Header): number | null {
  for (const title of ['Openstaand', 'Bedrag'] as const) {
    const cell = cells[header.at.get(title) ?? -1]
    if (cell === undefined || isEmptyCell(cell)) continue
    const read = amount(cell)
    return read.ok ? read.value : null
  }
  return null
}
