import { describe, expect, test } from 'vitest'
import { told } from '../../support/outcome.ts'
import {
  ASKED_TO_DECIDE,
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

export const objections: Stories = (world, outcome) => {
  const behind = (name: string) => world.renter(name).owes(JANUARY).isCalled('2026-01-20')
  const byMail = { channel: 'e-mail' }

  describe('C7 a renter objects', () => {
    const lasting = behind('Bezwaar')
      .reports('2026-02-06T14:00', 'objection', byMail)
      .pays('2026-02-09')
      .owesFrom('2026-03')
      .isCalled('2026-03-20')
    const early = world
      .renter('Bezwaar Vooraf')
      .owes(JANUARY)
      .pays('2026-01-09')
      .reports('2026-01-12T10:00', 'objection', { channel: 'telefoon' })
      .owes(['2026-03'])
      .isCalled('2026-03-20')
    const takenBack = behind('Bezwaar Terug')
      .reports('2026-02-09T14:00', 'objection', byMail)
      .reports('2026-03-12T14:00', 'objection-withdrawn', byMail)
    const delivered = behind('Bezwaar Na Melding')
      .reports('2026-03-02T14:00', 'objection', byMail)
      .reports('2026-03-02T14:05', 'objection', { channel: 'telefoon' })
    const sameMinute = behind('Bezwaar Minuut')
      .reports('2026-02-10T10:00', 'objection', byMail)
      .reports('2026-02-10T10:00', 'objection-withdrawn', byMail)
      .reports('2026-02-10T10:00', 'objection', byMail)
    const queued = behind('Bezwaar Tussendoor').reports('2026-02-20T09:30', 'objection', byMail)
    const atTheRound = behind('Bezwaar Bij Ronde').reports('2026-02-20T10:00', 'objection', byMail)

    test('after the notice: never in a file, also not in a later case', () => {
      const [first, second, ...others] = outcome().casesOf(lasting)
      expect(others).toEqual([])
      expect(first && told(first)).toEqual([...NOTIFIED, '2026-02-06 ObjectionLodged', '2026-02-09 CasePaid'])
      expect(second && told(second)).toEqual([
        '2026-03-02 CaseOpened',
        '2026-03-02 ObjectionLodged',
        '2026-03-05 ReminderSent',
        // Nobody is asked to call: no signal can follow (C6 b).
        '2026-03-16 DemandSent',
        '2026-03-20 ContactAttempted',
        '2026-04-02 ArrearsChanged',
        '2026-04-07 NoticeSent',
        '2026-04-20 SignalHeld',
      ])
      expect(second && heldFor(second)[0]).toContain('G5')
      expect(outcome().signalsOf(lasting)).toEqual([])
    })

    test('between two cases: it is known in the second', () => {
      const [, second] = outcome().casesOf(early)
      expect(second && told(second)).toContain('2026-03-02 ObjectionLodged')
      expect(second && heldFor(second)[0]).toContain('G5')
      expect(outcome().signalsOf(early)).toEqual([])
    })

    test('withdrawn: the next round reports', () => {
      expect(told(only(outcome(), takenBack))).toEqual([
        ...NOTIFIED,
        '2026-02-09 ObjectionLodged',
        '2026-02-20 SignalHeld',
        '2026-03-12 ObjectionWithdrawn',
        ...REPORTED_IN_MARCH,
        ...HANDED_OVER_IN_APRIL,
      ])
      expect(heldFor(only(outcome(), takenBack))).toEqual([['G5']])
    })

    test('S4 F3 after delivery: the signal is withdrawn at once, once, and the client decides about the rest', () => {
      expect(told(only(outcome(), delivered))).toEqual([
        ...REPORTED,
        '2026-03-02 ObjectionLodged',
        '2026-03-02 ObjectionLodged',
        '2026-03-02 SignalWithdrawn',
        '2026-03-20 SignalHeld',
        '2026-04-20 SignalHeld',
      ])
      expect(heldFor(only(outcome(), delivered))).toEqual([['G5'], ['G5']])
      expect(outcome().questionsOf(delivered)).toMatchObject([{ ...ASKED_TO_DECIDE, at: '2026-04-21T08:29:00+02:00' }])
      const rows = outcome().withdrawals.flatMap((file) => file.rows)
      expect(rows.filter((row) => row.Huisnummer === delivered.houseNumber)).toEqual([
        { Postcode: '1011AB', Huisnummer: delivered.houseNumber, 'Huisnummer toevoeging': '' },
      ])
    })

    test.each([
      ['lodged, withdrawn and lodged in one minute', sameMinute],
      ['while the signal lies ready', queued],
      ['in the very minute of the round', atTheRound],
    ])('%s: no signal', (_, renter) => {
      expect(outcome().signalsOf(renter)).toEqual([])
      expect(told(only(outcome(), renter)).filter((line) => line.endsWith('SignalHeld'))).toEqual(HELD_EVERY_ROUND)
    })
  })
}
