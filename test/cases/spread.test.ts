import { describe, expect, test } from 'vitest'
import { spreadSeconds, spreadWindow } from '../../shared/cases/spread.ts'
import { instantAt, plusMinutes } from '../../shared/domain/calendar.ts'
import type { Step } from '../../shared/domain/standing.ts'

const IDS = Array.from({ length: 5_000 }, (_, index) => `case-${index}`)
const COUNTRY = 160_000
const ACTS: readonly Step[] = ['reminder', 'demand', 'notice', 'signal', 'hand-over']

describe('the wake-ups of one instant', () => {
  test.each([
    [0, 0],
    [200, 0],
    [201, 20],
    [600, 60],
    [12_000, 1_200],
    [144_000, 14_400],
    [3_200_000, 14_400],
  ])('of %i open cases are spread over %i seconds', (openCases, seconds) => {
    expect(spreadWindow('demand', openCases)).toBe(seconds)
  })

  test('fill the window evenly', () => {
    const quarters = [0, 0, 0, 0]
    for (const id of IDS) {
      const seconds = spreadSeconds(id, 'reminder', 12_000)
      expect(Number.isInteger(seconds) && seconds >= 0 && seconds < 1_200).toBe(true)
      const quarter = Math.floor(seconds / 300)
      quarters[quarter] = (quarters[quarter] ?? 0) + 1
    }
    for (const count of quarters) expect(Math.abs(count - IDS.length / 4)).toBeLessThan(IDS.length / 20)
  })

  test('come at the same second for the same case', () => {
    expect(IDS.map((id) => spreadSeconds(id, 'notice', COUNTRY))).toEqual(
      IDS.map((id) => spreadSeconds(id, 'notice', COUNTRY)),
    )
    expect(spreadSeconds('case-1', 'notice', COUNTRY)).not.toBe(spreadSeconds('case-2', 'notice', COUNTRY))
  })

  test('stay on their day and within office hours, in winter and in summer', () => {
    for (const day of ['2026-01-05', '2026-03-30', '2026-07-20'])
      for (const id of IDS.slice(0, 500)) {
        const wakes = (step: Step) => plusMinutes(instantAt(day, '09:00'), spreadSeconds(id, step, COUNTRY) / 60)
        for (const step of ACTS) expect(wakes(step) < instantAt(day, '13:00'), step).toBe(true)
        // The round of ten o'clock collects what was tested before it.
        expect(wakes('signal') < instantAt(day, '09:45')).toBe(true)
      }
  })

  test('leave alone what is no act, or has a moment of its own', () => {
    const others = [
      'suspension',
      'arrangement',
      'rest',
      'settle-reservation',
      'delivery',
      'withdrawal',
      'post-letter',
      'inform-agency',
      'finished',
    ] as const
    for (const step of others) expect(spreadSeconds('case-1', step, COUNTRY), step).toBe(0)
  })
})
