import type { Claim, StoredEvent } from '../../shared/domain/event.ts'
import type { Evidence, JudgedCase } from './invariants.ts'
import { isFresh } from './judge-books.ts'
import { clientAt, covers, municipalityAt } from './registers-told.ts'
import { dateIn, daysAfter, deliveredOn, isSuspended, type Told } from './told.ts'
import {
  countedBeside,
  freeAfterReturn,
  isCertain,
  leadsAmong,
  lettersAbout,
  levelOf,
  standingTold,
} from './told-claims.ts'

// The gate, section 3 of the rulebook, as a person would read it off the history: about the leading claim, and with
// what counts (C10, C12).

/** A book may be so many days old on which a signal rests (C13), and an effort at personal contact (C6b). */
const BOOK_DAYS = 10
const CONTACT_DAYS = 90

type Written = StoredEvent & { type: 'SignalWritten' }

/** What a signal failed when it was written; of the claims that may have led, the one that failed least is taken. */
export function failingGates(evidence: Evidence, each: JudgedCase, told: Told, event: Written, at: string): string[] {
  const on = dateIn(at)
  const leads = leadsAmong(told, standingTold(told, on), on)
  const aboutLead = leads
    .map((lead) => [...aboutTheLead(evidence, told, lead, on), ...aboutTheRow(told, lead, event, on)])
    .sort((a, b) => a.length - b.length)
  return [...aboutTheCase(evidence, each, told, event, at), ...(aboutLead[0] ?? ['G1'])]
}

const names = (failing: readonly [boolean, string][]): string[] =>
  failing.filter(([fails]) => fails).map(([, gate]) => gate)

function aboutTheLead({ world }: Evidence, told: Told, lead: Claim, on: string): string[] {
  const about = lettersAbout(told, lead.number)
  const [first] = about
  const proven = about.filter(({ reservation }) => reservation !== told.bounced)
  const notices = about.filter(({ act }) => act === 'notice')
  const free = freeAfterReturn(told, lead)
  const over = daysAfter(on, -world.registers.policy.objectionDays)
  return names([
    [!lead.rent || daysAfter(lead.dueOn, 30) > on, 'G2'],
    [proven.length === 0, 'G3'],
    [!told.contacts.some((day) => first && day >= first.on && daysAfter(day, CONTACT_DAYS) >= on), 'G4b'],
    [!proven.some(({ debtHelp }) => debtHelp), 'G4c'],
    [!told.wantsHelp && !proven.some(({ offer }) => offer), 'G4d'],
    [levelOf(told, lead, on) < 3 || notices.length === 0, 'G5 (notice)'],
    [notices.some(({ receivedOn, reservation }) => receivedOn >= over || reservation === told.bounced), 'G5'],
    [
      notices.some((notice) => notice.receivedOn < (notice.channel === 'post' ? daysAfter(notice.on, 2) : notice.on)),
      'G5 (receipt)',
    ],
    [free === null || free > on, 'C14'],
  ])
}

/** C12, invariant 8: the months and the amount are those of what counts, and each claim was listed before. */
function aboutTheRow(told: Told, lead: Claim, { claims, months, amountCents }: Written, on: string): string[] {
  const counted = countedBeside(told, lead, on)
  const reported = counted.filter(({ number }) => claims.includes(number))
  const cents = reported.reduce((sum, { openCents }) => sum + openCents, 0)
  return names([
    [reported.length < claims.length, '8: what no letter listed, or does not count'],
    [isCertain(told) && reported.length < counted.length, 'C12 (claims)'],
    [new Set(reported.map(({ dueOn }) => dueOn.slice(0, 7))).size !== months, 'C12 (months)'],
    [isCertain(told) ? cents !== amountCents : cents < amountCents, 'C12 (amount)'],
  ])
}

function aboutTheCase(evidence: Evidence, each: JudgedCase, told: Told, event: Written, at: string): string[] {
  const { policy } = evidence.world.registers
  const on = dateIn(at)
  const clients = clientAt(evidence, each.client, at)
  const byPolicy = clients.some(({ resignal }) => resignal === 'monthly')
  const delivered = deliveredOn(told)
  const isLive = told.written !== null && !told.withdrawn
  const again = (byPolicy || told.redelivery) && delivered !== null && delivered < on
  const municipalities = municipalityAt(evidence, told.gemeentecode, at)
  const isRepresented = told.representative === 'administration' || told.representative === 'guardian'
  return names([
    [!told.naturalPerson || !told.dwelling, 'C9'],
    [told.ended !== null, 'G1'],
    [told.objects || objectsAt(evidence, each.renter, at), 'G5 (objection)'],
    [!clients.some(({ mandate }) => mandate !== null && covers(mandate, on)), 'G6'],
    [!municipalities.some(({ agreement }) => agreement.status === 'in-force' && covers(agreement, on)), 'G7'],
    [!municipalities.some(({ minimumAmountCents }) => event.amountCents >= (minimumAmountCents ?? 0)), 'R3'],
    [isSuspended(told, on, policy.suspensionDays), 'G9 (suspended)'],
    [isLive && !again, 'G9 (reported)'],
    [told.onHold || (isRepresented && !told.reportingAllowed), 'R7'],
    [told.rejected, 'S5'],
    [!isFresh(evidence, each, event.seq, on, BOOK_DAYS), 'C13'],
  ])
}

/**
 * Whether the renter objected at a moment, in whatever case it was said (C7). What was said at that very moment may
 * count or not.
 */
function objectsAt({ order }: Evidence, renter: string | null, at: string): boolean {
  const said = order.objections(renter ?? '')
  const before = said.findLast((each) => each.at < at)
  return [before, ...said.filter((each) => each.at === at)].every((each) => each?.stands ?? false)
}
