import { isBlank, type RowBatches, type SheetRow } from '../cell.ts'
import { looksLikeHeader } from '../columns.ts'
import { FileFault } from '../faults.ts'
import type { Limits } from '../limits.ts'
import { readSharedText } from './shared-text.ts'
import { sheetRows } from './sheet.ts'
import { readStyles } from './styles.ts'
import { type Attributes, readXml } from './xml.ts'
import { type Budget, damaged, openZip, partName, unpack, type Zip, type ZipPart } from './zip.ts'

/**
 * The rows of the sheet that holds the book, read as a stream. That is the first visible sheet whose first row with
 * anything in it holds the titles. Two such sheets are refused: reading one of them would pass over claims in silence.
 *
 * The workbook is read here and not by a library: the streaming reader of exceljs stops on files that exceljs itself
 * writes, waits for ever on half of all cut files, loses the first pieces of formatted text (`Van Dijk` became `Dijk`),
 * and reads damaged numbers as far as they go.
 */
export async function* workbookRows(file: Buffer, limits: Limits): RowBatches {
  const zip = openZip(file)
  const budget: Budget = { left: limits.inflatedBytes, total: limits.inflatedBytes }
  const parts = await readStructure(zip, budget)
  const book = {
    sharedText: await readSharedText(zip, parts.sharedText, budget, limits.sharedTextBytes),
    styles: await readStyles(zip, parts.styles, budget),
    since1904: parts.since1904,
  }
  const rowsOf = (sheet: ZipPart) => sheetRows(zip, sheet, budget, book, limits.columns)
  yield* rowsOf(await findBook(parts.sheets, rowsOf))
}

async function findBook(sheets: readonly ZipPart[], rowsOf: (sheet: ZipPart) => RowBatches): Promise<ZipPart> {
  const filled: ZipPart[] = []
  const titled: ZipPart[] = []
  for (const sheet of sheets) {
    const first = await firstRow(rowsOf(sheet))
    if (first) filled.push(sheet)
    if (first && looksLikeHeader(first.cells)) titled.push(sheet)
  }
  if (titled.length > 1)
    throw new FileFault('De kolomtitels staan op meer dan één werkblad. Zet alle posten op één werkblad.')
  const sheet = titled[0] ?? filled[0]
  if (!sheet) throw new FileFault('Dit Excel-bestand bevat geen gegevens.')
  return sheet
}

async function firstRow(batches: RowBatches): Promise<SheetRow | undefined> {
  for await (const batch of batches) {
    const row = batch.find((candidate) => !isBlank(candidate))
    if (row) return row
  }
  return undefined
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
  const optional = (type: string) => {
    const target = relations.find((relation) => relation.type === type)?.target
    return target === undefined ? undefined : required(zip, target)
  }
  const sheets = sheetIds.flatMap((id) => {
    const relation = relations.find((found) => found.id === id)
    if (!relation) throw damaged()
    return relation.type === 'worksheet' ? [required(zip, relation.target)] : []
  })
  return { sheets, sharedText: optional('sharedStrings'), styles: optional('styles'), since1904 }
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
