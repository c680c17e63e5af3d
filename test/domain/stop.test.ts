import { describe, expect, test } from 'vitest'
import { morningOf } from '../../shared/domain/calendar.ts'
import { actsFrom } from '../../shared/domain/stop.ts'
import { at } from '../support/case-builder.ts'

// C16: a stop is one that covered a whole working day, nine to five. Nothing is known of it but the last sign of life.
// In March 2026 the 2nd is a Monday; Good Friday is 3 April, Easter Monday the 6th.

const found = (beat: string, now: string) => actsFrom({ at: at(beat), actsFrom: null }, at(now))

describe('C16 whether the system stood still', () => {
  test.each([
    ['a night', '2026-03-03T16:00', '2026-03-04T09:00'],
    ['a whole weekend', '2026-03-06T16:00', '2026-03-09T09:00'],
    ['from Thursday before Easter until the Tuesday after', '2026-04-02T16:00', '2026-04-07T16:59'],
    ['the hours between two signs of life', '2026-03-03T09:00', '2026-03-03T10:00'],
    ['from nine until the next day before five', '2026-03-03T09:00', '2026-03-04T16:59'],
  ])('not: %s', (_name, beat, now) => {
    expect(found(beat, now)).toBeNull()
  })

  test.each([
    ['a day from just before nine until five', '2026-03-03T08:59', '2026-03-03T17:00', '2026-03-05'],
    ['from one afternoon until five on the next day', '2026-03-03T16:00', '2026-03-04T17:00', '2026-03-06'],
    ['from one afternoon until the second morning after', '2026-03-03T16:00', '2026-03-05T08:00', '2026-03-06'],
    ['a week: the day on which it is back is for books', '2026-03-03T16:00', '2026-03-11T10:00', '2026-03-12'],
    [
      'back at five, when people go home: the next day is for books',
      '2026-03-03T16:00',
      '2026-03-11T17:00',
      '2026-03-13',
    ],
    ['back in a weekend: Monday is for books', '2026-03-03T16:00', '2026-03-07T12:00', '2026-03-10'],
    ['back on a Friday: acts follow on Monday', '2026-03-03T16:00', '2026-03-06T10:00', '2026-03-09'],
    ['back on the Thursday before Easter: on the Tuesday after', '2026-03-30T16:00', '2026-04-02T10:00', '2026-04-07'],
  ])('so: %s', (_name, beat, now, day) => {
    expect(found(beat, now)).toBe(morningOf(day))
  })

  test('not where it never was at work: a first start', () => {
    expect(actsFrom(null, at('2026-03-11T10:00'))).toBeNull()
  })

  test('and it stays known after the next sign of life, until another stop', () => {
    const beat = { at: at('2026-03-11T11:00'), actsFrom: at('2026-03-12') }
    expect(actsFrom(beat, at('2026-03-11T12:00'))).toBe(at('2026-03-12'))
    expect(actsFrom(beat, at('2026-03-12T16:59'))).toBe(at('2026-03-12'))
    expect(actsFrom(beat, at('2026-03-12T17:00'))).toBe(at('2026-03-16'))
  })
})
