import { renterKey } from '../domain/renter-number.ts'
import type { Claim } from './claim.ts'

/** What makes lines of a book one claim: client, renter, contract, invoice, and whether it is rent (C12). */
export const claimKey = ({ client, renter, contract, invoice, rent }: Claim): string =>
  JSON.stringify([client, renterKey(renter), contract, invoice, rent])

/** The lines by the claim that they belong to, in the order of the first of each. */
export function byClaim<Line>(lines: Iterable<Line>, claimOf: (line: Line) => Claim): Line[][] {
  const groups = new Map<string, Line[]>()
  for (const line of lines) {
    const key = claimKey(claimOf(line))
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}

/** The line that tells what a claim of several lines is: the one that fell due first of what is owed. */
export function mostTelling<Line>(lines: readonly [Line, ...Line[]], claimOf: (line: Line) => Claim): Line {
  const owed = lines.filter((line) => claimOf(line).openCents > 0)
  return (owed.length > 0 ? owed : lines).reduce((a, b) => (claimOf(b).dueOn < claimOf(a).dueOn ? b : a))
}

/** The one claim that lines of the same claim amount to, as an invoice, a payment on it and a correction. */
export function addUp(lines: readonly [Claim, ...Claim[]]): Claim {
  const sum = (field: 'amountCents' | 'openCents') => lines.reduce((total, line) => total + line[field], 0)
  const telling = mostTelling(lines, (line) => line)
  return { ...telling, amountCents: sum('amountCents'), openCents: sum('openCents') }
}
