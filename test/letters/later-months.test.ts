import { describe, expect, test } from 'vitest'
import type { LetterModel } from '../../shared/letters/model.ts'
import { renderLetter } from '../../shared/letters/render.ts'
import { aDemand, aFollowUp, aNotice, april, aReminder, fold, march, seen, templates } from './support.ts'

/** What the reader reads, in both forms of one letter. */
function forms(model: LetterModel): string[] {
  const { text, html } = renderLetter(templates, model)
  return [fold(text), seen(html)]
}

const later = { ...april, later: true }
const parking = { ...later, description: 'Parkeren april', invoice: 'P-1', rent: false, openCents: 5_000 }
const of = (...claims: (typeof later)[]) => ({
  claims,
  totalCents: claims.reduce((sum, { openCents }) => sum + openCents, 0),
})

describe('C10 months that come later', () => {
  test.each([aDemand, aNotice])('are named in a letter that also lists earlier ones', (letter) => {
    for (const form of forms(letter(of({ ...march, later: false }, later))))
      expect(form).toContain('Uw huur van april 2026 is nu ook niet betaald.')
  })

  test('are all named, and what is no rent by its description', () => {
    const may = { ...later, dueOn: '2026-05-01', invoice: 'F-2026-05' }
    for (const form of forms(aFollowUp(of(later, may, parking)))) {
      expect(form).toContain('Uw huur van april 2026 en mei 2026 is nu ook niet betaald.')
      expect(form).toContain('Dit is ook nog niet betaald: Parkeren april.')
    }
  })

  test('are what a follow-up reminder is about, also when nothing else is open any more', () => {
    for (const form of forms(aFollowUp({ apart: {} })))
      expect(form).toContain('Uw huur van april 2026 is nu ook niet betaald.')
  })

  test('have no wording of their own where all is new', () => {
    for (const form of forms(aReminder(of(later, { ...march, later: true })))) expect(form).not.toContain('nu ook')
  })

  test('a credit that came later is no month that was not paid', () => {
    const credit = { ...later, openCents: -5_000 }
    for (const form of forms(aDemand(of({ ...march, later: false }, credit)))) expect(form).not.toContain('nu ook')
  })
})

describe('C14 a payment that came back', () => {
  const returned = { ...march, returned: true }
  test.each([
    ['reminder', aReminder],
    ['demand', aDemand],
    ['notice', aNotice],
    ['follow-up', aFollowUp],
  ] as const)('is told in a %s', (_, letter) => {
    for (const form of forms(letter({ claims: [returned], apart: {}, totalCents: 85_050 }))) {
      expect(form).toContain(
        'De betaling van uw huur van maart 2026 is teruggeboekt, of niet bij ons aangekomen. Dat bedrag staat dus weer open.',
      )
      expect(form).not.toContain('nu ook')
    }
  })

  test('of something else is told by its description', () => {
    const parked = { ...parking, later: false, returned: true }
    for (const form of forms(aFollowUp({ claims: [parked], apart: {}, totalCents: 5_000 })))
      expect(form).toContain('De betaling van Parkeren april is teruggeboekt')
  })
})

describe('R7 a representative', () => {
  const place = { street: 'Kade', houseNumber: '3', postcode: '2611AA', city: 'Delft' }
  test.each([
    ['administration', 'bewindvoerder'],
    ['guardian', 'curator'],
  ] as const)('of the kind %s gets the letter in the renter’s place, about the renter', (kind, role) => {
    const representative = { kind, name: 'Bewind BV', ...place }
    for (const form of forms(aDemand({ representative }))) {
      expect(form).toContain('Bewind BV inzake J. de Vries Kade 3 2611 AA Delft')
      expect(form).toContain('Geachte heer of mevrouw,')
      expect(form).toContain(`U bent ${role} van J. de Vries.`)
      expect(form).not.toContain('Keizersgracht')
    }
  })

  test('care-of is an envelope alone', () => {
    const representative = { kind: 'care-of' as const, name: 'Bakker', ...place }
    for (const form of forms(aDemand({ representative }))) {
      expect(form).toContain('J. de Vries p/a Bakker Kade 3 2611 AA Delft')
      expect(form).toContain('Beste J. de Vries,')
      expect(form).not.toContain('U bent')
    }
  })
})

describe('what an organisation left out of its register', () => {
  const organisation = { ...aNotice().organisation, address: null, kvkNumber: null, iban: null, ibanName: null }
  test('is not in the letter, and it still says how to pay and to object', () => {
    for (const form of forms(aNotice({ organisation }))) {
      expect(form).toContain('Gebruik het rekeningnummer waarop u altijd uw huur betaalt.')
      expect(form).toContain('Stuur een e-mail naar bezwaar@voorbeeld.example.')
      expect(form).not.toMatch(/stuur een brief|KvK|naar rekening|null/)
    }
  })

  test('an account without a name is the organisation’s own', () => {
    const own = { ...organisation, iban: 'NL91ABNA0417164300' }
    for (const form of forms(aNotice({ organisation: own })))
      expect(form).toContain('Die staat op naam van Vastgoed Voorbeeld BV.')
  })
})
