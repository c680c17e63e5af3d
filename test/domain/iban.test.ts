import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ibanOf } from '../../shared/domain/iban.ts'

test.each([
  ['NL91 ABNA 0417 1643 00', 'NL91ABNA0417164300'],
  ['nl02abna0123456789', 'NL02ABNA0123456789'],
  ['BE68 5390 0754 7034', 'BE68539007547034'],
  ['DE89 3704 0044 0532 0130 00', 'DE89370400440532013000'],
])('%s is an account', (text, iban) => {
  expect(ibanOf(text)).toBe(iban)
})

test.each([
  ['another check digit', 'NL92ABNA0417164300'],
  ['a digit too few', 'NL91ABNA041716430'],
  ['no country', '91ABNA0417164300'],
  ['something behind it', 'NL91ABNA0417164300 t.n.v. X'],
  ['nothing', ''],
])('%s is none', (_, text) => {
  expect(ibanOf(text)).toBeNull()
})

test('a digit mistyped is found, wherever it stands', () => {
  const iban = 'NL91ABNA0417164300'
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 17 }), fc.integer({ min: 1, max: 9 }), (place, step) => {
      const digit = (Number(iban[place]) + step) % 10
      expect(ibanOf(`${iban.slice(0, place)}${digit}${iban.slice(place + 1)}`)).toBeNull()
    }),
  )
})
