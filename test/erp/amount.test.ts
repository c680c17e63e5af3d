import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { amount, centsFromNumber, centsFromText } from '../../shared/erp/amount.ts'

const cents = (text: string) => {
  const read = centsFromText(text)
  return read.ok ? read.value : read.reason
}

describe('an amount as text', () => {
  test.each([
    ['1820,51', 182_051],
    ['1820.51', 182_051],
    ['1.820,51', 182_051],
    ['1,820.51', 182_051],
    ['1 820,51', 182_051],
    ['1820', 182_000],
    ['1820,5', 182_050],
    ['1.820,5', 182_050],
    ['0,07', 7],
    [',50', 50],
    ['0,00', 0],
    ['0007,00', 700],
    ['€ 1.234,56', 123_456],
    ['1.234,56 €', 123_456],
    ['EUR 12,50', 1_250],
    ['12,50 EUR', 1_250],
    ['12,-', 1_200],
    ['€ 1.820,--', 182_000],
    ['1.234', 123_400],
    ['1.234.567', 123_456_700],
    ['1,234,567', 123_456_700],
    ['1,234,567.89', 123_456_789],
    ['999999999,99', 99_999_999_999],
  ])('%s is %i cents', (text, expected) => expect(cents(text)).toBe(expected))

  test.each([
    ['-12,50', -1_250],
    ['12,50-', -1_250],
    ['(12,50)', -1_250],
    ['\u221212,50', -1_250],
    ['-€ 12,50', -1_250],
    ['€ -12,50', -1_250],
    ['(€ 12,50)', -1_250],
    ['- 12,50', -1_250],
    ['-12,-', -1_200],
    ['(7,086)', -708_600],
    ['(7.086)', -708_600],
    ['-0,00', 0],
  ])('%s is negative: %i cents', (text, expected) => expect(cents(text)).toBe(expected))

  test.each(['12,345', '1820,510', '0.123', '1820.510', '-12,345', '12,3456'])(
    '%s can be read in two ways, and is refused',
    (text) => expect(cents(text)).toContain('twee manieren'),
  )

  test.each([
    ...['abc', '1.23.4', '1,2,3', '1.23.456', '12.34,56', '1.820,51,00', '18 20,51', '1.820.51', '1,820,51', '12€50'],
    ...['-(12)', '-12-', '--12', '(12', '12)', '()', '12,', '.', ',', '€', '1e3', '0x10', '١٢', '+12', '12,5,-'],
  ])('%s is no amount', (text) => expect(cents(text)).toContain('geen bedrag'))

  test('more than a billion is a typing error', () => {
    expect(cents('1000000000,00')).toContain('te groot')
  })

  test.each(['', '-', '  ', '#REF!', '#N/B', '1\ufffd2'])('a cell with "%s" gives a reason, and never zero', (text) => {
    expect(amount(text).ok).toBe(false)
  })

  test('every amount survives each notation', () => {
    const notations = (value: number): string[] => {
      const [sign, whole, fraction] = [value < 0 ? '-' : '', Math.trunc(Math.abs(value) / 100), Math.abs(value) % 100]
      const decimals = String(fraction).padStart(2, '0')
      const dotted = String(whole).replaceAll(/\B(?=(\d{3})+$)/g, '.')
      const negative =
        sign === '' ? [] : [`(${whole},${decimals})`, `${whole},${decimals}-`, `€ -${dotted},${decimals}`]
      return [
        `${sign}${whole},${decimals}`,
        `${sign}${whole}.${decimals}`,
        `${sign}${dotted},${decimals}`,
        `${sign}${dotted.replaceAll('.', ',')}.${decimals}`,
        ...negative,
      ]
    }
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (value) => {
        for (const text of notations(value)) expect([text, cents(text)]).toEqual([text, value])
      }),
    )
  })

  test('any text at all gives whole cents or a reason, and zero only for zeros', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[-(€ ]*[0-9., ]{0,12}[-) ]*$/))
    fc.assert(
      fc.property(text, (written) => {
        const read = amount(written)
        expect(read.ok ? Number.isSafeInteger(read.value) : read.reason.length > 10).toBe(true)
        if (read.ok) expect(written).toMatch(read.value === 0 ? /^[^1-9]*0[^1-9]*$/ : /[1-9]/)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an amount as a number in a workbook', () => {
  test.each([
    ['1820.51', 182_051],
    ['1820.5099999999999', 182_051],
    ['0.30000000000000004', 30],
    ['1.82051E3', 182_051],
    ['1.82051e+3', 182_051],
    ['7E-2', 7],
    ['-12.5', -1_250],
    ['0', 0],
    ['-0', 0],
    ['100', 10_000],
    ['8.1E-11', 0],
  ])('%s is %i cents', (literal, expected) => expect(centsFromNumber(literal)).toEqual({ ok: true, value: expected }))

  test.each(['1820.515', '0.005', '1820.5001', '1e-3', '12.34567'])('%s is no whole number of cents', (literal) =>
    expect(centsFromNumber(literal).ok).toBe(false),
  )

  test.each(['', '-', 'NaN', 'Infinity', '1e99', '1e12', '12a', '1,5'])('"%s" is refused', (literal) =>
    expect(centsFromNumber(literal).ok).toBe(false),
  )

  test('every amount survives being a binary fraction', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }), (value) => {
        expect(centsFromNumber(String(value / 100))).toEqual({ ok: true, value })
      }),
    )
  })
})
