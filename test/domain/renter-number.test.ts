import { expect, test } from 'vitest'
import { renterKey, unwrapped } from '../../shared/domain/renter-number.ts'

test.each([
  ['00012', '12'],
  ['="00012"', '12'],
  ['12', '12'],
  ['000', '0'],
  ['0012-A', '12-A'],
  ['D0012', 'D0012'],
  ['0A', '0A'],
])('R6 %s is the number %s', (written, key) => {
  expect(renterKey(written)).toBe(key)
})

test('R6 a formula wrapper is no part of a number, as people see it', () => {
  expect(unwrapped('="00012"')).toBe('00012')
})
