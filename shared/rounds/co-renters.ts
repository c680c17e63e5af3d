import type { Outcome } from '../cases/change-case.ts'
import { namesOf } from '../cases/named-claims.ts'
import type { CaseLog } from '../contracts/ports.ts'
import type { RenterRecord, RenterStore } from '../contracts/renters.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import { dateOf, type IsoInstant, plusMinutes } from '../domain/calendar.ts'
import { WRITING_MINUTES } from '../domain/decide-files.ts'
import { reportedOn } from '../domain/evidence.ts'
import { renterKey } from '../domain/renter-number.ts'
import { type CaseState, liveSignal } from '../domain/state.ts'
import { askQuestionOnce, questionId } from '../questions/questions.ts'

// G10: of renters who share an invoice under a contract of one client, one is reported: the main tenant, where a column
// or a person says who that is, else the first by number.

interface Reading {
  readonly log: Pick<CaseLog, 'load'>
  readonly renters: Pick<RenterStore, 'getMany' | 'hasPendingObjection' | 'lastWord'>
}

/**
 * Whether a renter objects, or an objection waits for a person who says whose it is, also one of under an earlier
 * number (C7, R6).
 */
export async function objects(
  renters: Pick<RenterStore, 'hasPendingObjection' | 'lastWord'>,
  { renter, client, formerly = [] }: Pick<RenterRecord, 'renter' | 'client' | 'formerly'>,
): Promise<boolean> {
  const word = await renters.lastWord(renter, client)
  if (word?.objects) return true
  const pending = await Promise.all([renter, ...formerly].map((number) => renters.hasPendingObjection(number, client)))
  return pending.includes(true)
}

/**
 * Whether a co-renter keeps this signal back (G10): one who has a live signal about what it would report, objects, or
 * is about to be reported and comes first.
 */
export async function coRenterStands(
  { log, renters }: Reading,
  { state, conditions }: Pick<Outcome, 'state' | 'conditions'>,
  record: RenterRecord,
  now: IsoInstant,
): Promise<boolean> {
  const claims = reportedOn(state, conditions.policy, dateOf(now)).map(({ claim }) => claim.number)
  const reported = new Set(meant(record, claims))
  for (const other of await coRenters(renters, record)) {
    const isReported = (claim: string) => reported.has(claim)
    if (!meant(other, null).some(isReported)) continue
    if (await objects(renters, other)) return true
    const ids = [...(other.caseId === null ? [] : [other.caseId]), ...(other.earlierCases ?? [])]
    const cases = await Promise.all(ids.map((id) => log.load(id)))
    for (const each of cases) {
      if (!each) continue
      if (each.state.objection && !each.state.ended) return true
      if (meant(other, liveSignal(each.state)?.claims ?? []).some(isReported)) return true
      if (liveSignal(state) === null && goesBefore(other, each.state, record, now)) return true
    }
  }
  return false
}

/**
 * Whether another's signal that is not written yet comes before this one: the other comes first, or a round of before
 * midnight may still be writing it. Of one day, the turn decides.
 */
const goesBefore = (
  other: RenterRecord,
  { queued, signalReservation: reserved }: CaseState,
  record: RenterRecord,
  now: IsoInstant,
): boolean =>
  (queued && comesFirst(other, record)) ||
  (reserved !== null && dateOf(reserved.at) < dateOf(now) && plusMinutes(reserved.at, WRITING_MINUTES) > now)

const comesFirst = (a: RenterRecord, b: RenterRecord): boolean =>
  (a.mainTenant ?? false) === (b.mainTenant ?? false) ? a.renter < b.renter : (a.mainTenant ?? false)

/** Claims as two records name the same: by contract and invoice; all that a record knows for `null`. */
function meant(record: RenterRecord, claims: readonly number[] | null): string[] {
  const names = namesOf(record)
  return (claims ?? [...names.keys()]).flatMap((number) => {
    const name = names.get(number)
    return name ? [JSON.stringify([record.contracts[name.contract - 1], name.invoice])] : []
  })
}

/** The records of all who share a claim with this renter, or with one who does. */
async function coRenters(renters: Pick<RenterStore, 'getMany'>, record: RenterRecord): Promise<RenterRecord[]> {
  const { client } = record
  const found = new Map([[renterKey(record.renter), record]])
  for (let next = [record]; next.length > 0; ) {
    const numbers = new Set(next.flatMap(({ coRenters }) => coRenters ?? []))
    const unseen = [...numbers].filter((renter) => !found.has(renterKey(renter)))
    next = unseen.length === 0 ? [] : await renters.getMany(unseen.map((renter) => ({ renter, client })))
    for (const each of next) found.set(renterKey(each.renter), each)
    next = next.map((each) => (each.movedTo ? { ...each, coRenters: [each.movedTo] } : each))
  }
  return [...found.values()].filter((each) => each !== record)
}

/**
 * Takes the day's turn among co-renters for a case that was reserved for a file: of two rounds at once, one writes
 * (G10). True also for who has no co-renters.
 */
export async function takesTurn(
  ports: { readonly renters: Pick<RenterStore, 'getMany'>; readonly notebook: Pick<NotebookFor<TurnRight>, 'reserve'> },
  caseId: string,
  record: RenterRecord,
  now: IsoInstant,
): Promise<boolean> {
  const others = await coRenters(ports.renters, record)
  if (others.length === 0) return true
  const [first] = [record, ...others].map(({ renter }) => renter).sort()
  return (await ports.notebook.reserve('turn', `${dateOf(now)}#${record.client}#${first}`, caseId)) === caseId
}

type TurnRight = 'turn read' | 'turn put'

/** Whether a column or a person said who is the main tenant, of all who share a claim with this renter. */
export async function isMainTenantKnown(renters: Pick<RenterStore, 'getMany'>, record: RenterRecord): Promise<boolean> {
  const others = await coRenters(renters, record)
  return [record, ...others].some(({ mainTenant }) => mainTenant)
}

/** Asks once who is the main tenant, where a signal was held for a co-renter and nobody knows (G10). */
export async function askMainTenant(
  ports: {
    readonly renters: Pick<RenterStore, 'get' | 'getMany'>
    readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
  },
  { caseId, renter, state, event }: Pick<Outcome, 'caseId' | 'event' | 'renter' | 'state'>,
): Promise<void> {
  if (event?.type !== 'SignalHeld' || !event.reasons.includes('G10') || renter === null) return
  const record = await ports.renters.get(renter, state.client)
  if (!record) return
  const all = [record, ...(await coRenters(ports.renters, record))]
  if (all.some(({ mainTenant }) => mainTenant)) return
  await askQuestionOnce(ports, questionId.mainTenant(caseId), {
    ...{ about: 'signal', reason: 'main-tenant', caseId, client: record.client, renter: record.renter },
    options: all.map(({ renter }) => renter).sort(),
    at: event.at,
  })
}
