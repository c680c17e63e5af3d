import { isBlank, type RowBatches, type SheetRow } from '../cell.ts'
import { FileFault } from '../faults.ts'
import { HEADER_SEARCH, type Limits } from '../limits.ts'
import { readSharedText } from './shared-text.ts'
import { sheetRows } from './sheet.ts'
import { readStyles } from './styles.ts'
import { type Attributes, readXml } from './xml.ts'
import { type Budget, damaged, openZip, partName, unpack, type Zip, type ZipPart } from './zip.ts'

/**
 * The rows of the sheet that holds the book, read as a stream. That is the visible sheet whose first rows rank highest;
 * if none ranks, the first with anything in it. Two that rank alike are refused: reading one of them would pass over
 * claims in silence.
 *
 * The workbook is read here and not by a library: the streaming reader of exceljs stops on files that exceljs itself
 * writes, waits for ever on half of all cut files, loses the first pieces of formatted text (`Van Dijk` became `Dijk`),
 * and reads damaged numbers as far as they go.
 */
export async function* workbookRows(file: Buffer, limits: Limits, rank: RankSheet): RowBatches {
  const zip = openZip(file)
  const budget: Budget = { left: limits.inflatedBytes, total: limits.inflatedBytes }
  const parts = await readStructure(zip, budget)
  const book = {
    sharedText: await readSharedText(zip, parts.sharedText, budget, limits.sharedTextBytes),
    styles: await readStyles(zip, parts.styles, budget),
    since1904: parts.since1904,
  }
  const rowsOf = (sheet: ZipPart) => sheetRows(zip, sheet, budget, book, limits.columns)
  yield* rowsOf(await findBook(parts.sheets, rowsOf, rank))
}

/** How likely the first filled rows of a sheet are those of the book; 0 is not at all. */
export type RankSheet = (rows: readonly SheetRow[]) => number

async function findBook(
  sheets: readonly ZipPart[],
  rowsOf: (sheet: ZipPart) => RowBatches,
  rank: RankSheet,
): Promise<ZipPart> {
  const filled: { sheet: ZipPart; rank: number }[] = []
  for (const sheet of sheets) {
    const rows = await firstRows(rowsOf(sheet))
    if (rows.length > 0) filled.push({ sheet, rank: rank(rows) })
  }
  const highest = Math.max(0, ...filled.map((each) => each.rank))
  const [first, ...others] = filled.filter((each) => each.rank === highest)
  if (!first) throw new FileFault('Dit Excel-bestand bevat geen gegevens.')
  if (highest > 0 && others.length > 0)
    throw new FileFault(
      'De kolomtitels staan op meer dan één werkblad. Zet alle posten op één werkblad, of lever elk werkblad als eigen bestand.',
    )
  return first.sheet
}

async function firstRows(batches: RowBatches): Promise<SheetRow[]> {
  const rows: SheetRow[] = []
  for await (const batch of batches) {
    rows.push(...batch.filter((row) => !isBlank(row)).slice(0, HEADER_SEARCH - rows.length))
    if (rows.length >= HEADER_SEARCH) break
  }
  return rows
}

interface Structure {
  /** The visible sheets, in the order of their tabs. */
  readonly sheets: readonly ZipPart[]
  readonly sharedText: ZipPart | undefined
  readonly styles: ZipPart | undefined
  readonly since1904: boolean
}

async function readStructure(zip: Zip, budget: Budget): Promise<Structure> {
  const main = (await readRelations(zip, '_rels/.rels', '', budget)).find(({ type }) => type === 'officeDocument')
  if (!main) throw new FileFault('Dit zip-bestand is geen Excel-bestand. Lever een CSV of XLSX aan.')
  if (!main.target.endsWith('.xml')) throw new FileFault('Sla dit bestand op als gewone Excel-werkmap (.xlsx).')
  const folder = main.target.slice(0, main.target.lastIndexOf('/') + 1)
  const relations = await readRelations(zip, `${folder}_rels/${main.target.slice(folder.length)}.rels`, folder, budget)
  const { sheetIds, since1904 } = await readWorkbook(zip, required(zip, main.target), budget)
  const targetOf = (type: string) => relations.find((relation) => relation.type === type)?.target
  const sharedText = targetOf('sharedStrings')
  const styles = targetOf('styles')
  const sheets = sheetIds.flatMap((id) => {
    const relation = relations.find((found) => found.id === id)
    if (!relation) throw damaged()
    return relation.type === 'worksheet' ? [required(zip, relation.target)] : []
  })
  // Nothing would tell which of its numbers are days that count from 1904.
  if (since1904 && styles !== undefined && !zip.parts.has(styles)) throw damaged()
  return {
    sheets,
    sharedText: sharedText === undefined ? undefined : required(zip, sharedText),
    // Without its styles a workbook shows days as numbers, which are read as days.
    styles: styles === undefined ? undefined : zip.parts.get(styles),
    since1904,
  }
}

function required(zip: Zip, name: string): ZipPart {
  const part = zip.parts.get(name)
  if (!part) throw damaged()
  return part
}

interface Relation {
  readonly id: string
  /** The last word of the type: the words before it differ between two versions of the standard. */
  readonly type: string
  readonly target: string
}

async function readRelations(zip: Zip, name: string, folder: string, budget: Budget): Promise<Relation[]> {
  const part = zip.parts.get(partName(name))
  if (!part) return []
  return elements(zip, part, budget, (element, attributes) => {
    if (element !== 'Relationship') return null
    const target = attributes.Target ?? ''
    return {
      id: attributes.Id ?? '',
      type: (attributes.Type ?? '').split('/').at(-1) ?? '',
      target: partName(target.startsWith('/') ? target : `${folder}${target}`),
    }
  })
}

async function readWorkbook(zip: Zip, part: ZipPart, budget: Budget) {
  let since1904 = false
  const sheetIds = await elements(zip, part, budget, (name, attributes) => {
    if (name === 'workbookPr') since1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
    return name === 'sheet' && (attributes.state ?? 'visible') === 'visible' ? relationId(attributes) : null
  })
  return { sheetIds, since1904 }
}

/** The prefix is `r` by habit, not by rule; the sheet's own number has no prefix. */
function relationId(attributes: Attributes): string {
  const found = Object.entries(attributes).find(([name]) => name.endsWith(':id'))
  if (!found) throw damaged()
  return found[1]
}

async function elements<T>(
  zip: Zip,
  part: ZipPart,
  budget: Budget,
  take: (name: string, attributes: Attributes) => T | null,
): Promise<T[]> {
  const found: T[] = []
  const batches = readXml<T>(unpack(zip, part, budget), (collect) => ({
    open(name, attributes) {
      const item = take(name, attributes)
      if (item !== null) collect(item)
    },
    text() {},
    close() {},
  }))
  for await (const batch of batches) found.push(...batch)
  return found
}
