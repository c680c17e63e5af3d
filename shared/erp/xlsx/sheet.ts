import type { Cell, RowBatches, SheetRow } from '../cell.ts'
import { type BookContext, cellValue } from './cell-value.ts'
import { textCollector, unescapeText } from './shared-text.ts'
import { type Attributes, readXml, type XmlHandler } from './xml.ts'
import { type Budget, damaged, unpack, type Zip, type ZipPart } from './zip.ts'

/** The last row that Excel can show. */
const LAST_ROW = 1_048_576

/** The rows of one sheet that hold anything, in batches, as a stream. Cells past the limit of columns are left out. */
export function sheetRows(zip: Zip, part: ZipPart, budget: Budget, book: BookContext, maxColumns: number): RowBatches {
  return readXml<SheetRow>(unpack(zip, part, budget), (collect) => sheetHandler(book, maxColumns, collect))
}

function sheetHandler(book: BookContext, maxColumns: number, collect: (row: SheetRow) => void): XmlHandler {
  let row = 0
  let cells: Cell[] = []
  let column = -1
  let attributes: Attributes = {}
  let hidden = false
  let struck = false
  let formula = false
  let value: string | null = null
  let capturing = false
  let inCell = false
  const inline = textCollector()

  const open: XmlHandler['open'] = (name, found) => {
    if (name === 'row') {
      row = rowNumber(found.r, row)
      cells = []
      column = -1
      hidden = /^(1|true)$/.test(found.hidden ?? '') || Number(found.ht ?? 1) === 0
      struck = false
    } else if (name === 'c') {
      attributes = found
      column = columnIndex(found.r) ?? column + 1
      formula = false
      value = null
      inCell = true
    } else if (name === 'f') formula = inCell
    else if (name === 'v') {
      capturing = inCell
      value = ''
    } else if (inCell) inline.open(name)
  }
  const close: XmlHandler['close'] = (name) => {
    if (name === 'v') capturing = false
    else if (name === 'c') {
      const type = attributes.t ?? 'n'
      const style = Number(attributes.s ?? 0)
      const text = type === 'inlineStr' ? inline.take() : value
      const found = cellValue({ type, style, formula, value: type === 'str' && text ? unescapeText(text) : text }, book)
      if (found !== '' && column < maxColumns) {
        place(cells, column, found)
        struck ||= book.styles[style]?.struck === true
      }
      inCell = false
    } else if (name === 'row') {
      if (cells.length > 0) collect({ row, cells, ...(hidden && { hidden }), ...(struck && { struck }) })
    } else if (inCell) inline.close(name)
  }
  const text: XmlHandler['text'] = (part) => {
    if (capturing) value += part
    else if (inCell) inline.text(part)
  }
  return { open, text, close }
}

function place(cells: Cell[], column: number, cell: Cell): void {
  while (cells.length < column) cells.push('')
  cells[column] = cell
}

/** Rows and cells may leave out where they stand; then they stand next to the one before. */
function rowNumber(reference: string | undefined, before: number): number {
  const row = reference === undefined ? before + 1 : Number(reference)
  if (!Number.isInteger(row) || row < 1 || row > LAST_ROW) throw damaged()
  return row
}

/** `C7` stands in column 2, counted from 0. */
function columnIndex(reference: string | undefined): number | null {
  if (reference === undefined) return null
  const letters = /^\$?([A-Z]{1,3})\$?\d+$/i.exec(reference)?.[1]?.toUpperCase()
  if (letters === undefined) throw damaged()
  let index = 0
  for (let at = 0; at < letters.length; at++) index = index * 26 + letters.charCodeAt(at) - 64
  return index - 1
}
