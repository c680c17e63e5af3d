import { instantAt } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { questionId } from '../../shared/questions/questions.ts'
import { keyedHash } from '../../shared/runtime/keyed-hash.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { allIsPaid } from './judge-withdrawals.ts'
import { factId } from './play-world.ts'
import { clientAt, municipalityAt } from './registers-told.ts'
import { dateIn, daysAfter, isOnItsWay, rests, type Told } from './told.ts'
import { isCertain, REMAINDER_CENTS } from './told-claims.ts'
import type { WorldFact } from './world.ts'

// Invariant 4: no event is lost. Whatever was reported of a renter stands in every case that was open, or a person is
// asked; what it means for the next step is honoured; and no case stands still.

export const eventsAreKept: Judge = (evidence) => [
  ...evidence.world.facts.flatMap((fact, index) => lostFact(evidence, fact, factId(index))),
  ...evidence.cases.flatMap((each) => [...unanswered(evidence, each), ...standingStill(evidence, each)]),
  ...(evidence.deadLetters > 0 ? [`4: ${evidence.deadLetters} events were given up`] : []),
]

function lostFact(evidence: Evidence, fact: WorldFact, id: string): string[] {
  const [recorded] = evidence.order.facts(id)
  if (!recorded) return [`4: ${fact.type} at ${fact.at} (${id}) was never recorded`]
  if (typeof fact.renter !== 'string') return lostChange(evidence, fact, recorded.at, id)
  const asked = evidence.questions.some((question) => question.id === id || question.id.startsWith(`${id}-`))
  if (asked) return []
  const cases = evidence.cases.filter(
    ({ renter, client, events }) =>
      renter === fact.renter && client === (fact.client ?? client) && (events[0]?.at ?? '') <= recorded.at,
  )
  const heardAfterwards = fact.type === 'objection' || fact.type === 'objection-withdrawn'
  const taken = cases.some((each) => isIn(each, id)) || (heardAfterwards && cases.length > 0)
  if (!taken && cases.every((each) => hasEnded(each, recorded.at)))
    return [`4: ${fact.type} at ${fact.at} (${id}) fits no open case, and nobody was asked`]
  return cases
    .filter((each) => !isIn(each, id) && wasOpen(each, recorded.at) && !mayBeIgnored(each, fact, recorded.at))
    .map(({ caseId }) => `4: ${fact.type} at ${fact.at} (${id}) is not in ${caseId}, which was open`)
}

/** R1–R3: what changed in a register stood there once it was recorded. */
function lostChange(evidence: Evidence, fact: WorldFact, at: string, id: string): string[] {
  const { type, at: _at, again: _again, client, gemeentecode, ...change } = fact
  if (type === 'import-confirmed') return []
  const agreements = () => municipalityAt(evidence, String(gemeentecode), at).map(({ agreement }) => agreement)
  const mandates = () => clientAt(evidence, String(client), at).map(({ mandate }) => mandate)
  const now: readonly unknown[] =
    type === 'client' ? clientAt(evidence, String(client), at) : type === 'mandate' ? mandates() : agreements()
  return now.some((value) => holds(value, change)) ? [] : [`4: ${type} at ${fact.at} (${id}) is not in the register`]
}

const holds = (value: unknown, change: object): boolean =>
  Object.entries(change).every(
    ([key, wanted]) => JSON.stringify((value as Record<string, unknown> | null)?.[key]) === JSON.stringify(wanted),
  )

const isIn = ({ events, key }: JudgedCase, id: string): boolean =>
  events.some(({ cause }) => cause === keyedHash(key, id))

/** Ended before that moment, and not reopened by then (C14). */
const hasEnded = ({ told }: JudgedCase, at: string): boolean =>
  (told.findLast((each) => each.at < at)?.ended ?? null) !== null

/** Open before that moment and after it: what happened at the very moment may have come first. */
const wasOpen = (each: JudgedCase, at: string): boolean =>
  (each.events[0]?.at ?? at) < at && !hasEnded(each, at) && each.told.every((told) => told.at !== at || !told.ended)

/**
 * Whether the fact changed nothing as the case stood, at any point of that moment. A renter with two cases: nobody is
 * asked about the one when the other took the fact.
 */
function mayBeIgnored({ told, events, numbers }: JudgedCase, fact: WorldFact, at: string): boolean {
  if (isFromBefore(events[0], fact)) return true
  const last = told.findLastIndex((each) => each.at < at)
  return told
    .slice(Math.max(last, 0))
    .some((each) => (each.seq === told[last]?.seq || each.at === at) && isKnown(each, fact, numbers))
}

/** E1, F2: an attempt, and help that was accepted, before the case count for nothing in it. */
function isFromBefore(opening: StoredEvent | undefined, { type, at, accepted, on }: WorldFact): boolean {
  const opened = opening?.type === 'CaseOpened' ? opening.on : ''
  return type === 'contact-attempt' ? at.slice(0, 10) < opened : accepted === true && String(on) < opened
}

/** E1: what was said then or later is in force, so that this can change nothing any more. */
const wasSaid = ({ saidAt }: Told, subject: string, { at }: WorldFact): boolean =>
  instantAt(at.slice(0, 10), at.slice(11)) <= (saidAt.get(subject) ?? '')

function isKnown(told: Told, fact: WorldFact, numbers: JudgedCase['numbers']): boolean {
  const claim = numbers.get(String(fact.invoice)) ?? 0
  switch (fact.type) {
    case 'objection':
      return told.objects && wasSaid(told, 'objection', fact)
    case 'objection-withdrawn':
      return !told.objects && wasSaid(told, 'objection', fact)
    case 'dispute':
    case 'dispute-resolved':
      return wasSaid(told, String(claim), fact) || !told.claims.some(({ number }) => number === claim)
    case 'hold':
    case 'hold-ended':
      return wasSaid(told, 'hold', fact)
    case 'hand-over':
      return told.handOverDecided
    case 'threat':
      return told.threatened
    case 'bounce':
      return told.bounced !== null || told.letters.at(-1)?.channel !== 'email'
    case 'arrangement':
    case 'arrangement-broken':
      return wasSaid(told, 'arrangement', fact)
    case 'portal-rejection':
      return told.written === null || told.rejected
    case 'redeliver':
      return isOnItsWay(told) || (told.written === null && !told.rejected)
    case 'answer':
      return fact.accepted === true && String(fact.on) > fact.at.slice(0, 10)
    default:
      return false
  }
}

// --- what a fact means for the next step -----------------------------------------------------------------------------

/** Some days in which every step that a fact brings about has been taken, weekends and holidays included. */
const SETTLED_DAYS = 5

function unanswered(evidence: Evidence, each: JudgedCase): string[] {
  const { caseId, events, told, renter } = each
  const end = told.at(-1)
  if (!end) return []
  const settled = (event: StoredEvent | undefined) =>
    event !== undefined && daysAfter(dateIn(event.at), SETTLED_DAYS) <= evidence.world.until
  const last = (...types: string[]) => events.findLast(({ type }) => types.includes(type))
  const complain = (broken: boolean, what: string) => (broken ? [`4: ${caseId} (renter ${renter}): ${what}`] : [])
  const ended = end.ended ? last('CasePaid', 'CaseClosed') : undefined
  const paid = isCertain(end) && allIsPaid(end, end.reported.get(end.written ?? '') ?? [], evidence.world.until)
  const over = ended ?? (end.objects ? last('ObjectionLodged') : paid ? last('ArrearsChanged') : undefined)
  const since = (event: StoredEvent | undefined) =>
    events.some(({ seq, type }) => seq > (event?.seq ?? 0) && type === 'SuspensionStarted')
  const paidAll = events.find(
    (event) =>
      event.type === 'PaymentBooked' && event.amountCents === 'all' && !fellDueSince(told[event.seq - 1], event),
  )
  const endedSince = (event: StoredEvent | undefined) =>
    events.some(({ type, seq }) => seq > (event?.seq ?? 0) && (type === 'CasePaid' || type === 'CaseClosed'))
  const accepted = events.find((event) => event.type === 'AnswerReceived' && event.code === 'accepted')
  // After a stop it has nothing, until it is handed something anew.
  const knows = end.agency.slice(end.agency.lastIndexOf('stop') + 1).includes('handover')
  const pauses = end.agency.at(-1) === 'pause'
  return [
    ...complain(paidAll !== undefined && !endedSince(paidAll), 'everything was paid, and the case is open'),
    ...complain(
      end.written !== null &&
        !end.withdrawn &&
        settled(over) &&
        settled(last('SignalWritten')) &&
        !isAskedByHand(evidence, caseId),
      'the signal was never withdrawn (S4, C7, K1)',
    ),
    ...complain(
      accepted !== undefined &&
        !endedSince(accepted) &&
        !since(accepted) &&
        !events.some(({ type, seq }) => seq > accepted.seq && type === 'SuspensionEnded') &&
        !(told[accepted.seq - 1]?.suspendedBefore ?? false),
      'help was accepted, and nothing was suspended (U1)',
    ),
    ...complain(
      end.acceptedOn !== null &&
        daysAfter(end.acceptedOn, evidence.world.registers.policy.suspensionDays + 2) < evidence.world.until,
      'a suspension has no end (U3)',
    ),
    ...complain(knows && settled(ended), 'the agency never heard that it is over (K1)'),
    ...complain(
      knows &&
        !ended &&
        rests(end) &&
        settled(last('SuspensionStarted', 'ArrangementAgreed', 'HoldStarted')) &&
        !pauses,
      'the agency was not told to pause (U1, C8)',
    ),
    ...complain(
      knows && !ended && !rests(end) && settled(last(...RESUMING)) && pauses,
      'the agency was not told to resume (U1, C8)',
    ),
    ...complain(
      hadAgency(evidence, each) &&
        end.agencyClaims.length > 0 &&
        !ended &&
        !rests(end) &&
        settled(last('HandedOver', ...RESUMING, 'DisputeResolved')) &&
        owedForSure(end) &&
        !knows,
      'the agency never got the case (F3)',
    ),
  ]
}

/** Whether rent fell due between a payment and the day on which it was booked: that is not paid (E1). */
const fellDueSince = (told: Told | undefined, { moment, at }: StoredEvent): boolean =>
  (told?.claims ?? []).some(({ dueOn }) => dueOn > dateIn(moment ?? at) && dueOn <= dateIn(at))

const RESUMING = ['SuspensionEnded', 'ArrangementBroken', 'ArrangementKept', 'ArrangementAgreed', 'HoldEnded']

/** Whether there was an agency to hand the case to, all through the last days. */
const hadAgency = (evidence: Evidence, { client }: JudgedCase): boolean =>
  [instantAt(daysAfter(evidence.world.until, -SETTLED_DAYS), '00:00'), instantAt(evidence.world.until, '23:59')].every(
    (at) => clientAt(evidence, client, at).every(({ collectionAgency }) => collectionAgency !== null),
  )

/** Something undisputed for the agency to collect, whatever staff booked. */
const owedForSure = (told: Told): boolean =>
  isCertain(told) &&
  told.claims.some(
    ({ number, openCents }) =>
      openCents > REMAINDER_CENTS && told.agencyClaims.includes(number) && !told.disputed.has(number),
  )

// --- no case stands still --------------------------------------------------------------------------------------------

const DAY_MS = 86_400_000

/** A line would take back another renter's signal too: a person does it, and nobody does in these worlds (S4). */
const isAskedByHand = ({ questions }: Evidence, caseId: string): boolean =>
  questions.some(({ id, value }) => id === questionId.withdrawal(caseId) && value.reason === 'withdraw-by-hand')

function standingStill(evidence: Evidence, { caseId, told, events }: JudgedCase): string[] {
  const { world, summaries, executions } = evidence
  const end = Date.parse(instantAt(world.until, '23:59'))
  const summary = summaries.find((each) => each?.caseId === caseId)
  if (!summary) return [`4: ${caseId} is in no list`]
  const overdue = summary.due !== null && Date.parse(summary.due) < end - 1.5 * DAY_MS
  const mine = executions.filter(
    ({ machine, name }) => machine === 'arrears-case' && (name === caseId || name.startsWith(`${caseId}-`)),
  )
  const runs = mine.some(({ status }) => status === 'RUNNING')
  const waits = summary.queue !== null && Date.parse(events.at(-1)?.at ?? '') < end - SETTLED_DAYS * DAY_MS
  return [
    ...(overdue ? [`4: ${caseId} should have come to ${summary.step} on ${summary.due}`] : []),
    ...(told.at(-1)?.ended || runs ? [] : [`4: ${caseId} is open, and no execution looks after it`]),
    ...(waits && !isAskedByHand(evidence, caseId)
      ? [`4: ${caseId} waits for a file with a ${summary.queue} for days`]
      : []),
    ...mine
      .filter(({ status }) => status === 'FAILED')
      .map(({ name, error }) => `4: the execution ${name} failed: ${error}`),
  ]
}
