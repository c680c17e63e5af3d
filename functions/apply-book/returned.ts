import type { CaseLog, LoadedCase } from '../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import type { Command } from '../../shared/domain/command.ts'
import type { Claim, Earlier } from '../../shared/domain/event.ts'
import type { CaseState, SentLetter } from '../../shared/domain/state.ts'
import { knownTo } from './keep-record.ts'

/**
 * C14: what a case must hear of claims of a book that an earlier case of the renter knew, and that are open again; null
 * when there are none. Letters and efforts of then count.
 *
 * @param known the record as it was before the book: a claim that it did not name is new
 * @param current the case; null when it opens with the book
 */
export async function claimsReturned(
  log: Pick<CaseLog, 'load'>,
  known: RenterRecord,
  caseId: string,
  current: LoadedCase | null,
  book: readonly Claim[],
): Promise<Extract<Command, { type: 'claims-returned' }> | null> {
  const ids = [...(known.earlierCases ?? []), known.caseId].filter((id) => id !== null && id !== caseId) as string[]
  if (ids.length === 0) return null
  const named = new Set(known.claims.map(({ number }) => number))
  const met = current === null || brokeOff(known, current) ? new Set<number>() : knownTo(current)
  const candidates = book
    .filter(({ number, openCents }) => openCents > 0 && named.has(number) && !met.has(number))
    .map(({ number }) => number)
    .filter((number) => !current?.state.returned.has(number))
  if (candidates.length === 0) return null
  const earlier = (await Promise.all(ids.map((id) => log.load(id)))).filter((each) => each !== null)
  const claims = candidates.filter((number) => earlier.some((each) => knownTo(each).has(number)))
  return claims.length === 0 ? null : { type: 'claims-returned', claims, earlier: doneAbout(earlier, claims) }
}

/** Whether the book with which the case opened was not taken over in full. */
const brokeOff = ({ book }: RenterRecord, { state }: LoadedCase): boolean =>
  book === undefined || book.on < state.openedOn

/** The letters that listed some claims, and the efforts at contact of those cases. */
function doneAbout(cases: readonly LoadedCase[], claims: readonly number[]): Earlier {
  const about = cases.filter((each) => claims.some((number) => knownTo(each).has(number))).map(({ state }) => state)
  return {
    letters: about.flatMap((state) => lettersOf(state, claims)),
    contacts: about.flatMap(({ contacts }) => contacts),
  }
}

const lettersOf = ({ letters }: CaseState, claims: readonly number[]): Earlier['letters'] =>
  letters.flatMap(({ first: _, ...letter }: SentLetter) => {
    const listed = letter.claims.filter((number) => claims.includes(number))
    return listed.length === 0 ? [] : [{ ...letter, claims: listed }]
  })
