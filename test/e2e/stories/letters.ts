import { describe, expect, test } from 'vitest'
import { eventsOf, told } from '../../support/outcome.ts'
import {
  DEMANDED,
  HANDED_OVER,
  HANDED_OVER_IN_APRIL,
  JANUARY,
  NOTIFIED,
  only,
  REMINDED,
  REPORTED,
  REPORTED_IN_MARCH,
  type Stories,
} from './story.ts'

export const letters: Stories = (world, outcome) => {
  describe('a claim that the ERP gave no description', () => {
    const nameless = world.renter('Geen Omschrijving').isCharged('F-ZONDER', '2026-01-01', 45_000, { Omschrijving: '' })

    test('is called by its invoice in the letter', () => {
      expect(told(only(outcome(), nameless)).slice(0, 2)).toEqual(REMINDED)
      const [reminder] = outcome().mailsTo(`huurder-${nameless.number}@huis.example`)
      expect(reminder?.text).toContain('Factuur F-ZONDER')
    })
  })

  describe('C5 a letter always arrives somehow', () => {
    const byPost = world.renter('Per Post', { 'E-mailadres': '' }).owes(JANUARY).isCalled('2026-01-20')
    const wrong = world.renter('Fout Adres', { 'E-mailadres': 'geen apenstaart' }).owes(JANUARY).isCalled('2026-01-20')
    const bounced = world
      .renter('Kwam Terug')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-01-16T10:00', 'bounce')
    const bouncedTwice = world
      .renter('Kwam Laat Terug')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-02-17T10:00', 'bounce')
      .reports('2026-02-17T10:00', 'bounce')

    test.each([
      ['without an e-mail address', byPost],
      ['with an address that is none', wrong],
    ])('%s: every letter is a PDF in the post queue, received two days later', (_, renter) => {
      const line = only(outcome(), renter)
      expect(told(line)).toEqual([...REPORTED, ...HANDED_OVER])
      const sent = ['ReminderSent', 'DemandSent', 'NoticeSent'].flatMap((type) => eventsOf(line, type))
      expect(sent.map(({ channel, receivedOn }) => [channel, receivedOn])).toEqual([
        ['post', '2026-01-07'],
        // The second day after Thursday; the Sunday and the Monday would not count.
        ['post', '2026-01-17'],
        ['post', '2026-02-07'],
      ])
      const pdfs = outcome().post.filter(({ name }) => name.includes(line.case))
      expect(pdfs).toHaveLength(3)
      for (const { name, bytes } of pdfs) {
        const batch = outcome().postBatches.find((each) => each.name === `${name.slice(0, 10)}.csv`)
        expect(batch?.text).toContain(`;${name.replace('-VS-', '/VS-')};`)
        expect(name).toMatch(/\.pdf$/)
        expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
        expect(bytes.subarray(-8).toString()).toContain('%%EOF')
      }
      expect(
        outcome()
          .mails.filter(({ caseId }) => caseId === line.case)
          .map(({ letter }) => letter),
      ).toEqual(['agency-handover'])
    })

    test('a demand that came back is posted, and so is the notice after it', () => {
      const line = only(outcome(), bounced)
      expect(told(line)).toEqual([
        ...DEMANDED,
        '2026-01-16 LetterBounced',
        '2026-01-16 LetterPosted',
        ...REPORTED.slice(DEMANDED.length),
        ...HANDED_OVER,
      ])
      expect(eventsOf(line, 'NoticeSent')[0]?.channel).toBe('post')
      expect(outcome().questionsOf(bounced)).toMatchObject([{ about: 'bounce', reason: 'mail-returned' }])
      expect(outcome().post.filter(({ name }) => name.includes(line.case))).toHaveLength(2)
    })

    test('a notice that came back gives the renter the objection period anew; it is posted once', () => {
      const line = only(outcome(), bouncedTwice)
      expect(told(line)).toEqual([
        ...NOTIFIED,
        '2026-02-17 LetterBounced',
        '2026-02-17 LetterPosted',
        ...REPORTED_IN_MARCH,
        ...HANDED_OVER_IN_APRIL,
      ])
    })
  })

  describe('C4 a dispute and a part payment', () => {
    const part = world
      .renter('Deels Betwist')
      .owes(JANUARY)
      .isCharged('S-1', '2026-01-01', 20_000)
      .isCalled('2026-01-20')
      .reports('2026-01-08T10:00', 'dispute', { invoice: 'S-1' })
    const all = world.renter('Alles Betwist').owes(JANUARY).isCalled('2026-01-20')
    all.reports('2026-01-09T10:00', 'dispute', { invoice: all.invoice('2026-01') })
    all.reports('2026-02-10T10:00', 'dispute-resolved', { invoice: all.invoice('2026-01') })
    const less = world
      .renter('Deels Betaald')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-01-12T10:00', 'payment', { amount: 400 })
      .paysPart('2026-01-19', '2026-01', 40_000)

    test('a disputed item is set aside, the rest goes on with the lower amount', () => {
      expect(told(only(outcome(), part))).toContain('2026-01-08 ItemDisputed')
      expect(
        outcome()
          .signalsOf(part)
          .map(({ row }) => row['Bedrag achterstand']),
      ).toEqual(['1000'])
      const [, demand] = outcome().mailsTo(`huurder-${part.number}@huis.example`)
      expect(demand?.text).toContain('1.000,00')
      expect(demand?.text).not.toContain('1.200,00')
    })

    test('nothing is done while everything is disputed; when it is resolved the case goes on where it stood', () => {
      expect(told(only(outcome(), all))).toEqual([
        ...REMINDED,
        '2026-01-09 ItemDisputed',
        '2026-01-20 ContactAttempted',
        '2026-02-10 DisputeResolved',
        '2026-02-11 DemandSent',
        '2026-02-25 NoticeSent',
        ...REPORTED_IN_MARCH,
        ...HANDED_OVER_IN_APRIL,
      ])
    })

    test('a part payment counts from the moment that staff books it', () => {
      const [, demand] = outcome().mailsTo(`huurder-${less.number}@huis.example`)
      expect(demand?.text).toContain('600,00')
      expect(only(outcome(), less).amount).toBe(600)
      expect(
        outcome()
          .signalsOf(less)
          .map(({ row }) => row['Bedrag achterstand']),
      ).toEqual(['600'])
    })
  })

  describe('C8 a payment arrangement', () => {
    const kept = world
      .renter('Regeling Gehouden')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-02-10T14:00', 'arrangement', {
        terms: [
          { date: '2026-03-14', amount: 500 },
          { date: '2026-04-14', amount: 500 },
        ],
      })
      .paysPart('2026-03-09', '2026-01', 50_000)
      .paysPart('2026-04-09', '2026-01', 50_000)
    const missed = world
      .renter('Regeling Vergeten')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-02-10T14:00', 'arrangement', { terms: [{ date: '2026-02-28', amount: 1000 }] })
    const broken = world
      .renter('Regeling Gebroken')
      .owes(JANUARY)
      .isCalled('2026-01-20')
      .reports('2026-01-12T14:00', 'arrangement', { terms: [{ date: '2026-04-28', amount: 1000 }] })
      .reports('2026-03-02T14:00', 'arrangement-broken')

    test('no act while it is kept, until all is paid', () => {
      expect(told(only(outcome(), kept))).toEqual([
        ...NOTIFIED,
        '2026-02-10 ArrangementAgreed',
        '2026-03-09 ArrearsChanged',
        '2026-04-02 ArrearsChanged',
        '2026-04-09 CasePaid',
      ])
      expect(outcome().signalsOf(kept)).toEqual([])
    })

    test('a missed term is noticed, and the next round reports', () => {
      expect(told(only(outcome(), missed))).toEqual([
        ...NOTIFIED,
        '2026-02-10 ArrangementAgreed',
        '2026-03-02 ArrearsChanged',
        '2026-03-05 ArrangementBroken',
        ...REPORTED_IN_MARCH,
        ...HANDED_OVER_IN_APRIL,
      ])
    })

    test('reported as broken, it goes on the next morning with the act that is next', () => {
      expect(told(only(outcome(), broken))).toEqual([
        ...REMINDED,
        '2026-01-12 ArrangementAgreed',
        '2026-01-20 ContactAttempted',
        '2026-03-02 ArrangementBroken',
        '2026-03-03 DemandSent',
        '2026-03-17 NoticeSent',
        '2026-04-20 SignalQueued',
        '2026-04-20 SignalDelivered',
      ])
    })
  })
}
