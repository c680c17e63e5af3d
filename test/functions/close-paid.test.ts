import { describe, expect, test } from 'vitest'
import { closePaid } from '../../functions/close-paid/close-paid.ts'
import type { BookEntry, ImportPlan, ImportReport } from '../../shared/contracts/import.ts'
import { draftReportKey, REPORTS, reportKey } from '../../shared/contracts/object-keys.ts'
import { person } from '../portals/rows.ts'
import { aCaseAtTheAgency, anArrearsCase, aReportedCase, at, rent } from '../support/case-builder.ts'
import { aCaseload, breakingOffAt, renterOf } from './caseload.ts'

const PLAN: ImportPlan = {
  ...{ key: 'boek.csv', importId: 'import-1', status: 'accepted', on: '2026-04-24', clients: ['BELEGGER-A'] },
  books: ['BELEGGER-A'],
  ...{ batches: ['batch-1', 'batch-2'], rows: 2, early: false },
}
const REPORT: ImportReport = { file: 'boek.csv', status: 'accepted', rows: 2, errors: [], warnings: [] }

/** Cases, and the book of Friday 24 April that has been taken over but for who is not in it. */
async function afterABook(...inBook: { caseId: string; client?: string }[]) {
  const caseload = await aCaseload()
  caseload.isAt('2026-04-24T06:00')
  const { objects } = caseload.ports
  const entries = inBook.map(({ caseId, client = 'BELEGGER-A' }): BookEntry => {
    const where = {
      naturalPerson: true,
      dwelling: true,
      gemeentecode: '0363',
      ...{ mainTenant: null, hold: null, deceased: null, representative: null },
      claims: [],
    }
    return { client, renter: renterOf(caseId), person, ...where }
  })
  for (const [index, key] of PLAN.batches.entries())
    await objects.put(
      'work',
      key,
      JSON.stringify(entries.filter((_, place) => place % 2 === index)),
      'application/json',
    )
  await objects.put('work', draftReportKey(PLAN.importId), JSON.stringify([REPORT]), 'application/json')
  return { ...caseload, close: (plan: Partial<ImportPlan> = {}) => closePaid(caseload.ports, { ...PLAN, ...plan }) }
}

describe('K1 who is no longer in the book has paid', () => {
  test('and who is in it, in whichever batch, stays as they are', async () => {
    const there = await afterABook({ caseId: 'C-1' }, { caseId: 'C-2' })
    for (const caseId of ['C-1', 'C-2', 'C-3']) await there.has(caseId, aReportedCase())
    expect(await there.close()).toEqual({ closed: 1 })
    for (const caseId of ['C-1', 'C-2']) expect(await there.since('SignalDelivered', caseId)).toEqual([])
    expect((await there.eventsOf('C-3')).at(-1)).toMatchObject({ type: 'CasePaid', on: '2026-04-24', knownFrom: 'erp' })
    // The municipality still has it (S4).
    expect(await there.summaryOf('C-3')).toMatchObject({ phase: 'paid', queue: 'withdrawal' })
  })

  test('and the workflow is woken, so that the agency hears of it at once', async () => {
    const there = await afterABook()
    const waiting = { type: 'Waiting', step: 'rest', until: at('2026-06-01'), token: 'a-token' } as const
    await there.has('C-1', aCaseAtTheAgency().with(waiting, '2026-05-19T09:02'))
    there.isAt('2026-05-26T06:00')
    await there.close({ on: '2026-05-26' })
    expect(there.ports.workflow.woken).toEqual(['a-token'])
    expect(await there.summaryOf('C-1')).toMatchObject({ phase: 'paid', step: 'inform-agency' })
  })

  test('also who owes another client, whose book this is', async () => {
    const there = await afterABook({ caseId: 'C-1', client: 'BELEGGER-B' })
    await there.has('C-1', anArrearsCase())
    expect(await there.close({ clients: ['BELEGGER-A', 'BELEGGER-B'] })).toEqual({ closed: 1 })
  })

  test('run again, nobody pays twice', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase())
    await there.close()
    expect(await there.close()).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual(['CasePaid'])
  })
})

describe('invariant 7: a book closes only what it is about', () => {
  test('the renters of another client are not in it, and have not paid', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase({ client: 'BELEGGER-B' }))
    expect(await there.close()).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual([])
    expect(await there.ports.notebook.get('book', 'BELEGGER-B')).toBeNull()
  })

  test('a book that may close nothing closes nothing', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase())
    expect(await there.close({ status: 'quarantined', clients: [] })).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual([])
  })

  test('a case that a newer book opened or changed stays open', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase({ on: '2026-04-27' }))
    await there.has('C-2', anArrearsCase().withBook([rent('2026-03', 90_000)], '2026-04-27T06:00'))
    there.isAt('2026-04-27T07:00')
    await there.close()
    expect(await there.since('CaseOpened', 'C-1')).toEqual([])
    expect(await there.since('ArrearsChanged', 'C-2')).toEqual([])
  })
})

describe('C13 a case that waited for a book', () => {
  test('goes on with one of its client, also with one that closes nothing', async () => {
    const there = await afterABook({ caseId: 'C-1' }, { caseId: 'C-2' })
    const { log, workflow } = there.ports
    const waiting = { type: 'Waiting', step: 'book', until: at('2026-06-01'), token: 'a-token' } as const
    await there.has('C-1', anArrearsCase().with(waiting, '2026-03-05T09:01'))
    await there.has('C-2', anArrearsCase().with({ ...waiting, token: 'another' }, '2026-03-05T09:01'))
    for (const [caseId, step] of [
      ['C-1', 'book'],
      ['C-2', 'reminder'],
    ] as const) {
      const summary = await there.summaryOf(caseId)
      if (summary) await log.summarise({ ...summary, step, due: null })
    }
    workflow.woken.length = 0
    await there.close({ clients: [] })
    expect(workflow.woken).toEqual(['a-token'])
    expect(await there.summaryOf('C-1')).toMatchObject({ step: 'reminder' })
  })
})

describe('the import is done', () => {
  test('when its cases are: the last book of each client is noted, and the report is out', async () => {
    const there = await afterABook()
    const { notebook, objects } = there.ports
    await there.close({ clients: ['BELEGGER-A', 'BELEGGER-C'] })
    for (const client of ['BELEGGER-A', 'BELEGGER-C'])
      expect(await notebook.get('book', client)).toEqual({ on: '2026-04-24', clients: ['BELEGGER-A', 'BELEGGER-C'] })
    expect(objects.json('work', reportKey('boek.csv'))).toEqual(REPORT)
  })

  test('and not before: what breaks off is neither noted nor reported, and is done again', async () => {
    const there = await afterABook()
    const { log, notebook, objects } = there.ports
    await there.has('C-1', anArrearsCase())
    const broken = { ...there.ports, log: breakingOffAt('CasePaid', log) }
    await expect(closePaid(broken, PLAN)).rejects.toThrow('the machine stopped')
    expect(await notebook.get('book', 'BELEGGER-A')).toBeNull()
    expect(objects.keys().filter((key) => key.startsWith(`work/${REPORTS}`))).toEqual([])

    expect(await there.close()).toEqual({ closed: 1 })
    expect(objects.json('work', reportKey('boek.csv'))).toEqual(REPORT)
  })
})
