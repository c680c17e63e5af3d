import { describe, expect, test } from 'vitest'
import { type Findable, lookedFor, termsOf } from '../../shared/domain/search-terms.ts'

const person = (change: Partial<Findable> = {}): Findable => ({
  surname: 'Çelik',
  initials: 'A.B.',
  postcode: '1011AB',
  houseNumber: '12',
  houseNumberAddition: 'a',
  email: 'A.Celik@Voorbeeld.example',
  ...change,
})

/** Whether somebody who types this finds the person: by the term, and by a look at the record. */
function finds(typed: string, who: Findable): boolean {
  const looked = lookedFor(typed)
  return looked !== null && termsOf(who).includes(looked.term) && looked.isMeant(who)
}

describe('a renter is found', () => {
  test.each([
    ['Çelik', 'cel'],
    ['Çelik', 'ÇELIK'],
    ['Çelik', ' celik  '],
    ['de Vries-Ünal', 'una'],
    ['de Vries-Ünal', 'de vries'],
    ['de Vries-Ünal', 'vries ünal'],
    ['de Vries-Ünal', 'A. de Vries'],
    ['de Vries-Ünal', 'vries ab'],
    ['van den Berg', 'berg'],
    ['van den Berg', 'van den ber'],
    ['van den Berg', 'vandenberg'],
    ['Vandenberghe', 'van'],
    ['Vandenberghe', 'vandenberghe'],
    ['Li', 'li'],
    ['Ng', 'Ng'],
    ['van den', 'vanden'],
    ['Sørensen', 'sorensen'],
    ['Straße', 'strasse'],
    ['d’Hondt', 'hondt'],
    ['d’Hondt', "d'hondt"],
    ['Łukasiewicz', 'lukasiewicz'],
  ])('%s by %s', (surname, typed) => {
    expect(finds(typed, person({ surname }))).toBe(true)
  })

  test.each([
    ['Çelik', 'ce'],
    ['Çelik', 'lik'],
    ['Lin', 'li'],
    ['Bergman', 'bergmans'],
    ['Vandenberghe', 'vandenbergen'],
    ['de Vries-Ünal', 'C. de Vries'],
    ['van den Berg', 'van der berg'],
    ['van den Berg', 'van'],
    ['', 'cel'],
  ])('and %s not by %s', (surname, typed) => {
    expect(finds(typed, person({ surname }))).toBe(false)
  })

  test.each(['1011AB 12', '1011 ab, 12', '1011ab12', '1011AB 12a', '1011 AB 12-A'])('by the address %s', (typed) => {
    expect(finds(typed, person())).toBe(true)
  })

  test.each(['1011AB', '1011AB 1', '1011AB 12b', '1012AB 12'])('and not by %s', (typed) => {
    expect(finds(typed, person())).toBe(false)
  })

  test('by the whole address of the mailbox, in whatever letters', () => {
    expect(finds(' a.celik@voorbeeld.example', person())).toBe(true)
    expect(finds('celik@voorbeeld.example', person())).toBe(false)
  })
})

test('what is no name, address or mailbox is not looked for so', () => {
  for (const typed of ['', '  ', '100001', '-', 'D-1001']) expect(lookedFor(typed)).toBeNull()
})

test('a person who is gone has no terms, and nobody has many', () => {
  const gone = { surname: '', initials: '', postcode: '', houseNumber: '', houseNumberAddition: '', email: '' }
  expect(termsOf(gone)).toEqual([])
  const long = 'Stichting tot Behoud van Monumentale Woningen Amsterdam Noordoost en Omstreken'
  expect(termsOf(person({ surname: long })).length).toBeLessThan(45)
  const terms = termsOf(person({ surname: 'Jansen-Jansen' }))
  expect(new Set(terms).size).toBe(terms.length)
})
