import { unwrapped } from '../../domain/renter-number.ts'
import { type Cell, isBlank, type SheetRow } from '../cell.ts'
import { FileFault } from '../faults.ts'
import { clean } from '../text.ts'
import { type Field, titleKey } from './fields.ts'
import type { Columns } from './layout.ts'
import type { MappedFile } from './mapping.ts'

/** A file with renters or addresses, that is joined to the file with the amounts. */
export interface SideTable {
  readonly rows: number
  has(field: Field): boolean
  /**
   * The cell of a renter (and contract, where the file tells contracts apart); of a contract alone when the renter is
   * ''.
   */
  cell(field: Field, renter: string, contract: string): Cell
}

export const cellIn = (cells: readonly Cell[], columns: Columns, column: string | undefined): Cell | undefined => {
  const index = column === undefined ? undefined : (columns.get(column) ?? columns.get(titleKey(column)))
  return index === undefined ? undefined : (cells[index] ?? '')
}

/** The text of a number or code by which rows of two files are told to be of one renter. */
export const keyText = (cell: Cell | undefined): string => {
  if (cell === undefined) return ''
  if (typeof cell === 'string') return unwrapped(clean(cell))
  return cell.kind === 'number' ? cell.literal.replace(/\.0+$/, '').padStart(cell.width, '0') : ''
}

/** Fields without which a row cannot be read or reported: a renter who is not in the file must be said there. */
const TELLING: readonly Field[] = [
  'Naam',
  'Achternaam',
  'Postcode',
  'Huisnummer',
  'Soort huurder',
  'Soort eenheid',
  'Opdrachtgever',
  'Debiteurnummer',
]

/** Two rows of one renter that say different things. */
const DIFFERENT = 'different'

/**
 * Reads a file of renters or addresses. Excel takes the zeros off a number: where it is not found as it is written, it
 * is looked for without them.
 *
 * @throws FileFault for a row that cannot be read, or too many
 */
export async function readSideTable(
  rows: AsyncIterable<readonly SheetRow[]>,
  file: MappedFile,
  columns: Columns,
  maxRows: number,
): Promise<SideTable> {
  const found = new Map<string, readonly Cell[] | typeof DIFFERENT>()
  const keep = (key: string, cells: readonly Cell[]) => {
    const before = found.get(key)
    found.set(key, before === undefined || JSON.stringify(before) === JSON.stringify(cells) ? cells : DIFFERENT)
  }
  const used = Object.values(file.columns)
  let count = 0
  for await (const batch of rows)
    for (const row of batch) {
      if (isBlank(row)) continue
      if (row.fault !== undefined) throw new FileFault(row.fault, { row: row.row })
      count += 1
      if (count > maxRows) throw new FileFault(`Dit bestand heeft meer dan ${maxRows} regels.`, { row: row.row })
      const renter = keyText(cellIn(row.cells, columns, file.columns.Debiteurnummer))
      if (renter === '') continue
      const contract = keyText(cellIn(row.cells, columns, file.columns.Contractnummer))
      const cells = used.map((column) => cellIn(row.cells, columns, column) ?? '')
      for (const number of new Set([renter, withoutZeros(renter)])) {
        if (contract !== '') keep(key(number, contract), cells)
        keep(key(number, ''), cells)
      }
      if (contract !== '') keep(key('', contract), cells)
    }

  const place = new Map(used.map((column, index) => [column, index]))
  return {
    rows: count,
    has: (field) => file.columns[field] !== undefined,
    cell(field, renter, contract) {
      const row =
        found.get(key(renter, contract)) ??
        found.get(key(withoutZeros(renter), contract)) ??
        found.get(key(renter, '')) ??
        found.get(key(withoutZeros(renter), ''))
      if (row !== undefined && row !== DIFFERENT) return row[place.get(file.columns[field] ?? '') ?? -1] ?? ''
      const where = `het bestand "${file.name ?? ''}"`
      if (!TELLING.includes(field)) return ''
      return {
        kind: 'fault',
        reason:
          row === DIFFERENT
            ? `Deze huurder staat meer dan één keer in ${where}, met andere gegevens.`
            : `Deze huurder staat niet in ${where}.`,
      }
    },
  }
}

const withoutZeros = (number: string): string => number.replace(/^0+(?=.)/, '')
const key = (renter: string, contract: string): string => JSON.stringify([renter, contract])
