import { bookOf, NO_NAMES, named } from '../../shared/cases/named-claims.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import type { LoadedCase } from '../../shared/contracts/ports.ts'
import type { Person, RenterRecord, RenterStore } from '../../shared/contracts/renters.ts'
import type { BookClaim } from '../../shared/domain/balance.ts'
import type { Claim } from '../../shared/domain/event.ts'
import { randomKey } from '../../shared/runtime/random.ts'
import { personalOf, samePersonal } from './by-columns.ts'

/**
 * The renter's record with the person as the book has it now, a number for each of its claims, the claims that a person
 * closed, and the case that is theirs: named before it exists. What an earlier book said is no longer the last word: a
 * later one that says it again must count, also when this one breaks off half-way.
 *
 * @param digest of what the book says of the renter
 * @param begins the case opens or is reopened, and is half-told until the book is taken over in full
 */
export async function keepRecord(
  renters: Pick<RenterStore, 'put'>,
  entry: BookEntry,
  known: RenterRecord | null,
  caseId: string | null,
  closedClaims: readonly number[],
  digest: string,
  begins: boolean,
): Promise<RenterRecord> {
  const { renter, client, person } = entry
  const names = named(known ?? NO_NAMES, entry.claims)
  const personal = personalOf(known, entry)
  const same = known?.caseId === caseId && known.claims.length === names.claims.length
  const sameClosed = (known?.closedClaims ?? []).length === closedClaims.length
  const coRenters = [...new Set([...(known?.coRenters ?? []), ...(entry.coRenters ?? [])])]
  const sameHousehold = coRenters.length === (known?.coRenters ?? []).length
  const isLastWord = known?.book === undefined || known.book.digest === digest
  if (
    same &&
    isLastWord &&
    (known.begun ?? !begins) &&
    sameClosed &&
    sameHousehold &&
    samePerson(known.person, person) &&
    samePersonal(known, personal)
  )
    return known
  const earlier = [...(known?.earlierCases ?? []), ...(known?.caseId && known.caseId !== caseId ? [known.caseId] : [])]
  const record: RenterRecord = {
    key: randomKey(),
    ...(known && lasting(known)),
    ...{ renter, client, person, ...names, version: (known?.version ?? 0) + 1, caseId },
    ...personal,
    ...untoldOf(known, person),
    ...(coRenters.length > 0 && { coRenters }),
    ...(earlier.length > 0 && { earlierCases: earlier }),
    ...(closedClaims.length > 0 && { closedClaims }),
    ...(begins && { begun: true }),
  }
  await renters.put(record)
  return record
}

/** What no book takes away: all but what the columns say, and what was true of the last book alone. */
function lasting(known: RenterRecord) {
  const { book: _book, untold: _untold, movedTo: _movedTo, ...record } = known
  const { representative: _representative, deceased: _deceased, mainTenant: _mainTenant, ...rest } = record
  return rest
}

/** What the case must still be told of a change in the renter's data, also by a try that broke off (invariant 4). */
function untoldOf(known: RenterRecord | null, person: Person): Pick<RenterRecord, 'untold'> {
  if (!known || (samePerson(known.person, person) && !known.untold)) return {}
  const email = known.person.email !== person.email || (known.untold?.email ?? false)
  const address = isElsewhere(known.person, person) || known.untold?.address
  return { untold: { email, ...(address && { address }) } }
}

const isElsewhere = (a: Person, b: Person): boolean =>
  (['street', 'houseNumber', 'houseNumberAddition', 'postcode', 'city'] as const).some((part) => a[part] !== b[part])

const samePerson = (a: Person, b: Person): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (person: object) => Object.entries(person).sort(([a], [b]) => (a < b ? -1 : 1))

/** The numbers of every claim that a case ever knew. */
export const knownTo = ({ events }: Pick<LoadedCase, 'events'>): ReadonlySet<number> =>
  new Set(events.flatMap((event) => ('mapping' in event ? event.claims.map(({ number }) => number) : [])))

/**
 * The numbers of the claims that a person closed, by now those of the last case too: nothing begins of them any more.
 */
export function closedFor(known: RenterRecord | null, last: LoadedCase | null): number[] {
  const before = known?.closedClaims ?? []
  const now = last?.state.ended?.how === 'closed' ? [...knownTo(last)] : []
  return [...new Set([...before, ...now])]
}

/** The claims of a book by their numbers, those without one by the number that they will get; in the book's order. */
export const numbered = (known: RenterRecord | null, claims: readonly BookClaim[]): readonly Claim[] =>
  bookOf({ key: known?.key ?? '', ...named(known ?? NO_NAMES, claims) }, claims).claims

/** A renter's lines in a book, without the claims that a person closed. */
export function withoutClosed(known: RenterRecord | null, entry: BookEntry, closed: readonly number[]): BookEntry {
  if (closed.length === 0) return entry
  const numbers = numbered(known, entry.claims).map(({ number }) => number)
  return { ...entry, claims: entry.claims.filter((_, place) => !closed.includes(numbers[place] ?? 0)) }
}
