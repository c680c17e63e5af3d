import { describe, expect, test } from 'vitest'
import { PLACES } from '../../support/landscape.ts'
import { eventsOf, told } from '../../support/outcome.ts'
import {
  DEMANDED,
  HANDED_OVER,
  HANDED_OVER_IN_APRIL,
  HELD_EVERY_ROUND,
  heldFor,
  JANUARY,
  NOTIFIED,
  only,
  REPORTED,
  REPORTED_IN_MARCH,
  type Stories,
} from './story.ts'

export const gate: Stories = (world, outcome) => {
  const behind = (name: string, details = {}) => world.renter(name, details).owes(JANUARY).isCalled('2026-01-20')
  const demandOf = (renter: { number: string }) =>
    outcome()
      .mailsTo(`huurder-${renter.number}@huis.example`)
      .filter(({ letter }) => letter === 'demand' || letter === 'notice')

  describe('held, with every reason named', () => {
    const noMandate = behind('Geen Mandaat', { client: 'BELEGGER-C' })
    const mandateGone = behind('Mandaat Weg', { client: 'BELEGGER-F' })
    const noAgreement = behind('Geen Afspraak', PLACES.denHaag)
    const agreementOver = behind('Afspraak Voorbij', PLACES.breda)
    const company = behind('Bedrijf BV', { 'Soort huurder': 'rechtspersoon' })
    const parking = behind('Parkeerplaats', { 'Soort eenheid': 'overig' })
    const noPostcode = behind('Geen Postcode', { Postcode: '' })
    const noNumber = behind('Geen Nummer', { Huisnummer: '12A' })
    const nowhere = behind('Nergens Bekend', PLACES.nowhere)
    const rejected = behind('Geweigerd').reports('2026-02-23T11:00', 'portal-rejection', { reason: 'not-connected' })
    const disputed = behind('Betwist Op Het Laatst')
    disputed.reports('2026-02-20T09:30', 'dispute', { invoice: disputed.invoice('2026-01') })
    world.reports('2026-02-15T10:00', 'mandate', { client: 'BELEGGER-F', from: '2025-01-01', until: '2026-02-18' })

    const uncalled = (course: readonly string[]) => course.filter((line) => !line.endsWith('ContactTaskCreated'))

    test.each([
      ['G6 no mandate', noMandate, ['G4d', 'G6']],
      ['G6 a mandate that ended between the notice and the round', mandateGone, ['G6']],
      ['G7 no agreement', noAgreement, ['G7']],
      ['G7 an agreement that ended the day before', agreementOver, ['G7']],
      ['G8 no postcode', noPostcode, ['G7', 'G8']],
      ['G8 no house number', noNumber, ['G8']],
      ['G7 an address that is in no table', nowhere, ['G7']],
    ])('%s', (_, renter, reasons) => {
      const line = only(outcome(), renter)
      expect(told(line)).toEqual([...NOTIFIED, ...HELD_EVERY_ROUND])
      for (const each of heldFor(line)) expect(each).toEqual(reasons)
      expect(line.phase).toBe('signal-held')
      expect(outcome().signalsOf(renter)).toEqual([])
    })

    test.each([
      ['C9 no natural person', company, ['C9', 'G4c', 'G4d']],
      ['C9 no dwelling', parking, ['C9', 'G2', 'G4c', 'G4d']],
    ])('%s, and nobody is asked to call (C6 b)', (_, renter, reasons) => {
      const line = only(outcome(), renter)
      expect(told(line)).toEqual([...uncalled(NOTIFIED), ...HELD_EVERY_ROUND])
      for (const each of heldFor(line)) expect(each).toEqual(reasons)
      expect(outcome().signalsOf(renter)).toEqual([])
    })

    test('R4 a municipality without an agreement is in the list for the NVVK, from the day on which it counts', () => {
      const listings = (name: string) =>
        outcome().nvvk.flatMap((file) => (file.text.includes(`\r\nGemeente;${name};`) ? [file.name.slice(0, 10)] : []))
      expect(listings('Den Haag')[0]).toBe('2026-01-05')
      expect(listings('Breda')[0]).toBe('2026-02-23')
      expect(listings('Amsterdam')).toEqual([])
    })

    test.each([
      ['without a mandate', noMandate],
      ['to a company', company],
      ['about a parking space', parking],
    ])('letters %s announce no report', (_, renter) => {
      expect(demandOf(renter)).toHaveLength(2)
      for (const { text } of demandOf(renter)) expect(text).not.toMatch(/bezwaar|delen wij|aanmelding|melden/i)
    })

    test('tested once more when the file is written: G1, since everything was disputed while the signal lay ready', () => {
      const line = only(outcome(), disputed)
      expect(told(line)).toEqual([
        ...NOTIFIED,
        '2026-02-20 SignalQueued',
        '2026-02-20 ItemDisputed',
        '2026-02-20 SignalHeld',
      ])
      expect(heldFor(line)).toEqual([['G1', 'G2']])
      expect(outcome().signalsOf(disputed)).toEqual([])
    })

    test('S5 rejected by the portal: back in the case, and not sent again', () => {
      const line = only(outcome(), rejected)
      expect(told(line)).toEqual([
        ...REPORTED,
        '2026-02-23 SignalRejected',
        '2026-02-23 SignalHeld',
        ...HELD_EVERY_ROUND.slice(1),
      ])
      expect(eventsOf(line, 'SignalRejected')[0]?.reason).toBe('not-connected')
      expect(heldFor(line)[0]).toEqual(['S5'])
      expect(line.heldBecause).toContainEqual(expect.stringContaining('Het meldpunt weigerde het signaal.'))
    })
  })

  describe('tested again at the next round', () => {
    const uncalled = world.renter('Niet Gebeld').owes(JANUARY).isCalled('2026-03-10')
    const agreedLater = behind('Afspraak Later', PLACES.tilburg)
    const threshold = world.renter('Drempel', PLACES.eindhoven).owes(['2026-01', '2026-03']).isCalled('2026-01-20')
    const mandateLater = behind('Mandaat Later', { client: 'BELEGGER-D' })
    world.reports('2026-03-03T10:00', 'agreement', {
      gemeentecode: '0855',
      status: 'in-force',
      from: '2026-03-01',
      until: null,
    })
    world.reports('2026-01-25T10:00', 'mandate', { client: 'BELEGGER-D', from: '2026-02-01', until: null })

    test('G4b no attempt at contact; after one, the signal goes out a month later', () => {
      const line = only(outcome(), uncalled)
      expect(told(line)).toEqual([
        ...DEMANDED,
        '2026-02-05 NoticeSent',
        '2026-02-20 SignalHeld',
        '2026-03-10 ContactAttempted',
        ...REPORTED_IN_MARCH,
        ...HANDED_OVER_IN_APRIL,
      ])
      expect(heldFor(line)).toEqual([['G4b']])
    })

    test('R3 G7 an agreement that came into force', () => {
      const line = only(outcome(), agreedLater)
      expect(told(line)).toEqual([...NOTIFIED, '2026-02-20 SignalHeld', ...REPORTED_IN_MARCH, ...HANDED_OVER_IN_APRIL])
      expect(heldFor(line)).toEqual([['G7']])
    })

    test('R3 below the threshold of the municipality, and above it with another month', () => {
      const line = only(outcome(), threshold)
      expect(heldFor(line)).toEqual([['R3']])
      expect(
        outcome()
          .signalsOf(threshold)
          .map(({ row }) => [row['Aantal maanden achterstand'], row['Bedrag achterstand']]),
      ).toEqual([['2', '2000']])
    })

    test('R1 G6 a mandate that starts before the notice: the notice announces, and the round reports', () => {
      expect(told(only(outcome(), mandateLater))).toEqual([...REPORTED, ...HANDED_OVER])
      const [demand, notice] = demandOf(mandateLater)
      expect(demand?.text).not.toMatch(/bezwaar/i)
      expect(notice?.text).toMatch(/bezwaar/i)
    })
  })

  describe('delivered again while the arrears last (LCV 3.2)', () => {
    const byHand = behind('Nog Een Keer').reports('2026-03-02T10:00', 'redeliver', { by: 'AB' })
    const afterRejection = behind('Hersteld')
      .reports('2026-02-23T11:00', 'portal-rejection', { reason: 'not-connected' })
      .reports('2026-02-26T11:00', 'redeliver', { by: 'AB' })
    const tooEarly = behind('Nog Nooit').reports('2026-02-10T10:00', 'redeliver', { by: 'AB' })
    const AGAIN = ['2026-03-20 SignalQueued', '2026-03-20 SignalDelivered', ...HANDED_OVER_IN_APRIL]

    test('G9 by hand: at the next round, through the same gate, and only once', () => {
      expect(told(only(outcome(), byHand))).toEqual([...REPORTED, '2026-03-02 RedeliveryAsked', ...AGAIN])
      expect(outcome().signalsOf(byHand)).toHaveLength(2)
    })

    test('S5 after the portal’s rejection was dealt with', () => {
      expect(told(only(outcome(), afterRejection))).toEqual([
        ...REPORTED,
        '2026-02-23 SignalRejected',
        '2026-02-23 SignalHeld',
        '2026-02-26 RedeliveryAsked',
        ...AGAIN,
      ])
    })

    test('what was never delivered cannot be delivered again', () => {
      expect(told(only(outcome(), tooEarly))).toEqual([...REPORTED, ...HANDED_OVER])
    })
  })

  describe('S1 a threatening situation waits for no round', () => {
    const threat = { kind: 'ontruiming', by: 'AB' }
    const ready = behind('Dreiging').reports('2026-02-16T14:00', 'threat', threat)
    const sameMinute = behind('Dreiging Ook').reports('2026-02-16T14:00', 'threat', threat)
    const elsewhere = behind('Dreiging Elders', PLACES.utrecht).reports('2026-02-16T14:00', 'threat', threat)
    world.uploads('vroegsignalen-2026-02-16-01.csv')
    const saturday = behind('Dreiging Zaterdag').reports('2026-02-14T14:00', 'threat', threat)
    const early = behind('Dreiging Vroeg').reports('2026-01-21T14:00', 'threat', threat)
    const uncalled = world
      .renter('Dreiging Ongebeld')
      .owes(JANUARY)
      .isCalled('2026-02-17')
      .reports('2026-02-16T14:00', 'threat', threat)

    test.each([
      ['the same day', ready, '2026-02-16'],
      ['the same day, also beside another of the same minute', sameMinute, '2026-02-16'],
      ['the same day, also at another channel', elsewhere, '2026-02-16'],
      ['the same day, also on a Saturday', saturday, '2026-02-14'],
    ])('%s', (_, renter, day) => {
      expect(told(only(outcome(), renter)).slice(NOTIFIED.length, NOTIFIED.length + 3)).toEqual([
        `${day} ThreatDeclared`,
        `${day} SignalQueued`,
        `${day} SignalDelivered`,
      ])
    })

    test('the first day on which the objection period is over', () => {
      expect(told(only(outcome(), early)).slice(DEMANDED.length, -2)).toEqual([
        '2026-01-20 ContactAttempted',
        '2026-01-21 ThreatDeclared',
        '2026-02-05 NoticeSent',
        '2026-02-13 SignalQueued',
        '2026-02-13 SignalDelivered',
      ])
    })

    test('held for want of contact, it leaves right after the call', () => {
      expect(told(only(outcome(), uncalled)).slice(DEMANDED.length + 1, -2)).toEqual([
        '2026-02-16 ThreatDeclared',
        '2026-02-16 SignalHeld',
        '2026-02-17 SignalHeld',
        '2026-02-17 ContactAttempted',
        '2026-02-17 SignalQueued',
        '2026-02-17 SignalDelivered',
      ])
    })
  })
}
