import { createHash } from 'node:crypto'
import JSZip from 'jszip'
import { describe, expect, test } from 'vitest'
import { asHandedOver } from '../../support/handed-over.ts'
import { PLACES } from '../../support/landscape.ts'
import { eventsOf, told } from '../../support/outcome.ts'
import { HANDED_OVER, JANUARY, NOTIFIED, only, REPORTED, type Stories } from './story.ts'

const TITLES = [
  'Achternaam',
  'Voorletters',
  'Straatnaam',
  'Huisnummer',
  'Huisnummer toevoeging',
  'Postcode',
  'Woonplaats',
  'Telefoonnummer 1',
  'E-Mailadres',
  'Aantal maanden achterstand',
  'Bedrag achterstand',
]

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

export const mainLine: Stories = (world, outcome) => {
  describe('nobody disturbs the case', () => {
    const calm = world.renter('Rustig', { 'Huisnummer toevoeging': 'bis' }).owes(JANUARY).isCalled('2026-01-20')

    test('reminder on the 5th, demand on the 15th, notice on the 5th, signal on the 20th, hand-over after four weeks', () => {
      expect(told(only(outcome(), calm))).toEqual([...REPORTED, ...HANDED_OVER])
      expect(only(outcome(), calm)).toMatchObject({
        phase: 'handed-over',
        months: 1,
        amount: 1000,
        gemeentecode: '0363',
      })
    })

    test('costs few transitions and few functions', () => {
      const { cases, stateTransitions, lambdaInvocations } = outcome().summary.undisturbedCase
      expect(cases).toBeGreaterThan(0)
      // 22, and two more where a person was asked first, since the client never handed over until then (F3).
      expect(stateTransitions).toBeLessThanOrEqual(24)
      expect(lambdaInvocations).toBeLessThanOrEqual(14)
    })

    test('three letters to the renter and the hand-over to the agency, once each, kept as they were handed over', () => {
      const { history } = only(outcome(), calm)
      const letters = outcome().mailsTo(`huurder-${calm.number}@huis.example`)
      expect(letters.map(({ letter, on }) => [on, letter])).toEqual([
        ['2026-01-05', 'reminder'],
        ['2026-01-15', 'demand'],
        ['2026-02-05', 'notice'],
      ])
      const sent = history.filter(({ channel, sha256 }) => channel === 'email' && sha256 !== undefined)
      const mails = outcome().mails.filter(({ caseId }) => caseId === only(outcome(), calm).case)
      expect(mails.map(({ letter }) => letter).sort()).toEqual(['agency-handover', 'demand', 'notice', 'reminder'])
      const kept = sent.map(({ document }) => outcome().kept.get(String(document)) ?? Buffer.of())
      expect(kept.map(hashOf)).toEqual(sent.map(({ sha256 }) => sha256))
      // SES replaces two headers of what it passes on.
      const textsOf = (raws: Buffer[]) => raws.map((raw) => asHandedOver(raw).toString('latin1')).sort()
      expect(textsOf(mails.map(({ bytes }) => bytes))).toEqual(textsOf(kept))
      expect(mails.map(({ bytes }) => hashOf(bytes))).not.toEqual(expect.arrayContaining(kept.map(hashOf)))
      for (const event of sent) expect(event).toMatchObject({ document: expect.stringMatching(/\.eml$/) })
    })

    test('each of them was accepted, with the moment and the code in the history, and the answer in a file', () => {
      const { history } = only(outcome(), calm)
      const accepted = eventsOf(only(outcome(), calm), 'LetterAccepted')
      const sent = history.filter(({ channel }) => channel === 'email')
      expect(accepted.map(({ reservation }) => reservation)).toEqual(sent.map(({ reservation }) => reservation))
      for (const { status, moment, document, sha256, cause } of accepted) {
        expect(status).toBe('250 2.1.5')
        expect(sent.map(({ messageId }) => `delivery-${messageId}`)).toContain(cause)
        const file = outcome().kept.get(String(document)) ?? Buffer.of()
        expect(hashOf(file)).toBe(sha256)
        expect(JSON.parse(file.toString())).toMatchObject({
          timestamp: new Date(String(moment)).toISOString(),
          smtpResponse: expect.stringMatching(/^250 2\.1\.5 OK/),
        })
      }
    })

    test('no help and no report in the reminder, the report and the objection in the demand and the notice', () => {
      const [reminder, demand, notice] = outcome().mailsTo(`huurder-${calm.number}@huis.example`)
      expect(reminder?.text).not.toMatch(/gemeente|schuldhulp|bezwaar/i)
      for (const letter of [demand, notice]) {
        expect(letter?.text).toContain('bezwaar@voorbeeld.example')
        expect(letter?.text).toMatch(/gemeente Amsterdam/i)
        expect(letter?.text).toContain('1.000,00')
      }
      expect(notice?.text).toContain('7 dagen')
    })

    test('the file for the portal holds the eleven columns, and nothing of us', async () => {
      const [found] = outcome().signalsOf(calm)
      expect(found?.file.titles).toEqual(TITLES)
      expect(found?.row).toEqual({
        Achternaam: 'Rustig',
        Voorletters: 'A.B.',
        Straatnaam: 'Dorpsstraat',
        Huisnummer: '1',
        'Huisnummer toevoeging': 'bis',
        Postcode: '1011AB',
        Woonplaats: 'Amsterdam',
        'Telefoonnummer 1': '0612345678',
        'E-Mailadres': `huurder-${calm.number}@huis.example`,
        'Aantal maanden achterstand': '1',
        'Bedrag achterstand': '1000',
      })
      const zip = await JSZip.loadAsync(found?.file.bytes ?? '')
      const parts = await Promise.all(Object.values(zip.files).map((part) => part.async('string')))
      const { case: caseId } = only(outcome(), calm)
      // The e-mail address holds the debtor number in this scenario, so that is left out of the search.
      const text = parts.join('\n').replaceAll(/huurder-\d+@/g, '')
      for (const secret of [calm.number, caseId, 'BELEGGER', 'Belegger', 'Vastgoed', 'H-1', 'F-1'])
        expect(text).not.toContain(secret)
    })

    test('the delivery is registered in the case and in the return file for the ERP', () => {
      const [found] = outcome().signalsOf(calm)
      const [written] = eventsOf(only(outcome(), calm), 'SignalWritten')
      expect(written?.file).toBe(found?.file.name)
      const row = found?.file.rows.indexOf(found.row) ?? -1
      expect(written?.row).toBe(row + 2)
      expect(eventsOf(only(outcome(), calm), 'SignalDelivered')).toMatchObject([
        { file: written?.file, how: 'fetched', by: 'portal', user: 'inforing' },
      ])
      const lines = outcome().erpReturn.flatMap(({ name, text }) =>
        text.split('\r\n').flatMap((line) => (line.startsWith(`${calm.number};`) ? [`${name} ${line}`] : [])),
      )
      expect(lines.filter((line) => line.includes(`;vroegsignaal gemeld;${found?.file.name};`))).toHaveLength(1)
      const acts = lines.map((line) => line.split(';')[2])
      expect(acts.slice(0, 5)).toEqual([
        ...['herinnering verstuurd', 'aanmaning verstuurd', 'poging tot contact'],
        ...['5-dagen sommatie verstuurd', 'vroegsignaal gemeld'],
      ])
      expect(new Set(lines).size).toBe(lines.length)
    })
  })

  describe('another client, another portal', () => {
    const monthly = world
      .renter('Maandelijks', { client: 'BELEGGER-B', ...PLACES.utrecht, 'Huisnummer toevoeging': 'A' })
      .owes(JANUARY)
      .isCalled('2026-01-20')
    const vps = world.renter('Ander Meldpunt', PLACES.rotterdam).owes(JANUARY).isCalled('2026-01-20')
    for (const day of ['02-20', '03-20', '04-20']) world.uploads(`vroegsignalen-2026-${day}-01.csv`)
    world.uploads('vroegsignalen-vps-2026-02-20-01.csv')
    const never = world.renter('Nooit Over', { client: 'BELEGGER-E' }).owes(JANUARY).isCalled('2026-01-20')
    const corner = world
      .renter('Hoekhuis', { Postcode: '1012 AB', Huisnummer: '99' })
      .owes(JANUARY)
      .isCalled('2026-01-20')

    test('S1 a CSV has the same columns; what the client does not allow is empty, and not named in the letters', () => {
      const [first] = outcome().signalsOf(monthly)
      expect(first?.file.name).toMatch(/\.csv$/)
      expect(first?.file.titles).toEqual(TITLES)
      expect(first?.row).toMatchObject({
        Achternaam: 'Maandelijks',
        Huisnummer: monthly.houseNumber,
        Postcode: '3511AB',
        'Aantal maanden achterstand': '1',
        'Bedrag achterstand': '1000,00',
      })
      for (const title of [
        'Voorletters',
        'Straatnaam',
        'Huisnummer toevoeging',
        'Woonplaats',
        'Telefoonnummer 1',
        'E-Mailadres',
      ])
        expect(first?.row[title]).toBe('')
      const notice = outcome().mails.find(
        ({ to, letter }) => to === `huurder-${monthly.number}@huis.example` && letter === 'notice',
      )
      expect(notice?.text).not.toMatch(/telefoonnummer/i)
    })

    test('handed over right after the signal, and reported again every month while the arrears last', () => {
      expect(told(only(outcome(), monthly))).toEqual([
        ...REPORTED,
        '2026-02-23 HandedOver',
        '2026-02-23 AgencyInformed',
        '2026-03-20 SignalQueued',
        '2026-03-20 SignalDelivered',
        '2026-04-20 SignalQueued',
        '2026-04-20 SignalDelivered',
      ])
      expect(outcome().signalsOf(monthly)).toHaveLength(3)
      expect(
        outcome()
          .mailsTo('dossiers@bureau-y.example')
          .map(({ letter }) => letter),
      ).toEqual(['agency-handover'])
    })

    test('S3 VPS gets a file of its own', () => {
      const [found, ...others] = outcome().signalsOf(vps)
      expect(others).toEqual([])
      expect(found?.file.rows).toHaveLength(1)
      expect(told(only(outcome(), vps))).toEqual([...REPORTED, ...HANDED_OVER])
    })

    test('a client that never hands over: the case waits on, and no agency hears of it', () => {
      expect(told(only(outcome(), never))).toEqual(REPORTED)
      expect(only(outcome(), never).phase).toBe('awaiting-answer')
    })

    test('R5 the longest match of an address wins', () => {
      expect(only(outcome(), corner).gemeentecode).toBe('0344')
      expect(
        outcome()
          .signalsOf(corner)
          .map(({ file }) => file.name),
      ).toEqual([outcome().signalsOf(monthly)[0]?.file.name])
    })
  })

  describe('the calendar', () => {
    const feast = world.renter('Feestdag').owes(['2026-03']).isCalled('2026-03-20')
    const late = world
      .renter('Laat Ontdekt')
      .isCharged('F-LAAT', '2026-01-01', 100_000, { knownFrom: '2026-03-09' })
      .isCalled('2026-03-20')
    const more = world.renter('Steeds Meer').owesFrom('2026-01').isCalled('2026-01-20')

    test('a Sunday and Easter move the acts to the next working day', () => {
      expect(told(only(outcome(), feast))).toEqual([
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

    test('C1 a case that starts late keeps the order and the distances', () => {
      expect(told(only(outcome(), late))).toEqual([
        '2026-03-09 CaseOpened',
        '2026-03-09 ReminderSent',
        '2026-03-16 DemandSent',
        '2026-03-16 ContactTaskCreated',
        '2026-03-20 ContactAttempted',
        '2026-03-30 NoticeSent',
        '2026-04-20 SignalQueued',
        '2026-04-20 SignalDelivered',
      ])
    })

    test('C3, C10 every month that stays open is one case; what comes later is told of, and goes to the agency (F3)', () => {
      expect(told(only(outcome(), more))).toEqual([
        ...NOTIFIED.slice(0, -1),
        '2026-02-02 ArrearsChanged',
        '2026-02-05 NoticeSent',
        '2026-02-20 SignalQueued',
        '2026-02-20 SignalDelivered',
        '2026-03-02 ArrearsChanged',
        '2026-03-05 FollowUpSent',
        ...HANDED_OVER,
        '2026-04-02 ArrearsChanged',
        '2026-04-07 ReminderSent',
        '2026-04-15 DemandSent',
        '2026-04-15 AgencyInformed',
      ])
      const messages = eventsOf(only(outcome(), more), 'AgencyInformed').map(({ message, claims }) => [message, claims])
      expect(messages).toEqual([
        ['handover', [1, 2, 3]],
        ['update', [1, 2, 3, 4]],
      ])
      expect(
        outcome()
          .signalsOf(more)
          .map(({ row }) => row['Bedrag achterstand']),
      ).toEqual(['2000'])
      const notice = outcome()
        .mailsTo(`huurder-${more.number}@huis.example`)
        .find(({ letter }) => letter === 'notice')
      expect(notice?.text).toContain('2.000,00')
    })
  })
}
