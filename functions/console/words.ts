import { dateOf, type IsoDate, type IsoInstant, localTime, weekdayOf } from '../../shared/domain/calendar.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import type { Step } from '../../shared/domain/standing.ts'
import { LETTER_WORDS } from '../../shared/domain/words.ts'
import { dutchDate } from '../../shared/letters/format.ts'

// What the pages call things. Sentences that the mails say too are where the mails are.

const DAYS = ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'] as const

/** `ma 23 feb`. */
export const shortDay = (day: IsoDate): string => `${weekday(day).slice(0, 2)} ${shortDate(day)}`

/** `23 feb`; the months of March and May keep their own short forms. */
export function shortDate(day: IsoDate): string {
  const [number, month = ''] = dutchDate(day).split(' ')
  return `${number} ${month === 'maart' ? 'mrt' : month.slice(0, 3)}`
}

/** `Maandag 23 februari 2026`. */
export const fullDay = (day: IsoDate): string => capital(`${weekday(day)} ${dutchDate(day)}`)

/** `23 feb 09:00`, on the clock of Amsterdam. */
export const shortMoment = (at: IsoInstant): string => `${shortDate(dateOf(at))} ${localTime(at).slice(11, 16)}`

const weekday = (day: IsoDate): string => DAYS[weekdayOf(day) - 1] ?? ''
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** What a phase is called, and how much it asks of people. */
export const PHASES: Readonly<Record<Phase, { readonly word: string; readonly tone: Tone }>> = {
  reminding: { word: 'aanmanen', tone: 'brand' },
  'signal-held': { word: 'aangehouden', tone: 'soon' },
  'signal-queued': { word: 'signaal klaar', tone: 'brand' },
  'awaiting-answer': { word: 'wacht op gemeente', tone: 'brand' },
  suspended: { word: 'opgeschort', tone: 'rest' },
  'on-hold': { word: 'in de wacht', tone: 'rest' },
  arrangement: { word: 'betalingsregeling', tone: 'rest' },
  'handed-over': { word: 'overgedragen', tone: 'plain' },
  paid: { word: 'betaald', tone: 'good' },
  closed: { word: 'gesloten', tone: 'plain' },
}
export type Tone = 'now' | 'soon' | 'good' | 'rest' | 'brand' | 'plain'

/** What comes next in a case, in a list: in a few words. */
export const STEP_WORDS: Readonly<Record<Step, string>> = {
  ...LETTER_WORDS,
  'settle-reservation': 'nagaan of de brief weg is',
  'post-letter': 'brief per post',
  'inform-agency': 'bericht aan het incassobureau',
  task: 'vraag om te bellen of te beslissen',
  book: 'wacht op een nieuwe lijst',
  signal: 'signaalronde',
  delivery: 'wacht op het meldpunt',
  'hand-over': 'overdracht',
  suspension: 'einde van de opschorting',
  hold: 'opnieuw bekijken',
  arrangement: 'termijn van de regeling',
  rest: 'niets, tot er iets gebeurt',
  withdrawal: 'intrekking',
  finished: 'niets meer',
}
