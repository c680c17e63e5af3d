import { describe, expect, it } from 'vitest'
import { renderLetter } from '../../shared/letters/render.ts'
import {
  aContactDigest,
  aHandover,
  aPause,
  aQuestion,
  aResume,
  aStop,
  fold,
  march,
  seen,
  templates,
} from './support.ts'

/** What a collection agency has no right to know (F2, U1): that there is help, or why a case rests. */
const HELP = /gemeente|hulp|schuld|vroegsignal|bezwaar|betwist|opschort|regeling|accept/i

describe('the hand-over to a collection agency', () => {
  const { text, html } = renderLetter(templates, aHandover())
  it.each([
    ['the renter', 'Achternaam: de Vries'],
    ['the initials', 'Voorletters: J.'],
    ['the address', 'Adres: Keizersgracht 12 A, 1015 CX Amsterdam'],
    ['the phone number', '06-00000000'],
    ['the e-mail address', 'j.devries@elders.example'],
    ['the open items', 'Huur maart 2026'],
    ['the total', '€ 1.820,51'],
    ['the date of the reminder', 'Herinnering: 5 maart 2026'],
    ['the date of the demand', 'Aanmaning: 16 maart 2026'],
    ['the date of the notice', '5-dagen sommatie: 7 april 2026'],
    ['for whom', 'namens Belegger A'],
  ])('tells %s', (_, words) => {
    expect(fold(text)).toContain(words)
    expect(seen(html)).toContain(words)
  })

  it('says nothing of help or objections', () => {
    expect(text).not.toMatch(HELP)
    expect(seen(html)).not.toMatch(HELP)
  })

  it('leaves out what is not known', () => {
    const { text: bare } = renderLetter(
      templates,
      aHandover({ renter: { ...aHandover().renter, phone: '', email: null } }),
    )
    expect(bare).not.toMatch(/06-|elders|null|- Telefoon|- E-mail/)
  })

  it('refuses a total that is not the sum of the items', () => {
    expect(() => renderLetter(templates, aHandover({ items: [march] }))).toThrow('niet de som')
  })
})

describe.each([
  ['pause', aPause, 'Pauzeer dossier HA-0042', 'uiterlijk tot en met 30 mei 2026'],
  ['resume', aResume, 'Ga verder met dossier HA-0042', 'kunt u verdergaan met de incasso'],
  ['stop', aStop, 'Stop met dossier HA-0042', 'de incasso in dit dossier nu stoppen'],
] as const)('the %s to a collection agency', (_, model, subject, words) => {
  const letter = renderLetter(templates, model)
  it('says what to do', () => {
    expect(letter.subject).toBe(subject)
    expect(letter.text).toContain(words)
    expect(seen(letter.html)).toContain(words)
  })
  it('says neither why nor about whom', () => {
    for (const form of [letter.text, seen(letter.html)]) {
      expect(form).not.toMatch(HELP)
      expect(form).not.toMatch(/Vries|€|betaald/)
    }
  })
})

it('a pause forbids acts and costs', () => {
  const { text } = renderLetter(templates, aPause)
  expect(text).toContain('Doe in deze periode niets in dit dossier')
  expect(text).toContain('ook geen kosten in rekening')
})

describe('mail to staff', () => {
  it('lists the renters to contact by case, with the last day', () => {
    const { subject, text, html } = renderLetter(templates, aContactDigest)
    expect(subject).toBe('Contact zoeken met huurders: 2 open')
    expect(text).toContain(
      '- Dossier HA-0042 (Belegger A): € 1.820,51, maanden achterstand: 2. Uiterlijk 18 april 2026.',
    )
    expect(text).toContain('- Dossier HA-0043')
    expect(seen(html)).toContain('HA-0043 Belegger A € 900,00 1 18 april 2026')
  })

  it('asks one question about one case', () => {
    const { subject, text, html } = renderLetter(templates, aQuestion)
    expect(subject).toBe('Vraag over dossier HA-0042')
    expect(text).toContain('In welke gemeente ligt de woning?')
    expect(seen(html)).toContain('In welke gemeente ligt de woning?')
  })
})
