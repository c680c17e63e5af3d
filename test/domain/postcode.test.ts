import { describe, expect, test } from 'vitest'
import { postcodeOf, postcodeOrArea } from '../../shared/domain/postcode.ts'

describe('a postcode', () => {
  test.each(['1011AB', '1011 AB', ' 1011ab '])('%j is kept in one way', (text) => {
    expect(postcodeOf(text)).toBe('1011AB')
  })

  test.each(['', '1011', '0123AB', '1011A', '1011SA', '1011 SD', '1011ss', '10 11AB'])('%j is none', (text) => {
    expect(postcodeOf(text)).toBeNull()
  })

  test('is an area when its letters are left out', () => {
    expect(['1011', ' 1011 ', '1011 ab', '0111', '101'].map(postcodeOrArea)).toEqual([
      '1011',
      '1011',
      '1011AB',
      null,
      null,
    ])
  })
})
