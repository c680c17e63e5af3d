import type { RowBatches, SheetRow } from './cell.ts'
import { isBlank } from './cell.ts'
import type { Claim } from './claim.ts'
import { type Header, readHeader, titleOf } from './columns.ts'
import { createConsistencyCheck } from './consistency.ts'
import { csvRows } from './csv.ts'
import { decode, encodingOf } from './encoding.ts'
import { FileFault, UnusableExport } from './faults.ts'
import { defaultLimits, type Limits } from './limits.ts'
import { readRow } from './row.ts'
import { type Spooled, spool } from './spool.ts'
import { workbookRows } from './xlsx/workbook.ts'

/** A cell, or (without `field`) a row, that cannot be used. `row` is the number that a spreadsheet shows. */
export interface RowError {
  readonly kind: 'error'
  readonly row: number
  readonly field: string | null
  /** Dutch, without what stood in the cell. */
  readonly message: string
}

/** Something that a person should know; the claim of the row is read all the same. */
export interface RowWarning {
  readonly kind: 'warning'
  readonly row: number
  readonly field: string | null
  readonly message: string
}

export type ExportItem = { readonly kind: 'claim'; readonly row: number; readonly claim: Claim } | RowError | RowWarning

/**
 * Reads an ERP export, CSV or XLSX, of one line a claim, as a stream. Amounts come in whole cents, dates as YYYY-MM-DD.
 * A row with anything wrong gives errors and no claim. Lines are compared with each other too: an invoice that is in
 * the file twice, or lines that contradict each other, are errors of the later row.
 *
 * Raises UnusableExport, also after claims were given: what came before it counts for nothing. A failure to fetch the
 * bytes is passed on as it is. A CSV that was cut at the end of a line looks whole from here: compare it with the book
 * of last time before closing a case (invariant 7).
 *
 * @param fileName for messages alone; what the file is follows from its bytes
 */
export async function* readExport(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<Limits> = {},
): AsyncGenerator<ExportItem> {
  const all = { ...defaultLimits, ...limits }
  try {
    const file = await spool(bytes, all)
    yield* readBook(rowsOf(file, all), file.kind === 'text', all)
  } catch (error) {
    throw error instanceof FileFault ? new UnusableExport(fileName, error) : error
  }
}

function rowsOf(file: Spooled, limits: Limits): RowBatches {
  if (file.kind === 'zip') return workbookRows(Buffer.concat(file.chunks), limits)
  const texts = decode(file.chunks, encodingOf(file.chunks))
  return csvRows(texts, (cell) => titleOf(cell) !== undefined)
}

async function* readBook(batches: RowBatches, separated: boolean, limits: Limits): AsyncGenerator<ExportItem> {
  const check = createConsistencyCheck()
  let header: Header | null = null
  let count = 0
  for await (const batch of batches) {
    for (const row of batch) {
      if (isBlank(row)) continue
      if (header === null) {
        header = headerOf(row, limits)
        continue
      }
      count += 1
      if (count > limits.rows)
        throw new FileFault(
          `Dit bestand heeft meer dan ${limits.rows} regels. Lever het in delen aan, per opdrachtgever.`,
          row,
        )
      yield* itemsOf(row, header, separated, check, limits)
    }
  }
  if (header === null) throw new FileFault('Dit bestand is leeg.')
}

function headerOf(row: SheetRow, limits: Limits): Header {
  if (row.fault !== undefined) throw new FileFault(row.fault, { row: row.row })
  return readHeader(row.cells, row.row, limits.columns)
}

function itemsOf(
  row: SheetRow,
  header: Header,
  separated: boolean,
  check: ReturnType<typeof createConsistencyCheck>,
  limits: Limits,
): ExportItem[] {
  const fault = row.fault ?? (separated ? widthFault(row, header) : undefined)
  if (fault !== undefined) return [{ kind: 'error', row: row.row, field: null, message: fault }]
  const { claim, errors, warnings } = readRow(row.cells, header, limits.cellLength)
  const faults = claim ? check(row.row, claim) : errors
  const place = { row: row.row }
  const warned = warnings.map((remark) => ({ kind: 'warning' as const, ...place, ...remark }))
  if (claim && faults.length === 0) return [...warned, { kind: 'claim', ...place, claim }]
  return [...faults.map((remark) => ({ kind: 'error' as const, ...place, ...remark })), ...warned]
}

/** Between separators a cell too many or too few shifts all that follows into a wrong column. */
function widthFault(row: SheetRow, header: Header): string | undefined {
  const filled = row.cells.findLastIndex((cell) => cell !== '') + 1
  if (filled <= header.width && row.cells.length >= header.width) return undefined
  const found = filled > header.width ? filled : row.cells.length
  return `Deze rij heeft ${found} cellen, de titelrij heeft er ${header.width}. Misschien staat er een scheidingsteken in een tekst.`
}
