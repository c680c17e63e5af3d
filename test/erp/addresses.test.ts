import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ZodError } from 'zod'
import {
  type AddressLine,
  addressLookupSchema,
  ContradictingAddress,
  compileAddresses,
  findMunicipality,
} from '../../shared/erp/addresses.ts'

const lines: AddressLine[] = [
  { postcode: '1011', gemeentecode: '0363' },
  { postcode: '1011AB', gemeentecode: '0384' },
  { postcode: '1011AB', huisnummer: 99, gemeentecode: '0394' },
  { postcode: '1012 CD', huisnummer: null, gemeentecode: '0363' },
]

describe('the municipality of an address (R5)', () => {
  const lookup = compileAddresses(lines)

  test.each<[string, number, string | null, string]>([
    ['1011ZZ', 1, '0363', 'by the four-digit area'],
    ['1011AB', 1, '0384', 'by the postcode'],
    ['1011AB', 99, '0394', 'by postcode and house number'],
    ['1012 cd', 5, '0363', 'however it is written'],
    ['1012CE', 5, null, 'is unknown when the postcode is'],
    ['9999ZZ', 5, null, 'is unknown outside the table'],
    ['1011', 5, null, 'is unknown without a whole postcode'],
    ['constructor', 5, null, 'is unknown for what is no postcode'],
  ])('%s %i is %s: %s', (postcode, houseNumber, expected) => {
    expect(findMunicipality(lookup, postcode, houseNumber)).toBe(expected)
  })

  test('is found the same after the lookup was kept as JSON', () => {
    const kept = addressLookupSchema.parse(JSON.parse(JSON.stringify(lookup)))
    expect(findMunicipality(kept, '1011AB', 99)).toBe('0394')
  })

  test.each<AddressLine>([
    { postcode: '101', gemeentecode: '0363' },
    { postcode: '1011SS', gemeentecode: '0363' },
    { postcode: '1011', gemeentecode: '363' },
    { postcode: '1011', huisnummer: 1, gemeentecode: '0363' },
    { postcode: '1011AB', huisnummer: 0, gemeentecode: '0363' },
  ])('a malformed line is refused: %j', (line) => {
    expect(() => compileAddresses([line])).toThrow(ZodError)
  })

  test('one address in two municipalities is refused, the same line twice is not', () => {
    const twice = { postcode: '1011AB', gemeentecode: '0363' }
    expect(() => compileAddresses([...lines, twice])).toThrow(ContradictingAddress)
    expect(compileAddresses([...lines, ...lines])).toEqual(lookup)
  })

  test('the longest match wins in every table', () => {
    const letters = fc.constantFrom('AA', 'AB', 'BA', 'ZZ')
    const code = fc.constantFrom('0001', '0363', '1999')
    const area = fc.constantFrom('1011', '1012')
    const table = fc.uniqueArray(
      fc
        .record({
          postcode: fc.oneof(
            area,
            fc.tuple(area, letters).map(([digits, pair]) => digits + pair),
          ),
          huisnummer: fc.option(fc.integer({ min: 1, max: 3 })),
          gemeentecode: code,
        })
        .map((line) => (line.postcode.length === 4 ? { ...line, huisnummer: null } : line)),
      { selector: (line) => `${line.postcode} ${line.huisnummer}` },
    )
    fc.assert(
      fc.property(table, area, letters, fc.integer({ min: 1, max: 3 }), (entries, digits, pair, houseNumber) => {
        const at = (postcode: string, number: number | null) =>
          entries.find((line) => line.postcode === postcode && line.huisnummer === number)?.gemeentecode
        const expected = at(digits + pair, houseNumber) ?? at(digits + pair, null) ?? at(digits, null) ?? null
        expect(findMunicipality(compileAddresses(entries), digits + pair, houseNumber)).toBe(expected)
      }),
    )
  })
})
