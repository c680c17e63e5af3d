import { describe, expect, test } from 'vitest'
import { told } from '../../support/outcome.ts'
import { heldFor, JANUARY, only, type Stories } from './story.ts'

/** Who the renter is: one number at two clients, one person under two numbers, two who owe one rent. */
export const identities: Stories = (world, outcome) => {
  const behind = (name: string, details = {}) => world.renter(name, details).owes(JANUARY)

  describe('R6 one debtor number at two clients', () => {
    const jansen = behind('Jansen Van A')
    const deVries = behind('De Vries Van B', { client: 'BELEGGER-E', Debiteurnummer: jansen.number })
    const casesOf = (client: string) =>
      outcome().cases.filter((line) => line.renter === jansen.number && line.client === client)
    jansen.isCalled('2026-01-20')

    test('a call with one of them is no effort at contact with the other, and nobody is handed over meanwhile', () => {
      for (const { client } of [jansen, deVries])
        expect(casesOf(client).map((line) => heldFor(line)[0])).toEqual([['G4b']])
      expect(outcome().questionsOf(jansen)).toMatchObject([
        { about: 'contact-attempt', reason: 'which-client', options: ['BELEGGER-A', 'BELEGGER-E'] },
      ])
    })
  })

  describe('R6 a new number of who objected', () => {
    const before = behind('Kreeg Ander Nummer').isCalled('2026-01-20')
    before.reports('2026-02-06T10:00', 'objection', { channel: 'e-mail' }).pays('2026-02-09')
    const after = world.renter('Kreeg Ander Nummer', { Huisnummer: before.houseNumber })
    after.isCharged(before.invoice('2026-01'), '2026-01-01', 100_000, { knownFrom: '2026-02-09' })

    test('the case is neither paid nor reported, and a person is asked', () => {
      const line = only(outcome(), before)
      expect(told(line).slice(-2)).toEqual(['2026-02-06 ObjectionLodged', '2026-02-09 HoldStarted'])
      expect(outcome().casesOf(after)).toEqual([])
      expect(outcome().questionsOf(after)).toMatchObject([
        { about: 'same-renter', case: line.case, options: ['yes', 'no'], at: '2026-02-09T06:00:00+01:00' },
      ])
      for (const renter of [before, after]) expect(outcome().signalsOf(renter)).toEqual([])
    })
  })

  describe('G10 two who rent together', () => {
    const household = { Contractnummer: 'H-SAMEN', Huisnummer: '777' }
    const invoice = 'F-SAMEN'
    const rents = (name: string) =>
      world.renter(name, household).isCharged(invoice, '2026-01-01', 100_000).isCalled('2026-01-20')
    const first = rents('Huurt Samen')
    const second = rents('Woont Erbij')

    test('are reported once, with a question: until it is answered no other one is asked (F3)', () => {
      expect(heldFor(only(outcome(), second))).toContainEqual(['G10'])
      expect(outcome().signalsOf(first)).toHaveLength(1)
      expect(outcome().questionsOf(second)).toMatchObject([
        { about: 'signal', reason: 'main-tenant', options: [first.number, second.number] },
      ])
    })
  })
}
