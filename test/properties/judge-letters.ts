import { instantAt, isWorkingDay } from '../../shared/domain/calendar.ts'
import { ACTS, type Claim, LETTERS, type Letter, type StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, JudgedCase } from './invariants.ts'
import { isFresh, isUsed } from './judge-books.ts'
import { dateIn, daysAfter, type Told } from './told.ts'
import { calendarOf, inHandTold, isCertain, leadsAmong, listedAs, mayBeListed, needs } from './told-claims.ts'

// C1, C10, C13, C14, invariant 3: a letter leaves on account of a claim that needs it, lists what may be listed, and
// leaves no two letters within a week.

/** Any two letters are so many days apart (C1), and rest on a book of at most so many (C13). */
const APART_DAYS = 7
const BOOK_DAYS = 14

const isLetter = (act: string): act is Letter => (LETTERS as readonly string[]).includes(act)

export const lettersAreFounded = (evidence: Evidence, each: JudgedCase): string[] => [
  ...each.events.flatMap((event) => judge(evidence, each, event)),
  ...neverListed(evidence, each),
]

function judge(evidence: Evidence, each: JudgedCase, event: StoredEvent): string[] {
  const before = each.told[event.seq - 1]
  if (!before) return []
  const where = `${each.caseId}#${event.seq} (renter ${each.renter})`
  if (event.type === 'ActClaimed' && isLetter(event.act))
    return unfounded(evidence, each, before, { ...event, act: event.act }).map(
      (why) => `3: ${where}: the ${event.act} ${why}`,
    )
  return 'debtHelp' in event ? otherThanReserved(each, event).map((why) => `3: ${where}: ${why}`) : []
}

type Reserved = StoredEvent & { type: 'ActClaimed'; act: Letter }

function unfounded(evidence: Evidence, each: JudgedCase, told: Told, { act, claims, at, seq }: Reserved): string[] {
  const on = dateIn(at)
  const last = told.letters.reduce((day, letter) => (letter.on > day ? letter.on : day), '')
  const listed = told.claims.filter(({ number }) => claims.includes(number))
  const wrong = listed.filter(
    (claim) =>
      !mayBeListed(told, claim, on) ||
      told.agencyClaims.includes(claim.number) ||
      calendarOf(claim.dueOn).reminder > on,
  )
  const onAccountOf = inHandTold(told, on).filter(
    (claim) => claims.includes(claim.number) && needs(told, claim, act, on),
  )
  const leads = leadsAmong(told, inHandTold(told, on), on)
  const complaints: [boolean, string][] = [
    [
      act !== 'follow-up' && !leads.some((lead) => ACTS.some((each) => needs(told, lead, each, on))),
      'is not on a letter day of the leading claim (C10)',
    ],
    [act === 'follow-up' && isSecondOfMonth(told, onAccountOf, on), 'is the second of its month (C10)'],
    [last !== '' && daysAfter(last, APART_DAYS) > on, `comes within a week of the letter of ${last} (C1)`],
    [listed.length < claims.length, 'lists a claim that no book shows'],
    [wrong.length > 0, `lists claims ${wrong.map(({ number }) => number).join(', ')}, which it may not (C10, C13)`],
    [onAccountOf.length === 0, 'lists nothing that needs one (C10)'],
    [!isFresh(evidence, each, seq, on, BOOK_DAYS), 'rests on an old book (C13)'],
    [!isWorkingDay(on) || at < instantAt(on, '09:00'), 'leaves when nobody works (C1)'],
  ]
  return complaints.filter(([broken]) => broken).map(([, why]) => why)
}

/** Whether a follow-up of the month listed something new already, and nothing came back since (C10, C14). */
const isSecondOfMonth = (told: Told, onAccountOf: readonly Claim[], on: string): boolean =>
  !onAccountOf.some(({ number }) => told.returned.get(number)?.toldOn === null) &&
  told.letters.some(
    (letter, place) =>
      letter.act === 'follow-up' &&
      letter.on.slice(0, 7) === on.slice(0, 7) &&
      letter.claims.some((number) => !told.letters.slice(0, place).some(({ claims }) => claims.includes(number))),
  )

/** In so many days there was a letter day for whatever was in our hands, and a book for it. */
const LONG_DAYS = 50
const DISTURBS = new Set([
  ...['SuspensionStarted', 'SuspensionEnded', 'ArrangementAgreed', 'ArrangementBroken', 'ArrangementKept'],
  ...['HoldStarted', 'HoldEnded', 'DisputeResolved', 'CaseReopened', 'ClaimReturned', 'PaymentBooked', 'CaseOpened'],
  ...['AgencyInformed', 'ActReleased'],
])

/** C10, H1: nothing in our hands stays without any letter, when nothing kept one back for long. */
function neverListed(evidence: Evidence, { caseId, renter, events, told }: JudgedCase): string[] {
  const end = told.at(-1)
  const { until, deliveries } = evidence.world
  const long = daysAfter(until, -LONG_DAYS)
  if (!end || end.ended || end.acceptedOn || end.onHold || !isCertain(end)) return []
  if (events.some(({ type, at }) => DISTURBS.has(type) && dateIn(at) > long)) return []
  // Each book of these days counted.
  if (!deliveries.every((file) => file.on < long || isUsed(evidence, file))) return []
  return inHandTold(end, until)
    .filter(({ dueOn, number }) => dueOn < long && listedAs(end, number) === 0)
    .map(({ number, dueOn }) => `8: ${caseId} (renter ${renter}): no letter listed claim ${number} of ${dueOn} (C10)`)
}

type Sent = StoredEvent & { claims: readonly number[]; reservation: string; debtHelp: boolean; offer: boolean }

/** What left lists what was reserved, and speaks of debt help and a report only where it may (C9, C10). */
function otherThanReserved({ caseId, events, told }: JudgedCase, event: Sent): string[] {
  const reserved = events[Number(event.reservation.slice(caseId.length + 1)) - 1]
  const before = told[event.seq - 1]
  const listed = before?.claims.filter(({ number }) => event.claims.includes(number)) ?? []
  const text = event.debtHelp || event.offer
  const act = event.type === 'LetterPosted' ? event.act : null
  const isFollowUp = event.type === 'FollowUpSent' || act === 'follow-up'
  const isReminder = event.type === 'ReminderSent' || act === 'reminder'
  const demanded = before?.claims.some(({ number }) => listedAs(before, number) >= 2) ?? false
  const complaints: [boolean, string][] = [
    [
      reserved?.type !== 'ActClaimed' || reserved.claims.join() !== event.claims.join(),
      'lists other claims than were reserved',
    ],
    [
      text && listed.length === event.claims.length && listed.every(({ rent }) => !rent),
      'speaks of help without rent (C10)',
    ],
    [text && isReminder, 'speaks of debt help in a reminder'],
    [text && isFollowUp && !demanded, 'speaks of debt help before any demand (C10)'],
  ]
  return complaints.filter(([broken]) => broken).map(([, why]) => why)
}
