import { renterKey } from '../domain/renter-number.ts'
import { addUp, byClaim } from './add-up.ts'
import type { Claim } from './claim.ts'

/** One claim that is still open; a negative one is a credit, and counts. Amounts are whole cents. */
export type OpenClaim = Pick<
  Claim,
  'invoice' | 'contract' | 'rent' | 'description' | 'dueOn' | 'amountCents' | 'openCents'
>

type Person = Omit<Claim, keyof OpenClaim>

/** A renter with everything that is open, the oldest first, under whichever contract. */
export interface RenterAccount extends Person {
  readonly contracts: readonly string[]
  readonly claims: readonly OpenClaim[]
}

/**
 * Gathers the lines of a book by client and renter, in the order of those two, and adds up those of one claim (C12).
 * Paid claims (nothing open) are left out, and with them renters who have no other.
 *
 * Someone with several contracts is one renter (C3). Who and where they are comes from the oldest claim: of those on a
 * dwelling if there are any, since an older claim on a parking space must not hide a dwelling from help (C9); and of
 * those that are owed, since a credit says little about where somebody lives.
 */
export function groupByRenter(claims: Iterable<Claim>): RenterAccount[] {
  const groups = new Map<string, Claim[]>()
  for (const claim of claims) {
    if (claim.openCents === 0) continue
    const key = JSON.stringify([claim.client, renterKey(claim.renter)])
    const group = groups.get(key)
    if (group) group.push(claim)
    else groups.set(key, [claim])
  }
  return [...groups.values()]
    .flatMap(accountOf)
    .sort((a, b) => compare(a.client, b.client) || compare(a.renter, b.renter))
}

function accountOf(lines: readonly Claim[]): RenterAccount[] {
  const claims = byClaim(lines, (line) => line).flatMap(([first, ...others]) =>
    first ? addUp([first, ...others]) : [],
  )
  const open = claims.filter(({ openCents }) => openCents !== 0)
  if (open.length === 0) return []
  const oldestFirst = open.toSorted((a, b) => compare(a.dueOn, b.dueOn) || compare(a.invoice, b.invoice))
  const account: RenterAccount = {
    ...personOf(mostTelling(oldestFirst)),
    ...statusOf(oldestFirst),
    contracts: [...new Set(oldestFirst.map((claim) => claim.contract).filter((contract) => contract !== ''))],
    claims: oldestFirst.map(({ invoice, contract, rent, description, dueOn, amountCents, openCents }) => ({
      invoice,
      contract,
      rent,
      description,
      dueOn,
      amountCents,
      openCents,
    })),
  }
  return [account]
}

function mostTelling(oldestFirst: readonly Claim[]): Claim {
  const found =
    oldestFirst.find((claim) => claim.dwelling && claim.openCents > 0) ??
    oldestFirst.find((claim) => claim.dwelling) ??
    oldestFirst.find((claim) => claim.openCents > 0) ??
    oldestFirst[0]
  if (!found) throw new RangeError('a renter without claims')
  return found
}

function personOf(claim: Claim): Omit<Person, keyof Status> {
  return {
    client: claim.client,
    renter: claim.renter,
    naturalPerson: claim.naturalPerson,
    surname: claim.surname,
    initials: claim.initials,
    street: claim.street,
    houseNumber: claim.houseNumber,
    houseNumberAddition: claim.houseNumberAddition,
    postcode: claim.postcode,
    city: claim.city,
    phone: claim.phone,
    email: claim.email,
    dwelling: claim.dwelling,
  }
}

type Status = Pick<Claim, 'mainTenant' | 'hold' | 'deceased' | 'representative'>

/**
 * What any of the lines says of the renter counts for the renter: what holds or represents before that there is none.
 */
const statusOf = (lines: readonly Claim[]): Status => ({
  mainTenant: any(lines, ({ mainTenant }) => mainTenant, false),
  hold: any(lines, ({ hold }) => hold, 'none'),
  deceased: any(lines, ({ deceased }) => deceased, 'none'),
  representative: any(lines, ({ representative }) => representative, 'none'),
})

/** The first that is not `none`; null where no line says anything. */
function any<T>(lines: readonly Claim[], said: (line: Claim) => T | null, none: T): T | null {
  const all = lines.map(said).filter((each) => each !== null)
  return all.find((each) => each !== none) ?? all[0] ?? null
}

/** By code unit, so that the order does not hang on the language of the machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
