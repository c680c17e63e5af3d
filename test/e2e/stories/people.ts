import { describe, expect, test } from 'vitest'
import { PLACES, REGISTERS } from '../../support/landscape.ts'
import { OPEN, told } from '../../support/outcome.ts'
import { ASKED_TO_DECIDE, HANDED_OVER, JANUARY, NOTIFIED, only, REPORTED, type Stories } from './story.ts'

/**
 * What reaches people: questions, the daily mail, and deadlines; and what their decisions about a client change at
 * once.
 */
export const people: Stories = (world, outcome) => {
  const behind = (name: string, details = {}) => world.renter(name, details).owes(JANUARY).isCalled('2026-01-20')
  const idOf = (renter: { number: string; name: string }) => only(outcome(), renter).case
  const dailyMails = () => outcome().staffMails.filter(({ letter }) => letter === 'staff-daily')
  const questionsIn = ({ text }: { text: string }) => text.split('\n').filter((line) => line.includes(': Over '))
  const staffMailOn = (day: string) => dailyMails().find(({ on }) => on === day)?.text ?? ''

  describe('F2 unknown answers go to a person', () => {
    const unknown = behind('Vreemd Antwoord').reports('2026-03-03T10:00', 'answer', { code: 'Wacht op_bericht' })
    const spelled = behind('Bekend Antwoord').reports('2026-03-03T10:00', 'answer', { code: 'Below threshold' })

    test('F2 asked once, and nothing of it enters the history', () => {
      const line = only(outcome(), unknown)
      expect(told(line)).toEqual([...REPORTED, ...HANDED_OVER])
      expect(outcome().questionsOf(unknown)).toEqual([
        {
          id: expect.any(String),
          at: '2026-03-03T10:00:00+01:00',
          about: 'answer',
          reason: 'unknown-answer',
          client: line.client,
          case: line.case,
          renter: unknown.number,
          ...OPEN,
        },
      ])
    })

    test('F2 a code of the portals needs nobody, however it is spelled', () => {
      const line = only(outcome(), spelled)
      expect(told(line)).toEqual([...REPORTED, '2026-03-03 AnswerReceived', ...HANDED_OVER])
      expect(line.history.find(({ type }) => type === 'AnswerReceived')?.code).toBe('below-threshold')
      expect(outcome().questionsOf(spelled)).toEqual([])
    })
  })

  describe('R5 an address that is not found', () => {
    const nowhere = behind('Adres In Geen Tabel', PLACES.nowhere)

    test('R5 is asked once, when its case opens; what happens to the case, after two rounds (F3)', () => {
      expect(outcome().questionsOf(nowhere)).toEqual([
        {
          id: `${idOf(nowhere)}-municipality`,
          at: '2026-01-02T06:00:00+01:00',
          about: 'municipality',
          reason: 'not-found',
          client: 'BELEGGER-A',
          case: idOf(nowhere),
          renter: nowhere.number,
          ...OPEN,
        },
        expect.objectContaining(ASKED_TO_DECIDE),
      ])
    })
  })

  describe('C5 a letter that can go nowhere', () => {
    const unreachable = world.renter('Nergens Bereikbaar', { 'E-mailadres': '', Postcode: '' }).owes(JANUARY)

    test('C5 is asked, and told to staff the next working morning', () => {
      const line = only(outcome(), unreachable)
      expect(told(line)).toEqual(['2026-01-02 CaseOpened'])
      expect(
        outcome()
          .questionsOf(unreachable)
          .filter(({ about }) => about === 'letter'),
      ).toEqual([
        {
          id: `${line.case}-letter`,
          at: '2026-01-05T09:00:00+01:00',
          about: 'letter',
          reason: 'no-address',
          client: line.client,
          case: line.case,
          renter: unreachable.number,
          ...OPEN,
        },
      ])
      expect(staffMailOn('2026-01-06')).toContain(
        `- Dossier ${line.case}, debiteur ${unreachable.number} (Belegger A): Over een brief die niet weg kan.`,
      )
    })
  })

  describe('F1 how long the municipality has', () => {
    const threat = { kind: 'ontruiming', by: 'AB' }
    // This client hands nothing over: its cases go on waiting for the answer.
    const waits = behind('Wacht Vier Weken', { client: 'BELEGGER-E' })
    const threatened = behind('Wacht Drie Dagen', { client: 'BELEGGER-E' }).reports(
      '2026-02-16T14:00',
      'threat',
      threat,
    )
    const answered = behind('Kreeg Antwoord', { client: 'BELEGGER-E' }).reports('2026-03-03T10:00', 'answer', {
      code: 'repeated',
    })
    const handedOver = behind('Dreiging Zonder Antwoord').reports('2026-02-16T14:00', 'threat', threat)

    test('F1 four weeks, and three working days for a threatening situation', () => {
      expect(only(outcome(), waits).answerBy).toBe('2026-03-20')
      expect(only(outcome(), threatened).answerBy).toBe('2026-02-19')
    })

    test('F1 no deadline once there is an answer, or the agency has the case', () => {
      expect(only(outcome(), answered)).not.toHaveProperty('answerBy')
      expect(only(outcome(), handedOver)).not.toHaveProperty('answerBy')
    })

    test('F1 overdue answers are counted, and listed to staff from the day after', () => {
      const overdue = outcome().cases.filter(({ answerBy }) => answerBy !== undefined && answerBy < '2026-04-30')
      expect(overdue.map((line) => line.case)).toEqual(expect.arrayContaining([idOf(waits), idOf(threatened)]))
      expect(outcome().summary.overdueAnswers).toBe(overdue.length)
      expect(staffMailOn('2026-02-19')).not.toContain(idOf(threatened))
      expect(staffMailOn('2026-02-20')).toContain(
        `- Dossier ${idOf(threatened)}, debiteur ${threatened.number} (Belegger E): gemeente Amsterdam, antwoord uiterlijk 19 februari 2026.`,
      )
    })

    test('F3 the hand-over keeps its four weeks', () => {
      expect(told(only(outcome(), handedOver)).slice(-2)).toEqual([
        '2026-03-17 HandedOver',
        '2026-03-17 AgencyInformed',
      ])
    })
  })

  describe('R1 a client whose policy changes while cases run', () => {
    const resting = behind('Rust Eerst', { client: 'BELEGGER-G' })
    const later = world.renter('Later Achter', { client: 'BELEGGER-G' }).owes(['2026-02']).isCalled('2026-02-20')
    world.reports('2026-02-10T10:00', 'client', {
      client: 'BELEGGER-G',
      optionalFields: ['Woonplaats', 'Telefoonnummer 1'],
    })
    world.reports('2026-04-14T10:00', 'client', { client: 'BELEGGER-G', handOver: 'after-answer-period' })

    test('R1 a client that begins to hand over: its resting cases go the next working morning', () => {
      expect(told(only(outcome(), resting))).toEqual([
        ...REPORTED,
        '2026-04-15 HandedOver',
        '2026-04-15 AgencyInformed',
      ])
      const [{ at } = { at: '' }] = only(outcome(), resting).history.filter(({ type }) => type === 'HandedOver')
      expect(at).toBe('2026-04-15T09:00:00+02:00')
    })

    test('R2 a field that no letter named does not leave', () => {
      expect(told(only(outcome(), resting)).slice(0, NOTIFIED.length)).toEqual(NOTIFIED)
      const rows = outcome().signalsOf(resting)
      expect(rows).toHaveLength(1)
      for (const { row } of rows) {
        expect(row['Telefoonnummer 1']).toBe('')
        expect(row.Woonplaats).toBe('')
      }
    })

    test('R2 a field that the last letter named does', () => {
      expect(
        outcome()
          .signalsOf(later)
          .map(({ row }) => [row['Telefoonnummer 1'], row.Woonplaats, row.Voorletters]),
      ).toEqual([['0612345678', 'Amsterdam', '']])
    })
  })

  describe('C6b one mail a day tells staff what waits for them', () => {
    const called = behind('Gebeld Op Tijd')
    const uncalled = world.renter('Nog Te Bellen').owes(JANUARY)

    test('C6b the calls to make, until they are made', () => {
      const call =
        /^- Dossier VS-\w+, debiteur \d+ \(Belegger A\): 0612345678\. € [\d.,]+, 1 maand\. Uiterlijk 22 januari 2026\.$/
      for (const day of ['2026-01-16', '2026-01-19', '2026-01-20'])
        expect(
          staffMailOn(day)
            .split('\n')
            .filter((line) => call.test(line)),
        ).toHaveLength(40)
      expect(staffMailOn('2026-01-15')).not.toContain(idOf(called))
      expect(staffMailOn('2026-01-21')).not.toContain(idOf(called))
      expect(staffMailOn('2026-04-29')).toContain(idOf(uncalled))
    })

    test('every question is told, on the next working morning', () => {
      const toldOn = (id: string) =>
        dailyMails()
          .filter(({ text }) => text.includes(`- Dossier ${id}`) && text.includes('Over een antwoord'))
          .map(({ on }) => on)
      for (const { at, case: id } of outcome().questions.filter(({ reason }) => reason === 'unknown-answer')) {
        expect(at.slice(0, 10)).toBe('2026-03-03')
        expect(toldOn(id ?? '')).toContain('2026-03-04')
      }
      const lines = dailyMails()
        .flatMap(questionsIn)
        .filter((line) => !line.includes('dreigende situatie.'))
      // What was answered before the next morning mail is nobody's question any more.
      const mornings = dailyMails().map(({ on }) => `${on}T08:30`)
      const waited = outcome()
        .questions.filter(
          ({ at, endedAt }) => endedAt === null || mornings.some((morning) => at < morning && morning < endedAt),
        )
        .filter(({ about }) => about !== 'decision' && about !== 'threat')
      expect(new Set(lines).size).toBe(
        new Set(
          waited.map(({ case: id, about, reason, file, client, renter }) =>
            JSON.stringify([id, about, reason, file, client, renter]),
          ),
        ).size,
      )
      expect(outcome().summary.questions).toBe(outcome().questions.length)
    })

    test('H1 a decision that is asked stands in each morning mail as long as it is needed', () => {
      const asked = outcome().questions.filter(({ about }) => about === 'decision')
      expect(asked.length).toBeGreaterThan(20)
      for (const { at, case: id } of asked)
        expect(staffMailOn(at.slice(0, 10))).toMatch(new RegExp(`- Dossier ${id}.*Beslis wat er nu gebeurt`))
      const held = only(outcome(), uncalled)
      for (const day of ['2026-03-24', '2026-04-29'])
        expect(staffMailOn(day)).toMatch(
          new RegExp(`- Dossier ${held.case}.*beslis over .*nog open sinds 20 februari 2026`),
        )
    })

    test('S1 files to upload are told of at the end of their round, one with a threatening situation as urgent', () => {
      const mails = outcome().staffMails.filter(({ letter }) => letter === 'staff-files')
      const files = mails.filter(({ subject }) => subject.includes('bestanden voor het meldpunt'))
      const signals = ['2026-02-16', '2026-02-20', '2026-03-20', '2026-04-20']
      const withdrawals = ['2026-02-24', '2026-03-02', '2026-03-02', '2026-03-09', '2026-04-09']
      expect(files.map(({ on }) => on)).toEqual([...signals, ...withdrawals].sort())
      expect(files.map(({ subject }) => subject.startsWith('Dringend.'))).toEqual(
        files.map(({ on }) => on === '2026-02-16'),
      )
      const uploads = outcome().questions.filter(({ about }) => about === 'upload')
      const threats = outcome().questions.filter(({ reason }) => reason.startsWith('threat-'))
      expect(threats.length).toBeGreaterThan(0)
      expect(mails.flatMap(questionsIn).filter((line) => line.includes('Over een bestand dat u'))).toHaveLength(
        uploads.length,
      )
      for (const { at, file } of uploads)
        expect(files.some(({ on, text }) => on === at.slice(0, 10) && text.includes(file ?? 'a file'))).toBe(true)
      for (const { at, case: id } of threats)
        expect(mails.some(({ on, text }) => on >= at.slice(0, 10) && text.includes(`Dossier ${id}`))).toBe(true)
    })

    test('H1 what has stood longer than two rounds goes out weekly too, on the first working day', () => {
      const weekly = outcome().staffMails.filter(({ letter }) => letter === 'staff-weekly')
      // What was asked on 2 January has stood so long after the round of 20 February, what that round held after the
      // next. Easter Monday and King's Day are public holidays.
      const [mondays, later] = [
        ['2026-02-23', '2026-03-02', '2026-03-09', '2026-03-16'],
        ['2026-03-23', '2026-03-30', '2026-04-07', '2026-04-13', '2026-04-20', '2026-04-28'],
      ]
      expect(weekly.map(({ on }) => on)).toEqual([...mondays, ...later])
      const line = new RegExp(`- Dossier ${idOf(uncalled)}, .*Sinds 20 februari 2026: .*Beslis wat er nu gebeurt`)
      for (const { on, text } of weekly) expect([on, line.test(text)]).toEqual([on, later.includes(on)])
    })

    test('at most one each working morning, to the department alone, with no more of a person than a telephone number', () => {
      expect(new Set(dailyMails().map(({ on }) => on)).size).toBe(dailyMails().length)
      for (const { to, on, subject, text, letter } of outcome().staffMails) {
        expect(to).toBe(REGISTERS.organisation.staff)
        expect(`${subject} ${text}`).not.toMatch(/huis\.example|Gebeld Op Tijd|Nog Te Bellen|1011 ?AB/)
        // A threatening situation does not wait for a working day.
        if (letter === 'staff-files') continue
        expect([0, 6]).not.toContain(new Date(on).getUTCDay())
        expect(['2026-01-01', '2026-04-03', '2026-04-06', '2026-04-27']).not.toContain(on)
      }
    })
  })
}
