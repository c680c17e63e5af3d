import canonicalize from 'canonicalize'
import type { NamedClaim, RenterRecord } from '../contracts/renters.ts'
import type { BookClaim } from '../domain/balance.ts'
import type { Book, Claim, StoredEvent } from '../domain/event.ts'
import { keyedHash } from '../runtime/keyed-hash.ts'

/** The claims of a renter that have a number, with those of a book that had none yet: a number never changes. */
export function named(known: readonly NamedClaim[], claims: readonly BookClaim[]): NamedClaim[] {
  const invoices = new Set(known.map(({ invoice }) => invoice))
  const fresh = new Map(claims.filter(({ invoice }) => !invoices.has(invoice)).map((claim) => [claim.invoice, claim]))
  return [
    ...known,
    ...[...fresh.values()].map(({ invoice, description }, index) => ({
      number: known.length + index + 1,
      invoice,
      description,
    })),
  ]
}

/** The claims of a book as the history has them: by their numbers, without what these stand for (invariant 6). */
export function bookOf(
  { key, claims: names }: Pick<RenterRecord, 'key' | 'claims'>,
  claims: readonly BookClaim[],
): Book {
  const numbers = new Map(names.map(({ invoice, number }) => [invoice, number]))
  const numbered = claims.map(({ invoice, dueOn, openCents }) => ({
    number: numbers.get(invoice) ?? missing(),
    dueOn,
    openCents,
    // Until the record knows contracts, and what is no rent.
    contract: 1,
    rent: true,
  }))
  return { claims: numbered, mapping: mappingOf(key, names, numbered) }
}

function missing(): never {
  throw new Error('a claim of the book has no number in the record')
}

/**
 * A keyed hash of what the numbers in a book stand for. Where it is no longer that of the record, the record was
 * changed since (invariant 5).
 */
export function mappingOf(key: string, names: readonly NamedClaim[], claims: readonly Claim[]): string {
  const meant = new Set(claims.map(({ number }) => number))
  const meaning = names.filter(({ number }) => meant.has(number)).sort((a, b) => a.number - b.number)
  return keyedHash(key, canonicalize(meaning) ?? '')
}

/** What each number stands for, for whoever shows a claim to people. */
export const namesOf = ({ claims }: Pick<RenterRecord, 'claims'>): ReadonlyMap<number, NamedClaim> =>
  new Map(claims.map((claim) => [claim.number, claim]))

/** The claims of a case as a book names them; one without a name, whose record went, is left out. */
export function asBookClaims(record: Pick<RenterRecord, 'claims'>, claims: readonly Claim[]): BookClaim[] {
  const names = namesOf(record)
  return claims.flatMap(({ number, dueOn, openCents }) => {
    const name = names.get(number)
    return name ? [{ invoice: name.invoice, description: name.description, dueOn, openCents }] : []
  })
}

/** The first event of which the record no longer tells what its numbers stood for; null where all still agree. */
export function mappingBrokenAt(
  { key, claims: names }: Pick<RenterRecord, 'key' | 'claims'>,
  events: readonly StoredEvent[],
): number | null {
  const broken = events.find((event) => 'mapping' in event && event.mapping !== mappingOf(key, names, event.claims))
  return broken?.seq ?? null
}
