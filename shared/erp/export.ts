import { NOT_RENT } from '../domain/rent.ts'
import type { RowBatches, SheetRow } from './cell.ts'
import { isBlank } from './cell.ts'
import type { Claim } from './claim.ts'
import { CODE_PAGES, codePageRemark } from './code-pages.ts'
import { type Header, titleOf } from './columns.ts'
import { createConsistencyCheck } from './consistency.ts'
import { csvRows } from './csv.ts'
import { withDayFirst } from './dates-of-file.ts'
import { decode, encodingOf } from './encoding.ts'
import { END_SIGN_REMARK, withoutEndSign } from './end-sign.ts'
import { FileFault, LayoutFault, UnusableExport } from './faults.ts'
import { kindOfKnown, openInKnown } from './known-rows.ts'
import { DEFAULT_LIMITS, HEADER_SEARCH, type Limits } from './limits.ts'
import { titleKey } from './mapping/fields.ts'
import { readSideTable, type SideTable } from './mapping/join.ts'
import { type Layout, layoutOf, rankOf, titlesOf } from './mapping/layout.ts'
import type { Mapping } from './mapping/mapping.ts'
import { mappedItems } from './mapping/read.ts'
import { type Reading, readRow, type Whose } from './row.ts'
import { createTotalCheck, isEmptyCell, SKIPPED } from './row-kinds.ts'
import { type Spooled, spool } from './spool.ts'
import { watchRows } from './watched-rows.ts'
import { widthFault } from './width.ts'
import { type RankSheet, workbookRows } from './xlsx/workbook.ts'

interface Remark {
  readonly row: number
  readonly field: string | null
  /** Dutch, without what stood in the cell. */
  readonly message: string
}

/** A cell, or (without `field`) a row, that cannot be used. `row` is the number that a spreadsheet shows. */
export interface RowError extends Remark {
  readonly kind: 'error'
  /** Whose row it is; absent where that cannot be told (I1). */
  readonly whose?: Whose
  /** The lines do not add up to the file's own total: it is about the file as a whole. */
  readonly whole?: true
}

/** Something that a person should know; the claim of the row is read all the same. */
export interface RowWarning extends Remark {
  readonly kind: 'warning'
}

/** Something that a person should know of the file, or of a row that is no line of the book. */
export interface Note extends Omit<Remark, 'row'> {
  readonly kind: 'note'
  readonly row: number | null
}

export type ExportItem =
  | { readonly kind: 'claim'; readonly row: number; readonly claim: Claim }
  | RowError
  | RowWarning
  | Note

export interface OpenExport {
  readonly fileName: string
  readonly layout: Layout
  /** What follows the titles. It can be read once. */
  readonly rows: RowBatches
  readonly separated: boolean
  /** What is to be said of the file as a whole, in Dutch; complete once its rows were read. */
  readonly remarks: readonly string[]
  readonly limits: Limits
  readonly notRent: Reading['notRent']
}

/**
 * Opens an ERP export, CSV or XLSX, as far as its titles.
 *
 * @param fileName for messages, and to tell sources apart; what kind of file it is follows from its bytes
 * @throws UnusableExport; a failure to fetch the bytes is passed on as it is
 */
export function openExport(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  {
    mappings = [],
    limits = {},
    notRent = () => NOT_RENT,
  }: {
    readonly mappings?: readonly Mapping[]
    readonly limits?: Partial<Limits>
    readonly notRent?: Reading['notRent']
  } = {},
): Promise<OpenExport> {
  return named(fileName, async () => {
    const all = { ...DEFAULT_LIMITS, ...limits }
    const file = await spool(bytes, all)
    const remarks: string[] = []
    const { rows, rest } = await firstRows(tableRows(file, all, mappings, remarks))
    if (rows.length === 0) throw new FileFault('Dit bestand is leeg.')
    const layout = layoutOf(rows, mappings, fileName, all.columns)
    const behind = rows.slice(rows.indexOf(layout.row) + 1)
    const separated = file.kind === 'text'
    const again = () => tableRows(file, all, mappings, [])
    const dated = await withDayFirst({ layout, first: behind, rows: following(behind, rest), again })
    remarks.push(...dated.remarks)
    return { fileName, layout, rows: dated.rows, separated, remarks, limits: all, notRent }
  })
}

/**
 * Reads what an open export holds. Amounts come in whole cents, dates as YYYY-MM-DD. A row with anything wrong gives
 * errors and no claim. Lines are compared with each other too: an invoice that is in the file twice, or lines that
 * contradict each other, are errors of the later row. A CSV that was cut at the end of a line looks whole from here:
 * compare it with the book of last time before closing a case (invariant 7).
 *
 * @param on the reference date, YYYY-MM-DD
 * @param sides the files that belong to it
 * @throws UnusableExport, also after claims were given: what came before it counts for nothing
 */
export async function* readItems(
  open: OpenExport,
  on: string,
  sides: readonly SideTable[] = [],
): AsyncGenerator<ExportItem> {
  const { fileName, layout, separated, limits, notRent } = open
  const seen = watchRows(open.rows, layout.row.cells.findLastIndex((cell) => !isEmptyCell(cell)) + 1)
  const { rows } = seen
  try {
    yield* layout.kind === 'known'
      ? knownItems({ ...open, rows }, layout.header)
      : mappedItems(rows, { layout, sides, on, separated, limits, notRent })
    for (const message of [...open.remarks, ...seen.remarks()]) yield { kind: 'note', row: null, field: null, message }
  } catch (error) {
    throw renamed(fileName, error)
  }
}

/** Reads a file of renters or addresses, to be joined to the one with the amounts. @throws UnusableExport */
export function readSide({ fileName, layout, rows, limits }: OpenExport): Promise<SideTable> {
  return named(fileName, async () => {
    const file = layout.kind === 'mapped' && layout.part > 0 ? layout.mapping.files[layout.part] : undefined
    if (layout.kind !== 'mapped' || !file) throw new LayoutFault('Dit is geen bestand dat bij een ander hoort.')
    return readSideTable(rows, file, layout.columns, limits.rows)
  })
}

/** Opens and reads an export of one line a claim in the known layout. */
export async function* readExport(
  fileName: string,
  bytes: AsyncIterable<Uint8Array>,
  limits: Partial<Limits> = {},
): AsyncGenerator<ExportItem> {
  yield* readItems(await openExport(fileName, bytes, { limits }), '')
}

async function named<T>(fileName: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw renamed(fileName, error)
  }
}

const renamed = (fileName: string, error: unknown): unknown =>
  error instanceof FileFault ? new UnusableExport(fileName, error) : error

function tableRows(file: Spooled, limits: Limits, mappings: readonly Mapping[], remarks: string[]): RowBatches {
  const titles = new Set(mappings.flatMap(({ files }) => files.flatMap(titlesOf)))
  const isTitle = (cell: string) => titleOf(cell) !== undefined || titles.has(titleKey(cell))
  const rank = (rows: readonly SheetRow[]) => Math.max(0, ...rows.map((row) => rankOf(row, mappings)))
  return fileRows(file, limits, { isTitle, rank, remarks })
}

/**
 * The rows of a file with anything in it. `isTitle` tells the separator of a CSV, `rank` the sheet of a workbook; what
 * is to be said of the file is added to `remarks`.
 */
export function fileRows(
  file: Spooled,
  limits: Limits,
  {
    isTitle,
    rank,
    remarks,
  }: { readonly isTitle: (cell: string) => boolean; readonly rank: RankSheet; readonly remarks: string[] },
): RowBatches {
  if (file.kind === 'zip') return workbookRows(Buffer.concat(file.chunks), limits, rank)
  const encoding = encodingOf(file.chunks)
  const page = CODE_PAGES.find((each) => each === encoding)
  if (page !== undefined && page !== 'windows-1252') remarks.push(codePageRemark(page))
  return csvRows(
    withoutEndSign(decode(file.chunks, encoding), () => remarks.push(END_SIGN_REMARK)),
    isTitle,
  )
}

/** The first rows with anything in them, and how to go on behind them. */
export async function firstRows(
  batches: RowBatches,
): Promise<{ rows: SheetRow[]; rest: AsyncIterator<readonly SheetRow[]> }> {
  const rest = batches[Symbol.asyncIterator]()
  const rows: SheetRow[] = []
  while (rows.length < HEADER_SEARCH) {
    const next = await rest.next()
    if (next.done) break
    rows.push(...next.value.filter((row) => !isBlank(row)))
  }
  return { rows, rest }
}

export async function* following(rows: readonly SheetRow[], rest: AsyncIterator<readonly SheetRow[]>): RowBatches {
  yield rows
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

async function* knownItems(open: OpenExport, header: Header): AsyncGenerator<ExportItem> {
  const { rows, limits } = open
  const check = createConsistencyCheck({ lines: true })
  const totals = createTotalCheck((row) => openInKnown(row, header))
  let before: SheetRow | null = null
  let failed = false
  let count = 0
  for await (const batch of rows) {
    for (const row of batch) {
      if (isBlank(row)) continue
      count += 1
      if (count > limits.rows)
        throw new FileFault(
          `Dit bestand heeft meer dan ${limits.rows} regels. Lever het in delen aan, per opdrachtgever.`,
          row,
        )
      const kind = row.fault === undefined ? kindOfKnown(row, header, before) : 'line'
      if (kind === 'text') yield { kind: 'note', row: row.row, field: null, message: SKIPPED }
      if (kind === 'total') {
        const wrong = failed ? null : totals.total(row)
        if (wrong !== null) yield { ...wrong, row: row.row, field: 'Openstaand' }
      }
      if (kind !== 'line') continue
      totals.line(row)
      before = row
      const items = itemsOf(row, header, open, check)
      failed ||= items.some((item) => item.kind === 'error')
      yield* items
    }
  }
}

function itemsOf(
  row: SheetRow,
  header: Header,
  { separated, limits, notRent }: OpenExport,
  check: ReturnType<typeof createConsistencyCheck>,
): ExportItem[] {
  const fault = row.fault ?? (separated ? widthFault(row, header.width) : undefined)
  if (fault !== undefined) return [{ kind: 'error', row: row.row, field: null, message: fault }]
  const read = readRow(row.cells, header, { cellLength: limits.cellLength, notRent })
  const { claim, errors, warnings, whose } = read
  const faults = claim ? check(row.row, claim) : errors
  const place = { row: row.row }
  const warned = warnings.map((remark) => ({ kind: 'warning' as const, ...place, ...remark }))
  if (claim && faults.length === 0) return [...warned, { kind: 'claim', ...place, claim }]
  const about = { ...place, ...(whose && { whose }) }
  return [...faults.map((remark) => ({ kind: 'error' as const, ...about, ...remark })), ...warned]
}
