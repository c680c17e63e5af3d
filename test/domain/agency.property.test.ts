import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plusDays } from '../../shared/domain/calendar.ts'
import { aReportedCase, at, CLIENT, MAPPING, numberOf, rent } from '../support/case-builder.ts'
import { Play } from './play.ts'

// What the collection agency hears, under any course of events (F3, U1, C8, K1).

const WHATS = [
  'answer',
  'arrangement',
  'broken',
  'dispute',
  'resolved',
  'book',
  'round',
  'crash',
  'wait',
  'pay',
] as const

const toldTo = (play: Play) => play.history.flatMap((event) => (event.type === 'AgencyInformed' ? [event.message] : []))

function doOne(play: Play, what: (typeof WHATS)[number], days: number): void {
  const today = play.now.slice(0, 10)
  const facts = { naturalPerson: true, dwelling: true, gemeentecode: '0363' }
  if (what === 'answer') play.tell({ type: 'answer', code: 'accepted', on: today })
  if (what === 'arrangement')
    play.tell({ type: 'arrangement', terms: [{ date: plusDays(today, days), amountCents: 100 * days }] })
  if (what === 'broken') play.tell({ type: 'arrangement-broken' })
  if (what === 'dispute') play.tell({ type: 'dispute', claim: numberOf('H-2026-03') })
  if (what === 'resolved') play.tell({ type: 'dispute-resolved', claim: numberOf('H-2026-03') })
  if (what === 'book')
    play.tell({
      type: 'take-book',
      on: today,
      mapping: MAPPING,
      claims: [rent('2026-03'), rent(today.slice(0, 7))],
      ...facts,
    })
  if (what === 'round') play.round()
  if (what === 'pay') play.tell({ type: 'payment', amountCents: days > 30 ? 'all' : 100 * days })
  if (what === 'wait') play.wait(days * 24 * 60)
  play.doWhatIsDue(what === 'crash')
}

test('whatever happens, in whatever order: the claims, then updates, and pauses and their ends in turn, then the stop', () => {
  const heard = new Set<string>()
  const choice = fc.tuple(fc.constantFrom(...WHATS), fc.integer({ min: 1, max: 40 }))
  fc.assert(
    fc.property(fc.boolean(), fc.array(choice, { minLength: 5, maxLength: 40 }), (monthly, choices) => {
      const play = new Play(aReportedCase(), monthly ? { ...CLIENT, resignal: 'monthly' } : CLIENT)
      play.now = at('2026-05-18T09:00')
      for (const [what, days] of choices) doOne(play, what, days)
      const course = toldTo(play).join(' ')
      // After the stop, which ends what it has, another hand-over may follow (F3).
      const told = course.replaceAll(/ ?update/g, '').trim()
      expect(told).toMatch(/^(handover( pause resume)*( pause)? stop ?)*(handover( pause resume)*( pause)?)?$/)
      expect(course, 'an update before the hand-over, or during a pause').not.toMatch(
        /^update|pause update|stop update/,
      )
      for (const message of toldTo(play)) heard.add(message)
    }),
    { numRuns: 150 },
  )
  expect([...heard].sort(), 'the play is too tame').toEqual(['handover', 'pause', 'resume', 'stop', 'update'])
})
