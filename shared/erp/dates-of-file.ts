import type { RowBatches, SheetRow } from './cell.ts'
import {
  counted,
  type DayOrder,
  dayFirst,
  isWritten,
  type KnownOrder,
  orderBy,
  proofsIn,
  unturned,
} from './day-order.ts'
import { FileFault, LayoutFault } from './faults.ts'
import type { Field } from './mapping/fields.ts'
import { titleKey } from './mapping/fields.ts'
import type { Layout } from './mapping/layout.ts'
import { mainFile } from './mapping/mapping.ts'

const DATES = ['Vervaldatum', 'Factuurdatum', 'Periode', 'Overleden op'] as const satisfies readonly Field[]

const MONTH_FIRST = 'In de datums van dit bestand staat de maand voorop (mm/dd/jjjj). Zo zijn ze gelezen.'
const DAY_FIRST =
  'De datums in dit bestand kunnen op twee manieren worden gelezen. In deze indeling staat de dag voorop, en zo zijn ze gelezen.'
const DOUBTFUL =
  'In sommige datums van dit bestand staat de maand voorop, en van de andere is dat niet te zien. Schrijf de datums als dd-mm-jjjj.'

/**
 * The rows of a file with the day first in each date. The known layout has it first unless the dates show the opposite;
 * of any other, a file of which the dates show neither waits until its mapping says it.
 *
 * @param first rows behind the titles; only a file that begins with dates that may be month first is read twice
 * @param again the rows of the file from its beginning
 * @throws FileFault, LayoutFault for dates that would be a guess
 */
export async function withDayFirst(file: {
  readonly layout: Layout
  readonly first: readonly SheetRow[]
  readonly rows: RowBatches
  readonly again: () => RowBatches
}): Promise<{ readonly rows: RowBatches; readonly remarks: readonly string[] }> {
  const { layout, first, rows, again } = file
  const places = placesOf(layout)
  if (!first.some(({ cells }) => places.some((place) => isWritten(cells[place]))))
    return { rows: unturned(rows, places), remarks: [] }
  const said = layout.kind === 'mapped' ? (layout.mapping.dates ?? undefined) : undefined
  const begin = counted(first, places)
  // As nearly every Dutch file begins: it is read once, and refused at its end should that show something else.
  if (said !== 'month-first' && begin.slashes === 0 && begin.monthFirst === 0)
    return { rows: heldToDayFirst(rows, places, layout, said), remarks: [] }
  const order = orderBy(await proofsIn(rows, places), said)
  if (isGuess(order, layout)) throw askedOf(layout)
  const anew = behind(again(), layout.row.row)
  if (order === 'day-first') return { rows: anew, remarks: [] }
  if (order === 'unproven') return { rows: anew, remarks: [DAY_FIRST] }
  return { rows: dayFirst(anew, places, order), remarks: order === 'month-first' ? [MONTH_FIRST] : [] }
}

const isGuess = (order: KnownOrder, { kind }: Layout): boolean =>
  order === 'doubtful' || (order === 'unproven' && kind === 'mapped')

/** @throws FileFault, LayoutFault at the end, where the dates show that they were read in the wrong way, or a guess */
async function* heldToDayFirst(
  rows: RowBatches,
  places: readonly number[],
  layout: Layout,
  said: DayOrder | undefined,
) {
  let proofs = counted([], places)
  for await (const batch of rows) {
    proofs = counted(batch, places, proofs)
    yield batch
  }
  const order = orderBy(proofs, said)
  if (isGuess(order, layout) || order === 'month-first' || order === 'mixed') throw askedOf(layout)
}

async function* behind(batches: RowBatches, titles: number): RowBatches {
  for await (const batch of batches) yield batch.filter(({ row }) => row > titles)
}

/** Where the dates of a layout stand, from 0. */
function placesOf(layout: Layout): number[] {
  if (layout.kind === 'known')
    return (['Vervaldatum', 'Overleden op'] as const).flatMap((title) => layout.header.at.get(title) ?? [])
  const { columns } = layout.mapping.files[layout.part] ?? mainFile(layout.mapping)
  return DATES.flatMap((field) => layout.columns.get(titleKey(columns[field] ?? '')) ?? [])
}

function askedOf(layout: Layout): FileFault {
  const at = { row: layout.row.row }
  if (layout.kind === 'known') return new FileFault(DOUBTFUL, at)
  return new LayoutFault(
    `Van de datums in dit bestand is niet te zien of de dag voorop staat of de maand. Zet het in de koppeling ${layout.mapping.source}: "dates": "day-first" of "dates": "month-first".`,
    at,
  )
}
