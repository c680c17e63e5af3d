import fc from 'fast-check'
import { dateOf, dayOfMonth, type IsoDate, isWorkingDay, plusDays } from '../../shared/domain/calendar.ts'
import { arrearsOn, inHand } from '../../shared/domain/claims.ts'
import type { Command } from '../../shared/domain/command.ts'
import { afterTheEnd } from '../../shared/domain/decide.ts'
import type { Claim, StoredEvent } from '../../shared/domain/event.ts'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import { anArrearsCase, at, CaseBuilder, CLIENT, MAPPING, POLICY } from '../support/case-builder.ts'
import { Play } from './play.ts'

/**
 * What a renter does about the rent of one month: pays it all, or a part, after so many days; or takes it back later.
 */
export interface Paying {
  /** Days after the due date; null when it is never paid. */
  readonly after: number | null
  readonly part: 'all' | 'half' | 'but a cent'
  /** Days after the payment on which it is reversed. */
  readonly reversedAfter: number | null
  /** A space to park, due the same day, is paid as late. */
  readonly parking: boolean
}

/** Something that people or portals report, on a day of the year. */
export interface Report {
  readonly day: number
  readonly command: Command
}

export interface Year {
  readonly paying: readonly Paying[]
  readonly reports: readonly Report[]
  readonly client: Partial<ClientConditions>
  /** Days between two books. */
  readonly everyDays: number
  /** Whether people call within two days when they are asked to. */
  readonly calls: boolean
  /** Whether the registers and the renter's data are in order at the gate. */
  readonly sound: boolean
}

const RENT = 90_000
const PARKING = 9_000
export const FIRST: IsoDate = '2026-01-01'

const paying: fc.Arbitrary<Paying> = fc.record({
  after: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(3, 12, 33, 40, 62) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 120 }) },
    { weight: 3, arbitrary: fc.constant(null) },
  ),
  part: fc.constantFrom('all', 'all', 'all', 'half', 'but a cent'),
  reversedAfter: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 6 }),
  parking: fc.constantFrom(false, false, true),
})

const days = (max: number) => fc.integer({ min: 0, max })

const command: fc.Arbitrary<(on: IsoDate) => Command> = fc.constantFrom<(on: IsoDate) => Command>(
  () => ({ type: 'objection', channel: 'e-mail' }),
  () => ({ type: 'objection-withdrawn', channel: 'telefoon' }),
  (on) => ({ type: 'answer', code: 'accepted', on }),
  (on) => ({ type: 'answer', code: 'repeated', on }),
  (on) => ({
    type: 'arrangement',
    terms: [30, 60].map((after) => ({ date: plusDays(on, after), amountCents: 30_000 })),
  }),
  () => ({ type: 'arrangement-broken' }),
  () => ({ type: 'payment', amountCents: RENT }),
  () => ({ type: 'payment', amountCents: 'all' }),
  () => ({ type: 'threat', kind: 'ontruiming' }),
  () => ({ type: 'bounce' }),
  () => ({ type: 'hand-over' }),
  () => ({ type: 'dispute', claim: 1 }),
  () => ({ type: 'dispute-resolved', claim: 1 }),
  () => ({ type: 'portal-rejection', reason: 'invalid-row' }),
  (on) => ({ type: 'contact-attempt', kind: 'Telefoon', reached: false, on }),
)

export const anyYear: fc.Arbitrary<Year> = fc.record({
  paying: fc.array(paying, { minLength: 6, maxLength: 12 }),
  reports: fc.array(
    fc.tuple(days(365), command).map(([day, tell]) => ({ day, command: tell(plusDays(FIRST, day)) })),
    { maxLength: 4 },
  ),
  client: fc.record({
    handOver: fc.constantFrom('after-answer-period', 'after-answer-period', 'after-signal', 'never'),
    resignal: fc.constantFrom('never', 'never', 'monthly'),
    handOverUnreported: fc.constantFrom('ask', 'after-notice'),
  }),
  everyDays: fc.constantFrom(1, 7, 7, 10),
  calls: fc.constantFrom(true, true, true, false),
  sound: fc.constantFrom(true, true, true, false),
})

/** What the ERP shows on a day. */
function bookOf(year: Year, on: IsoDate): Claim[] {
  return year.paying.flatMap((month, index) => {
    const dueOn = dayOfMonth(FIRST, index, 1)
    if (dueOn > plusDays(on, 10)) return []
    const claims: Claim[] = [
      { number: 2 * index + 1, dueOn, openCents: openOf(month, RENT, dueOn, on), contract: 1, rent: true },
    ]
    if (month.parking)
      claims.push({
        number: 2 * index + 2,
        dueOn,
        openCents: openOf(month, PARKING, dueOn, on),
        contract: 2,
        rent: false,
      })
    return claims.filter(({ openCents }) => openCents > 0)
  })
}

function openOf({ after, part, reversedAfter }: Paying, cents: number, dueOn: IsoDate, on: IsoDate): number {
  const paidOn = after === null ? null : plusDays(dueOn, after)
  if (paidOn === null || on < paidOn) return cents
  if (reversedAfter !== null && on >= plusDays(paidOn, reversedAfter)) return cents
  return part === 'all' ? 0 : part === 'half' ? cents / 2 : 1
}

export interface Seen {
  readonly play: Play
  readonly today: IsoDate
}

/**
 * Plays a year day by day: a book at six, what is due at nine, the round and the portal after it, what people report at
 * noon, and what is due then.
 *
 * @param look at the end of each day
 */
export function playYear(
  year: Year,
  look: (seen: Seen) => void,
  watch?: (before: CaseState, event: StoredEvent) => void,
): Play | null {
  const client: ClientConditions = { ...CLIENT, ...year.client }
  let play: Play | null = null
  for (let day = 0; day < 365; day += 1) {
    const today = plusDays(FIRST, day)
    if (day % year.everyDays === 1 % year.everyDays) play = takeBook(year, client, play, today, watch)
    if (!play) continue
    play.now = at(`${today}T09:00`)
    play.doWhatIsDue()
    if (isWorkingDay(today)) play.round()
    play.portal()
    play.now = at(`${today}T12:00`)
    const told = year.reports.filter((report) => report.day === day)
    for (const report of told) play.tell(report.command)
    const { contactTaskDue } = play.state
    if (year.calls && contactTaskDue !== null && isWorkingDay(today) && plusDays(contactTaskDue, -4) <= today)
      play.tell({ type: 'contact-attempt', kind: 'Telefoon', reached: true, on: today })
    if (told.length > 0) play.doWhatIsDue()
    look({ play, today })
  }
  return play
}

function takeBook(
  year: Year,
  client: ClientConditions,
  play: Play | null,
  on: IsoDate,
  watch?: (before: CaseState, event: StoredEvent) => void,
): Play | null {
  const claims = bookOf(year, on)
  if (!play) {
    if (
      arrearsOn({ claims: claims.map((claim) => ({ ...claim, staffPaidCents: 0, disputed: false })) }, on).cents <=
      1_000
    )
      return null
    const opened = new Play(anArrearsCase({ on, claims }), client, watch)
    opened.sound = year.sound
    return opened
  }
  play.now = at(`${on}T06:00`)
  const book = {
    type: 'take-book',
    on,
    claims,
    mapping: MAPPING,
    naturalPerson: true,
    dwelling: true,
    gemeentecode: '0363',
  } as const
  const decided = play.tell(book)
  if ('event' in decided && decided.event.type === 'CaseReopened') play.tell(book)
  if ('refused' in decided && decided.refused === 'case-ended') {
    if (afterTheEnd(play.state, claims, on, POLICY) !== 'open') return play
    // A new case of the same renter.
    const next = new Play(new CaseBuilder(anArrearsCase({ on, claims }).history), client, watch)
    next.sound = year.sound
    return next
  }
  return play
}

/** The claims in our hands at the end of a day. */
export const handsOn = ({ play, today }: Seen) => inHand(play.state, POLICY, today)

export const dayOf = (event: StoredEvent): IsoDate => dateOf(event.at)
