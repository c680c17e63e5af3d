import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { StoredEvent } from '../../shared/domain/event.ts'
import { anArrearsCase, at, CLIENT, claim, MAPPING } from '../support/case-builder.ts'
import { runs, someOf } from '../support/property-runs.ts'
import { isDutchWorkingDay } from './dutch-year.ts'
import { Play } from './play.ts'

const ORDER = ['ReminderSent', 'DemandSent', 'NoticeSent', 'SignalDelivered', 'HandedOver'] as const
type Dates = Record<(typeof ORDER)[number], IsoDate>

const FACTS_OF_CASE = { naturalPerson: true, dwelling: true, gemeentecode: '0363' }

/** The days on which everything happened to a case that nobody touched, in the order in which it happened. */
function leftAlone(dueOn: IsoDate, openedOn: IsoDate): Dates {
  const claims = [claim('H', dueOn, 100_000)]
  const play = new Play(anArrearsCase({ on: openedOn, claims }), CLIENT)
  // C13: only a book of a later day shows that it was not paid on its day.
  if (dueOn >= openedOn) {
    const on = plusDays(dueOn, 1)
    play.now = at(`${on}T06:00`)
    play.tell({ type: 'take-book', on, claims, mapping: MAPPING, ...FACTS_OF_CASE })
  }
  for (let looks = 0; play.standing.step !== 'rest'; looks += 1) {
    if (looks > 20) throw new Error(`still at ${play.standing.step}`)
    if (play.state.contactTaskDue !== null)
      play.tell({ type: 'contact-attempt', kind: 'Telefoon', reached: true, on: dateOf(play.now) })
    const { step, due } = play.standing
    if (step === 'delivery') {
      play.wait(10)
      play.round()
      play.portal()
    } else {
      if (due !== null && due > play.now) play.now = due
      play.doWhatIsDue()
    }
  }
  const acts = play.history.filter(({ type }: StoredEvent) => ORDER.some((each) => each === type))
  expect(acts.map(({ type }) => type)).toEqual(ORDER)
  return Object.fromEntries(acts.map((event) => [event.type, dateOf(event.at)])) as Dates
}

const dayOf = (date: IsoDate, monthsLater: number, day: number): IsoDate =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + monthsLater, day))
    .toISOString()
    .slice(0, 10)

function working(date: IsoDate): IsoDate {
  let day = date
  while (!isDutchWorkingDay(day)) day = plusDays(day, 1)
  return day
}

/** The distances of C1, G2, G5, S1 and F3, whenever the case opened. */
function keepsItsDistances(dueOn: IsoDate, openedOn: IsoDate): void {
  const { ReminderSent, DemandSent, NoticeSent, SignalDelivered, HandedOver } = leftAlone(dueOn, openedOn)
  for (const date of [ReminderSent, DemandSent, NoticeSent, SignalDelivered, HandedOver])
    expect(isDutchWorkingDay(date), `${date} is no working day`).toBe(true)
  const notBefore: [IsoDate, ...IsoDate[]][] = [
    [ReminderSent, openedOn, dayOf(dueOn, 0, 5), plusDays(dueOn, 4)],
    [DemandSent, dayOf(dueOn, 0, 15), plusDays(ReminderSent, 7)],
    [NoticeSent, dayOf(dueOn, 1, 5), plusDays(DemandSent, 14)],
    [SignalDelivered, dayOf(dueOn, 1, 20), plusDays(dueOn, 30), plusDays(NoticeSent, 8)],
    [HandedOver, plusDays(SignalDelivered, 29)],
  ]
  for (const [date, ...limits] of notBefore)
    for (const limit of limits) expect(date >= limit, `${date} < ${limit}`).toBe(true)
  expect(SignalDelivered).toBe(working(dayOf(SignalDelivered, 0, 20)))
}

test('rent of any month that the book shows on its second day: 5 M, 15 M, 5 M+1, 20 M+1, and four weeks', () => {
  for (let month = 0; month < 60; month += 1) {
    const dueOn = dayOf('2026-01-01', month, 1)
    const dates = leftAlone(dueOn, plusDays(dueOn, 1))
    const signal = working(dayOf(dueOn, 1, 20))
    expect(dates).toEqual({
      ReminderSent: working(dayOf(dueOn, 0, 5)),
      DemandSent: working(dayOf(dueOn, 0, 15)),
      NoticeSent: working(dayOf(dueOn, 1, 5)),
      SignalDelivered: signal,
      HandedOver: working(plusDays(signal, 29)),
    })
  }
})

/** Every day of 2026 to 2030. */
const DAYS = Array.from({ length: 1826 }, (_, days) => plusDays('2026-01-01', days))

test('a case opened on any day of 2026 to 2030, on rent of that month, keeps the order and the distances', () => {
  expect(DAYS.at(-1)).toBe('2030-12-31')
  for (const openedOn of someOf(DAYS)) keepsItsDistances(`${openedOn.slice(0, 7)}-01`, openedOn)
})

const day = fc.constantFrom(...DAYS)

test('so does a claim of any due date, found any number of days later', () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 400 }), (dueOn, days) =>
      keepsItsDistances(dueOn, plusDays(dueOn, days)),
    ),
    { numRuns: runs(80) },
  )
})

test('summer time changes no hour: every letter leaves at nine', () => {
  const play = new Play(anArrearsCase({ on: '2026-03-25' }), CLIENT)
  for (const act of ['reminder', 'demand', 'notice']) {
    expect(play.standing.step).toBe(act)
    play.now = play.standing.due ?? ''
    expect(play.now).toBe(at(dateOf(play.now)))
    play.doWhatIsDue()
  }
})
