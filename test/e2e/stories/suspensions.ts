import { describe, expect, test } from 'vitest'
import { eventsOf, told } from '../../support/outcome.ts'
import { HANDED_OVER, JANUARY, only, REPORTED, type Stories } from './story.ts'

export const suspensions: Stories = (world, outcome) => {
  const behind = (name: string) => world.renter(name).owes(JANUARY).isCalled('2026-01-20')
  const agencyMails = (renter: { number: string; name: string }) =>
    outcome()
      .mails.filter((mail) => mail.caseId === only(outcome(), renter).case && mail.letter.startsWith('agency-'))
      .map(({ letter, on }) => [on, letter])

  describe('U1 help accepted', () => {
    const helped = behind('Hulp')
      .reports('2026-03-03T10:00', 'answer', { accepted: true, on: '2026-03-02' })
      .reports('2026-03-05T10:00', 'answer', { accepted: true, on: '2026-03-02' })
    const late = behind('Hulp Na Overdracht').reports('2026-03-30T10:00', 'answer', {
      accepted: true,
      on: '2026-03-30',
    })
    const stale = behind('Hulp Van Toen').reports('2026-04-10T10:00', 'answer', { accepted: true, on: '2026-02-25' })
    const newArrears = world
      .renter('Hulp Bij Nieuwe Achterstand')
      .owes(['2026-01', '2026-04'])
      .isCalled('2026-01-20')
      .reports('2026-03-16T10:00', 'answer', { accepted: true, on: '2026-03-16' })
    const code = behind('Onder De Grens').reports('2026-03-03T10:00', 'answer', { code: 'below threshold' })
    const movedAway = behind('Verhuisd').reports('2026-03-03T10:00', 'answer', { code: 'moved away' })

    test('30 days from the acceptance, no act in them; it ends by itself and the case goes on where it stood', () => {
      const line = only(outcome(), helped)
      expect(told(line)).toEqual([
        ...REPORTED,
        '2026-03-03 AnswerReceived',
        '2026-03-03 SuspensionStarted',
        '2026-03-05 AnswerReceived',
        '2026-04-01 SuspensionEnded',
        '2026-04-02 HandedOver',
        '2026-04-02 AgencyInformed',
      ])
      expect(eventsOf(line, 'SuspensionStarted')[0]?.until).toBe('2026-04-01')
      expect(agencyMails(helped)).toEqual([['2026-04-02', 'agency-handover']])
    })

    test('F3 after the hand-over it still suspends: the agency pauses, and resumes', () => {
      const line = only(outcome(), late)
      expect(told(line)).toEqual([
        ...REPORTED,
        ...HANDED_OVER,
        '2026-03-30 AnswerReceived',
        '2026-03-30 SuspensionStarted',
        '2026-03-30 AgencyInformed',
        '2026-04-29 SuspensionEnded',
        '2026-04-29 AgencyInformed',
      ])
      expect(eventsOf(line, 'SuspensionStarted')[0]?.until).toBe('2026-04-29')
      expect(eventsOf(line, 'AgencyInformed').map(({ message }) => message)).toEqual(['handover', 'pause', 'resume'])
      expect(agencyMails(late)).toEqual([
        ['2026-03-23', 'agency-handover'],
        ['2026-03-30', 'agency-pause'],
        ['2026-04-29', 'agency-resume'],
      ])
    })

    test('F2 an acceptance of more than 30 days ago is a question, and suspends nothing', () => {
      const line = only(outcome(), stale)
      expect(told(line)).toEqual([...REPORTED, ...HANDED_OVER])
      expect(outcome().questions).toContainEqual(
        expect.objectContaining({ about: 'answer', reason: 'acceptance-old', renter: stale.number, endedAt: null }),
      )
      expect(eventsOf(line, 'SuspensionStarted')).toEqual([])
      expect(agencyMails(stale)).toEqual([['2026-03-23', 'agency-handover']])
      expect(line.phase).toBe('handed-over')
    })

    test('U2 rent of April that is not paid ends it early', () => {
      const line = only(outcome(), newArrears)
      expect(told(line).slice(REPORTED.length)).toEqual([
        '2026-03-16 AnswerReceived',
        '2026-03-16 SuspensionStarted',
        '2026-04-02 ArrearsChanged',
        '2026-04-07 SuspensionEnded',
        '2026-04-07 FollowUpSent',
        '2026-04-07 HandedOver',
        '2026-04-07 AgencyInformed',
        // The rent of April too, once its demand day has come (F3).
        '2026-04-15 AgencyInformed',
      ])
      expect(eventsOf(line, 'SuspensionEnded')[0]?.reason).toBe('new-arrears')
    })

    test('F2 any other answer is a code on the record, and changes nothing', () => {
      const line = only(outcome(), code)
      expect(told(line)).toEqual([...REPORTED, '2026-03-03 AnswerReceived', ...HANDED_OVER])
      expect(eventsOf(line, 'AnswerReceived')[0]?.code).toBe('below-threshold')
    })

    test('F2 of who moved away nothing is handed over until there is another address', () => {
      const line = only(outcome(), movedAway)
      expect(told(line)).toEqual([...REPORTED, '2026-03-03 AnswerReceived'])
      expect(eventsOf(line, 'AnswerReceived')[0]?.code).toBe('moved-away')
    })
  })
}
