import { describe, expect, test } from 'vitest'
import type { ClientConditions } from '../../shared/domain/policy.ts'
import { TASKS, tasksOf } from '../../shared/domain/tasks.ts'
import {
  aCaseReadyToReport,
  anArrearsCase,
  aReportedCase,
  type CaseBuilder,
  CLIENT,
  numberOf,
  POLICY,
  rent,
} from '../support/case-builder.ts'

const tasks = ({ state }: CaseBuilder, on: string, client: Partial<ClientConditions> = {}) =>
  tasksOf(state, POLICY, { ...CLIENT, ...client }, on)
const hold = { type: 'HoldStarted', reason: 'complaint', lookAgain: '2026-05-15', source: 'report' } as const
const terms = [{ date: '2026-05-01', amountCents: 50_000 }]
const arranged = anArrearsCase().with(
  { type: 'ArrangementAgreed', terms, claims: [numberOf('H-2026-03')] },
  '2026-03-10',
)
const movedAway = aReportedCase().with({ type: 'AnswerReceived', code: 'moved-away', on: '2026-04-22' }, '2026-04-22')
const represented = anArrearsCase().with({ type: 'RepresentativeChanged', kind: 'administration' }, '2026-03-04')
const april = [rent('2026-03'), rent('2026-04')]

describe('H1 what a case holds or waits for is asked of people', () => {
  test('nothing of a case that goes its way, or ended', () => {
    expect(tasks(anArrearsCase(), '2026-03-05')).toEqual([])
    expect(
      tasks(aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20').withPaid('2026-04-21'), '2026-04-21'),
    ).toEqual([])
  })

  test.each<[string, CaseBuilder, string, string[]]>([
    ['a signal that is held', aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20'), '2026-04-20', ['held']],
    [
      'F3 not once a person decided on it',
      aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20').with({ type: 'HandOverDecided' }, '2026-04-21'),
      '2026-04-21',
      [],
    ],
    [
      'U1 not while suspended',
      aCaseReadyToReport().withSignalHeld(['G7'], '2026-04-20').withSuspension('2026-05-20', '2026-04-20'),
      '2026-04-21',
      [],
    ],
    ['R7 a hold, not before its day', aReportedCase().with(hold, '2026-04-21'), '2026-05-14', []],
    ['R7 a hold, on its day', aReportedCase().with(hold, '2026-04-21'), '2026-05-15', ['look-at-hold']],
    ['F2 a renter who moved away', movedAway, '2026-04-22', ['moved-away']],
    [
      'F2 also when only the e-mail changed since',
      movedAway.with({ type: 'RenterDataChanged', email: true }, '2026-04-23'),
      '2026-04-23',
      ['moved-away'],
    ],
    [
      'F2 not once there is another address',
      movedAway.with({ type: 'RenterDataChanged', email: false, address: true }, '2026-04-23'),
      '2026-04-23',
      [],
    ],
    ['R7 a renter under administration', represented, '2026-03-04', ['represented']],
    [
      'R7 not once a person decided that this renter is not reported, for two months',
      represented.with({ type: 'HandOverPostponed' }, '2026-03-05'),
      '2026-05-04',
      [],
    ],
    [
      'R7 and asked again then',
      represented.with({ type: 'HandOverPostponed' }, '2026-03-05'),
      '2026-05-05',
      ['represented'],
    ],
    ['C8 a kept arrangement: nothing', arranged, '2026-03-11', []],
    ['C8 and later rent that is not paid', arranged.withBook(april, '2026-04-02'), '2026-04-02', ['new-month']],
  ])('%s', (_name, history, on, asked) => {
    expect(tasks(history, on)).toEqual(asked)
  })

  test('each with the step that resolves it', () => {
    for (const sentence of Object.values(TASKS)) expect(sentence).toMatch(/^[A-Z].+\. [A-Z].+\.$|^Beslis .+\.$/)
  })
})
