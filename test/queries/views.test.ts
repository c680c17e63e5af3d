import { describe, expect, test } from 'vitest'
import { bookOf, NO_NAMES, named } from '../../shared/cases/named-claims.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import { hashOf, nextAfter, replay } from '../../shared/domain/history.ts'
import { caseView } from '../../shared/queries/case-view.ts'
import { claimViews } from '../../shared/queries/claim-views.ts'
import { questionViews } from '../../shared/queries/questions.ts'
import { askQuestion, endQuestion } from '../../shared/questions/questions.ts'
import {
  anArrearsCase,
  at,
  type CaseBuilder,
  claimInBook,
  KEY,
  MAPPING,
  POLICY,
  rent,
  rentInBook,
  sha256,
} from '../support/case-builder.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'

const SUMMARY: CaseSummary = {
  ...{ caseId: 'C-1', seq: 2, renter: '100001', client: 'BELEGGER-A', gemeentecode: '0363', phase: 'reminding' },
  ...{ step: 'demand', due: null, queue: null, openedOn: '2026-03-02', months: 1, amountCents: 100_000 },
}

test('a case is read in euros and local time, without the links of its history and what wakes the workflow', () => {
  const opened: CaseEvent = {
    ...{ type: 'CaseOpened', client: 'BELEGGER-A', on: '2026-03-02', claims: [rent('2026-03')], mapping: MAPPING },
    ...{ naturalPerson: true, dwelling: true, gemeentecode: '0363' },
  }
  const first = nextAfter({ seq: 0, hash: '' }, opened, at('2026-03-02'))
  const waiting: CaseEvent = { type: 'Waiting', step: 'reminder', until: at('2026-03-06'), token: 'a-token' }
  const events = [first, nextAfter({ seq: 1, hash: hashOf(first, sha256) }, waiting, at('2026-03-02'))]
  const state = replay(events, sha256)
  if (!state) throw new Error('there is no case')

  const view = caseView({ caseId: 'C-1', state, events, stored: [], summary: SUMMARY }, null, POLICY, '2026-03-10')

  expect(view).toMatchObject({ case: 'C-1', renter: '100001', client: 'BELEGGER-A', phase: 'reminding', months: 1 })
  expect(view.amount).toBe(1000)
  const [, second] = view.history
  const until = at('2026-03-06')
  expect(second).toEqual({
    seq: 2,
    at: '2026-03-02T09:00:00+01:00',
    type: 'Waiting',
    by: 'system',
    step: 'reminder',
    until,
  })
  expect(
    caseView({ caseId: 'C-1', state, events, stored: [], summary: null }, null, POLICY, '2026-03-10').renter,
  ).toBeNull()
})

test('a question gets its client and renter from its case where it does not say them itself, and keeps its end', async () => {
  const notebook = aNotebook()
  const work = { notebook, now: () => new Date(at('2026-03-06')) }
  const log = { summariesOf: async (ids: readonly string[]) => [SUMMARY].filter(({ caseId }) => ids.includes(caseId)) }
  await askQuestion(work, 'a', { about: 'letter', reason: 'unwritable', caseId: 'C-1', at: at('2026-03-02') })
  await askQuestion(work, 'b', { about: 'letter', reason: 'unwritable', caseId: 'C-2', at: at('2026-03-03') })
  const file = 'vroegsignalen-2026-03-04-01.csv'
  await askQuestion(work, 'c', { about: 'upload', reason: 'to-upload', caseId: null, file, at: at('2026-03-04') })
  await endQuestion(work, 'c', { answeredBy: 'AB' })

  const letter = {
    about: 'letter',
    reason: 'unwritable',
    answeredBy: null,
    endedAt: null,
    ...{ file: null, row: null, field: null, urgent: false },
    options: ['done'],
    value: null,
  }
  expect(await questionViews({ log, notebook })).toEqual([
    { ...letter, id: 'a', at: '2026-03-02T09:00:00+01:00', client: 'BELEGGER-A', case: 'C-1', renter: '100001' },
    { ...letter, id: 'b', at: '2026-03-03T09:00:00+01:00', client: null, case: 'C-2', renter: null },
    {
      ...{ id: 'c', at: '2026-03-04T09:00:00+01:00', about: 'upload', reason: 'to-upload', client: null, case: null },
      ...{
        renter: null,
        file,
        row: null,
        field: null,
        urgent: false,
        options: null,
        value: null,
        answeredBy: 'AB',
        endedAt: '2026-03-06T09:00:00+01:00',
      },
    },
  ])
})

describe('the claims of a case', () => {
  const record: RenterRecord = {
    ...{ renter: '100001', client: 'BELEGGER-A', key: KEY, version: 1, caseId: 'C-1' },
    ...named(NO_NAMES, [rentInBook('2026-03'), claimInBook('P-3', '2026-03-01', 5_000)]),
    person: {
      ...{ surname: 'Bos', initials: 'A.', street: 'Kade', houseNumber: '1', houseNumberAddition: '' },
      ...{ postcode: '1011AB', city: 'Amsterdam', phone: '', email: '' },
    },
  }
  const opened = anArrearsCase(bookOf(record, [rentInBook('2026-03'), claimInBook('P-3', '2026-03-01', 5_000)]))
  const views = (story: CaseBuilder, of: RenterRecord | null = record) =>
    claimViews({ state: story.state, events: story.history }, of, POLICY, '2026-03-16')

  test('are named by the record of the renter, with the letters that listed them', () => {
    const told = opened
      .withReminderSent('2026-03-05')
      .withBook(bookOf(record, [rentInBook('2026-03', 40_000)]).claims, '2026-03-09')
    expect(views(told.withDemandSent('2026-03-16'))).toEqual([
      {
        ...{ number: 1, invoice: 'H-2026-03', description: 'Huur 2026-03', dueOn: '2026-03-01', open: 400, rent: true },
        ...{ level: 'demand', letters: ['reminder', 'demand'] },
      },
      {
        ...{ number: 2, invoice: 'P-3', description: 'P-3', dueOn: '2026-03-01', open: 0, rent: true },
        ...{ level: 'reminder', letters: ['reminder'] },
      },
    ])
  })

  test('have no names once the renter is purged, and nothing open once the case is over', () => {
    expect(views(opened.withPaid('2026-03-04'), null)).toMatchObject([
      { number: 1, invoice: null, description: null, open: 0 },
      { number: 2, invoice: null, description: null, open: 0 },
    ])
  })
})
