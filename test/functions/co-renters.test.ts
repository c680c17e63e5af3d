import { beforeEach, describe, expect, test } from 'vitest'
import { coRentersIn } from '../../functions/read-export/co-renters.ts'
import { testSignal } from '../../functions/test-signal/test-signal.ts'
import { writeSignals } from '../../functions/write-signals/write-signals.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import { groupByRenter } from '../../shared/erp/book.ts'
import { answerMainTenant } from '../../shared/facts/main-tenant.ts'
import { aCaseReadyToReport, anObjection, aReportedCase, type CaseBuilder } from '../support/case-builder.ts'
import { aCaseload, renterOf } from './caseload.ts'
import { aLedger, ENTRY } from './ledger.ts'
import { aQueuedCase } from './signal-round.ts'

const [FIRST, SECOND] = ['C-1', 'C-2']
const BOTH = [FIRST, SECOND]

/** Two renters whose books show the same invoices under one contract. */
async function coRenters(first: CaseBuilder, second: CaseBuilder) {
  const caseload = await aCaseload()
  await caseload.has(FIRST, first)
  await caseload.has(SECOND, second)
  const { renters } = caseload.ports
  const changes = async (caseId: string, change: Partial<RenterRecord>) => {
    const [before] = await renters.all(renterOf(caseId))
    if (before) await renters.put({ ...before, version: before.version + 1, ...change })
  }
  await changes(FIRST, { coRenters: [renterOf(SECOND)] })
  await changes(SECOND, { coRenters: [renterOf(FIRST)] })
  return {
    ...caseload,
    changes,
    tests: (caseId: string) =>
      testSignal({ ...caseload.ports, workflow: null, rounds: caseload.ports.workflow }, { caseId }),
    write: async (caseIds = BOTH, file = 'a-file.csv') =>
      writeSignals(caseload.ports, await caseload.worklist(caseIds, { file })),
    lastOf: async (caseId: string) => (await caseload.eventsOf(caseId)).at(-1),
  }
}

const HELD = { type: 'SignalHeld', reasons: ['G10'] }
const UNCLEAR = { ...HELD, personUnclear: true }
const WRITTEN = { type: 'SignalWritten' }
const ASKED = {
  ...{ about: 'signal', reason: 'main-tenant', caseId: SECOND, renter: renterOf(SECOND) },
  options: [renterOf(FIRST), renterOf(SECOND)],
}

describe('G10 co-renters who are ripe in one round', () => {
  test('the first by number is reported, the other is held, with one question', async () => {
    const there = await coRenters(aQueuedCase(), aQueuedCase())
    expect(await there.write()).toEqual({ rows: 1 })
    expect(await there.lastOf(FIRST)).toMatchObject(WRITTEN)
    expect(await there.lastOf(SECOND)).toMatchObject(UNCLEAR)
    expect(await there.questions()).toMatchObject([ASKED])
  })

  test('the main tenant is reported where that is known, and nobody is asked', async () => {
    const there = await coRenters(aQueuedCase(), aQueuedCase())
    await there.changes(SECOND, { mainTenant: true })
    await there.write()
    expect(await there.lastOf(FIRST)).toMatchObject(HELD)
    expect(await there.lastOf(FIRST)).not.toHaveProperty('personUnclear')
    expect(await there.lastOf(SECOND)).toMatchObject(WRITTEN)
    expect(await there.questions()).toEqual([])
  })

  test('two rounds at once: one signal leaves, whoever comes first', async () => {
    const there = await coRenters(aCaseReadyToReport(), aQueuedCase())
    const { notebook } = there.ports
    let queuing: Promise<unknown> | null = null
    // The first by number becomes ripe, and is written, while the other was just tested for its own file.
    const reserve: typeof notebook.reserve = async (kind, id, value) => {
      if (kind === 'turn' && queuing === null) {
        queuing = there.tests(FIRST).then(() => there.write([FIRST], 'another.csv'))
        await queuing
      }
      return notebook.reserve(kind, id, value)
    }
    const list = await there.worklist([SECOND])
    await writeSignals({ ...there.ports, notebook: { ...notebook, reserve } }, list)
    const written = await Promise.all(BOTH.map(async (caseId) => (await there.lastOf(caseId))?.type))
    expect(written.toSorted()).toEqual(['SignalHeld', 'SignalWritten'])
  })

  test('a round that still writes the other one at midnight keeps this one back', async () => {
    const there = await coRenters(aQueuedCase().withSignalReserved('2026-04-20T23:50', 'late.csv'), aQueuedCase())
    there.isAt('2026-04-21T00:10')
    await there.changes(SECOND, { mainTenant: true })
    await there.write([SECOND], 'next.csv')
    expect(await there.lastOf(SECOND)).toMatchObject(HELD)
  })
})

test('G10 a person says who is the main tenant, who goes first from then on', async () => {
  const there = await coRenters(aReportedCase(), aCaseReadyToReport())
  await there.tests(SECOND)
  const [asked] = await there.questions()
  const ports = { ...there.ports, imports: there.ports.workflow, rounds: there.ports.workflow }
  const answers = (answer: string) => answerMainTenant(ports, { question: asked?.id ?? '', answer, by: 'M-1' })
  expect(await answers('999999')).toBeNull()
  expect(await answers(renterOf(SECOND))).toEqual({ recorded: true })
  const known = await Promise.all(BOTH.map((caseId) => there.ports.renters.get(renterOf(caseId), 'BELEGGER-A')))
  expect(known.map((record) => record?.mainTenant)).toEqual([false, true])
  expect(await there.questions()).toMatchObject([{ answeredBy: 'M-1' }])
  expect(await answers(renterOf(FIRST))).toBeNull()
})

describe('G10 a renter whose co-renter', () => {
  test('was reported is held at the round', async () => {
    const there = await coRenters(aReportedCase(), aCaseReadyToReport())
    await there.tests(SECOND)
    expect(await there.lastOf(SECOND)).toMatchObject(HELD)
    expect(await there.questions()).toMatchObject([ASKED])
  })

  test('was reported, and taken back since, may be reported', async () => {
    const there = await coRenters(
      aReportedCase().withObjection('2026-04-21').withSignalWithdrawn('2026-04-22'),
      aCaseReadyToReport(),
    )
    await there.ports.renters.reportObjection({
      ...anObjection(renterOf(FIRST), '2026-04-23T09:00:00.000Z'),
      objects: false,
    })
    await there.changes(FIRST, { caseId: null, earlierCases: [] })
    await there.tests(SECOND)
    expect(await there.lastOf(SECOND)).toMatchObject({ type: 'SignalQueued' })
  })

  test.each([
    ['objects', true],
    ['may object, which a person must tell', false],
  ])('%s is held', async (_, sure) => {
    const there = await coRenters(aCaseReadyToReport(), aCaseReadyToReport())
    const [renter, client] = [renterOf(FIRST), 'BELEGGER-A']
    if (sure) await there.ports.renters.reportObjection(anObjection(renter, '2026-04-19T09:00:00.000Z'))
    else await there.ports.renters.keepPendingObjection({ renter, client, id: 'q-1' })
    await there.tests(SECOND)
    expect(await there.lastOf(SECOND)).toMatchObject(HELD)
  })

  test('owes under other contracts alone may be reported', async () => {
    const there = await coRenters(aReportedCase(), aCaseReadyToReport())
    await there.changes(FIRST, { contracts: ['C-9'] })
    await there.tests(SECOND)
    expect(await there.lastOf(SECOND)).toMatchObject({ type: 'SignalQueued' })
  })
})

describe('R6 G5 an objection of which nobody knows whose it is', () => {
  test('holds the signal, also when it comes while the file is being written', async () => {
    const there = await coRenters(aCaseReadyToReport(), aQueuedCase())
    const { log, renters } = there.ports
    const isNewest: typeof log.isNewest = async (caseId, seq) => {
      await renters.keepPendingObjection({ renter: renterOf(SECOND), client: 'BELEGGER-A', id: 'q-1' })
      return log.isNewest(caseId, seq)
    }
    await there.changes(FIRST, { coRenters: [] })
    await there.changes(SECOND, { coRenters: [] })
    await writeSignals({ ...there.ports, log: { ...log, isNewest } }, await there.worklist([SECOND]))
    expect(await there.lastOf(SECOND)).toMatchObject({ type: 'SignalHeld', reasons: ['G5'] })
  })
})

describe('G10 who shares a claim, as a book shows it', () => {
  const { person, claims: _claims, gemeentecode: _gemeentecode, ...renter } = ENTRY
  const line = (number: string, change: object = {}) => ({
    ...{ ...renter, ...person, renter: number },
    ...{ contract: 'H-77', invoice: 'F01', rent: true, description: 'Huur', dueOn: '2026-01-01' },
    ...{ amountCents: 90_000, openCents: 90_000 },
    ...change,
  })
  const sharing = (...lines: ReturnType<typeof line>[]) =>
    Object.fromEntries([...coRentersIn(groupByRenter(lines))].map(([account, others]) => [account.renter, others]))

  test('the same invoice under the same contract', () => {
    expect(sharing(line('1'), line('2'), line('3', { contract: 'H-78' }))).toEqual({ 1: ['2'], 2: ['1'] })
    expect(sharing(line('1'), line('2', { invoice: 'F02' }))).toEqual({})
    expect(sharing(line('1'), line('2', { client: 'BELEGGER-B' }))).toEqual({})
  })

  test('without contracts, the same invoice at the same address', () => {
    const none = { contract: '' }
    expect(sharing(line('1', none), line('2', none), line('3', { ...none, houseNumber: '2' }))).toEqual({
      1: ['2'],
      2: ['1'],
    })
  })

  test('not what half a country shares', () => {
    const all = Array.from({ length: 21 }, (_, index) => line(String(index)))
    expect(sharing(...all)).toEqual({})
  })
})

describe('G10 a renter’s record', () => {
  let ledger: Awaited<ReturnType<typeof aLedger>>
  const record = () => ledger.ports.renters.get(ENTRY.renter, ENTRY.client)
  beforeEach(async () => {
    ledger = await aLedger()
    await ledger.book('2026-01-05', { coRenters: ['100002'], mainTenant: true })
  })

  test('keeps with whom a book showed a claim, and who is the main tenant, until a book says more', async () => {
    expect(await record()).toMatchObject({ coRenters: ['100002'], mainTenant: true })
    await ledger.book('2026-01-12', { coRenters: ['100003'], mainTenant: null })
    expect(await record()).toMatchObject({ coRenters: ['100002', '100003'], mainTenant: true })
    await ledger.book('2026-01-19', { mainTenant: false })
    expect(await record()).toMatchObject({ coRenters: ['100002', '100003'], mainTenant: false })
  })
})
