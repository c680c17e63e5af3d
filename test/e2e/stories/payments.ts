import { describe, expect, test } from 'vitest'
import { eventsOf, told } from '../../support/outcome.ts'
import {
  DEMANDED,
  HANDED_OVER,
  heldFor,
  JANUARY,
  NOTIFIED,
  OPENED,
  only,
  REMINDED,
  REPORTED,
  type Stories,
} from './story.ts'

export const payments: Stories = (world, outcome) => {
  const behind = (name: string) => world.renter(name).owes(JANUARY).isCalled('2026-01-20')
  const uncalled = DEMANDED.filter((line) => !line.includes('Contact'))

  describe('K1 a payment stops everything at once', () => {
    const nothingSent = world.renter('Betaalt Meteen').owes(JANUARY).pays('2026-01-04')
    const afterReminder = world.renter('Betaalt Eerst').owes(JANUARY).pays('2026-01-09')
    const afterDemand = world.renter('Betaalt Tweede').owes(JANUARY).pays('2026-01-19')
    const afterNotice = behind('Betaalt Derde').pays('2026-02-09')
    const onSignalDay = behind('Betaalt Signaaldag').pays('2026-02-20')
    const whileQueued = behind('Betaalt Tussendoor')
      .reports('2026-02-20T09:30', 'payment', { amount: 'all' })
      .pays('2026-03-02')
    const atTheRound = behind('Betaalt Bij Ronde')
      .reports('2026-02-20T10:00', 'payment', { amount: 'all' })
      .pays('2026-03-02')
    const credit = world.renter('Krijgt Krediet').owes(JANUARY).isCharged('CR-1', '2026-01-07', -100_000)

    test.each([
      ['before the reminder', nothingSent, [...OPENED, '2026-01-04 CasePaid']],
      ['after the reminder', afterReminder, [...REMINDED, '2026-01-09 CasePaid']],
      ['after the demand', afterDemand, [...uncalled, '2026-01-15 ContactTaskCreated', '2026-01-19 CasePaid']],
      ['after the notice', afterNotice, [...NOTIFIED, '2026-02-09 CasePaid']],
      ['on the morning of the signal', onSignalDay, [...NOTIFIED, '2026-02-20 CasePaid']],
      ['by a credit', credit, [...REMINDED, '2026-01-09 ArrearsChanged', '2026-01-09 CasePaid']],
    ])('%s', (_, renter, course) => {
      expect(told(only(outcome(), renter))).toEqual(course)
      expect(only(outcome(), renter)).toMatchObject({ phase: 'paid', months: 0, amount: 0 })
      expect(outcome().signalsOf(renter)).toEqual([])
    })

    test.each([
      ['while the signal lies ready', whileQueued],
      ['in the very minute of the round', atTheRound],
    ])('%s: it is in no file', (_, renter) => {
      expect(outcome().signalsOf(renter)).toEqual([])
      expect(told(only(outcome(), renter)).slice(NOTIFIED.length)).toEqual([
        '2026-02-20 SignalQueued',
        '2026-02-20 PaymentBooked',
        '2026-02-20 CasePaid',
      ])
    })
  })

  describe('S4 a payment after delivery', () => {
    const delivered = behind('Betaalt Na Melding').pays('2026-03-02')
    const handedOver = behind('Betaalt Na Overdracht').pays('2026-04-09')
    const suspended = behind('Betaalt Opgeschort')
      .reports('2026-03-03T10:00', 'answer', { accepted: true, on: '2026-03-02' })
      .pays('2026-03-09')
    const objected = behind('Betaalt Na Bezwaar')
      .reports('2026-02-24T10:30', 'objection', { channel: 'e-mail' })
      .pays('2026-03-02')

    test.each([
      ['withdraws the signal', delivered, ['2026-03-02 CasePaid', '2026-03-02 SignalWithdrawn']],
      [
        'withdraws the signal and stops the agency',
        handedOver,
        [...HANDED_OVER, '2026-04-09 CasePaid', '2026-04-09 AgencyInformed', '2026-04-09 SignalWithdrawn'],
      ],
      [
        'withdraws the signal during a suspension',
        suspended,
        [
          '2026-03-03 AnswerReceived',
          '2026-03-03 SuspensionStarted',
          '2026-03-09 CasePaid',
          '2026-03-09 SignalWithdrawn',
        ],
      ],
      [
        'withdraws nothing that was withdrawn already',
        objected,
        ['2026-02-24 ObjectionLodged', '2026-02-24 SignalWithdrawn', '2026-03-02 CasePaid'],
      ],
    ])('%s', (_, renter, course) => {
      const line = only(outcome(), renter)
      expect(told(line)).toEqual([...REPORTED, ...course])
      const [withdrawn] = eventsOf(line, 'SignalWithdrawn')
      const files = outcome().withdrawals.filter((file) =>
        file.rows.some((row) => row.Huisnummer === renter.houseNumber),
      )
      expect(files.map(({ name }) => name)).toEqual([withdrawn?.file])
      expect(files[0]?.titles).toEqual(['Postcode', 'Huisnummer', 'Huisnummer toevoeging'])
    })

    test('the agency is told to stop, once, and not why', () => {
      const { case: caseId } = only(outcome(), handedOver)
      const mails = outcome().mails.filter((mail) => mail.caseId === caseId && mail.to === 'dossiers@bureau-x.example')
      expect(mails.map(({ letter, on }) => [on, letter])).toEqual([
        ['2026-03-23', 'agency-handover'],
        ['2026-04-09', 'agency-stop'],
      ])
      expect(mails[1]?.text).not.toMatch(/gemeente|schuldhulp/i)
    })
  })

  describe('staff books a payment before the ERP shows it', () => {
    const shown = world
      .renter('Kas')
      .owes(JANUARY)
      .reports('2026-01-12T10:00', 'payment', { amount: 'all' })
      .pays('2026-02-02')
    const newRent = world
      .renter('Kas Naast Huur')
      .owes(JANUARY)
      .reports('2026-01-30T10:00', 'payment', { amount: 'all' })
      .pays('2026-02-09')
      .isCharged('F-KAS-02', '2026-02-01', 70_000)

    test('the next books still show the claim, and do not bring the case back', () => {
      expect(told(only(outcome(), shown))).toEqual([...REMINDED, '2026-01-12 PaymentBooked', '2026-01-12 CasePaid'])
    })

    test('C14 with new rent the case goes on, about the new rent alone', () => {
      const line = only(outcome(), newRent)
      const course = told(line)
      expect(course.slice(course.indexOf('2026-01-30 CasePaid'))).toEqual([
        '2026-01-30 CasePaid',
        '2026-02-02 CaseReopened',
        '2026-02-02 ArrearsChanged',
        '2026-02-05 ReminderSent',
        '2026-02-09 ArrearsChanged',
        '2026-02-16 DemandSent',
        '2026-03-05 NoticeSent',
        '2026-03-20 SignalHeld',
        '2026-04-20 SignalHeld',
      ])
      const letters = outcome().mailsTo(`huurder-${newRent.number}@huis.example`)
      const reminder = letters.find(({ letter, on }) => letter === 'reminder' && on === '2026-02-05')
      expect(reminder?.text).toContain('700,00')
      expect(reminder?.text).not.toContain('1.000,00')
      expect(line).toMatchObject({ months: 1, amount: 700 })
    })
  })

  describe('a renter pays and falls behind again', () => {
    const again = world.renter('Nog Eens').owes(JANUARY).pays('2026-01-19').owes(['2026-03']).isCalled('2026-03-20')
    const atOnce = world.renter('Nieuwe Huur Ineens').owes(['2026-01', '2026-02']).isCalled('2026-01-20')
    atOnce.paysPart('2026-02-02', '2026-01', 100_000)
    const contracts = world
      .renter('Twee Contracten')
      .owes(JANUARY)
      .isCharged('P-1', '2026-01-01', 10_000, {
        Contractnummer: 'P-9',
        'Soort eenheid': 'overig',
        Huisnummer: '700',
      })
      .isCalled('2026-01-20')

    test('the second period of arrears is a second case, from the reminder on', () => {
      const [first, second, ...others] = outcome().casesOf(again)
      expect(others).toEqual([])
      expect(first && told(first).at(-1)).toBe('2026-01-19 CasePaid')
      expect(second && told(second)).toEqual([
        '2026-03-02 CaseOpened',
        '2026-03-05 ReminderSent',
        '2026-03-16 DemandSent',
        '2026-03-16 ContactTaskCreated',
        '2026-03-20 ContactAttempted',
        '2026-04-07 NoticeSent',
        '2026-04-20 SignalQueued',
        '2026-04-20 SignalDelivered',
      ])
    })

    test('C10 who pays each month a month late is told of each month, in the same case', () => {
      const line = only(outcome(), atOnce)
      expect(told(line)).toEqual([
        ...DEMANDED,
        '2026-01-20 ContactAttempted',
        '2026-02-02 ArrearsChanged',
        '2026-02-05 ReminderSent',
        '2026-02-16 DemandSent',
        // The call of January was about the rent of January (C6 b).
        '2026-02-16 ContactTaskCreated',
        '2026-03-05 NoticeSent',
        '2026-03-20 SignalHeld',
        '2026-04-20 SignalHeld',
      ])
      for (const reasons of heldFor(line)) expect(reasons).toEqual(['G4b'])
      expect(line).toMatchObject({ months: 1, amount: 1000 })
    })

    test('C3 several contracts of one renter are one case and one letter, at the address of the dwelling', () => {
      expect(told(only(outcome(), contracts))).toEqual([...REPORTED, ...HANDED_OVER])
      const [, demand] = outcome().mailsTo(`huurder-${contracts.number}@huis.example`)
      expect(demand?.text).toContain('1.100,00')
      expect(
        outcome()
          .signalsOf(contracts)
          .map(({ row }) => row.Huisnummer),
      ).toEqual([contracts.houseNumber])
    })
  })
}
