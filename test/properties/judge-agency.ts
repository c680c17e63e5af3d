import type { StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { isFresh } from './judge-books.ts'
import { clientAt } from './registers-told.ts'
import { dateIn, daysAfter, type Told } from './told.ts'
import { inHandTold, mayBeHandedOver } from './told-claims.ts'

// F3, F4, invariant 8: claims are handed over, when the client's policy or a person says so, and what no letter listed
// is not; and what the agency hears follows from what it heard before.

export const agencyHearsWhatItMay: Judge = (evidence) =>
  evidence.cases.flatMap((each) => [
    ...each.events.flatMap((event) => handedOver(evidence, each, event)),
    ...contraryMessages(each),
  ])

/** A book may be so many days old on which a hand-over rests (C13). */
const BOOK_DAYS = 10
/** A case that could not be reported at so many rounds is for the client to decide. */
const ROUNDS = 2

function handedOver(evidence: Evidence, each: JudgedCase, event: StoredEvent): string[] {
  const before = each.told[event.seq - 1]
  if (!before) return []
  const on = dateIn(event.at)
  const where = `${each.caseId}#${event.seq} (renter ${each.renter})`
  if (event.type === 'HandedOver')
    return [
      ...(isFounded(evidence, each, before, event)
        ? []
        : [`2: ${where}: handed over against the client's policy (F3)`]),
      ...(isFresh(evidence, each, event.seq, on, BOOK_DAYS) ? [] : [`2: ${where}: handed over on an old book (C13)`]),
      ...unlisted(before, event.claims, on).map((number) => `8: ${where}: claim ${number} may not be handed over (F3)`),
    ]
  if (event.type !== 'ActClaimed' || (event.act !== 'agency-handover' && event.act !== 'agency-update')) return []
  const later = event.claims.filter((number) => !before.agencyClaims.includes(number))
  const soon = event.act === 'agency-update' && before.agencyToldOn >= on
  return [
    ...unlisted(before, later, on).map((number) => `8: ${where}: claim ${number} may not be with the agency (F3)`),
    ...(soon ? [`3: ${where}: the agency heard of changes on ${before.agencyToldOn} already (F4)`] : []),
  ]
}

/** The claims that may not go to the agency: not in our hands, or not demanded of the renter. */
const unlisted = (told: Told, claims: readonly number[], on: string): number[] => {
  const may = inHandTold(told, on).filter((claim) => mayBeHandedOver(told, claim, on))
  return claims.filter((number) => !may.some((claim) => claim.number === number))
}

/** As the client's policy says and not before the municipality had its time; or by a person's word. */
function isFounded(evidence: Evidence, { client, events }: JudgedCase, told: Told, event: StoredEvent): boolean {
  const on = dateIn(event.at)
  const first = events.find(({ type, seq }) => type === 'SignalDelivered' && seq < event.seq)
  const over = first && daysAfter(dateIn(first.at), evidence.world.registers.policy.answerDays)
  const neverReported = told.held && new Set(told.heldIn).size >= ROUNDS && (told.written === null || told.withdrawn)
  return clientAt(evidence, client, event.at).some(
    ({ handOver, handOverUnreported, collectionAgency }) =>
      collectionAgency !== null &&
      (told.handOverDecided ||
        (handOverUnreported === 'after-notice' && neverReported) ||
        (over !== undefined && (handOver === 'after-signal' || (handOver === 'after-answer-period' && on > over)))),
  )
}

/**
 * The agency is told to pause when it does not, to resume when it pauses, and nothing but of another hand-over once it
 * was told to stop (U1, F3, F4, K1).
 */
function contraryMessages({ caseId, events }: JudgedCase): string[] {
  const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
    '': ['handover'],
    handover: ['update', 'pause', 'stop'],
    update: ['update', 'pause', 'stop'],
    pause: ['resume', 'stop'],
    resume: ['update', 'pause', 'stop'],
    // When all that it has is paid; what falls due later may be handed over anew (F3).
    stop: ['handover'],
  }
  let before = ''
  return events.flatMap((event) => {
    if (event.type !== 'AgencyInformed') return []
    const wrong = !FOLLOWS[before]?.includes(event.message)
    const said = `3: ${caseId}#${event.seq}: the agency heard ${event.message} after ${before || 'nothing'}`
    before = event.message
    return wrong ? [said] : []
  })
}
