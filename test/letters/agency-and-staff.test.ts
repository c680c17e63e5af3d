import { describe, expect, it } from 'vitest'
import { renderLetter } from '../../shared/letters/render.ts'
import { aHandover, anUpdate, aPause, aResume, aStaffMail, aStop, fold, march, seen, templates } from './support.ts'

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
    ['the open claims', 'Huur maart 2026'],
    ['the total', '€ 1.820,51'],
    ['the date of the reminder', 'Herinnering: 5 maart 2026'],
    ['the date of the demand', 'Aanmaning: 16 maart 2026'],
    ['the date of the notice', '5-dagen sommatie: 7 april 2026'],
    ['for whom', 'namens Belegger A'],
    ['under which numbers', 'Kenmerk: HA-0042 Debiteurnummer: 100234'],
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

  it('refuses a total that is not the sum of the claims', () => {
    expect(() => renderLetter(templates, aHandover({ claims: [march] }))).toThrow('niet de som')
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
  it('names the case by its reference and debtor number, and says neither why nor who it is', () => {
    for (const form of [letter.text, seen(letter.html)]) {
      expect(form).not.toMatch(HELP)
      expect(form).not.toMatch(/Vries|betaald/)
      expect(form).toMatch(/Kenmerk: HA-0042\s+Debiteurnummer: 100234/)
    }
  })
  it('F3 names the claims, with what is open of each', () => {
    for (const form of [letter.text, seen(letter.html)]) {
      expect(form).toContain('Huur maart 2026, factuur F-2026-03, vervaldatum 1 maart 2026: € 850,50')
      expect(form).toContain('Huur april 2026, factuur F-2026-04, vervaldatum 1 april 2026: € 0,00')
    }
  })
  it('leaves no room for claims that nobody can name any more', () => {
    const { text, html } = renderLetter(templates, { ...model, claims: [] })
    for (const form of [text, seen(html)]) expect(form).not.toContain('Het gaat om')
  })
})

describe('F4 the update to a collection agency', () => {
  const { text, html } = renderLetter(templates, anUpdate)
  it.each([
    ['which claim is paid', /Huur maart 2026.*F-2026-03.*1 maart 2026.*€ 0,00/],
    ['what is open of each', /Huur april 2026.*F-2026-04.*1 april 2026.*€ 970,01/],
    ['the new total', /Totaal.*€ 970,01/],
    ['which claim is new', /Deze posten zijn nieuw\. Wilt u die ook innen\? (- )?factuur F-2026-04/],
  ])('tells %s', (_, words) => {
    expect(fold(text)).toMatch(words)
    expect(seen(html)).toMatch(words)
  })

  it('says neither why nor who it is', () => {
    for (const form of [text, seen(html)]) expect(form).not.toMatch(HELP)
    for (const form of [text, seen(html)]) expect(form).not.toMatch(/Vries|betaald/)
  })

  it('asks for no new claim where there is none', () => {
    const same = anUpdate.claims.map((claim) => ({ ...claim, added: false }))
    expect(renderLetter(templates, { ...anUpdate, claims: same }).text).not.toContain('nieuw')
  })
})

it('a pause forbids acts and costs', () => {
  const { text } = renderLetter(templates, aPause)
  expect(text).toContain('Doe in deze periode niets in dit dossier')
  expect(text).toContain('ook geen kosten in rekening')
})

describe('the mail to staff', () => {
  it('counts in its subject, and names nobody there', () => {
    expect(renderLetter(templates, aStaffMail()).subject).toBe('Vandaag te doen: 2 bellen, 1 nieuw')
  })

  it('H1 has a heading for each kind of work, in the order in which it is given, with what to do', () => {
    const { text, html } = renderLetter(templates, aStaffMail())
    for (const form of [fold(text), seen(html)])
      expect(form).toMatch(
        /Bellen.* Leg elke poging vast\..*HA-0042.*HA-0043.*En nog 12 andere\..*Vragen.*gemeentecode/,
      )
    expect(text).toContain('- Dossier HA-0042, debiteur 100234 (Belegger A): 06-00000000. € 1.820,51, 2 maanden.')
    expect(seen(html)).toContain('Dossier HA-0042, debiteur 100234 (Belegger A): 06-00000000. € 1.820,51, 2 maanden.')
    expect(text).toContain('- Zonder dossier: Klopt de gemeentecode?')
  })

  it('leaves out what there is none of', () => {
    const [, second] = aStaffMail().sections
    const { text, html } = renderLetter(templates, aStaffMail({ sections: second ? [second] : [] }))
    for (const form of [text, seen(html)]) expect(form).not.toMatch(/Leg elke|En nog|null/)
  })

  it('holds a line with every reason of the gate', () => {
    const lines = [{ about: 'Dossier HA-0042', text: 'Er is iets. '.repeat(300) }]
    const sections = [{ heading: 'Aangehouden signalen', intro: null, lines, more: null }]
    expect(renderLetter(templates, aStaffMail({ sections })).text.length).toBeGreaterThan(3_000)
  })

  it('is not made without anything to do', () => {
    expect(() => renderLetter(templates, aStaffMail({ sections: [] }))).toThrow('er is niets te doen')
  })
})
