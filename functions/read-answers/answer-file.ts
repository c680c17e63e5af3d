import type { Remark } from '../../shared/contracts/import.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { postcodeOf } from '../../shared/domain/postcode.ts'
import { type Cell, isBlank, type Read, type RowBatches, type SheetRow } from '../../shared/erp/cell.ts'
import { csvRows } from '../../shared/erp/csv.ts'
import { dueDate } from '../../shared/erp/date.ts'
import { decode, encodingOf } from '../../shared/erp/encoding.ts'
import { FileFault } from '../../shared/erp/faults.ts'
import { DEFAULT_LIMITS } from '../../shared/erp/limits.ts'
import { spool } from '../../shared/erp/spool.ts'
import { code, EMPTY_REASON, freeText } from '../../shared/erp/text.ts'
import { workbookRows } from '../../shared/erp/xlsx/workbook.ts'
import { type AnswerProfile, asWord, type Meaning } from '../../shared/portals/answer-profile.ts'

/** One line of a portal's file. */
export interface PortalAnswer {
  /** As a spreadsheet numbers it. */
  readonly row: number
  readonly postcode: string
  readonly houseNumber: string
  readonly houseNumberAddition: string
  readonly meaning: Meaning
  /** The portal's word for it. */
  readonly status: string
  /** Null where the portal gives none. */
  readonly on: IsoDate | null
}

export interface AnswerFile {
  readonly answers: readonly PortalAnswer[]
  readonly errors: readonly Remark[]
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
 * Reads a portal's file, CSV or XLSX, as its profile says; every fault has its row and the title of its column. A file
 * that cannot be read at all is one fault.
 */
export async function readAnswerFile(
  bytes: AsyncIterable<Uint8Array>,
  profile: AnswerProfile,
  today: IsoDate,
): Promise<AnswerFile> {
  try {
    return await readRows(await rowsOf(bytes, profile), profile, today)
  } catch (error) {
    if (!(error instanceof FileFault)) throw error
    return { answers: [], errors: [{ row: error.row, field: error.field, message: error.message }] }
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

type Field = keyof AnswerProfile['columns']
interface Column {
  readonly index: number
  readonly title: string
}
type Header = Readonly<Partial<Record<Field, Column>>>

async function readRows(batches: RowBatches, profile: AnswerProfile, today: IsoDate): Promise<AnswerFile> {
  const answers: PortalAnswer[] = []
  const errors: Remark[] = []
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
      const read = readAnswer(row, header, profile, today)
      if (Array.isArray(read)) errors.push(...read)
      else answers.push(read)
    }
  if (count === 0) throw new FileFault('Dit bestand is leeg.')
  return { answers, errors }
}

function headerOf({ row, cells }: SheetRow, { columns }: AnswerProfile): Header {
  const titles = cells.map((cell) => (typeof cell === 'string' ? asWord(cell) : ''))
  const header: Partial<Record<Field, Column>> = {}
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

function readAnswer(row: SheetRow, header: Header, profile: AnswerProfile, today: IsoDate): PortalAnswer | Remark[] {
  if (row.fault !== undefined) return [{ row: row.row, field: null, message: row.fault }]
  const errors: Remark[] = []
  const fail = (field: Field, message: string) =>
    errors.push({ row: row.row, field: header[field]?.title ?? null, message })
  const read = (field: Field, reader: (cell: Cell) => Read<string>): string => {
    const column = header[field]
    const result = column ? reader(row.cells[column.index] ?? '') : { ok: true as const, value: '' }
    if (result.ok) return result.value
    fail(field, result.reason)
    return ''
  }
  const postcode = postcodeOf(read('postcode', code))
  const houseNumber = read('houseNumber', code)
  const houseNumberAddition = read('houseNumberAddition', code)
  const status = read('status', freeText)
  if (errors.length > 0) return errors
  if (postcode === null) fail('postcode', 'Dit is geen postcode.')
  if (!/^[1-9][0-9]{0,4}$/.test(houseNumber)) fail('houseNumber', 'Dit is geen huisnummer.')
  const known = Object.entries(profile.statuses).find(([word]) => asWord(word) === asWord(status))
  if (status === '') fail('status', EMPTY_REASON)
  else if (!known)
    fail(
      'status',
      `Deze status is niet bekend. Kies uit: ${Object.keys(profile.statuses).join(', ')}. Of zet hem in het profiel ${profile.name}.`,
    )
  const on = dateOf(row, header, known?.[1])
  if (on !== null && !on.ok) fail('date', on.reason)
  else if (on !== null && on.value > today) fail('date', 'Deze datum ligt in de toekomst.')
  if (errors.length > 0 || !known || postcode === null) return errors
  const [word, meaning] = known
  return {
    row: row.row,
    postcode,
    houseNumber,
    houseNumberAddition,
    meaning,
    status: word,
    on: on?.ok ? on.value : null,
  }
}

/** Help accepted always has its date: the 30 days count from it (U1). */
function dateOf({ cells }: SheetRow, { date }: Header, meaning: Meaning | undefined): Read<string> | null {
  const cell = date ? (cells[date.index] ?? '') : ''
  return cell === '' && meaning !== 'accepted' ? null : dueDate(cell)
}
