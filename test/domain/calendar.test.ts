import { describe, expect, test } from 'vitest'
import {
  actMorning,
  dateOf,
  dayOfMonth,
  instantAt,
  isWorkingDay,
  latest,
  localTime,
  monthOf,
  morningOf,
  plusDays,
  plusMinutes,
  plusWorkingDays,
  postDay,
  presumedDelivery,
  toIso,
  workingDayFrom,
} from '../../shared/domain/calendar.ts'
import { isDutchWorkingDay } from './dutch-year.ts'

describe('working days', () => {
  test.each([
    ['a Monday', '2026-03-02', true],
    ['a Friday', '2026-03-06', true],
    ['a Saturday', '2026-03-07', false],
    ['a Sunday', '2026-03-08', false],
    ['New Year', '2026-01-01', false],
    ['the day after New Year', '2026-01-02', true],
    ['Good Friday (Algemene termijnenwet, art. 3)', '2026-04-03', false],
    ['the Thursday before Good Friday', '2026-04-02', true],
    ['Easter Monday', '2026-04-06', false],
    ["King's Day", '2026-04-27', false],
    ["27 April 2025, a Sunday, and King's Day the day before", '2025-04-26', false],
    ["the Monday after a moved King's Day", '2025-04-28', true],
    ['Remembrance Day', '2026-05-04', true],
    ['5 May in a year in which many people work (Algemene termijnenwet, art. 3)', '2026-05-05', false],
    ['Ascension Day', '2026-05-14', false],
    ['the day after Ascension Day', '2026-05-15', true],
    ['Whit Monday', '2026-05-25', false],
    ['Sinterklaas', '2025-12-05', true],
    ['Christmas Day', '2026-12-25', false],
    ['Boxing Day on a working day', '2025-12-26', false],
    ["New Year's Eve", '2026-12-31', true],
    ['a leap day', '2028-02-29', true],
  ])('%s, %s', (_name, date, works) => {
    expect(isWorkingDay(date)).toBe(works)
  })

  test('every day of 2026 to 2031 agrees with Easter as Gauss computed it', () => {
    const disagree: string[] = []
    for (let date = '2026-01-01'; date < '2032-01-01'; date = plusDays(date, 1))
      if (isWorkingDay(date) !== isDutchWorkingDay(date)) disagree.push(date)
    expect(disagree).toEqual([])
  })

  test.each([
    ['a working day stays', '2026-03-05', '2026-03-05'],
    ['Saturday moves to Monday', '2026-09-05', '2026-09-07'],
    ['Sunday moves to Monday', '2026-03-15', '2026-03-16'],
    ['Good Friday moves past Easter Monday', '2026-04-03', '2026-04-07'],
    ['Christmas Day on a Friday moves past Boxing Day and the Sunday', '2026-12-25', '2026-12-28'],
    ['Saturday 1 January moves into the new week', '2028-01-01', '2028-01-03'],
  ])('%s', (_name, date, moved) => {
    expect(workingDayFrom(date)).toBe(moved)
  })

  test.each([
    ['none', '2026-03-07', 0, '2026-03-07'],
    ['over a weekend', '2026-03-06', 1, '2026-03-09'],
    ['from a weekend', '2026-03-07', 1, '2026-03-09'],
    ['a working week', '2026-03-16', 5, '2026-03-23'],
    ['over Easter', '2026-04-02', 3, '2026-04-09'],
    ['over the year end', '2026-12-31', 1, '2027-01-04'],
  ])('so many working days later: %s', (_name, date, count, later) => {
    expect(plusWorkingDays(date, count)).toBe(later)
  })
})

describe('the day whose post a letter goes with', () => {
  test.each([
    ['in the morning: that day', '2026-03-05', '09:00', '2026-03-05'],
    ['until two: that day', '2026-03-05', '13:59', '2026-03-05'],
    ['from two on: the next day', '2026-03-05', '14:00', '2026-03-06'],
    ['on Friday afternoon: Monday', '2026-03-06', '16:00', '2026-03-09'],
    ['in the weekend: Monday', '2026-03-07', '09:00', '2026-03-09'],
    ['on Maundy Thursday evening: Tuesday', '2026-04-02', '20:00', '2026-04-07'],
  ])('%s', (_name, date, time, posted) => {
    expect(postDay(instantAt(date, time))).toBe(posted)
  })
})

describe('presumed delivery by post', () => {
  test.each([
    ['posted on Monday: Wednesday', '2026-03-02', '2026-03-04'],
    ['posted on Thursday: Saturday', '2026-03-05', '2026-03-07'],
    ['posted on Friday: Saturday and Tuesday', '2026-03-06', '2026-03-10'],
    ['posted on Saturday: Tuesday and Wednesday', '2026-03-07', '2026-03-11'],
    ['posted before Easter: not on Good Friday, Easter nor the Monday', '2026-04-02', '2026-04-07'],
    ['posted before Christmas', '2026-12-23', '2026-12-29'],
    ['posted on the last day of the year', '2026-12-31', '2027-01-05'],
  ])('%s', (_name, posted, received) => {
    expect(presumedDelivery(posted)).toBe(received)
  })
})

describe('moments in Europe/Amsterdam', () => {
  test.each([
    ['winter', '2026-03-05', '09:00', '2026-03-05T08:00:00.000Z'],
    ['summer', '2026-07-06', '09:00', '2026-07-06T07:00:00.000Z'],
    ['the last morning of winter time', '2026-03-28', '09:00', '2026-03-28T08:00:00.000Z'],
    ['the first morning of summer time', '2026-03-29', '09:00', '2026-03-29T07:00:00.000Z'],
    ['the hour that summer time skips', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
    ['the first morning of winter time', '2026-10-25', '09:00', '2026-10-25T08:00:00.000Z'],
  ])('%s', (_name, date, time, instant) => {
    expect(instantAt(date, time)).toBe(instant)
  })

  test('acts are done at nine in the morning', () => {
    expect(morningOf('2026-03-05')).toBe('2026-03-05T08:00:00.000Z')
  })

  test.each([
    ['just before midnight in winter', '2026-03-04T22:59:59.999Z', '2026-03-04'],
    ['midnight in winter', '2026-03-04T23:00:00.000Z', '2026-03-05'],
    ['midnight in summer', '2026-07-04T22:00:00.000Z', '2026-07-05'],
    ['the year end', '2026-12-31T23:00:00.000Z', '2027-01-01'],
  ])('the date is that of Amsterdam: %s', (_name, instant, date) => {
    expect(dateOf(instant)).toBe(date)
  })

  test.each([
    ['2026-03-05T08:00:00.000Z', '2026-03-05T09:00:00+01:00'],
    ['2026-07-05T07:00:12.345Z', '2026-07-05T09:00:12+02:00'],
  ])('people read %s as %s', (instant, local) => {
    expect(localTime(instant)).toBe(local)
  })

  test('a moment always has the same length, so that text order is time order', () => {
    expect(toIso({ epochMilliseconds: 0 } as Parameters<typeof toIso>[0])).toBe('1970-01-01T00:00:00.000Z')
    expect(plusMinutes('2026-03-28T23:55:00.000Z', 15)).toBe('2026-03-29T00:10:00.000Z')
  })
})

describe('days of the month', () => {
  test.each([
    ['the same month', '2026-03-01', 0, 15, '2026-03-15'],
    ['the next month', '2026-03-31', 1, 5, '2026-04-05'],
    ['over the year end', '2026-12-01', 1, 20, '2027-01-20'],
    ['the month before', '2026-03-31', -1, 1, '2026-02-01'],
    ['a day that the month does not have', '2026-01-31', 1, 30, '2026-02-28'],
    ['a leap year', '2028-01-31', 1, 30, '2028-02-29'],
  ])('%s', (_name, date, months, day, expected) => {
    expect(dayOfMonth(date, months, day)).toBe(expected)
  })

  test.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s and %i days is %s', (date, days, expected) => {
    expect(plusDays(date, days)).toBe(expected)
  })

  test('the later of some dates', () => {
    expect(latest('2026-03-05')).toBe('2026-03-05')
    expect(latest('2026-03-05', '2026-12-01', '2026-04-30')).toBe('2026-12-01')
    expect(latest('2026-03-05', '2026-02-01')).toBe('2026-03-05')
  })
})

describe('the morning of an act', () => {
  test.each([
    ['its date, when nothing stands in the way', '2026-03-05', '2026-03-02T05:00:00.000Z', '2026-03-05'],
    ['the next working day, when it is a Sunday', '2026-03-15', '2026-03-02T05:00:00.000Z', '2026-03-16'],
    ['the same morning, when the case opened at six', '2026-03-05', '2026-03-05T05:00:00.000Z', '2026-03-05'],
    ['the same morning, when the case opened at nine sharp', '2026-03-05', '2026-03-05T08:00:00.000Z', '2026-03-05'],
    ['the next morning, when the case opened after nine', '2026-03-05', '2026-03-05T08:00:00.001Z', '2026-03-06'],
    ['Monday, when the case opened on Friday after nine', '2026-03-05', '2026-03-06T12:00:00.000Z', '2026-03-09'],
    ['the first working morning, when the date has passed', '2026-03-05', '2026-03-21T12:00:00.000Z', '2026-03-23'],
  ])('%s', (_name, date, notBefore, expected) => {
    expect(actMorning(date, notBefore)).toBe(morningOf(expected))
  })
})

test.each([
  ['2026-01-31', 'januari'],
  ['2026-08-01', 'augustus'],
  ['2026-12-01', 'december'],
])('%s lies in %s', (day, month) => {
  expect(monthOf(day)).toBe(month)
})
