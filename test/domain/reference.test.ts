import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isReference, referenceOf, typedReference } from '../../shared/domain/reference.ts'

const ALPHABET = '23456789ACDEFGHJKLMNPQRTUVWXY'

/** The reference that these numbers make. */
function made(numbers: readonly number[], prefix = 'VS'): string {
  const left = [...numbers]
  return referenceOf(prefix, () => left.shift() ?? 0)
}
const numbers = fc.array(fc.integer({ min: 0, max: ALPHABET.length - 1 }), { minLength: 8, maxLength: 8 })
const reference = numbers.map((each) => made(each))
const place = fc.integer({ min: 3, max: 11 })

describe('the reference of a case', () => {
  test('is the prefix, eight random characters and a check character', () => {
    expect(made([0, 1, 2, 3, 4, 5, 6, 7])).toBe('VS-234567896')
    expect(made([28, 28, 28, 28, 28, 28, 28, 28], 'HA2')).toBe('HA2-YYYYYYYYJ')
  })

  test('has nothing that is taken for something else', () => {
    fc.assert(fc.property(reference, (each) => /^VS-[^01BIOSZ]{9}$/.test(each) && isReference(each)))
  })

  test('asks for numbers below the number of its characters', () => {
    const asked: number[] = []
    referenceOf('VS', (below) => asked.push(below) - 1)
    expect(asked).toEqual([29, 29, 29, 29, 29, 29, 29, 29])
  })

  test('is none with any one character wrong', () => {
    fc.assert(
      fc.property(reference, place, fc.constantFrom(...ALPHABET), (each, at, other) => {
        const wrong = each.slice(0, at) + other + each.slice(at + 1)
        expect(isReference(wrong)).toBe(wrong === each)
      }),
    )
  })

  test('is none with any two characters changed places', () => {
    fc.assert(
      fc.property(reference, place, place, (each, one, other) => {
        const characters = [...each]
        characters[one] = each.charAt(other)
        characters[other] = each.charAt(one)
        const wrong = characters.join('')
        expect(isReference(wrong)).toBe(wrong === each)
      }),
    )
  })

  test.each([
    '',
    'VS',
    'VS-',
    '-234567896',
    'VS-2345678',
    'VS-234567896H',
    'vs-234567896',
    'VS-234567896-4',
    '2S-234567896',
  ])('is none: %j', (text) => {
    expect(isReference(text)).toBe(false)
  })
})

describe('a reference that somebody types', () => {
  test.each(['VS-234567896', 'vs-234567896', ' VS 2345 6789 6 ', 'vs234567896', 'VS.2345.6789.6'])(
    '%j is found',
    (typed) => {
      expect(typedReference(typed)).toBe('VS-234567896')
    },
  )

  test('is found again in small letters, in groups and without its hyphen', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('VS', 'A', 'HUUR26'), place, (drawn, prefix, at) => {
        const written = made(drawn, prefix)
        const typed = written.toLowerCase().replace('-', '')
        expect(typedReference(`${typed.slice(0, at)} ${typed.slice(at)}`)).toBe(written)
      }),
    )
  })

  test.each(['', 'VS', 'VS-23456789J', 'VS-2345678O9', 'een kenmerk', '234567896'])('%j is none', (typed) => {
    expect(typedReference(typed)).toBeNull()
  })
})
