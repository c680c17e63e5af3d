import type { Cell } from './cell.ts'
import { FileFault } from './faults.ts'
import { clean } from './text.ts'

/**
 * The titles of the layout that is read without a mapping. What a row cannot do without is mandatory: who claims, who
 * owes, where, what kind of renter and dwelling, and what is open since when. The others are read where they are there.
 */
const MANDATORY = {
  Opdrachtgever: true,
  Debiteurnummer: true,
  Contractnummer: false,
  'Soort huurder': true,
  Achternaam: true,
  Voorletters: false,
  Straatnaam: false,
  Huisnummer: true,
  'Huisnummer toevoeging': false,
  Postcode: true,
  Woonplaats: false,
  Telefoonnummer: false,
  'E-mailadres': false,
  Hoofdhuurder: false,
  Aanmaanblokkade: false,
  'Overleden op': false,
  Vertegenwoordiger: false,
  'Vertegenwoordiger e-mail': false,
  Correspondentieadres: false,
  'Correspondentie postcode': false,
  'Correspondentie plaats': false,
  'Soort eenheid': true,
  Factuurnummer: true,
  Omschrijving: false,
  'Soort vordering': false,
  Vervaldatum: true,
  Bedrag: false,
  Openstaand: true,
} as const

export type Title = keyof typeof MANDATORY

/** Columns about who gets the letters (R7). */
export const REPRESENTATIVE_TITLES = [
  ...(['Vertegenwoordiger', 'Vertegenwoordiger e-mail'] as const),
  ...(['Correspondentieadres', 'Correspondentie postcode', 'Correspondentie plaats'] as const),
] satisfies Title[]

/** Columns of which it tells something that they are there, and empty: a hold ends by that, and not without them. */
export const STATUS_TITLES: readonly Title[] = ['Aanmaanblokkade', 'Overleden op', ...REPRESENTATIVE_TITLES]

export const TITLES = Object.keys(MANDATORY) as Title[]
const BY_NAME = new Map(TITLES.map((title) => [title.toLowerCase(), title]))

/** Where each title stands (from 0), and how many columns have a title. */
export interface Header {
  readonly at: ReadonlyMap<Title, number>
  readonly width: number
}

/** The title that a cell of the first row stands for: case, gaps and an asterisk do not count. */
export function titleOf(cell: Cell): Title | undefined {
  return typeof cell === 'string' ? BY_NAME.get(clean(cell.replaceAll('*', '')).toLowerCase()) : undefined
}

/** True when a row has at least so many of the titles without which the layout cannot be read. */
export function looksLikeHeader(cells: readonly Cell[], least: number): boolean {
  const found = new Set(cells.map(titleOf))
  return TITLES.filter((title) => MANDATORY[title] && found.has(title)).length >= least
}

/** True when a row has all titles that the layout cannot be read without. */
export const isKnownHeader = (cells: readonly Cell[]): boolean =>
  looksLikeHeader(cells, TITLES.filter((title) => MANDATORY[title]).length)

/**
 * Finds the columns, in whatever order; unknown ones are left alone.
 *
 * @throws FileFault naming all that is missing or double
 */
export function readHeader(cells: readonly Cell[], row: number, maxColumns: number): Header {
  const width = cells.findLastIndex((cell) => cell !== '') + 1
  if (width > maxColumns) throw new FileFault(`Het bestand heeft meer dan ${maxColumns} kolommen.`, { row })
  const at = new Map<Title, number>()
  const double = new Set<Title>()
  cells.forEach((cell, index) => {
    const title = titleOf(cell)
    if (title === undefined) return
    if (at.has(title)) double.add(title)
    at.set(title, index)
  })
  const missing = TITLES.filter((title) => MANDATORY[title] && !at.has(title))
  refuse(missing, row, 'deze kolom ontbreekt', 'deze kolommen ontbreken')
  refuse([...double], row, 'deze kolom staat er twee keer in', 'deze kolommen staan er twee keer in')
  return { at, width }
}

function refuse(wrong: readonly Title[], row: number, one: string, more: string): void {
  const [first, ...rest] = wrong
  if (first === undefined) return
  const message = `${rest.length === 0 ? one : more}: ${wrong.join(', ')}.`
  throw new FileFault(message, { row, field: rest.length === 0 ? first : null })
}
