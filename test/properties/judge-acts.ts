import { createHash } from 'node:crypto'
import { plusDays } from '../../shared/domain/calendar.ts'
import type { Letter, StoredEvent } from '../../shared/domain/event.ts'
import { asHandedOver } from '../support/handed-over.ts'
import type { Evidence, Judge, JudgedCase } from './invariants.ts'
import { lettersAreFounded } from './judge-letters.ts'
import { dateIn, daysAfter, isSuspended, rests, type Told } from './told.ts'
import { isCertain, mayBeListed, owedAtMost, REMAINDER_CENTS, standingTold } from './told-claims.ts'

// Invariants 2 and 3: no act during a suspension, after payment or after closing; each act once; each letter kept as it
// was handed over.

export const actsInTheirTime: Judge = (evidence) => [
  ...evidence.cases.flatMap((each) => [
    ...each.events.flatMap((event) => untimely(evidence, each, event)),
    ...afterTheEnd(each),
    ...repeated(each),
    ...lettersAreFounded(evidence, each),
    ...wrongCopies(evidence, each),
    ...wronglyEndedSuspensions(evidence, each),
    ...wronglyBrokenArrangements(each),
  ]),
  ...mails(evidence),
]

type Leaving = Letter | `agency-${string}`
const SENT: Readonly<Record<string, Letter>> = {
  ReminderSent: 'reminder',
  DemandSent: 'demand',
  NoticeSent: 'notice',
  FollowUpSent: 'follow-up',
}

/** What an event says that left the house, if it says so. */
function leftWith(event: StoredEvent): { act: Leaving; reservation: string } | null {
  if (event.type === 'AgencyInformed') return { act: `agency-${event.message}`, reservation: event.reservation }
  if (event.type === 'LetterPosted') return { act: event.act, reservation: event.reservation }
  const act = SENT[event.type]
  return act && 'reservation' in event && event.reservation !== undefined
    ? { act, reservation: event.reservation }
    : null
}

/** Whether all that the agency has is certainly open, more or less: a remainder is none (F3, C11). */
const hasOpen = (told: Told, on: string): boolean =>
  isCertain(told) &&
  told.claims.some(
    ({ number, dueOn, openCents }) => told.agencyClaims.includes(number) && dueOn <= on && openCents > REMAINDER_CENTS,
  )

/**
 * Why an act may not be done as the case stands; null when it may.
 *
 * @param about the claims that it is about; any, while it names none
 */
function forbidden(
  told: Told,
  act: Leaving | 'signal',
  on: string,
  suspensionDays: number,
  about: readonly number[] | null,
): string | null {
  const suspended = isSuspended(told, on, suspensionDays)
  if (act === 'agency-stop') return told.ended || !hasOpen(told, on) ? null : 'the case goes on'
  if (act === 'agency-pause') return rests(told) ? null : 'collection does not rest'
  if (told.ended) return `the case is ${told.ended}`
  if (suspended) return 'help was accepted (U1)'
  if (told.onHold) return 'the renter is on hold (R7)'
  if (!act.startsWith('agency-') && told.unreadOn !== '') return 'the newest book does not tell of the renter (I1, I2)'
  if (act.startsWith('agency-') && rests(told)) return 'there is an arrangement (C8)'
  if (act === 'agency-resume') return null
  if (owedAtMost(told, on) <= 0 && isCertain(told)) return 'nothing is owed'
  const may = act === 'signal' ? standingTold(told, on) : told.claims.filter((claim) => mayBeListed(told, claim, on))
  return may.some(({ number }) => about?.includes(number) ?? true)
    ? null
    : 'none of its claims may be collected (C8, C10)'
}

function untimely(evidence: Evidence, each: JudgedCase, event: StoredEvent): string[] {
  const days = evidence.world.registers.policy.suspensionDays
  const on = dateIn(event.at)
  const before = each.told[event.seq - 1]
  if (!before) return []
  const complain = (act: string, why: string | null) =>
    why === null ? [] : [`2: ${act} in ${each.caseId}#${event.seq} (renter ${each.renter}): ${why}`]
  if (event.type === 'ActClaimed') {
    const act = event.act.replace('post-', '') as Leaving
    return complain(`reservation of ${event.act}`, forbidden(before, act, on, days, event.claims))
  }
  if (event.type === 'HandedOver' && before.unreadOn !== '')
    return complain('hand-over', 'the newest book does not tell of the renter (I1, I2)')
  if (event.type === 'HandedOver')
    return complain('hand-over', forbidden(before, 'agency-handover', on, days, event.claims))
  if (event.type === 'SignalQueued' || event.type === 'SignalClaimed')
    return complain(
      event.type,
      before.objects ? 'the renter objects (C7)' : forbidden(before, 'signal', on, days, null),
    )
  const left = leftWith(event)
  return left ? complain(left.act, forbiddenWhenLeaving(evidence, each, event, left)) : []
}

/** Judged by what was known before the function's last look at the case; what came after it may count or not. */
function forbiddenWhenLeaving(
  evidence: Evidence,
  { caseId, told }: JudgedCase,
  event: StoredEvent,
  left: { act: Leaving; reservation: string },
): string | null {
  const { order, world } = evidence
  const reserved = Number(left.reservation.slice(caseId.length + 1))
  const sent =
    order.mail(left.reservation) ??
    order.puts(`post-queue/${dateIn(told[reserved]?.at ?? event.at)}/${left.reservation}.pdf`)[0]
  const [look] = order.looksAfter(caseId, reserved).filter((each) => each.sent < (sent?.sent ?? 0))
  const known = sent ? order.newestBefore(caseId, look?.sent ?? sent.sent) : reserved
  const on = dateIn(sent?.at ?? event.at)
  const about = 'claims' in event ? numbersOf(event.claims) : null
  let why: string | null = 'it was never reserved'
  for (let seq = Math.max(reserved, known); seq < event.seq; seq += 1) {
    const before = told[seq]
    if (!before) continue
    why = forbidden(before, left.act, on, world.registers.policy.suspensionDays, about)
    if (why === null) return null
  }
  return why
}

const numbersOf = (claims: readonly (number | { readonly number: number })[]): number[] =>
  claims.map((claim) => (typeof claim === 'number' ? claim : claim.number))

/** What may still be written down of a case that ended. */
const AFTER_THE_END = new Set([
  ...Object.keys(SENT),
  ...[
    'LetterPosted',
    'ActReleased',
    'AgencyInformed',
    'ObjectionLodged',
    'ObjectionWithdrawn',
    ...[
      'SignalVoided',
      'RoundAsked',
      'SignalWritten',
      'SignalDelivered',
      'WithdrawalClaimed',
      'WithdrawalWritten',
      'SignalWithdrawn',
    ],
  ],
  ...['CaseReopened', 'Waiting', 'RenterPurged', 'ActClaimed', 'LetterAccepted'],
])
const afterTheEnd = ({ caseId, events, told }: JudgedCase): string[] =>
  events
    .filter(({ seq, type }) => told[seq - 1]?.ended && !AFTER_THE_END.has(type))
    .map(({ seq, type }) => `2: ${type} in ${caseId}#${seq}, which has ended`)

function repeated({ caseId, events }: JudgedCase): string[] {
  const counts = new Map<string, number>()
  const count = (what: string) => counts.set(what, (counts.get(what) ?? 0) + 1)
  for (const event of events) {
    if ('file' in event && event.type !== 'SignalClaimed' && event.type !== 'WithdrawalClaimed')
      count(`${event.type} ${event.type === 'RoundAsked' ? `for a ${event.queue} ` : ''}in ${event.file}`)
  }
  return [...counts].filter(([, times]) => times > 1).map(([what, times]) => `3: ${what} ${times} times in ${caseId}`)
}

/** The fields that a letter offers to share and does not name, however it spells them. */
const unnamed = (shared: readonly string[], text: string): string[] =>
  shared.filter((field) => !text.toLowerCase().includes(field.replace(/ 1$/, '').toLowerCase()))

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/**
 * C6: the copy is what was handed over, byte for byte, and its hash stands in the history; what it offers to share it
 * names (R2). Of a mail, SES replaces two headers.
 */
function wrongCopies(evidence: Evidence, { caseId, events }: JudgedCase): string[] {
  const left = new Map(
    evidence.outcome.mails.filter((mail) => mail.caseId === caseId).map((mail) => [reservationOf(mail.bytes), mail]),
  )
  return events.flatMap((event) => {
    if (!('document' in event)) return []
    const copy = evidence.evidence.get(event.document)
    if (!copy) return [`3: ${caseId}#${event.seq}: the copy of the ${event.type} is not there`]
    if (sha256(copy) !== event.sha256)
      return [`3: ${caseId}#${event.seq}: the copy of the ${event.type} has another hash`]
    if (!('channel' in event)) return []
    const mail = event.channel === 'post' ? undefined : left.get(event.reservation)
    const bytes = mail?.bytes ?? [...evidence.post].find(([key]) => key.endsWith(`/${event.reservation}.pdf`))?.[1]
    if (!bytes) return [`3: ${caseId}#${event.seq}: the ${event.type} never left`]
    if (!asHandedOver(bytes).equals(asHandedOver(copy)))
      return [`3: ${caseId}#${event.seq}: the copy of the ${event.type} is not what left`]
    const silent = 'shared' in event && mail ? unnamed(event.shared ?? [], mail.text) : []
    return silent.map((field) => `1: ${caseId}#${event.seq}: the ${event.type} does not name ${field} (R2)`)
  })
}

function repeatedIn(reservations: readonly string[]): string[] {
  const seen = new Set<string>()
  return reservations.filter((reservation) => seen.size === seen.add(reservation).size)
}

const reservationOf = (bytes: Buffer): string | undefined =>
  /^X-Reservation: *(\S+)/im.exec(bytes.toString('latin1', 0, 8192))?.[1]

/**
 * The one mail of a day, the one of a week to the administrator (H1), or one about files that are ready or void, each
 * set of which is told once (S2).
 */
function isOfStaff(reservation: string, on: string): boolean {
  const [, monday] = /^staff-week-(.+)$/.exec(reservation) ?? []
  if (monday !== undefined) return monday <= on && on < plusDays(monday, 7)
  return reservation === `staff-${on}` || /^staff-files-[0-9a-f]{16}$/.test(reservation)
}

/** Each mail once, and each one in a history. */
function mails({ outcome, cases, post }: Evidence): string[] {
  const reservations = outcome.mails.map(({ bytes }) => reservationOf(bytes) ?? '')
  const toStaff = outcome.staffMails.map(({ bytes }) => reservationOf(bytes) ?? '')
  const told = new Set(
    cases.flatMap(({ events }) =>
      events.flatMap((event) => ('reservation' in event && event.reservation ? [event.reservation] : [])),
    ),
  )
  const twice = repeatedIn([...reservations, ...toStaff])
  const posted = [...post.keys()].flatMap((key) => /\/([^/]+)\.pdf$/.exec(key)?.[1] ?? [])
  return [
    ...twice.map((reservation) => `3: the mail of ${reservation} left twice`),
    ...outcome.staffMails
      .filter(({ on, bytes }) => !isOfStaff(reservationOf(bytes) ?? '', on))
      .map(({ on, bytes }) => `3: staff got ${reservationOf(bytes)} on ${on}`),
    ...[...reservations, ...posted]
      .filter((reservation) => !told.has(reservation))
      .map((reservation) => `3: what left as ${reservation} is in no history`),
  ]
}

/** U1, U2: not before its days have passed, unless something fell due since and is in the book as unpaid. */
function wronglyEndedSuspensions({ world }: Evidence, { caseId, events, told }: JudgedCase): string[] {
  return events.flatMap((event) => {
    const before = told[event.seq - 1]
    if (event.type !== 'SuspensionEnded' || !before || before.acceptedOn === null) return []
    const { acceptedOn } = before
    const over = daysAfter(acceptedOn, world.registers.policy.suspensionDays) <= dateIn(event.at)
    const early = before.claims.some(
      ({ dueOn, openCents, number }) => dueOn > acceptedOn && openCents > 0 && !before.disputed.has(number),
    )
    if (event.reason === 'period-over' ? over : early) return []
    return [`2: ${caseId}#${event.seq}: the suspension from ${acceptedOn} ended too early (${event.reason})`]
  })
}

/** C8: a term is missed when a book of later than its date could have shown the payment. */
const wronglyBrokenArrangements = ({ caseId, events, told }: JudgedCase): string[] =>
  events.flatMap((event) => {
    const before = told[event.seq - 1]
    if (event.type !== 'ArrangementBroken' || event.reason !== 'missed-term' || !before?.arrangement) return []
    const { arrangement, bookOn } = before
    if (arrangement.terms.some(({ date }) => date < bookOn && date < dateIn(event.at))) return []
    return [`2: ${caseId}#${event.seq}: no term can have been missed by the book of ${bookOn} (C8)`]
  })
