import type { Cell, SheetRow } from '../cell.ts'
import { clean } from '../text.ts'
import { cellIn } from './join.ts'
import type { MappedLayout } from './layout.ts'
import { type Mapping, mainFile } from './mapping.ts'
import { openAmount, sideAmount, total } from './sums.ts'

/**
 * What a row of the file with the amounts is: a line of the book, the titles once more, a sum, or a text in between.
 */
export type RowKind = 'line' | 'titles' | 'total' | 'text'

const isEmpty = (cell: Cell | undefined): boolean => typeof cell === 'string' && clean(cell) === ''

/** Tells the kind of a row. Whatever holds a renter's number or an amount is a line or a sum, never a text. */
export function kindOf(row: SheetRow, layout: MappedLayout): RowKind {
  const { mapping, columns } = layout
  const main = mainFile(mapping)
  const of = (column: string | undefined) => cellIn(row.cells, columns, column)
  const identity =
    mapping.shape === 'months'
      ? (main.columns.Achternaam ?? main.columns.Naam)
      : (main.columns.Debiteurnummer ?? main.columns.Contractnummer)
  const renter = of(identity)
  const says = row.cells.some(
    (cell) => typeof cell === 'string' && /^((eind|sub|generaal )?totaal|total|grand total)\b/i.test(clean(cell)),
  )
  const named = !isEmpty(renter) && !(typeof renter === 'string' && /totaal|total/i.test(renter))
  if (says && !named) return 'total'
  if (sameTitles(row, layout, Object.values(main.columns))) return 'titles'
  const { Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag } = main.columns
  const amounts = [Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag, ...main.ageing.map(({ column }) => column)]
  const silent = amounts.every((column) => column === undefined || isEmpty(of(column)))
  return silent && (isEmpty(renter) || isSentence(row)) ? 'text' : 'line'
}

/** A remark stands alone in its row, and is no number of a renter. */
function isSentence({ cells }: SheetRow): boolean {
  const [only, ...others] = cells.filter((cell) => !isEmpty(cell))
  return others.length === 0 && typeof only === 'string' && (/\S\s+\S/.test(only) || !/\d/.test(only))
}

/** A report that was made in pages repeats its titles. */
function sameTitles({ cells }: SheetRow, { columns, row: header }: MappedLayout, titles: readonly string[]): boolean {
  return titles.every((title) => cells[columns.get(title) ?? -1] === header.cells[columns.get(title) ?? -1])
}

/** Adds up what the lines say is open, and compares it with the sums that the file itself gives. */
export function createTotalCheck(layout: MappedLayout) {
  let all = 0
  let sinceSum = 0
  let sums = 0
  return {
    /** In cents, with the sign of the file. A line that cannot be read is an error of its own. */
    line(row: SheetRow): void {
      const cents = openOf(row, layout)
      if (cents === null) return
      all += cents
      sinceSum += cents
    },
    /** What is wrong with a row of sums, in Dutch. */
    total(row: SheetRow): string | null {
      const cents = openOf(row, layout)
      const right = cents === null || cents === all || cents === sinceSum
      sinceSum = 0
      sums += 1
      return right
        ? null
        : 'Het totaal in deze rij is niet de som van de regels erboven. Controleer of het bestand volledig is.'
    },
    sums: () => sums,
  }
}

/** What a row says is open, in cents; null when that cannot be read. */
export function openOf(row: SheetRow, { mapping, columns }: MappedLayout): number | null {
  const main = mainFile(mapping)
  const read = hasOpen(mapping)
    ? openAmount((field) => cellIn(row.cells, columns, main.columns[field]), mapping)
    : total(main.ageing.map(({ column }) => sideAmount(cellIn(row.cells, columns, column))))
  return read.ok ? read.value : null
}

const hasOpen = (mapping: Mapping): boolean => {
  const { Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag } = mainFile(mapping).columns
  return [Openstaand, Achterstand, Saldo, Debet, Credit, Bedrag].some((column) => column !== undefined)
}
