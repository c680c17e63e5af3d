import { beforeAll, describe, expect, test } from 'vitest'
import { REGISTERS } from '../support/landscape.ts'
import type { SimulationOutcome } from '../support/outcome.ts'
import { scenario } from '../support/scenario.ts'
import { completeness } from './stories/completeness.ts'
import { gate } from './stories/gate.ts'
import { identities } from './stories/identities.ts'
import { letters } from './stories/letters.ts'
import { mainLine } from './stories/main-line.ts'
import { objections } from './stories/objections.ts'
import { payments } from './stories/payments.ts'
import { people } from './stories/people.ts'
import { suspensions } from './stories/suspensions.ts'

// Every story of the rulebook, all played in one run of the command line.

const world = scenario({
  from: '2026-01-01',
  until: '2026-04-30',
  registers: REGISTERS,
  extraBooks: ['2026-01-04', '2026-02-20'],
})
// What left over sFTP is taken back by a person, who uploads the file (S4).
const WITHDRAWN_ON = ['2026-02-24-01', '2026-03-02-01', '2026-03-02-02', '2026-03-09-01', '2026-04-09-01']
world.uploads(...WITHDRAWN_ON.map((name) => `intrekkingen-${name}.xlsx`))
let played: SimulationOutcome
const outcome = () => played

beforeAll(async () => {
  played = await world.play()
}, 600_000)

for (const stories of [mainLine, letters, objections, payments, gate, suspensions, people, completeness, identities])
  stories(world, outcome)

describe('every history', () => {
  test('counts without a gap, in the order of time, on the clock of Amsterdam', () => {
    expect(played.cases.length).toBeGreaterThan(60)
    for (const { history } of played.cases) {
      expect(history.map(({ seq }) => seq)).toEqual(history.map((_, index) => index + 1))
      const moments = history.map(({ at }) => Date.parse(at))
      expect(moments).toEqual(moments.toSorted((a, b) => a - b))
      // Summer time begins on 29 March 2026.
      for (const { at } of history)
        expect(at).toMatch(
          at < '2026-03-29' ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+01:00$/ : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+02:00$/,
        )
    }
  })

  test('holds no personal data', () => {
    const text = JSON.stringify(played.cases.map(({ history }) => history))
    expect(text).not.toMatch(/@huis\.example|Rustig|Dorpsstraat|1011 ?AB|0612345678/)
  })

  test('is followed by nothing after the case was paid, but what others must still hear', () => {
    for (const { history } of played.cases) {
      const paid = history.findIndex(({ type }) => type === 'CasePaid')
      const reopened = history.findIndex(({ type }, place) => place > paid && type === 'CaseReopened')
      const end = reopened < 0 ? history.length : reopened
      const after = paid < 0 ? [] : history.slice(paid + 1, end).map(({ type }) => type)
      expect(
        after.filter(
          (type) =>
            ![
              ...[
                'Waiting',
                'ActClaimed',
                'AgencyInformed',
                'LetterAccepted',
                'RoundAsked',
                'WithdrawalClaimed',
                'WithdrawalWritten',
                'SignalWithdrawn',
                'ObjectionLodged',
              ],
            ].includes(type),
        ),
      ).toEqual([])
    }
  })
})

describe('the run as a whole', () => {
  test('every letter in the histories left once, and no other did', () => {
    const sent = played.cases.flatMap(({ case: caseId, history }) =>
      history.filter(({ channel, sha256 }) => channel === 'email' && sha256).map(({ sha256 }) => `${caseId} ${sha256}`),
    )
    expect(new Set(sent).size).toBe(sent.length)
    expect(played.mails).toHaveLength(sent.length)
    const posted = played.cases.flatMap(({ history }) =>
      history.filter(({ channel, sha256 }) => channel === 'post' && sha256),
    )
    expect(played.post).toHaveLength(posted.length)
  })

  test('every row of every file is written and delivered in one case', () => {
    for (const [files, type] of [
      [played.signals, 'SignalWritten'],
      [played.signals, 'SignalDelivered'],
      [played.withdrawals, 'WithdrawalWritten'],
      [played.withdrawals, 'SignalWithdrawn'],
    ] as const) {
      const events = played.cases.flatMap(({ history }) => history.filter((event) => event.type === type))
      for (const { name, rows } of files)
        expect(
          events.filter(({ file }) => file === name),
          `${type} ${name}`,
        ).toHaveLength(rows.length)
      expect(events).toHaveLength(files.reduce((sum, { rows }) => sum + rows.length, 0))
    }
  })

  test('no name of a file tells anything but a date and a number', () => {
    for (const { name } of [...played.signals, ...played.withdrawals])
      expect(name).toMatch(/^(vroegsignalen|intrekkingen)(-vps)?-2026-\d\d-\d\d-\d\d\.(xlsx|csv)$/)
  })

  test('every book was taken over, and nothing was left undelivered', () => {
    expect(played.imports.map(({ status }) => status)).toEqual(played.imports.map(() => 'accepted'))
    expect(played.imports).toHaveLength(14)
    expect(played.summary.deadLetters).toBe(0)
    expect(played.summary.executions).toBeGreaterThan(played.cases.length)
    expect(played.summary.readUnits).toBeGreaterThan(0)
    expect(played.summary.writeUnits).toBeGreaterThan(0)
  })
})
