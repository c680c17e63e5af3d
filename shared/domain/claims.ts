import { openCents } from './arrears.ts'
import { type IsoDate, yearsBefore } from './calendar.ts'
import type { Policy } from './policy.ts'
import type { CaseState, OpenClaim } from './state.ts'

/** A claim that is due, with what is open of it; in cents, always more than 0. */
export interface Owed {
  readonly claim: OpenClaim
  readonly cents: number
}

type Claims = Pick<CaseState, 'claims'>

/**
 * What is open on a day, the oldest first. Credits that are due are deducted from the oldest undisputed claim of their
 * contract, then of the renter; a claim that is covered so is paid, and left out (C4).
 */
export function owedOn({ claims }: Claims, on: IsoDate): Owed[] {
  const due = claims.filter((claim) => claim.dueOn <= on)
  const credits = due.filter((claim) => openCents(claim) < 0 && !claim.disputed)
  const owed = due.filter((claim) => openCents(claim) > 0).map((claim) => ({ claim, cents: openCents(claim) }))
  owed.sort((a, b) => byAge(a.claim, b.claim))
  const left = new Map<number, number>()
  for (const credit of credits) left.set(credit.contract, (left.get(credit.contract) ?? 0) - openCents(credit))
  let rest = 0
  for (const [contract, cents] of left) rest += deduct(owed, cents, (claim) => claim.contract === contract)
  deduct(owed, rest, () => true)
  return owed.filter(({ cents }) => cents > 0)
}

const byAge = (a: OpenClaim, b: OpenClaim): number =>
  a.dueOn === b.dueOn ? a.number - b.number : a.dueOn < b.dueOn ? -1 : 1

/** Deducts from the oldest undisputed claims; what is left of the amount. */
function deduct(owed: { claim: OpenClaim; cents: number }[], cents: number, meant: (claim: OpenClaim) => boolean) {
  let rest = cents
  for (const each of owed) {
    if (rest <= 0) return 0
    if (each.claim.disputed || !meant(each.claim)) continue
    const part = Math.min(rest, each.cents)
    each.cents -= part
    rest -= part
  }
  return rest
}

export interface Arrears {
  /** What is owed, credits deducted; in cents. */
  readonly cents: number
  /** The calendar months of the due dates. */
  readonly months: number
}

/** The sum of some claims, and the number of different calendar months of their due dates (C12). */
export const sumOf = (owed: readonly Owed[]): Arrears => ({
  cents: owed.reduce((sum, { cents }) => sum + cents, 0),
  months: new Set(owed.map(({ claim }) => claim.dueOn.slice(0, 7))).size,
})

/** The undisputed arrears on a day, whatever they are for: what people see of a case. */
export const arrearsOn = (state: Claims, on: IsoDate): Arrears =>
  sumOf(owedOn(state, on).filter(({ claim }) => !claim.disputed))

/** Whether more is open than a remainder, of which nothing begins and which keeps nothing alive (C11). */
export const exceedsRemainder = ({ cents }: Owed, policy: Policy): boolean => cents > policy.remainderCents

/** Years after which a claim is prescribed (verjaring, C15). */
const PRESCRIBED_YEARS = 5

/** Whether a claim is older than five years, and no person decided that it still counts (C15). */
export const isPrescribed = (state: CaseState, claim: OpenClaim, today: IsoDate): boolean =>
  claim.dueOn < yearsBefore(today, PRESCRIBED_YEARS) && state.prescribed.get(claim.number) !== true

/** Whether a kept arrangement is about the claim (C8). */
export const isArranged = ({ arrangement }: CaseState, { number }: OpenClaim): boolean =>
  arrangement?.owedCents.has(number) ?? false

/** Whether the collection agency was asked to collect the claim (F3). */
export const isAtAgency = ({ agency }: CaseState, { number }: OpenClaim): boolean => agency.claims.includes(number)

/**
 * The claims that can count: due, undisputed, above the remainder, under no kept arrangement, not prescribed, and shown
 * open by a book of later than their due date (C11, C13, C15). The oldest first.
 */
export const standingClaims = (state: CaseState, policy: Policy, today: IsoDate): Owed[] =>
  owedOn(state, today).filter(
    (owed) =>
      !owed.claim.disputed &&
      owed.claim.dueOn < state.bookOn &&
      exceedsRemainder(owed, policy) &&
      !isArranged(state, owed.claim) &&
      !isPrescribed(state, owed.claim, today),
  )

/** The claims in our hands: those of them that are not with the agency (C10). The oldest first. */
export const inHand = (state: CaseState, policy: Policy, today: IsoDate): Owed[] =>
  standingClaims(state, policy, today).filter(({ claim }) => !isAtAgency(state, claim))
