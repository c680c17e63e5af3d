import { dayOfMonth, type IsoDate, latest, plusDays } from './calendar.ts'
import type { Owed } from './claims.ts'
import { ACTS, type Act, type Letter } from './event.ts'
import type { Policy } from './policy.ts'
import type { CaseState, OpenClaim, SentLetter } from './state.ts'

// C10: each claim has its own story. Its level is the highest letter that listed it, but not higher than its own
// calendar allows today.

/** How far a claim is: not listed yet, or reminded, demanded, or under notice. */
export type Level = 'none' | Act

/** Of each letter, the level to which it lifts a claim; of each level, the letter that comes next. */
const LIFTS_TO: Record<Letter, Act> = {
  reminder: 'reminder',
  'follow-up': 'reminder',
  demand: 'demand',
  notice: 'notice',
}
const NEXT: Record<Level, Act | null> = { none: 'reminder', reminder: 'demand', demand: 'notice', notice: null }

const RANKS: readonly Level[] = ['none', ...ACTS]
const rank = (level: Level): number => RANKS.indexOf(level)

/** Whether one letter is at least as far as another. */
export const reaches = (level: Level, act: Act): boolean => rank(level) >= rank(act)
export const higher = (a: Act, b: Act): Act => (rank(a) >= rank(b) ? a : b)

/** Nobody is reminded within these days of a due date. */
const GRACE_DAYS = 4

// What every look at a case asks again of the same few due dates.
const calendars = new WeakMap<Policy, Map<IsoDate, Record<Act, IsoDate>>>()

/** The days from which a claim may be reminded of, demanded and given notice of, by its due date alone (C1). */
export function calendarOf(dueOn: IsoDate, policy: Policy): Record<Act, IsoDate> {
  const known = calendars.get(policy) ?? new Map<IsoDate, Record<Act, IsoDate>>()
  calendars.set(policy, known)
  const calendar = known.get(dueOn) ?? reckon(dueOn, policy)
  known.set(dueOn, calendar)
  return calendar
}

function reckon(dueOn: IsoDate, policy: Policy): Record<Act, IsoDate> {
  const reminder = reminderDate(dueOn, policy)
  const demand = latest(dayOfMonth(dueOn, 0, policy.demandDay), plusDays(reminder, policy.reminderToDemandDays))
  const notice = latest(dayOfMonth(dueOn, 1, policy.noticeDay), plusDays(demand, policy.demandToNoticeDays))
  return { reminder, demand, notice }
}

/** The reminder day of a claim: 5 M, and never within four days of the due date. */
export const reminderDate = (dueOn: IsoDate, policy: Policy): IsoDate =>
  latest(dayOfMonth(dueOn, 0, policy.reminderDay), plusDays(dueOn, GRACE_DAYS))

/** The letters that listed a claim, the oldest first. */
export const lettersAbout = (state: CaseState, { number }: OpenClaim): SentLetter[] =>
  state.letters.filter(({ claims }) => claims.includes(number))

/** The highest letter that listed a claim. */
export const listedAs = (state: CaseState, claim: OpenClaim): Level =>
  lettersAbout(state, claim).reduce<Level>((level, { act }) => {
    const lifted = LIFTS_TO[act]
    return rank(lifted) > rank(level) ? lifted : level
  }, 'none')

/** The level of a claim on a day. */
export function levelOn(state: CaseState, claim: OpenClaim, policy: Policy, on: IsoDate): Level {
  const listed = listedAs(state, claim)
  const calendar = calendarOf(claim.dueOn, policy)
  return RANKS.findLast((level) => level === 'none' || (rank(level) <= rank(listed) && calendar[level] <= on)) ?? 'none'
}

/**
 * The leading claim: rent of a dwelling before anything else, then the one with the highest level, of equals the oldest
 * (C10). Null without claims.
 *
 * @param among the oldest first
 */
export function leadingOf(state: CaseState, policy: Policy, among: readonly Owed[], on: IsoDate): Owed | null {
  let lead: Owed | null = null
  let best = -1
  for (const owed of among) {
    const weight = (owed.claim.rent ? 10 : 0) + rank(levelOn(state, owed.claim, policy, on))
    if (weight > best) [lead, best] = [owed, weight]
  }
  return lead
}

/** The letter that a claim needs next, and the first day on which it may get it by its own story (C1). */
export function nextActOf(state: CaseState, claim: OpenClaim, policy: Policy): { act: Act; from: IsoDate } | null {
  const act = NEXT[listedAs(state, claim)]
  if (!act) return null
  const about = lettersAbout(state, claim)
  const calendar = calendarOf(claim.dueOn, policy)[act]
  switch (act) {
    case 'reminder':
      return { act, from: calendar }
    case 'demand':
      return { act, from: latest(calendar, after(about[0], policy.reminderToDemandDays)) }
    case 'notice': {
      const demand = about.find((letter) => letter.act === 'demand')
      return { act, from: latest(calendar, after(demand, policy.demandToNoticeDays)) }
    }
  }
}

const after = (letter: SentLetter | undefined, days: number): IsoDate => (letter ? plusDays(letter.on, days) : '')
