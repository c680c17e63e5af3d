import type { Cell, SheetRow } from '../cell.ts'
import { type Header, isKnownHeader, looksLikeHeader, readHeader } from '../columns.ts'
import { FileFault, LayoutFault } from '../faults.ts'
import { HEADER_SEARCH } from '../limits.ts'
import { type Completed, completed, refuseOriginal } from './complete.ts'
import { titleKey, titleText } from './fields.ts'
import type { MappedFile, Mapping } from './mapping.ts'
import { withMonths } from './months.ts'

/** Where each title stands (from 0), by `titleKey`; in a layout also as the mapping writes it. */
export type Columns = ReadonlyMap<string, number>

export interface MappedLayout {
  readonly kind: 'mapped'
  readonly mapping: Mapping
  /** Which of the mapping's files this is; 0 holds the amounts. */
  readonly part: number
  readonly columns: Columns
  readonly row: SheetRow
  readonly remarks: Completed['remarks']
}

export interface KnownLayout {
  readonly kind: 'known'
  readonly header: Header
  readonly row: SheetRow
}

export type Layout = KnownLayout | MappedLayout

export function columnsOf(cells: readonly Cell[]): Columns {
  const found = new Map<string, number>()
  cells.forEach((cell, index) => {
    const key = titleKey(titleText(cell))
    if (key !== '' && !found.has(key)) found.set(key, index)
  })
  return found
}

/** The titles that a file of a mapping cannot do without. */
export const titlesOf = (file: MappedFile): string[] => [
  ...new Set([...Object.values(file.columns), ...file.ageing.map(({ column }) => column)].map(titleKey)),
]

const fits = (file: MappedFile, columns: Columns): boolean => titlesOf(file).every((title) => columns.has(title))

/** What a row of titles leads to: 2 a book, 1 a file that is joined to one, 0 nothing that can be read. */
export function rankOf(row: SheetRow, mappings: readonly Mapping[]): 0 | 1 | 2 {
  if (isKnownHeader(row.cells)) return 2
  const columns = columnsOf(row.cells)
  const parts = mappings.flatMap(({ files }) => files.flatMap((file, part) => (fits(file, columns) ? [part] : [])))
  return parts.includes(0) ? 2 : parts.length > 0 ? 1 : 0
}

/** The name of a file behind its date, in lower case. */
export const nameBehindDate = (fileName: string): string => fileName.replace(/^\d{4}-\d{2}-\d{2}/, '').toLowerCase()

export const hasName = (fileName: string, { name }: MappedFile): boolean =>
  name === null || nameBehindDate(fileName).includes(name.toLowerCase())

const inspectAdvice = (fileName: string) =>
  `Bekijk het met: npm run inspect-export -- ${/\s/.test(fileName) ? `"${fileName}"` : fileName}`

/**
 * How a file is to be read, from its first rows: the known layout, or the one mapping whose titles it has.
 *
 * @throws LayoutFault for a layout that nobody confirmed, or that more than one mapping fits
 * @throws FileFault for the known layout with columns missing
 */
export function layoutOf(
  rows: readonly SheetRow[],
  mappings: readonly Mapping[],
  fileName: string,
  maxColumns: number,
): Layout {
  const row = rows.find((candidate) => rankOf(candidate, mappings) > 0)
  if (!row) throw changedLayout(rows, mappings, fileName) ?? unknownLayout(rows, fileName, maxColumns)
  if (row.fault !== undefined) throw new FileFault(row.fault, { row: row.row })
  if (isKnownHeader(row.cells)) return { kind: 'known', header: readHeader(row.cells, row.row, maxColumns), row }
  const columns = columnsOf(row.cells)
  const found = mappings.flatMap((mapping) =>
    mapping.files.flatMap((file, part) => (fits(file, columns) ? [{ mapping, file, part }] : [])),
  )
  const named = found.filter(({ file }) => hasName(fileName, file))
  const confirmed = named.filter(({ mapping }) => mapping.confirmedBy !== null)
  const most = Math.max(0, ...confirmed.map(({ file }) => titlesOf(file).length))
  const [chosen, ...others] = confirmed.filter(({ file }) => titlesOf(file).length === most)
  if (others.length > 0)
    throw new LayoutFault(
      `Meer dan één koppeling past op dit bestand: ${confirmed.map(({ mapping }) => mapping.source).join(', ')}. Geef elk een eigen name.`,
      { row: row.row },
    )
  if (!chosen) throw notUsable(found[0], named[0], fileName, row.row)
  const { mapping, remarks } = completed(withMonths(chosen.mapping, chosen.part, row), chosen.part, row)
  const file = mapping.files[chosen.part] ?? chosen.file
  refuseOriginal(mapping, chosen.part, row.row)
  refuseDouble(titlesOf(file), row)
  const { columns: used, ageing } = file
  const asWritten = [...Object.values(used), ...ageing.map(({ column }) => column)]
  const at = new Map([...columns, ...asWritten.map((title) => [title, columns.get(titleKey(title)) ?? -1] as const)])
  return { kind: 'mapped', mapping, part: chosen.part, columns: at, row, remarks }
}

type Candidate = { readonly mapping: Mapping; readonly file: MappedFile } | undefined

function notUsable(fitting: Candidate, named: Candidate, fileName: string, row: number): LayoutFault {
  const source = (named ?? fitting)?.mapping.source ?? ''
  return named
    ? new LayoutFault(
        `De koppeling ${source} past op dit bestand, maar niemand heeft haar bevestigd. ${inspectAdvice(fileName)} --confirm NAAM`,
        { row },
      )
    : new LayoutFault(
        `De titels passen bij de koppeling ${source}, maar de naam van dit bestand bevat niet "${fitting?.file.name ?? ''}".`,
        { row },
      )
}

/** The titles of a source that are there for the most part: somebody changed the report. Null when none looks so. */
function changedLayout(rows: readonly SheetRow[], mappings: readonly Mapping[], fileName: string): LayoutFault | null {
  for (const { source, files } of mappings)
    for (const file of files) {
      const titles = titlesOf(file)
      const near = rows.find(({ cells }) => {
        const columns = columnsOf(cells)
        return titles.filter((title) => columns.has(title)).length * 2 >= titles.length
      })
      if (!near || !hasName(fileName, file)) continue
      const columns = columnsOf(near.cells)
      const missing = [...Object.values(file.columns), ...file.ageing.map(({ column }) => column)].filter(
        (title) => !columns.has(titleKey(title)),
      )
      return new LayoutFault(
        `Dit bestand mist kolommen van de koppeling ${source}: ${missing.join(', ')}. ${inspectAdvice(fileName)} --anew`,
        { row: near.row, field: missing.length === 1 ? (missing[0] ?? null) : null },
      )
    }
  return null
}

/** The known layout with a column too few is a mistake in it; anything else is a layout that nobody mapped yet. */
function unknownLayout(rows: readonly SheetRow[], fileName: string, maxColumns: number): FileFault {
  const near = rows.find(({ cells }) => looksLikeHeader(cells, 6))
  if (near) {
    try {
      readHeader(near.cells, near.row, maxColumns)
    } catch (error) {
      if (error instanceof FileFault) return error
      throw error
    }
  }
  const [first] = rows[0]?.cells ?? []
  if (typeof first === 'string' && first.trim().startsWith('<'))
    return new FileFault('Dit is een webpagina, geen tabel. Open het in Excel en sla het op als .xlsx.')
  return new LayoutFault(
    `De indeling van dit bestand is niet bekend: in de eerste ${HEADER_SEARCH} rijen staan geen titels die passen bij een koppeling. ${inspectAdvice(fileName)}`,
  )
}

function refuseDouble(titles: readonly string[], { cells, row }: SheetRow): void {
  const keys = cells.map((cell) => titleKey(titleText(cell)))
  const double = titles.find((title) => keys.indexOf(title) !== keys.lastIndexOf(title))
  if (double === undefined) return
  throw new FileFault('deze kolom staat er twee keer in.', { row, field: titleText(cells[keys.indexOf(double)] ?? '') })
}
