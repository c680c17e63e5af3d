import Papa from 'papaparse'
import type { RowBatches, SheetRow } from './cell.ts'
import { FileFault } from './faults.ts'
import { HEADER_SEARCH } from './limits.ts'

/**
 * Characters that one row may take. Without it, one quote too many makes the rest of the file one cell, read again and
 * again.
 */
const MAX_ROW_LENGTH = 262_144

const SEPARATORS = [';', ',', '\t'] as const

/**
 * The rows of a CSV, in batches. The separator is the one that gives the most known titles in one of the first lines;
 * where no title is known, the one that gives the most cells. Quoted cells may hold line breaks.
 *
 * @throws FileFault when a quote is never closed
 */
export async function* csvRows(
  texts: Iterable<string> | AsyncIterable<string>,
  isTitle: (cell: string) => boolean,
): RowBatches {
  let start = ''
  let reader: CsvReader | null = null
  for await (const text of texts) {
    if (reader) {
      yield reader.push(text)
      continue
    }
    start += text
    if (start.split('\n', HEADER_SEARCH + 1).length <= HEADER_SEARCH && start.length < MAX_ROW_LENGTH) continue
    reader = csvReader(separatorOf(start, isTitle))
    yield reader.push(start)
  }
  const rest = reader ?? csvReader(separatorOf(start, isTitle))
  if (!reader) yield rest.push(start)
  yield rest.end()
}

function separatorOf(start: string, isTitle: (cell: string) => boolean): string {
  const lines = start.slice(0, MAX_ROW_LENGTH).split(/\r\n?|\n/, HEADER_SEARCH)
  const most = (separator: string, count: (cells: string[]) => number) =>
    Math.max(0, ...lines.map((line) => count(rowsOf(line.trim(), separator)[0] ?? [])))
  const titles = (separator: string) => most(separator, (cells) => cells.filter(isTitle).length)
  const cells = (separator: string) => most(separator, ({ length }) => length)
  const scored = SEPARATORS.map((separator) => ({ separator, titles: titles(separator), cells: cells(separator) }))
  const [best] = scored.toSorted((a, b) => b.titles - a.titles || (a.titles === 0 ? b.cells - a.cells : 0))
  return best?.separator ?? ';'
}

function rowsOf(text: string, separator: string): string[][] {
  return Papa.parse<string[]>(text, { delimiter: separator, newline: '\n' }).data
}

interface CsvReader {
  /** The rows that this text completes. */
  push(text: string): SheetRow[]
  /** The last row, when no line break follows it. */
  end(): SheetRow[]
}

interface Parsed {
  readonly data: string[][]
  readonly errors: readonly { readonly code: string; readonly row?: number }[]
  readonly meta: { readonly cursor: number }
}

function csvReader(separator: string): CsvReader {
  const parser = new Papa.Parser({ delimiter: separator, newline: '\n' })
  let pending = ''
  let row = 0

  const read = (text: string, last: boolean): SheetRow[] => {
    const parsed: Parsed = parser.parse(text, 0, !last)
    pending = last ? '' : text.slice(parsed.meta.cursor)
    const first = row + 1
    row += parsed.data.length
    if (parsed.errors.some((error) => error.code === 'MissingQuotes')) throw unclosed(row)
    if (pending.length > MAX_ROW_LENGTH) throw unclosed(row + 1)
    const broken = new Set(parsed.errors.map((error) => error.row))
    return parsed.data.map((cells, index) => ({
      row: first + index,
      cells,
      ...(broken.has(index) ? { fault: 'De aanhalingstekens in deze rij kloppen niet.' } : {}),
    }))
  }

  return {
    push(text) {
      const held = `${pending}${text}`
      const cut = held.endsWith('\r') ? held.length - 1 : held.length
      const rows = read(held.slice(0, cut).replaceAll(/\r\n?/g, '\n'), false)
      pending += held.slice(cut)
      return rows
    },
    end() {
      if (pending === '') return []
      const ended = /[\r\n]$/.test(pending)
      const rows = read(pending.replaceAll('\r', '\n'), true)
      return rows.map((each, index) => (ended || index < rows.length - 1 ? each : { ...each, unended: true }))
    },
  }
}

function unclosed(row: number): FileFault {
  return new FileFault('Een aanhalingsteken wordt niet afgesloten. Het bestand is beschadigd of niet compleet.', {
    row,
  })
}
