import { beforeAll, expect, test } from 'vitest'
import { PLACES, REGISTERS } from '../support/landscape.ts'
import { type CaseLine, type SimulationOutcome, told } from '../support/outcome.ts'
import { type Scenario, scenario } from '../support/scenario.ts'
import { JANUARY } from './stories/story.ts'

// The same scenario twice: once in peace, once with the cloud killed at its busiest moments.

const CRASHES = ['2026-01-02T06:00', '2026-02-05T09:00', '2026-02-20T10:00', '2026-02-23T09:00']

const PEOPLE = 12

function tell(crashes: readonly string[]): Scenario {
  const world = scenario({
    from: '2026-01-01',
    until: '2026-02-23',
    registers: REGISTERS,
    bookDays: [2, 23],
  })
  for (let index = 0; index < PEOPLE; index += 1) {
    const post = index % 4 === 0 ? { 'E-mailadres': '' } : {}
    // This client hands over right after the signal.
    const client = index % 3 === 0 ? 'BELEGGER-B' : 'BELEGGER-A'
    const place = index % 5 === 0 ? PLACES.utrecht : {}
    const renter = world
      .renter(`Huurder ${index}`, { client, ...post, ...place })
      .owes(JANUARY)
      .isCalled('2026-01-20')
    if (index === 1) renter.reports('2026-02-20T10:00', 'objection', { channel: 'e-mail' })
    if (index === 2 || index === 3) renter.pays('2026-02-23')
    // A minute before the demand: in the same minute either may come first.
    if (index === 6) renter.reports('2026-01-15T08:59', 'payment', { amount: 'all' }).pays('2026-01-23')
    if (index === 7) renter.reports('2026-02-23T10:00', 'answer', { accepted: true, on: '2026-02-21' })
    if (index === 9) renter.reports('2026-02-05T08:59', 'bounce')
    if (index === 10) renter.reports('2026-02-05T08:59', 'dispute', { invoice: renter.invoice('2026-01') })
  }
  for (const at of crashes) world.reports(at, 'crash')
  return world
}

let calm: SimulationOutcome
let crashed: SimulationOutcome
beforeAll(async () => {
  const both = await Promise.all([tell([]).play(), tell(CRASHES).play()])
  calm = both[0]
  crashed = both[1]
}, 900_000)

/**
 * What happened to a renter, to the day; what happened on one day in the order of the alphabet, since a crash may delay
 * some of it by minutes.
 */
const course = (line: CaseLine) => told(line).sort()
const courses = ({ cases }: SimulationOutcome) =>
  Object.fromEntries(cases.map((line) => [line.renter, course(line)]).sort())

test('every case ends as it would have without', () => {
  expect(calm.cases).toHaveLength(PEOPLE)
  expect(courses(crashed)).toEqual(courses(calm))
  const phases = ({ cases }: SimulationOutcome) =>
    cases.map(({ renter, phase, amount }) => [renter, phase, amount]).sort()
  expect(phases(crashed)).toEqual(phases(calm))
})

test('every letter left once', () => {
  const counted = ({ mails, cases }: SimulationOutcome) =>
    mails
      .map(({ caseId, letter, on }) => `${cases.find((each) => each.case === caseId)?.renter} ${letter} ${on}`)
      .sort()
  expect(counted(crashed)).toEqual(counted(calm))
  expect(new Set(counted(crashed)).size).toBe(crashed.mails.length)
  expect(crashed.post).toHaveLength(calm.post.length)
})

test('every signal and every withdrawal was written once', () => {
  const rows = (files: SimulationOutcome['signals']) =>
    files.flatMap((file) => file.rows.map((row) => JSON.stringify(row))).sort()
  expect(rows(crashed.signals)).toEqual(rows(calm.signals))
  expect(new Set(rows(crashed.signals)).size).toBe(rows(crashed.signals).length)
  expect(rows(crashed.withdrawals)).toEqual(rows(calm.withdrawals))
  expect(rows(crashed.withdrawals)).toHaveLength(2)
})

test('every book was taken over, no history has a gap, nothing was lost on the way', () => {
  expect(crashed.imports).toEqual(calm.imports)
  for (const { history } of crashed.cases)
    expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1))
  expect(crashed.summary.deadLetters).toBe(0)
})
