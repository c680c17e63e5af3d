import { describe, expect, test } from 'vitest'
import { isRent, NOT_RENT } from '../../shared/domain/rent.ts'

const AT = { dwelling: true, isRent: null, street: 'Dorpsstraat', city: 'Amsterdam' }
const said = (description: string, change: object = {}, words = NOT_RENT) =>
  isRent({ ...AT, description, ...change }, words)

describe('C12 a claim on a dwelling is rent', () => {
  test.each([
    'Huur 01-2026',
    '',
    'Servicekosten januari',
    'Voorschot servicekosten',
    'Huur en stookkosten 2026-01',
    'Mislukte incasso huur januari',
    'Huur Garagestraat 5',
    'Huur PARKEERWEG 12 A',
    'Huur Schadelaan',
    'Huur Drente 4',
    'Huur Borgman',
  ])('"%s"', (description) => expect(said(description)).toBe(true))

  test('also where the street bears the name of something else', () => {
    expect(said('Huur De Garage 3', { street: 'De Garage' })).toBe(true)
    expect(said('Huur Reiniging', { city: 'Reiniging' })).toBe(true)
  })
})

describe('C12 it is no rent', () => {
  test.each([
    'Parkeerplaats 12',
    'Parkeren jan',
    'Huur GARAGE',
    'garages',
    'Garagebox 4',
    'Incassokosten',
    'Incasso  kosten dossier 4',
    'Trapschoonmaak',
    'Schoonmaakkosten',
    'Waterschade keuken',
    'Afrekening servicekosten 2025',
    'Servicekostenafrekening 2025',
    'Wettelijke rente',
    'Vertragingsrente',
    'Administratiekosten',
    'Borg',
    'Géén huur: réparatie',
  ])('by the word in "%s"', (description) => expect(said(description)).toBe(false))

  test('by the unit, whatever else is said', () => {
    expect(said('Huur', { dwelling: false })).toBe(false)
    expect(said('Huur', { dwelling: false, isRent: true })).toBe(false)
  })

  test('by the words of a client, which take the place of ours', () => {
    const words = ['tuinonderhoud', 'vaste lasten']
    expect(said('Tuinonderhoud', {}, words)).toBe(false)
    expect(said('Vaste lasten mei', {}, words)).toBe(false)
    expect(said('Vaste huur, lasten', {}, words)).toBe(true)
    expect(said('Parkeerplaats', {}, words)).toBe(true)
    expect(said('Parkeerplaats', {}, ['...'])).toBe(true)
  })

  test('a column goes before the words', () => {
    expect(said('Parkeerplaats', { isRent: true })).toBe(true)
    expect(said('Huur', { isRent: false })).toBe(false)
  })
})
