import type { Remark } from '../../shared/contracts/import.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { isBlank, type RowBatches, type SheetRow } from '../../shared/erp/cell.ts'
import { csvRows } from '../../shared/erp/csv.ts'
import { decode, encodingOf } from '../../shared/erp/encoding.ts'
import { FileFault } from '../../shared/erp/faults.ts'
import { DEFAULT_LIMITS } from '../../shared/erp/limits.ts'
import { spool } from '../../shared/erp/spool.ts'
import { workbookRows } from '../../shared/erp/xlsx/workbook.ts'
import { type AnswerProfile, asWord } from '../../shared/portals/answer-profile.ts'
import { type Field, type Header, type PortalAnswer, readAnswer, type UnreadLine } from './answer-line.ts'

export interface AnswerFile {
  readonly answers: readonly PortalAnswer[]
  /** Lines that do not count, in their order. */
  readonly unread: readonly UnreadLine[]
  /** Why the file, or the rest of it, cannot be read; null when all of it was. */
  readonly fault: Remark | null
}

/** A portal answers about some signals, and never about a whole book. */
const LIMITS = {
  ...DEFAULT_LIMITS,
  csvBytes: 10_000_000,
  xlsxBytes: 10_000_000,
  inflatedBytes: 100_000_000,
  rows: 20_000,
}

/**
 * Reads a portal's file, CSV or XLSX, line by line as its profile says (F2): what was read counts, whatever the other
 * lines are. Every fault has its row and the title of its column.
 */
export async function readAnswerFile(
  bytes: AsyncIterable<Uint8Array>,
  profile: AnswerProfile,
  today: IsoDate,
): Promise<AnswerFile> {
  const answers: PortalAnswer[] = []
  const unread: UnreadLine[] = []
  try {
    for await (const line of readLines(await rowsOf(bytes, profile), profile, today))
      if ('reason' in line) unread.push(line)
      else answers.push(line)
    return { answers, unread, fault: null }
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    return { answers, unread, fault: { row: error.row, field: error.field, message: error.message } }
  }
}

async function rowsOf(bytes: AsyncIterable<Uint8Array>, { columns }: AnswerProfile): Promise<RowBatches> {
  const file = await spool(bytes, LIMITS)
  const known = new Set(Object.values(columns).flatMap((titles) => (titles ?? []).map(asWord)))
  const isTitle = (cell: string) => known.has(asWord(cell))
  if (file.kind === 'zip')
    return workbookRows(Buffer.concat(file.chunks), LIMITS, (rows) => Math.max(0, ...rows.map(titlesIn(isTitle))))
  return csvRows(decode(file.chunks, encodingOf(file.chunks)), isTitle)
}

const titlesIn =
  (isTitle: (cell: string) => boolean) =>
  ({ cells }: SheetRow): number =>
    cells.filter((cell) => typeof cell === 'string' && isTitle(cell)).length

async function* readLines(
  batches: RowBatches,
  profile: AnswerProfile,
  today: IsoDate,
): AsyncGenerator<PortalAnswer | UnreadLine> {
  let header: Header | null = null
  let count = 0
  for await (const batch of batches)
    for (const row of batch) {
      if (isBlank(row)) continue
      if (!header) {
        header = headerOf(row, profile)
        continue
      }
      count += 1
      if (count > LIMITS.rows)
        throw new FileFault(`Dit bestand heeft meer dan ${LIMITS.rows} regels.`, { row: row.row })
      yield readAnswer(row, header, profile, today)
    }
  if (count === 0) throw new FileFault('Dit bestand is leeg.')
}

function headerOf({ row, cells }: SheetRow, { columns }: AnswerProfile): Header {
  const titles = cells.map((cell) => (typeof cell === 'string' ? asWord(cell) : ''))
  const header: { -readonly [F in Field]?: Header[F] } = {}
  for (const [field, names] of Object.entries(columns) as [Field, string[] | undefined][])
    for (const title of names ?? []) {
      const index = titles.indexOf(asWord(title))
      if (index >= 0) header[field] ??= { index, title }
    }
  for (const field of ['postcode', 'houseNumber', 'status'] as const)
    if (!header[field])
      throw new FileFault(`Deze kolom ontbreekt. De titel kan zijn: ${columns[field].join(', ')}.`, {
        row,
        field: columns[field][0] ?? null,
      })
  return header
}
