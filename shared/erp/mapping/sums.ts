import { amount } from '../amount.ts'
import { bad, type Cell, good, type Read } from '../cell.ts'
import { clean } from '../text.ts'
import type { Field } from './fields.ts'
import type { Mapping } from './mapping.ts'

/** One row of an export, by our fields: undefined where the export has no such column. */
export type CellOf = (field: Field) => Cell | undefined

const isDash = (cell: Cell): boolean => typeof cell === 'string' && clean(cell) === '-'
const isEmpty = (cell: Cell): boolean => typeof cell === 'string' && clean(cell) === ''

/**
 * Cents of a column without which the row says nothing. A lone `-` is nothing only if the mapping says so; empty never
 * is.
 */
export function mainAmount(cell: Cell, { dashIsZero }: Mapping): Read<number> {
  return dashIsZero && isDash(cell) ? good(0) : amount(cell)
}

/** Cents of a column that many rows leave empty: a payment, a prepayment, an age. */
export function sideAmount(cell: Cell | undefined): Read<number> {
  return cell === undefined || isEmpty(cell) || isDash(cell) ? good(0) : amount(cell)
}

/** A sum of readings; the first that failed is the reason why there is none. */
export function total(parts: readonly Read<number>[]): Read<number> {
  let sum = 0
  for (const part of parts) {
    if (!part.ok) return part
    sum += part.value
  }
  return good(sum)
}

export const negated = (read: Read<number>): Read<number> => (read.ok ? good(read.value === 0 ? 0 : -read.value) : read)

/**
 * What is open in a row as the export writes it, before its sign is turned: the column that says so, else debit less
 * credit, else the total less what was paid or written off.
 */
export function openAmount(of: CellOf, mapping: Mapping): Read<number> {
  const said = of('Openstaand') ?? of('Achterstand') ?? of('Saldo')
  if (said !== undefined) return mainAmount(said, mapping)
  const [debit, credit] = [of('Debet'), of('Credit')]
  if (debit !== undefined || credit !== undefined) {
    if ([debit, credit].every((cell) => cell === undefined || isEmpty(cell)))
      return bad('Debet en credit zijn allebei leeg. Vul een van de twee in.')
    return total([sideAmount(debit), negated(sideAmount(credit))])
  }
  return lessPaid(mainAmount(of('Bedrag') ?? '', mapping), sideAmount(of('Betaald')))
}

/**
 * Some systems write what was paid with the sign of the claim, others with the opposite one: it brings the claim
 * towards zero.
 */
function lessPaid(claimed: Read<number>, paid: Read<number>): Read<number> {
  if (!claimed.ok || !paid.ok) return claimed.ok ? paid : claimed
  if (claimed.value === 0 && paid.value !== 0)
    return bad('Er is betaald op een vordering van 0,00. Vul het openstaande bedrag in.')
  return good(claimed.value - Math.sign(claimed.value) * Math.abs(paid.value))
}

export const NOT_ADDING_UP = 'Het bedrag min wat is betaald is in deze rij niet wat openstaat. Controleer de kolommen.'

/** Whether what a row says is open is its amount less what was paid, where it has all three. */
export function addsUp(of: CellOf, mapping: Mapping): boolean {
  const [claimed, paid, open] = [of('Bedrag'), of('Betaald'), of('Openstaand')]
  if (claimed === undefined || paid === undefined || open === undefined) return true
  const [left, said] = [lessPaid(mainAmount(claimed, mapping), sideAmount(paid)), mainAmount(open, mapping)]
  return !left.ok || !said.ok || left.value === said.value || isEmpty(open)
}

/** An amount as a cell of the known layout. */
export function amountCell(read: Read<number>): Cell {
  if (!read.ok) return { kind: 'fault', reason: read.reason }
  const cents = Math.abs(read.value)
  return `${read.value < 0 ? '-' : ''}${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`
}
