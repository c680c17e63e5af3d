import type { RowBatches } from './cell.ts'

/** So many rows are named by their number. */
const NAMED = 10

/**
 * Passes rows on, and says afterwards which of them a workbook hides or crosses out. They count: many think that a
 * filter takes rows out of a file, or that crossing out does.
 */
export function watchRows(batches: RowBatches): { readonly rows: RowBatches; remarks(): string[] } {
  const hidden: number[] = []
  const struck: number[] = []
  async function* passed(): RowBatches {
    for await (const batch of batches) {
      for (const row of batch) {
        if (row.hidden === true) hidden.push(row.row)
        if (row.struck === true) struck.push(row.row)
      }
      yield batch
    }
  }
  const told = (rows: readonly number[], how: string) => {
    const named = `${rows.slice(0, NAMED).join(', ')}${rows.length > NAMED ? ' …' : ''}`
    if (rows.length === 1) return [`Rij ${named} is ${how}, en is toch gelezen.`]
    return rows.length === 0 ? [] : [`${rows.length} rijen zijn ${how}, en zijn toch gelezen: ${named}.`]
  }
  return {
    rows: passed(),
    remarks: () => [...told(hidden, 'verborgen, misschien door een filter'), ...told(struck, 'doorgehaald')],
  }
}
