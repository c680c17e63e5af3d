import { expect, test } from 'vitest'
import { holdsOn } from '../../shared/domain/policy.ts'

test.each([
  ['without limits', null, null, true],
  ['from today', '2026-04-20', null, true],
  ['from tomorrow', '2026-04-21', null, false],
  ['until today: the last day counts', null, '2026-04-20', true],
  ['until yesterday', null, '2026-04-19', false],
  ['around today', '2026-01-01', '2026-12-31', true],
  ['begun, and over', '2026-01-01', '2026-04-19', false],
])('a period %s', (_name, from, until, holds) => {
  expect(holdsOn({ from, until }, '2026-04-20')).toBe(holds)
})
