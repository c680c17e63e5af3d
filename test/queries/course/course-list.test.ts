import { expect, test } from 'vitest'
import { comingSaid, endSaid } from '../../../shared/queries/course/coming-sentences.ts'
import { type CourseLine, courseList, type Names } from '../../../shared/queries/course/course-list.ts'
import { COMINGS, type Coming } from '../../../shared/queries/forecast.ts'
import { anArrearsCase, at, following, rent } from '../../support/case-builder.ts'
import { EVERY_EVENT } from './every-event.ts'

const NAMES: Names = { colleague: (id) => (id === 'bd' ? 'L. de Boer' : null), claim: () => null }

const lines = (names: Names = NAMES): CourseLine[] => {
  const { CaseOpened, ...others } = EVERY_EVENT
  const history = [following([], CaseOpened, at('2026-03-02'))]
  for (const event of Object.values(others)) history.push(following(history, event, at('2026-03-03')))
  return courseList(history, names)
}

/** Each sentence of a text. */
const sentencesIn = (text: string): string[] => text.split(/(?<=[.?!])\s+(?=[A-ZÀ-Ý0-9])/)

test('each type of event is told in plain sentences (B1): whole, short, and without a word of the code', () => {
  const told = lines()
  expect(new Set(told.map(({ type }) => type)).size).toBe(Object.keys(EVERY_EVENT).length)
  for (const { what, detail, type } of told)
    for (const sentence of [what, detail ?? ''].filter((text) => text !== '').flatMap(sentencesIn)) {
      expect(sentence, type).toMatch(/^[A-ZÀ-Ý€0-9].*[.?!]$/)
      expect(sentence.split(' ').length, `${type}: ${sentence}`).toBeLessThanOrEqual(20)
      expect(sentence, type).not.toMatch(/undefined|null|NaN|[a-z][A-Z]|\bsent\b/)
    }
})

test('the newest comes first, with who did it, by name where it was a colleague', () => {
  const signed = anArrearsCase()
    .with({ type: 'ContactAttempted', kind: 'Telefoon', reached: false, on: '2026-03-18', by: 'bd' }, '2026-03-19')
    .with({ type: 'ThreatDeclared', kind: 'gas', by: 'gone' }, '2026-03-20')
    .with({ type: 'AnswerReceived', code: 'accepted', on: '2026-03-20', by: 'portal' }, '2026-03-21')
  const told = courseList(signed.history, NAMES).map(({ what, by, detail }) => [what, by, detail])
  expect(told).toEqual([
    ['De gemeente antwoordde: hulp geaccepteerd.', 'meldpunt', 'Op 20 maart 2026.'],
    ['Er is een dreigende situatie: gas.', 'gone', null],
    ['Poging tot contact: Telefoon, niet bereikt.', 'L. de Boer', 'Op 18 maart 2026.'],
    ['Het dossier is geopend.', 'systeem', 'Volgens de lijst van 2 maart 2026 staat € 1.000,00 open.'],
  ])
})

test('a claim has the name that the renter’s record gives it, or that of its due date; a book says what changed', () => {
  const history = anArrearsCase()
    .withBook([rent('2026-03', 60_000)], '2026-03-03')
    .withReminderSent('2026-03-05').history
  const detailOf = (names: Names) => courseList(history, names).map(({ detail }) => detail)
  expect(detailOf(NAMES).slice(0, 2)).toEqual([
    'Over de vordering van 1 maart 2026.',
    '€ 400,00 minder dan op de vorige lijst.',
  ])
  expect(detailOf({ ...NAMES, claim: () => 'huur maart' })[0]).toBe('Over huur maart.')
  const two = anArrearsCase({ claims: [rent('2026-02'), rent('2026-03')] }).withReminderSent('2026-03-05').history
  expect(courseList(two, NAMES)[0]?.detail).toBe('Over de vorderingen van 1 februari 2026 en 1 maart 2026.')
})

test('what happened earlier than it was written down bears its own moment', () => {
  const { history } = anArrearsCase().with(
    { type: 'ObjectionLodged', channel: 'telefoon', moment: at('2026-03-04T11:00') },
    '2026-03-06',
  )
  expect(courseList(history, NAMES)[0]?.at).toBe(at('2026-03-04T11:00'))
})

test('what comes, and why nothing more does, is told in sentences too', () => {
  const coming: Coming = {
    ...{ what: 'held', step: 'signal', at: null, claims: [], reasons: ['G4b'], asks: ['held'] },
    provided: ['book', 'delivery'],
  }
  expect(comingSaid(coming)).toEqual([
    'Het signaal gaat niet mee in de ronde, en wordt aangehouden.',
    'Er is over deze huur geen recente poging tot contact. Bel de huurder, en leg dat vast. ' +
      'Alleen als een nieuwe lijst dan hetzelfde laat zien. Op z’n vroegst: het meldpunt moet het signaal eerst hebben.',
  ])
  for (const what of COMINGS) expect(comingSaid({ ...coming, what })[0]).toMatch(/^[A-Z].*\.$/)
  expect(endSaid({ end: 'person', asks: ['moved-away'] })).toEqual([
    'Daarna wacht het dossier op een collega.',
    'De gemeente meldt dat de huurder is verhuisd. Zoek het nieuwe adres, en zet het in het ERP.',
  ])
})
