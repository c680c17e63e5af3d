import type { Cell } from '../cell.ts'
import { serialDate } from '../date.ts'
import { excelErrorReason } from '../text.ts'
import type { SharedText } from './shared-text.ts'
import { PLAIN_STYLE, type Style } from './styles.ts'

/** A cell as the sheet writes it. */
export interface RawCell {
  /** s: shared text; str, inlineStr: text; n: number; d: ISO date; b: yes or no; e: error. */
  readonly type: string
  readonly style: number
  readonly formula: boolean
  /** The value; for a formula the one that was stored with it. Null when there is none. */
  readonly value: string | null
}

/** What all cells of one workbook need to be understood. */
export interface BookContext {
  readonly sharedText: SharedText
  readonly styles: readonly Style[]
  readonly since1904: boolean
}

const NUMBER_LITERAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i

function fault(reason: string): Cell {
  return { kind: 'fault', reason }
}

/** The value of a cell. Formulas are never calculated: the stored result counts, and a missing one is a fault. */
export function cellValue(raw: RawCell, book: BookContext): Cell {
  const value = raw.value ?? ''
  switch (raw.type) {
    case 's':
      return (
        (/^\d+$/.test(value) ? book.sharedText.at(Number(value)) : undefined) ??
        fault('De tekst van deze cel ontbreekt.')
      )
    case 'str':
    case 'inlineStr':
      return raw.formula && raw.value === null ? NO_RESULT : value
    case 'e':
      return fault(excelErrorReason(value))
    case 'b':
      return fault('In deze cel staat alleen WAAR of ONWAAR.')
    case 'd':
      return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value)
        ? { kind: 'date', on: value.slice(0, 10) }
        : fault('Deze datum is niet leesbaar.')
    default:
      return numberValue(raw, value, book)
  }
}

const NO_RESULT = fault('De formule in deze cel heeft geen uitkomst. Open het bestand in Excel en sla het opnieuw op.')

function numberValue(raw: RawCell, literal: string, book: BookContext): Cell {
  if (literal === '') return raw.formula ? NO_RESULT : ''
  if (!NUMBER_LITERAL.test(literal)) return fault('Dit getal is niet leesbaar.')
  const style = book.styles[raw.style] ?? PLAIN_STYLE
  if (!style.date) return { kind: 'number', literal, width: style.width }
  const on = serialDate(literal, book.since1904)
  return on === null ? fault('Deze datum is niet leesbaar.') : { kind: 'date', on }
}
