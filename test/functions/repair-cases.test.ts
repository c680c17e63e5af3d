import { describe, expect, test } from 'vitest'
import { repairCases } from '../../functions/repair-cases/repair-cases.ts'
import { currentRows } from '../../shared/queries/case-snapshot.ts'
import { recordOf } from '../adapters/renter-store.contract.ts'
import { aCaseAtTheAgency, anArrearsCase, at, type CaseBuilder } from '../support/case-builder.ts'
import { aCaseload, renterOf } from './caseload.ts'

/** A case that waits for its reminder of Thursday 5 March 2026, nine o'clock. */
const waiting = (token?: string): CaseBuilder =>
  token === undefined
    ? anArrearsCase()
    : anArrearsCase().with({ type: 'Waiting', step: 'reminder', until: at('2026-03-05'), token }, '2026-03-02T06:01')

/** The sweep at a moment; the cases were opened on Monday 2 March. */
async function aSweep(when: string) {
  const caseload = await aCaseload()
  caseload.isAt('2026-03-02T06:02')
  const { ports } = caseload
  const { workflow, registers } = ports
  const started: string[] = []
  const startCase = async (caseId: string) => void started.push(caseId)
  return {
    has: caseload.has,
    ports,
    runs: (caseId: string) => workflow.startCase(caseId),
    async sweep() {
      caseload.isAt(when)
      const repaired = await repairCases({ ...ports, workflow: { ...workflow, startCase } })
      return { ...repaired, started, woken: workflow.woken }
    },
    openCases: async () => (await registers.conditions('BELEGGER-A', null)).openCases,
  }
}

const ON_TIME = '2026-03-05T09:59'
const LATE = '2026-03-05T10:01'
const NOTHING = { overdue: 0, stopped: 0, started: [], woken: [] }

describe('U3, invariant 4: the sweep repairs', () => {
  test('a case whose step is an hour late: its execution is woken with the token it waits by', async () => {
    const there = await aSweep(LATE)
    await there.has(
      'C-1',
      waiting('old').with({ type: 'Waiting', step: 'reminder', until: at('2026-03-05'), token: 'new' }, '2026-03-03'),
    )
    await there.runs('C-1')
    expect(await there.sweep()).toEqual({ ...NOTHING, overdue: 1, woken: ['new'] })
  })

  test('and started anew when it is gone', async () => {
    const there = await aSweep(LATE)
    await there.has('C-1', waiting('a-token'))
    expect(await there.sweep()).toEqual({ ...NOTHING, overdue: 1, started: ['C-1'] })
  })

  test('and started when it never came to waiting', async () => {
    const there = await aSweep(LATE)
    await there.has('C-1', waiting())
    await there.runs('C-1')
    expect(await there.sweep()).toEqual({ ...NOTHING, overdue: 1, started: ['C-1'] })
  })

  test('nothing that is less than an hour late, and nothing that just waits', async () => {
    const there = await aSweep(ON_TIME)
    await there.has('C-1', waiting('a-token'))
    await there.runs('C-1')
    expect(await there.sweep()).toEqual(NOTHING)
  })

  test('an open case without an execution, before its step comes due', async () => {
    const there = await aSweep('2026-03-03T05:00')
    await there.has('C-1', waiting('a-token'))
    await there.has('C-2', waiting('another'))
    await there.has('C-3', anArrearsCase({ client: 'BELEGGER-B' }))
    await there.runs('C-2')
    expect(await there.sweep()).toEqual({ ...NOTHING, stopped: 2, started: ['C-1', 'C-3'] })
  })

  test('a case that was paid while its agency must still hear of it (K1), and not one that is finished', async () => {
    const there = await aSweep('2026-05-26T06:00')
    await there.has('C-1', aCaseAtTheAgency().withPaid('2026-05-25'))
    await there.has('C-2', anArrearsCase().withPaid('2026-03-04'))
    expect(await there.sweep()).toEqual({ ...NOTHING, overdue: 1, started: ['C-1'] })
  })
})

describe('I3 a case that an import opened or reopened before it broke off', () => {
  const begun = async (there: Awaited<ReturnType<typeof aSweep>>, caseId: string) => {
    const record = { ...recordOf(renterOf(caseId), 1), caseId, begun: true } as const
    await there.ports.renters.put(record)
    return async () => (await there.ports.renters.get(record.renter, record.client))?.begun ?? false
  }

  test('is listed, frozen until a book tells of it, and started', async () => {
    const there = await aSweep('2026-03-03T05:00')
    const [opened] = anArrearsCase().history
    if (!opened) throw new Error('a case begins with an event')
    await there.ports.log.append('C-1', { seq: 0, hash: '' }, opened, opened.at)
    const isBegun = await begun(there, 'C-1')

    expect(await there.sweep()).toEqual({ ...NOTHING, stopped: 1, started: ['C-1'] })
    const [summary] = await there.ports.log.summariesOf(['C-1'])
    expect(summary).toMatchObject({ renter: renterOf('C-1'), tasks: [{ task: 'unread' }] })
    expect(await isBegun()).toBe(false)
    expect((await there.sweep()).stopped, 'the execution that was asked for does not run here').toBe(1)
  })

  test('and nothing of one that came no further than the renter’s record', async () => {
    const there = await aSweep('2026-03-03T05:00')
    const isBegun = await begun(there, 'C-1')
    expect(await there.sweep()).toEqual(NOTHING)
    expect(await isBegun()).toBe(false)
  })
})

test('the sweep notes how many cases are open, at all clients, whatever it repairs', async () => {
  const there = await aSweep(LATE)
  await there.has('C-1', waiting('a-token'))
  await there.has('C-2', anArrearsCase({ client: 'BELEGGER-B' }))
  await there.has('C-3', anArrearsCase().withPaid('2026-03-04'))
  await there.runs('C-2')
  await there.sweep()
  expect(await there.openCases()).toBe(2)
})

test('renters are made to be found again once under another key, ended cases too', async () => {
  const there = await aSweep(ON_TIME)
  await there.has('C-1', waiting('a-token'))
  await there.has('C-2', anArrearsCase().withPaid('2026-03-04'))
  const written: string[] = []
  const { renters } = there.ports
  renters.writeTerms = async ({ caseId }) => void written.push(caseId ?? '')
  await there.sweep()
  await there.sweep()
  expect(written.sort()).toEqual(['C-1', 'C-2'])
  renters.searchKeyId = async () => 'another-key'
  await there.sweep()
  expect(written).toHaveLength(4)
})

test('the sweep writes what lists need of every case', async () => {
  const there = await aSweep(ON_TIME)
  await there.has('C-1', waiting('a-token'))
  await there.has('C-2', anArrearsCase().withPaid('2026-03-04'))
  await there.sweep()
  const rows = await currentRows({ ...there.ports, log: { async *listedSince() {} } })
  expect(rows.map(({ caseId, phase }) => [caseId, phase])).toEqual([
    ['C-1', 'reminding'],
    ['C-2', 'paid'],
  ])
})
