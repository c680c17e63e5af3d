import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { type CaseLog, type CaseSummary, type RegisterStore, UnknownPlace } from '../../shared/contracts/ports.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import type { Phase } from '../../shared/domain/phase.ts'
import { type CaseFilter, listCases } from '../../shared/queries/list-cases.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { REGISTERS } from '../support/landscape.ts'

const CLIENTS = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-C']
const PHASES: Phase[] = ['reminding', 'paid', 'awaiting-answer', 'closed', 'suspended']
const MUNICIPALITIES = ['0363', '0344', null]
const CASES: CaseSummary[] = Array.from({ length: 150 }, (_, index) => ({
  caseId: `C-${index}`,
  seq: 1,
  renter: `${100_000 + index}`,
  client: CLIENTS[index % 3] ?? '',
  gemeentecode: MUNICIPALITIES[(index % 7) % 3] ?? null,
  phase: PHASES[index % 5] ?? 'reminding',
  step: 'demand',
  due: index % 4 === 0 ? null : `2026-03-${10 + (index % 9)}T08:00:00.000Z`,
  queue: null,
  openedOn: '2026-03-04',
  months: 1,
  amountCents: 95_050,
}))

let database: Database
let work: { readonly log: CaseLog; readonly registers: RegisterStore }
beforeAll(async () => {
  database = await startDatabase()
  const table = await database.newTable()
  const log = dynamoCaseLog(database.client, table)
  const registers = dynamoRegisterStore(database.client, table)
  await registers.load(registersSchema.parse(REGISTERS), '2026-01-01T00:00:00.000Z', 'system')
  await Promise.all(CASES.map(log.summarise))
  work = { log, registers }
})
afterAll(() => database.stop())

async function pages(filter: CaseFilter, size: number): Promise<CaseSummary[][]> {
  const found: CaseSummary[][] = []
  let cursor: string | null = null
  do {
    const { cases, next }: Awaited<ReturnType<typeof listCases>> = await listCases(work, filter, { size, cursor })
    found.push([...cases])
    cursor = next
  } while (cursor !== null)
  return found
}
const ids = (cases: readonly CaseSummary[]) => cases.map(({ caseId }) => caseId)

describe('cases, page by page', () => {
  test.each<[string, CaseFilter, (each: CaseSummary) => boolean]>([
    ['all, ended ones too', {}, () => true],
    ['of a client', { client: 'BELEGGER-B' }, ({ client }) => client === 'BELEGGER-B'],
    ['in a phase', { phase: 'suspended' }, ({ phase }) => phase === 'suspended'],
    ['that ended so', { phase: 'closed' }, ({ phase }) => phase === 'closed'],
    ['in a municipality', { gemeentecode: '0344' }, ({ gemeentecode }) => gemeentecode === '0344'],
    [
      'due before a moment',
      { dueBefore: '2026-03-13T08:00:00.000Z' },
      ({ due }) => due !== null && due < '2026-03-13T08:00:00.000Z',
    ],
    [
      'by everything together',
      { client: 'BELEGGER-A', phase: 'paid', gemeentecode: '0363', dueBefore: '2026-03-17T00:00:00.000Z' },
      ({ client, phase, gemeentecode, due }) =>
        client === 'BELEGGER-A' &&
        phase === 'paid' &&
        gemeentecode === '0363' &&
        due !== null &&
        due < '2026-03-17T00:00:00.000Z',
    ],
    ['of nobody', { client: 'BELEGGER-Z' }, () => false],
  ])('%s: each once, whatever the size of a page', async (_, filter, belongs) => {
    const expected = ids(CASES.filter(belongs)).sort()
    for (const size of [1, 7, 50, 1000]) {
      const found = await pages(filter, size)
      expect(ids(found.flat()).sort()).toEqual(expected)
      // Every page is full but the last.
      for (const page of found.slice(0, -1)) expect(page).toHaveLength(size)
    }
  })

  test('come in an order that stays: by client, open ones first; by moment where one is asked', async () => {
    const all = (await pages({}, 1000)).flat()
    const again = (await pages({}, 11)).flat()
    expect(ids(again)).toEqual(ids(all))
    const place = ({ client, phase }: CaseSummary) => `${client} ${phase === 'paid' || phase === 'closed' ? 1 : 0}`
    expect(all.map(place)).toEqual(all.map(place).sort())
    const due = (await pages({ dueBefore: '9' }, 11)).flat().map((each) => each.due ?? '')
    expect(due).toEqual([...due].sort())
  })

  test('a cursor of another filter, or none of ours, is refused', async () => {
    const { next } = await listCases(work, { client: 'BELEGGER-A' }, { size: 3, cursor: null })
    expect(next).not.toBeNull()
    await expect(listCases(work, { client: 'BELEGGER-B' }, { size: 3, cursor: next })).rejects.toThrow(UnknownPlace)
    for (const cursor of ['', 'x', Buffer.from('["due","[]"]').toString('base64url')])
      await expect(listCases(work, { dueBefore: '9' }, { size: 3, cursor })).rejects.toThrow(UnknownPlace)
  })

  test('a case that ends is found among the ended ones', async () => {
    const [first] = CASES.filter(({ client, phase }) => client === 'BELEGGER-C' && phase === 'suspended')
    if (!first) throw new Error('there is no such case')
    await work.log.summarise({ ...first, seq: 2, phase: 'closed' })
    expect(ids((await pages({ client: 'BELEGGER-C', phase: 'suspended' }, 9)).flat())).not.toContain(first.caseId)
    expect(ids((await pages({ client: 'BELEGGER-C', phase: 'closed' }, 9)).flat())).toContain(first.caseId)
    await work.log.summarise({ ...first, seq: 3 })
  })
})
