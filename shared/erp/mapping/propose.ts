import type { Cell, SheetRow } from '../cell.ts'
import { dueDate } from '../date.ts'
import { counted, isWritten, orderBy } from '../day-order.ts'
import { FileFault } from '../faults.ts'
import { HEADER_SEARCH } from '../limits.ts'
import { splitAddress, splitHouseNumber } from '../people/address.ts'
import { isEmptyCell } from '../row-kinds.ts'
import { ageOf, agesOf } from './ages.ts'
import { bundledFor } from './bundled.ts'
import { type Field, fieldOf, isPlainNumber, titleKey, titleText } from './fields.ts'
import { cellIn, keyText } from './join.ts'
import { columnsOf, nameBehindDate } from './layout.ts'
import { hasAmount, MAX_AGES, type MappedFile, type Mapping } from './mapping.ts'
import { monthOf } from './months.ts'
import { openAmount, sideAmount } from './sums.ts'

/** A file of which a mapping is to be made, with its rows that hold anything. */
export interface Sample {
  readonly fileName: string
  readonly rows: readonly SheetRow[]
}

/** The row with the most titles that we know, of the first rows; null when none has two. */
export function likelyHeader(rows: readonly SheetRow[]): SheetRow | null {
  const known = ({ cells }: SheetRow) =>
    cells.map(titleText).filter((title) => fieldOf(title) !== undefined || ageOf(title) !== undefined || monthOf(title))
      .length
  const first = rows.slice(0, HEADER_SEARCH)
  const most = Math.max(0, ...first.map(known))
  return most < 2 ? null : (first.find((row) => known(row) === most) ?? null)
}

/**
 * Proposes how files of one source are read, from their titles and from what stands below them. A person looks at it,
 * corrects it and confirms it: nothing is imported by a proposal.
 *
 * @param client the client whose book it is, when no column says so
 * @throws FileFault when no titles are found
 */
export function proposeMapping(samples: readonly Sample[], client: string | null): Mapping {
  const found = samples.map(proposeFile)
  const main = found.find(({ file }) => hasAmount(file)) ?? found[0]
  if (!main) throw new RangeError('no files')
  const files = [main, ...found.filter((each) => each !== main)]
  const has = (field: Field) => files.some(({ file }) => file.columns[field] !== undefined)
  const shape = shapeOf(main.file)
  const bundled = samples.length === 1 ? bundledFor(main.header) : null
  if (bundled) {
    const constants = client === null ? bundled.constants : { ...bundled.constants, Opdrachtgever: client }
    const [file] = bundled.files
    return {
      ...bundled,
      source: sourceOf(main.stem),
      constants,
      files: file ? [{ ...file, name: main.file.name }] : [],
    }
  }
  const { columns } = main.file
  const byName = files.length > 1 || columns.Opdrachtgever === undefined
  // A file of claims that names contracts alone, with no file that says whose they are: each contract is a renter.
  const joined = files.slice(1).some(({ file }) => file.columns.Contractnummer !== undefined)
  if (columns.Debiteurnummer === undefined && columns.Contractnummer !== undefined && !joined)
    columns.Debiteurnummer = columns.Contractnummer
  const named = files.map(({ file }) => (byName ? file : { ...file, name: null }))
  const due = columns.Vervaldatum !== undefined ? 'column' : columns.Periode !== undefined ? 'period' : 'first-of-month'
  const mapping: Mapping = {
    source: sourceOf(main.stem),
    confirmedBy: null,
    shape,
    constants: {
      ...(has('Opdrachtgever') || client === null ? {} : { Opdrachtgever: client }),
      ...(has('Soort eenheid') ? {} : { 'Soort eenheid': 'woning' }),
    },
    values: {},
    due: { rule: due },
    owedIs: 'positive',
    dashIsZero: false,
    files: named.map((file, index) => (index === 0 ? amountsOf(file, shape) : withoutAmounts(file))),
  }
  return { ...mapping, ...signsOf(mapping, main), ...datesOf(main) }
}

/** What stands first in the dates of this file, where they have a slash or show that it is the month. */
function datesOf({ file, header, body }: FoundFile): Pick<Mapping, 'dates'> {
  const columns = columnsOf(header.cells)
  const dates = [file.columns.Vervaldatum, file.columns.Factuurdatum, file.columns.Periode]
  const proofs = counted(
    body,
    dates.flatMap((column) => (column === undefined ? [] : (columns.get(titleKey(column)) ?? []))),
  )
  const order = orderBy(proofs, undefined)
  if (order === 'unproven' || order === 'doubtful') return { dates: null }
  return order === 'mixed' || (order === 'day-first' && proofs.slashes === 0) ? {} : { dates: order }
}

interface FoundFile {
  readonly file: MappedFile
  readonly header: SheetRow
  readonly body: readonly SheetRow[]
  readonly stem: string
}

function proposeFile({ fileName, rows }: Sample): FoundFile {
  const header = likelyHeader(rows)
  if (!header)
    throw new FileFault(
      `in de eerste ${HEADER_SEARCH} rijen staan geen titels die we kennen. Noem de kolommen bijvoorbeeld Debiteurnummer, Naam en Saldo, of schrijf zelf een koppeling die zegt welke kolom wat is: shared/erp/README.md.`,
    )
  const body = rows.slice(rows.indexOf(header) + 1)
  const columns: Partial<Record<Field, string>> = {}
  const ageing: MappedFile['ageing'] = []
  let months = false
  const ages = agesOf(header.cells.map(titleText))
  const cellsAt = (index: number) => body.map(({ cells }) => cells[index] ?? '')
  header.cells.forEach((cell, index) => {
    const title = titleText(cell)
    const age = ages.get(title)
    months ||= monthOf(title) !== undefined && cellsAt(index).every((each) => isEmptyCell(each) || sideAmount(each).ok)
    if (age !== undefined) ageing.push({ column: title, fromDays: age })
    const field = age === undefined ? fieldOf(title) : undefined
    const meant = field && meantBy(field, cellsAt(index))
    if (meant !== undefined) columns[meant] ??= title
  })
  header.cells.forEach((cell, index) => {
    const number = isPlainNumber(titleText(cell)) ? numberOf(cellsAt(index), body, columns, header) : undefined
    if (number !== undefined) columns[number] ??= titleText(cell)
  })
  if (columns['Huisnummer toevoeging'] !== undefined && columns['Huisnummer met toevoeging'] !== undefined) {
    columns.Huisnummer = columns['Huisnummer met toevoeging']
    delete columns['Huisnummer met toevoeging']
  }
  const stem = stemOf(fileName)
  const file = { name: stem || null, columns, ageing: ageing.slice(0, MAX_AGES) }
  const byMonth = months && shapeOf(file) === 'balance'
  return { file: byMonth ? { ...file, months: true } : file, header, body, stem }
}

/** The part of a file's name that the next file will have too: without dates, and without the sign between. */
function stemOf(fileName: string): string {
  const parts = nameBehindDate(fileName)
    .replace(/\.[a-z]+$/, '')
    .split(/\d{6,}|\d{1,4}-\d{1,2}-\d{2,4}/)
  const trimmed = parts.map((part) => part.replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, ''))
  return trimmed.reduce((longest, part) => (part.length > longest.length ? part : longest), '').slice(0, 80)
}

/** What the values below a title make of it: a column `Debiteur` may hold numbers or names. */
function meantBy(field: Field, cells: readonly Cell[]): Field | undefined {
  const texts = cells.map(keyText).filter((text) => text !== '')
  const most = (test: (text: string) => boolean) => texts.length > 0 && texts.filter(test).length > texts.length / 2
  const some = (test: (text: string) => boolean) => texts.some(test)
  if (field === 'Debiteurnummer' && most((text) => /^\P{Nd}+$/u.test(text) && /\s|,/.test(text))) return 'Naam'
  const isDate = (cell: Cell) => cell !== '' && (isWritten(cell) || dueDate(cell).ok)
  if (field === 'Vervaldatum' && texts.length > 0 && !cells.some(isDate)) return undefined
  if (field === 'Factuurnummer' && most((text) => /^-?[\d.]+,\d\d$/.test(text))) return 'Bedrag'
  if (field === 'Naam' && most((text) => /^[\p{L}-]{0,4}\d+$/u.test(text))) return 'Debiteurnummer'
  if (field === 'Huisnummer' && some((text) => splitHouseNumber(text).addition !== ''))
    return 'Huisnummer met toevoeging'
  if (field === 'Straatnaam' && most((text) => splitAddress(text).number !== '')) return 'Adres'
  if (field === 'Adres' && !some((text) => splitAddress(text).number !== '')) return 'Straatnaam'
  if (field === 'Postcode' && most((text) => /^\d{4} ?[a-z]{2}[ ,]+\p{L}/iu.test(text))) return 'Postcode en plaats'
  return field
}

/**
 * What a column that is called `Nr` alone numbers: the renters, the claims, or (undefined) only the lines, in which
 * case the number would be another person's in the next book.
 */
function numberOf(
  cells: readonly Cell[],
  body: readonly SheetRow[],
  columns: MappedFile['columns'],
  header: SheetRow,
): 'Debiteurnummer' | 'Factuurnummer' | undefined {
  const lines = cells.flatMap((cell, index) => {
    const number = keyText(cell)
    const name = keyText(cellIn(body[index]?.cells ?? [], columnsOf(header.cells), columns.Naam ?? columns.Achternaam))
    return number === '' || name === '' ? [] : [{ number, name }]
  })
  if (lines.length === 0 || lines.every(({ number }, index) => Number(number) === index + 1)) return undefined
  const distinct = (of: (line: { number: string; name: string }) => string) => new Set(lines.map(of)).size
  const numbers = distinct(({ number }) => number)
  // As many pairs as numbers and as names: each number is one person's, and each person has one.
  const pairs = distinct(({ number, name }) => JSON.stringify([number, name]))
  const oneToOne = pairs === numbers && pairs === distinct(({ name }) => name)
  if (columns.Debiteurnummer === undefined && oneToOne) return 'Debiteurnummer'
  return numbers === lines.length ? 'Factuurnummer' : undefined
}

function shapeOf({ columns, ageing }: MappedFile): Mapping['shape'] {
  const told = columns.Factuurnummer ?? columns.Factuurdatum ?? columns.Vervaldatum ?? columns.Periode
  if (columns['Aantal maanden achterstand'] !== undefined && told === undefined && ageing.length === 0) return 'months'
  return told === undefined ? 'balance' : 'claims'
}

/**
 * The columns of amounts that a shape reads: of a claim one that says what is open, of a balance also those to check it
 * by.
 */
function amountsOf(file: MappedFile, shape: Mapping['shape']): MappedFile {
  const { Openstaand, Achterstand, Saldo, Bedrag, ...columns } = file.columns
  const total = Bedrag === undefined ? {} : { Bedrag }
  if (shape === 'balance') {
    const apart =
      Saldo !== undefined || columns.Debet !== undefined || columns.Credit !== undefined || file.ageing.length > 0
    // A total beside ages or months is what they must add up to.
    const parts = file.ageing.length > 0 || file.months
    const gross = Openstaand ?? Achterstand ?? (apart && !parts ? undefined : Bedrag)
    const owed = { ...(gross === undefined ? {} : { Openstaand: gross }), ...(Saldo === undefined ? {} : { Saldo }) }
    return { ...file, columns: { ...columns, ...owed } }
  }
  const open = Openstaand ?? Achterstand ?? Saldo
  return {
    name: file.name,
    ageing: [],
    columns: { ...columns, ...total, ...(open === undefined ? {} : { Openstaand: open }) },
  }
}

const AMOUNTS: readonly Field[] = [
  'Openstaand',
  'Achterstand',
  'Saldo',
  'Bedrag',
  'Betaald',
  'Debet',
  'Credit',
  'Vooruitbetaling',
]

/** A file of renters may repeat amounts, or hold the rent; only the rent is of use. */
function withoutAmounts(file: MappedFile): MappedFile {
  const columns = Object.fromEntries(
    Object.entries(file.columns).filter(([field]) => !AMOUNTS.includes(field as Field)),
  )
  return { name: file.name, ageing: [], columns }
}

/** How this file writes what is owed, and nothing. */
function signsOf(mapping: Mapping, { header, body }: FoundFile): Pick<Mapping, 'owedIs' | 'dashIsZero'> {
  const columns = columnsOf(header.cells)
  const [main] = mapping.files
  const of = (row: SheetRow) => (field: Field) => cellIn(row.cells, columns, main?.columns[field])
  const amounts = body.map((row) => openAmount(of(row), { ...mapping, dashIsZero: true }))
  const count = (sign: number) => amounts.filter((read) => read.ok && Math.sign(read.value) === sign).length
  const dashes = body.some((row) =>
    (['Openstaand', 'Saldo', 'Bedrag'] as const).some((field) => {
      const cell = of(row)(field)
      return typeof cell === 'string' && cell.trim() === '-'
    }),
  )
  const signed = main?.columns.Debet === undefined && main?.columns.Credit === undefined
  return { owedIs: signed && count(-1) > count(1) ? 'negative' : 'positive', dashIsZero: dashes }
}

const sourceOf = (stem: string): string => {
  const slug = stem
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
  return slug.replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'export'
}
