import canonicalize from 'canonicalize'
import type { NamedClaim, RenterRecord } from '../contracts/renters.ts'
import type { BookClaim } from '../domain/balance.ts'
import type { Book, Claim, StoredEvent } from '../domain/event.ts'
import { keyedHash } from '../runtime/keyed-hash.ts'

/** What a record says of the claims of its renter. */
export type Names = Pick<RenterRecord, 'claims' | 'contracts'>

export const NO_NAMES: Names = { claims: [], contracts: [] }

/** What makes a claim the same one in every book: its contract, its invoice, and whether it is rent (C12). */
const keyOf = ({ contract, invoice, rent }: Pick<BookClaim, 'contract' | 'invoice' | 'rent'>): string =>
  JSON.stringify([contract, invoice, rent])

/** The numbers of the claims that have one. */
const numbersOf = (names: Names): ReadonlyMap<string, NamedClaim> =>
  new Map(names.claims.map((claim) => [keyOf({ ...claim, contract: contractOf(names, claim) }), claim]))

const contractOf = ({ contracts }: Names, { contract }: NamedClaim): string => contracts[contract - 1] ?? missing()

/** The claims of a renter that have a number, with those of a book that had none yet: a number never changes. */
export function named(known: Names, claims: readonly BookClaim[]): Names {
  const before = numbersOf(known)
  const fresh = new Map(claims.filter((claim) => !before.has(keyOf(claim))).map((claim) => [keyOf(claim), claim]))
  const contracts = [...new Set([...known.contracts, ...[...fresh.values()].map(({ contract }) => contract)])]
  const added = [...fresh.values()].map(({ contract, invoice, rent, description }, index) => ({
    number: known.claims.length + index + 1,
    contract: contracts.indexOf(contract) + 1,
    invoice,
    rent,
    description,
  }))
  return { claims: [...known.claims, ...added], contracts }
}

/** The claims of a book as the history has them: by their numbers, without what these stand for (invariant 6). */
export function bookOf(record: Names & Pick<RenterRecord, 'key'>, claims: readonly BookClaim[]): Book {
  const numbers = numbersOf(record)
  const numbered = claims.map((claim) => {
    const { number, contract, rent } = numbers.get(keyOf(claim)) ?? missing()
    return { number, dueOn: claim.dueOn, openCents: claim.openCents, contract, rent }
  })
  return { claims: numbered, mapping: mappingOf(record, numbered) }
}

function missing(): never {
  throw new Error('a claim of the book has no number in the record')
}

/**
 * A keyed hash of what the numbers in a book stand for, those of the contracts too. Where it is no longer that of the
 * record, the record was changed since (invariant 5).
 */
export function mappingOf(record: Names & Pick<RenterRecord, 'key'>, claims: readonly Claim[]): string {
  const meant = new Set(claims.map(({ number }) => number))
  const meaning = record.claims
    .filter(({ number }) => meant.has(number))
    .sort((a, b) => a.number - b.number)
    .map((claim) => ({ ...claim, named: record.contracts[claim.contract - 1] ?? null }))
  return keyedHash(record.key, canonicalize(meaning) ?? '')
}

/** What each number stands for, for whoever shows a claim to people. */
export const namesOf = ({ claims }: Pick<RenterRecord, 'claims'>): ReadonlyMap<number, NamedClaim> =>
  new Map(claims.map((claim) => [claim.number, claim]))

/** The claims of a case as a book names them; one without a name, whose record went, is left out. */
export function asBookClaims(record: Names, claims: readonly Claim[]): BookClaim[] {
  const names = namesOf(record)
  return claims.flatMap(({ number, dueOn, openCents }) => {
    const name = names.get(number)
    if (!name) return []
    const { invoice, rent, description } = name
    return [{ contract: contractOf(record, name), invoice, rent, description, dueOn, openCents }]
  })
}

/** The first event of which the record no longer tells what its numbers stood for; null where all still agree. */
export function mappingBrokenAt(
  record: Names & Pick<RenterRecord, 'key'>,
  events: readonly StoredEvent[],
): number | null {
  const broken = events.find((event) => 'mapping' in event && event.mapping !== mappingOf(record, event.claims))
  return broken?.seq ?? null
}
