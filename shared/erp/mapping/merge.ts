import type { Claim } from '../claim.ts'

/** A claim with the row that it comes from, and that row's cells as one text. */
export interface Sourced {
  readonly row: number
  readonly claim: Claim
  readonly raw: string
}

export interface Merged {
  readonly claims: readonly Sourced[]
  /** Rows that are the same as an earlier one in every cell. */
  readonly doubles: readonly { readonly row: number; readonly earlier: number }[]
  /** How many claims were made of more rows than one. */
  readonly summed: number
}

/**
 * Adds up the rows of one invoice, as an invoice, the payment on it and a correction: it fell due with the earliest of
 * what is owed. A row that is the same as another in every cell is counted once, and named.
 */
export function mergeInvoices(sourced: readonly Sourced[]): Merged {
  const groups = new Map<string, Sourced[]>()
  const doubles: { row: number; earlier: number }[] = []
  for (const each of sourced) {
    const key = JSON.stringify([each.claim.client, each.claim.renter, each.claim.invoice])
    const group = groups.get(key)
    if (!group) {
      groups.set(key, [each])
      continue
    }
    const same = group.find(({ raw, row }) => raw === each.raw && row !== each.row)
    if (same) doubles.push({ row: each.row, earlier: same.row })
    else group.push(each)
  }
  const claims = [...groups.values()].map(sumOf)
  return { claims, doubles, summed: [...groups.values()].filter(({ length }) => length > 1).length }
}

function sumOf(group: readonly Sourced[]): Sourced {
  const [first] = group
  if (!first) throw new RangeError('no rows')
  if (group.length === 1) return first
  const owed = group.filter(({ claim }) => claim.openCents > 0)
  const telling = (owed.length > 0 ? owed : group).reduce((a, b) => (b.claim.dueOn < a.claim.dueOn ? b : a))
  const sum = (field: 'amountCents' | 'openCents') => group.reduce((total, { claim }) => total + claim[field], 0)
  return { ...telling, claim: { ...telling.claim, amountCents: sum('amountCents'), openCents: sum('openCents') } }
}
