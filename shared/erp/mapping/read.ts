import { isBlank, type SheetRow } from '../cell.ts'
import type { Header, Title } from '../columns.ts'
import { createConsistencyCheck } from '../consistency.ts'
import type { ExportItem } from '../export.ts'
import { FileFault } from '../faults.ts'
import type { Limits } from '../limits.ts'
import { type Reading, type ReadRow, type Remark, readRow, type Whose } from '../row.ts'
import { createTotalCheck, SKIPPED } from '../row-kinds.ts'
import { clean } from '../text.ts'
import { widthFault } from '../width.ts'
import { columnsOfTwoMonths } from './balance.ts'
import { cellsOf, ownTitle } from './fields-of-row.ts'
import { cellIn, type SideTable } from './join.ts'
import type { MappedLayout } from './layout.ts'
import { type Mapping, mainFile } from './mapping.ts'
import { mergeInvoices, type Sourced } from './merge.ts'
import { datedMonths } from './months.ts'
import { kindOf, openOf } from './rows.ts'
import { addsUp, type CellOf, NOT_ADDING_UP } from './sums.ts'
import { headerOf, translate } from './translate.ts'

export interface MappedBook {
  readonly layout: MappedLayout
  readonly sides: readonly SideTable[]
  /** The reference date, YYYY-MM-DD. */
  readonly on: string
  /** The file has separators, between which a cell too few shifts what follows. */
  readonly separated: boolean
  readonly limits: Limits
  readonly notRent: Reading['notRent']
}

/**
 * The claims of a file that is read by a mapping, and all that is to be said of it. Every row with anything in it is
 * one of: a claim, an error, or a note that names it. Amounts in whole cents.
 */
export async function* mappedItems(
  rows: AsyncIterable<readonly SheetRow[]>,
  given: MappedBook,
): AsyncGenerator<ExportItem> {
  const mapping = datedMonths(given.layout.mapping, given.on, given.layout.row.row)
  const book = { ...given, layout: { ...given.layout, mapping }, header: headerOf(mapping) }
  const check = createConsistencyCheck({ lines: false })
  const totals = createTotalCheck((row) => openOf(row, book.layout))
  const sourced: Sourced[] = []
  for (const remark of book.layout.remarks) yield { kind: 'note', row: null, ...remark }
  let count = 0
  let failed = false
  for await (const batch of rows)
    for (const row of batch) {
      if (isBlank(row)) continue
      count += 1
      if (count > book.limits.rows)
        throw new FileFault(
          `Dit bestand heeft meer dan ${book.limits.rows} regels. Lever het in delen aan, per opdrachtgever.`,
          row,
        )
      const place = { row: row.row }
      const kind = row.fault === undefined ? kindOf(row, book.layout) : 'line'
      if (kind === 'text')
        yield {
          kind: 'note',
          ...place,
          field: null,
          message: SKIPPED,
        }
      if (kind === 'total') {
        const wrong = failed ? null : totals.total(row)
        if (wrong !== null) yield { ...wrong, ...place, field: ownTitle('Openstaand', book.layout.mapping) }
      }
      if (kind !== 'line') continue
      totals.line(row)
      const { claims, errors, warnings, whose } = readLine(row, book, check)
      failed ||= errors.length > 0
      for (const claim of claims) sourced.push({ ...place, claim, raw: JSON.stringify(row.cells) })
      for (const remark of errors) yield { kind: 'error', ...place, ...(whose && { whose }), ...remark }
      for (const remark of warnings) yield { kind: 'warning', ...place, ...remark }
    }
  yield* claimItems(sourced, book)
  for (const column of columnsOfTwoMonths(mainFile(book.layout.mapping), book.on))
    yield {
      kind: 'note',
      row: null,
      field: column,
      message:
        'Op deze peildatum valt de huur van twee maanden in deze kolom. Wij nemen de laatste; lever het saldo liever na de derde van de maand aan.',
    }
}

const NO_NUMBER = 'Deze regel heeft geen nummer, en wordt aan de datum herkend.'

/** A claim in a file that numbers its claims, without a number of its own. */
const withoutNumber = (of: CellOf, { shape }: Mapping): boolean => {
  const number = shape === 'claims' ? of('Factuurnummer') : undefined
  return typeof number === 'string' && ['', '-'].includes(clean(number))
}

interface Outcome {
  readonly claims: readonly NonNullable<ReadRow['claim']>[]
  readonly errors: readonly Told[]
  readonly warnings: readonly Told[]
  readonly whose: Whose | null
}
interface Told {
  readonly field: string | null
  readonly message: string
}

/** All claims of one row, or none when anything in it is wrong. */
function readLine(
  row: SheetRow,
  book: MappedBook & { readonly header: Header },
  check: ReturnType<typeof createConsistencyCheck>,
): Outcome {
  const { layout, sides, on, limits, notRent, header } = book
  const { mapping } = layout
  const fault =
    row.fault ??
    (book.separated ? widthFault(row, layout.row.cells.findLastIndex((cell) => cell !== '') + 1) : undefined)
  if (fault !== undefined) return { claims: [], errors: [{ field: null, message: fault }], warnings: [], whose: null }
  const of = cellsOf(row, layout, sides, limits.cellLength)
  const cellAt = (column: string) => cellIn(row.cells, layout.columns, column) ?? ''
  const reading = { cellLength: limits.cellLength, notRent }
  const read = translate(mapping, of, cellAt, on).map((cells) => readRow(cells, header, reading))
  const claims = read.flatMap(({ claim }) => claim ?? [])
  const faults = read.flatMap(({ errors }) => errors)
  const contradictions = faults.length > 0 ? [] : claims.flatMap((claim) => check(row.row, claim))
  const errors = distinct([...faults, ...contradictions], (title) => ownTitle(title, mapping) ?? title)
  // What the source never says is said once of the file, not of each row.
  const warned = read.flatMap(({ warnings }) => warnings).filter(({ field }) => ownTitle(field, mapping) !== null)
  const warnings = [
    ...distinct(warned, (title) => ownTitle(title, mapping) ?? title),
    ...(withoutNumber(of, mapping) ? [{ field: ownTitle('Factuurnummer', mapping), message: NO_NUMBER }] : []),
    ...(addsUp(of, mapping) ? [] : [{ field: ownTitle('Openstaand', mapping), message: NOT_ADDING_UP }]),
  ]
  return { claims: errors.length > 0 ? [] : claims, errors, warnings, whose: read[0]?.whose ?? null }
}

function distinct(remarks: readonly Remark[], nameOf: (title: Title) => string): Told[] {
  const seen = new Map(
    remarks.map(({ field, message }) => [`${nameOf(field)} ${message}`, { field: nameOf(field), message }]),
  )
  return [...seen.values()]
}

function* claimItems(sourced: readonly Sourced[], { layout }: MappedBook): Generator<ExportItem> {
  const { mapping } = layout
  const { claims, doubles, summed } = mergeInvoices(sourced)
  for (const { row, earlier, whose } of doubles)
    yield { kind: 'error', row, whose, field: null, message: `Deze regel is in alles gelijk aan rij ${earlier}.` }
  for (const { row, claim } of claims) yield { kind: 'claim', row, claim }
  const note = (message: string): ExportItem => ({ kind: 'note', row: null, field: null, message })
  if (summed > 0) yield note(`Van ${summed} facturen staan meer regels in het bestand. Die zijn per factuur opgeteld.`)
  if (ownTitle('Postcode', mapping) === null)
    yield note('Dit bestand bevat geen postcodes. Zonder adres kan een huurder niet bij de gemeente worden gemeld.')
}
