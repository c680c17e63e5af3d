import { addUp, byClaim, mostTelling } from '../add-up.ts'
import type { Claim } from '../claim.ts'
import type { Whose } from '../row.ts'

/** A claim with the row that it comes from, and that row's cells as one text. */
export interface Sourced {
  readonly row: number
  readonly claim: Claim
  readonly raw: string
}

export interface Merged {
  readonly claims: readonly Sourced[]
  /** Rows that are the same as an earlier one in every cell. */
  readonly doubles: readonly Double[]
  /** How many claims were made of more rows than one. */
  readonly summed: number
}

interface Double {
  readonly row: number
  readonly earlier: number
  readonly whose: Whose
}

/**
 * Adds up the rows of one claim, as an invoice, the payment on it and a correction: it fell due with the earliest of
 * what is owed. A row that is the same as another in every cell is counted once, and named.
 */
export function mergeInvoices(sourced: readonly Sourced[]): Merged {
  const doubles: Double[] = []
  const claims = byClaim(sourced, ({ claim }) => claim).map((group) => once(group, doubles))
  return { claims: claims.map(sumOf), doubles, summed: claims.filter(({ length }) => length > 1).length }
}

/** The rows of a claim, each once; those that are in it again are added to the doubles. */
function once(group: readonly Sourced[], doubles: Double[]): Sourced[] {
  const kept: Sourced[] = []
  for (const each of group) {
    const same = kept.find(({ raw, row }) => raw === each.raw && row !== each.row)
    const { client, renter } = each.claim
    if (same) doubles.push({ row: each.row, earlier: same.row, whose: { client, renter } })
    else kept.push(each)
  }
  return kept
}

function sumOf([first, ...others]: readonly Sourced[]): Sourced {
  if (!first) throw new RangeError('no rows')
  const group = [first, ...others] as const
  const claim = addUp([first.claim, ...others.map((each) => each.claim)])
  return { ...mostTelling(group, (each) => each.claim), claim }
}
