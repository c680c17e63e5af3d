import { describe, expect, test } from 'vitest'
import { closePaid } from '../../functions/close-paid/close-paid.ts'
import type { BookEntry, ImportPlan, ImportReport, UnreadRow } from '../../shared/contracts/import.ts'
import { draftReportKey, REPORTS, renumberedKey, reportKey, unreadKey } from '../../shared/contracts/object-keys.ts'
import { currentRows } from '../../shared/queries/case-snapshot.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { person } from '../portals/rows.ts'
import { aCaseAtTheAgency, anArrearsCase, aReportedCase, at, rent } from '../support/case-builder.ts'
import { IMPORT } from '../support/in-memory/world.ts'
import { aCaseload, breakingOffAt, renterOf } from './caseload.ts'

const PLAN: ImportPlan = {
  ...{ key: 'boek.csv', importId: IMPORT, status: 'accepted', on: '2026-04-24', clients: ['BELEGGER-A'] },
  ...{ books: ['BELEGGER-A'], missing: [] },
  ...{ batches: ['batch-1', 'batch-2'], rows: 2, early: false },
}
const REPORT: ImportReport = { file: 'boek.csv', status: 'accepted', rows: 2, errors: [], warnings: [] }

/** Cases, and the book of Friday 24 April that has been taken over but for who is not in it. */
const afterABook = (...inBook: { caseId: string; client?: string }[]) => afterABookWith([], ...inBook)

/** The same, with rows that could not be read. */
async function afterABookWith(unread: readonly UnreadRow[], ...inBook: { caseId: string; client?: string }[]) {
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
  const made = {
    [draftReportKey(PLAN.importId)]: [REPORT],
    [unreadKey(PLAN.importId)]: { rows: unread, each: true },
    [renumberedKey(PLAN.importId)]: { confirmed: false, pairs: [] },
  }
  for (const [key, value] of Object.entries(made))
    await objects.put('work', key, JSON.stringify(value), 'application/json')
  const takesTurn = (importId = PLAN.importId) => caseload.ports.notebook.put('import', 'turn', importId)
  return {
    ...caseload,
    takesTurn,
    close: (plan: Partial<ImportPlan> = {}) => closePaid(caseload.ports, { ...PLAN, ...plan }),
  }
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

  test('and the lists show so from a snapshot that needs nothing of before the import', async () => {
    const there = await afterABook({ caseId: 'C-1' })
    for (const caseId of ['C-1', 'C-2']) await there.has(caseId, aReportedCase())
    await there.close()
    const rows = await currentRows({ ...there.ports, log: { async *listedSince() {} } })
    expect(rows.map(({ caseId, phase }) => `${caseId} ${phase}`).sort()).toEqual(['C-1 awaiting-answer', 'C-2 paid'])
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
    const both = ['BELEGGER-A', 'BELEGGER-B']
    expect(await there.close({ clients: both, books: both })).toEqual({ closed: 1 })
  })

  test('run again, nobody pays twice', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase())
    await there.close()
    await there.takesTurn()
    expect(await there.close()).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual(['CasePaid'])
  })
})

describe('I3 of all imports one at a time', () => {
  test('works on the cases: whoever has no turn any more changes nothing, also in the step that it does again', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase())
    const { notebook } = there.ports
    await there.takesTurn('another')
    expect(await there.close()).toEqual({ closed: 0 })
    expect(await notebook.get('import', 'turn')).toBe('another')
    await there.takesTurn()
    expect(await there.close()).toEqual({ closed: 1 })
    expect(await notebook.get('import', 'turn')).toBe('')
    await there.has('C-2', anArrearsCase())
    expect(await there.close()).toEqual({ closed: 0 })
  })
})

describe('I1, I2 of whom the book does not tell', () => {
  const ROW = { client: 'BELEGGER-A', renter: renterOf('C-1'), row: 7, field: 'Openstaand' }
  const asked = async ({ ports }: Awaited<ReturnType<typeof afterABook>>) =>
    (await allQuestions(ports.notebook))
      .filter(({ endedAt }) => endedAt === null)
      .map(({ reason, client, renter, file, row, field }) => ({ reason, client, renter, file, row, field }))
  const NOBODY = { renter: null, file: 'boek.csv', row: null, field: null }

  test('a renter whose row cannot be read is frozen, with a question that names the row; who left has paid', async () => {
    const there = await afterABookWith([ROW])
    for (const caseId of ['C-1', 'C-2']) await there.has(caseId, anArrearsCase())
    expect(await there.close()).toEqual({ closed: 1 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual(['BookUnread'])
    expect(await there.since('CaseOpened', 'C-2')).toEqual(['CasePaid'])
    expect(await there.summaryOf('C-1')).toMatchObject({ tasks: [{ task: 'unread' }] })
    expect(await asked(there)).toEqual([{ reason: 'row-unread', ...ROW, file: 'boek.csv' }])
  })

  test('a book that closes nothing freezes whoever is not in it, with one question; the next one ends it', async () => {
    const there = await afterABook({ caseId: 'C-2' })
    for (const caseId of ['C-1', 'C-2']) await there.has(caseId, anArrearsCase())
    expect(await there.close({ clients: [] })).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual(['BookUnread'])
    expect(await there.since('CaseOpened', 'C-2')).toEqual([])
    expect(await asked(there)).toEqual([{ reason: 'closes-nothing', client: 'BELEGGER-A', ...NOBODY }])
    await there.takesTurn()
    await there.close()
    expect(await there.since('BookUnread', 'C-1')).toEqual(['CasePaid'])
    expect(await asked(there)).toEqual([])
  })

  test('a client who came along the last time and is missing freezes its own cases, and no other', async () => {
    const there = await afterABook({ caseId: 'C-2' })
    await there.has('C-1', anArrearsCase({ client: 'BELEGGER-B' }))
    await there.has('C-2', anArrearsCase())
    expect(await there.close({ missing: ['BELEGGER-B'] })).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual(['BookUnread'])
    expect(await there.since('CaseOpened', 'C-2')).toEqual([])
    expect(await asked(there)).toEqual([{ reason: 'client-missing', client: 'BELEGGER-B', ...NOBODY }])
  })
})

describe('invariant 7: a book closes only what it is about', () => {
  test('the renters of another client are not in it, and have not paid', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase({ client: 'BELEGGER-B' }))
    expect(await there.close()).toEqual({ closed: 0 })
    expect(await there.since('CaseOpened', 'C-1')).toEqual([])
  })

  test('a batch that was lost closes nothing, and is no empty one', async () => {
    const there = await afterABook()
    await there.has('C-1', anArrearsCase())
    for (const lost of ['batch-2', unreadKey(PLAN.importId), renumberedKey(PLAN.importId)]) {
      const kept = await there.ports.objects.get('work', lost)
      await there.ports.objects.remove('work', lost)
      await expect(there.close()).rejects.toThrow(`no ${lost}`)
      await there.ports.objects.put('work', lost, kept ?? '', 'application/json')
    }
    expect(await there.since('CaseOpened', 'C-1')).toEqual([])
    expect(await there.close()).toEqual({ closed: 1 })
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
  test('when its cases are: the report is out', async () => {
    const there = await afterABook()
    const { objects } = there.ports
    await there.close()
    expect(objects.json('work', reportKey('boek.csv'))).toEqual(REPORT)
  })

  test('and not before: what breaks off is not reported, and is done again', async () => {
    const there = await afterABook()
    const { log, objects } = there.ports
    await there.has('C-1', anArrearsCase())
    const broken = { ...there.ports, log: breakingOffAt('CasePaid', log) }
    await expect(closePaid(broken, PLAN)).rejects.toThrow('the machine stopped')
    expect(objects.keys().filter((key) => key.startsWith(`work/${REPORTS}`))).toEqual([])

    expect(await there.close()).toEqual({ closed: 1 })
    expect(objects.json('work', reportKey('boek.csv'))).toEqual(REPORT)
  })
})
