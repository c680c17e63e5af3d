import type { RowBatches, SheetRow } from './cell.ts'
import { isEmptyCell } from './row-kinds.ts'

/** So many rows are named by their number. */
const NAMED = 10

/** The last cell is an amount or a year of which the end may be lost; one with both of its cents is whole. */
function mayBeCut({ cells }: SheetRow): boolean {
  const last = cells.at(-1)
  if (typeof last !== 'string') return false
  return (
    /^\d\d?([-/.])\d\d?\1\d\d$/.test(last) || (/^[-(]?[€\d., \u00a0]*\d[.,]?$/.test(last) && !/[.,]\d\d$/.test(last))
  )
}

/**
 * Passes rows on, and says afterwards which of them a workbook hides or crosses out. They count: many think that a
 * filter takes rows out of a file, or that crossing out does. Says also which go on beside the titles, as a row does in
 * which somebody inserted a cell.
 *
 * @param width of the titles
 */
export function watchRows(batches: RowBatches, width: number): { readonly rows: RowBatches; remarks(): string[] } {
  const hidden: number[] = []
  const struck: number[] = []
  const wide: number[] = []
  const unended: number[] = []
  async function* passed(): RowBatches {
    for await (const batch of batches) {
      for (const row of batch) {
        if (row.hidden === true) hidden.push(row.row)
        if (row.struck === true) struck.push(row.row)
        if (row.unended === true && mayBeCut(row)) unended.push(row.row)
        if (row.cells.length > width && !row.cells.slice(width).every(isEmptyCell)) wide.push(row.row)
      }
      yield batch
    }
  }
  const listed = (rows: readonly number[]) => `${rows.slice(0, NAMED).join(', ')}${rows.length > NAMED ? ' …' : ''}`
  const told = (rows: readonly number[], how: string) => {
    const named = listed(rows)
    if (rows.length === 1) return [`Rij ${named} is ${how}, en is toch gelezen.`]
    return rows.length === 0 ? [] : [`${rows.length} rijen zijn ${how}, en zijn toch gelezen: ${named}.`]
  }
  return {
    rows: passed(),
    remarks: () => [
      ...told(hidden, 'verborgen, misschien door een filter'),
      ...told(struck, 'doorgehaald'),
      ...(wide.length === 0
        ? []
        : [
            `Naast de laatste titel staat nog iets in ${wide.length === 1 ? 'rij' : 'de rijen'} ${listed(wide)}. Kijk of daar een cel is verschoven.`,
          ]),
      ...unended.map(
        (row) =>
          `Het bestand eindigt midden in rij ${row}, zonder regeleinde. Kijk of die rij volledig is, ook het bedrag.`,
      ),
    ],
  }
}
