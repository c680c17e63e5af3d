import type { Cell, RowBatches, SheetRow } from './cell.ts'
import { FileFault } from './faults.ts'

/** What a person said stands first in the written dates of a source. */
export type DayOrder = 'day-first' | 'month-first'

/**
 * What is known of it. `mixed` is a file that writes both; of an `unproven` one every date can be read in two ways; in
 * a `doubtful` one too few prove the month first.
 */
export type KnownOrder = DayOrder | 'mixed' | 'unproven' | 'doubtful'

const WRITTEN = /^(\s*(?:="|')?)(\d{1,2})( ?([-/.]) ?)(\d{1,2})( ?\4 ?(?:\d{4}|\d{2}))(?!\d)/

/** How often the written dates of a file can be read in one way alone, or in two. */
export interface Proofs {
  readonly dayFirst: number
  readonly monthFirst: number
  readonly either: number
  /** Dates with a slash, of which month first is as usual. With `-` and points the Dutch put the day first. */
  readonly slashes: number
}

/** Counts them in the given columns (from 0). */
export async function proofsIn(batches: RowBatches, places: readonly number[]): Promise<Proofs> {
  let found = NO_PROOFS
  for await (const batch of batches) found = counted(batch, places, found)
  return found
}

const NO_PROOFS: Proofs = { dayFirst: 0, monthFirst: 0, either: 0, slashes: 0 }

/** @param before what was counted until here */
export function counted(rows: readonly SheetRow[], places: readonly number[], before = NO_PROOFS): Proofs {
  const found = { ...before }
  for (const { cells } of rows)
    for (const place of places) {
      const said = saidBy(cells[place])
      if (said === null) continue
      found[said.kind] += 1
      if (said.slash) found.slashes += 1
    }
  return found
}

/** Whether a cell is a date in digits, whatever stands first in it. */
export const isWritten = (cell: Cell | undefined): boolean => saidBy(cell) !== null

function saidBy(cell: Cell | undefined): { kind: 'dayFirst' | 'monthFirst' | 'either'; slash: boolean } | null {
  const written = typeof cell === 'string' ? WRITTEN.exec(cell) : null
  const [first, second] = [Number(written?.[2]), Number(written?.[5])]
  if (!written || first === second || (first > 12 && second > 12) || first > 31 || second > 31) return null
  const kind = first > 12 ? 'dayFirst' : second > 12 ? 'monthFirst' : 'either'
  return { kind, slash: written[4] === '/' }
}

/** More than this share of the dates that prove something is no typing error. */
const NO_TYPING_ERROR = 0.05

/**
 * Which stands first. One date that is impossible the Dutch way is a typing error, and no proof, where the dates have
 * no slash, or nearly all prove the opposite; it makes a file doubtful where few dates of many prove anything.
 *
 * @param said by a person, of this source
 */
export function orderBy({ dayFirst, monthFirst, either, slashes }: Proofs, said: DayOrder | undefined): KnownOrder {
  const proven = dayFirst + monthFirst
  const share = (of: number, all: number) => of / Math.max(1, all)
  if (said !== undefined) {
    const [own, other] = said === 'day-first' ? [dayFirst, monthFirst] : [monthFirst, dayFirst]
    return own === 0 && other > 1 ? 'doubtful' : said
  }
  if (monthFirst === 0) return dayFirst === 0 && either > 0 && slashes > 0 ? 'unproven' : 'day-first'
  if (dayFirst > 0) {
    if (share(monthFirst, proven) <= NO_TYPING_ERROR) return 'day-first'
    return share(dayFirst, proven) <= NO_TYPING_ERROR ? 'month-first' : 'mixed'
  }
  if (slashes === 0) return monthFirst === 1 ? 'day-first' : 'doubtful'
  return share(monthFirst, monthFirst + either) > NO_TYPING_ERROR ? 'month-first' : 'doubtful'
}

const TWO_WAYS: Cell = {
  kind: 'fault',
  reason: 'In dit bestand staat de dag soms voorop en soms de maand. Schrijf de datum als dd-mm-jjjj.',
}
const TURNED =
  'Hier staat de maand voorop in een datum. Excel kan in de andere datums dag en maand hebben verwisseld. Zet de kolom op Tekst, en schrijf de datums als dd-mm-jjjj.'
const MADE_A_DATE: Cell = {
  kind: 'fault',
  reason:
    'In dit bestand staat de maand voorop, en Excel kan in deze datum dag en maand hebben verwisseld. Zet de kolom op Tekst.',
}

/** Passes rows on with the day first in the dates of the given columns; what may be another day is a fault. */
export async function* dayFirst(batches: RowBatches, places: readonly number[], order: KnownOrder): RowBatches {
  for await (const batch of batches)
    yield batch.map((row) => ({
      ...row,
      cells: row.cells.map((cell, place) => (places.includes(place) ? turned(cell, order) : cell)),
    }))
}

function turned(cell: Cell, order: KnownOrder): Cell {
  if (order === 'mixed') return saidBy(cell)?.kind === 'either' ? TWO_WAYS : cell
  if (typeof cell === 'string') return cell.replace(WRITTEN, '$1$5$3$2$6')
  return mayBeTurned(cell) ? MADE_A_DATE : cell
}

/** Excel reads `03/04/2026` as it reads dates itself; what it cannot read so (`03/25/2026`) stays text. */
const mayBeTurned = (cell: Cell | undefined): boolean =>
  typeof cell === 'object' && cell.kind === 'date' && Number(cell.on.slice(8)) <= 12

/**
 * Passes rows on of which the first hold dates of Excel alone.
 *
 * @throws FileFault at the end, where texts with the month first show that Excel turned days and months of others
 */
export async function* unturned(batches: RowBatches, places: readonly number[]): RowBatches {
  let dates = false
  let turnedAt: number | null = null
  for await (const batch of batches) {
    for (const { row, cells } of batch)
      for (const place of places) {
        dates ||= mayBeTurned(cells[place])
        const said = saidBy(cells[place])
        if (said?.kind === 'monthFirst' && said.slash) turnedAt ??= row
      }
    yield batch
  }
  if (dates && turnedAt !== null) throw new FileFault(TURNED, { row: turnedAt })
}
