import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../contracts/renters.ts'
import { typedReference } from '../domain/reference.ts'
import { lookedFor } from '../domain/search-terms.ts'
import { casesOf, newestFirst } from './renter-cases.ts'

/** Cases that are shown of what was found. */
const SHOWN = 50
/** Renters whose records are read: of a shorter name there are more than anybody looks through. */
const MOST_RENTERS = 300

export interface SearchPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly renters: Pick<RenterStore, 'all' | 'getMany' | 'withTerm'>
}

export interface Found {
  /** At most 50, the newest case first, ended ones too. */
  readonly cases: readonly CaseSummary[]
  /** There are more than these: more must be typed. */
  readonly more: boolean
}

/**
 * The cases that somebody looks for: by the reference of a case, the debtor number, the renter's name (from three
 * letters of one of its words on), the postcode with the house number, or the e-mail address; of every client. What was
 * typed is about a person: it belongs in no log and no address of a page. Costs at most two queries, and reads of known
 * keys.
 *
 * @returns null for what is none of these: too short, above all
 */
export async function search(ports: SearchPorts, typed: string): Promise<Found | null> {
  const text = typed.trim()
  const reference = typedReference(text)
  if (reference !== null) return shown(await ports.log.summariesOf([reference]), false)
  const looked = lookedFor(text)
  const isNumber = /\d/.test(text)
  if (!looked && !isNumber) return null
  const keys = looked ? await ports.renters.withTerm(looked.term, MOST_RENTERS + 1) : []
  const records = (await ports.renters.getMany(keys)).filter(({ person }) => looked?.isMeant(person))
  if (isNumber) records.push(...(await withNumber(ports, text)))
  return shown(await ports.log.summariesOf(records.flatMap(casesOf)), keys.length > MOST_RENTERS)
}

/** A number that a person said is another one by now leads there (R6). */
async function withNumber({ renters }: SearchPorts, number: string): Promise<RenterRecord[]> {
  const records = await renters.all(number)
  const moved = records.flatMap(({ movedTo, client }) => (movedTo === undefined ? [] : [{ renter: movedTo, client }]))
  return [...records, ...(await renters.getMany(moved))]
}

const shown = (found: readonly CaseSummary[], more: boolean): Found => ({
  cases: found.toSorted(newestFirst).slice(0, SHOWN),
  more: more || found.length > SHOWN,
})
