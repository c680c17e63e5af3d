import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { CASE_LIST_KEY } from '../../shared/contracts/object-keys.ts'
import type { CaseSummary } from '../../shared/contracts/ports.ts'
import { hasEnded, type Phase } from '../../shared/domain/phase.ts'
import { type CaseFilter, type CaseList, caseList, UnknownPlace } from '../../shared/queries/case-list.ts'
import { makeSnapshot, renewSnapshot } from '../../shared/queries/case-snapshot.ts'
import { type Database, startDatabase } from '../support/dynalite.ts'
import { aCaseLog } from '../support/in-memory/case-log.ts'
import { aBucketful } from '../support/in-memory/objects.ts'

const CLIENTS = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-C']
const PHASES: Phase[] = ['reminding', 'paid', 'awaiting-answer', 'closed', 'signal-held']
const MUNICIPALITIES = ['0363', '0344', null]
const CASES: CaseSummary[] = Array.from({ length: 150 }, (_, index) => ({
  caseId: `C-${index}`,
  seq: 1,
  renter: `DEB-${index}`,
  client: CLIENTS[index % 3] ?? '',
  gemeentecode: MUNICIPALITIES[(index % 7) % 3] ?? null,
  phase: PHASES[index % 5] ?? 'reminding',
  step: 'demand',
  due: index % 4 === 0 ? null : `2026-03-${10 + (index % 9)}T08:00:00.000Z`,
  queue: null,
  openedOn: `2026-02-${10 + (index % 11)}`,
  months: 1 + (index % 3),
  amountCents: 10_000 * (index % 13),
  ...(index % 5 === 4 && { reasons: index % 2 === 0 ? ['G5', 'G4b'] : ['G5'] }),
}))

/** Some cases, and what lists ask of the world, of which a test can say the moment. */
async function someCases(given: readonly CaseSummary[] = CASES) {
  let at = '2026-03-05T05:00:00.000Z'
  const now = () => new Date(at)
  const log = aCaseLog(now)
  const objects = aBucketful()
  for (const each of given) await log.summarise(each)
  const ports = { log, objects, now }
  return {
    ...ports,
    isAt: (moment: string) => {
      at = moment
    },
    list: (filter: CaseFilter, size = 50, cursor: string | null = null) => caseList(ports, filter, { size, cursor }),
    async pages(filter: CaseFilter, size: number): Promise<CaseSummary[][]> {
      const found: CaseSummary[][] = []
      let cursor: string | null = null
      do {
        const { cases, next }: CaseList = await caseList(ports, filter, { size, cursor })
        found.push([...cases])
        cursor = next
      } while (cursor !== null)
      return found
    },
  }
}
const ids = (cases: readonly CaseSummary[]) => cases.map(({ caseId }) => caseId)
const isOpen = ({ phase }: CaseSummary) => !hasEnded(phase)

describe('cases, page by page', () => {
  test.each<[string, CaseFilter, (each: CaseSummary) => boolean]>([
    ['all that are open', { ended: false }, isOpen],
    ['all that have ended', { ended: true }, (each) => !isOpen(each)],
    ['of a client', { ended: false, client: 'BELEGGER-B' }, (each) => isOpen(each) && each.client === 'BELEGGER-B'],
    ['in a phase', { ended: true, phase: 'closed' }, ({ phase }) => phase === 'closed'],
    ['in a phase of the other list', { ended: false, phase: 'closed' }, () => false],
    [
      'in a municipality',
      { ended: false, gemeentecode: '0344' },
      (each) => isOpen(each) && each.gemeentecode === '0344',
    ],
    ['in none', { ended: false, gemeentecode: null }, (each) => isOpen(each) && each.gemeentecode === null],
    ['held for a reason', { ended: false, reason: 'G4b' }, ({ reasons = [] }) => reasons.includes('G4b')],
    [
      'of some amount',
      { ended: false, amountFrom: 20_000, amountUntil: 50_000 },
      (each) => isOpen(each) && each.amountCents >= 20_000 && each.amountCents <= 50_000,
    ],
    [
      'due before a moment',
      { ended: false, dueBefore: '2026-03-13T08:00:00.000Z' },
      (each) => isOpen(each) && each.due !== null && each.due < '2026-03-13T08:00:00.000Z',
    ],
    [
      'by everything together',
      { ended: false, client: 'BELEGGER-A', phase: 'reminding', gemeentecode: '0363', dueBefore: '2026-03-17' },
      (each) =>
        [each.client, each.phase, each.gemeentecode].join() === 'BELEGGER-A,reminding,0363' &&
        each.due !== null &&
        each.due < '2026-03-17',
    ],
  ])('%s: each once, whatever the size of a page, and all of them are counted', async (_, filter, belongs) => {
    const there = await someCases()
    const expected = ids(CASES.filter(belongs)).sort()
    for (const size of [1, 7, 50, 1000]) {
      const found = await there.pages(filter, size)
      expect(ids(found.flat()).sort()).toEqual(expected)
      // Every page is full but the last.
      for (const page of found.slice(0, -1)) expect(page).toHaveLength(size)
    }
    expect((await there.list(filter)).total).toBe(expected.length)
  })

  test('come soonest due first; those that wait for an event alone come last, the newest first', async () => {
    const there = await someCases()
    const all = (await there.pages({ ended: false }, 11)).flat()
    const place = ({ due, openedOn }: CaseSummary) => [due ?? '9', ...openedOn].join('')
    const moments = all.map(({ due }) => due ?? '9')
    expect(moments).toEqual(moments.toSorted())
    const waiting = all.filter(({ due }) => due === null).map(({ openedOn }) => openedOn)
    expect(waiting.length).toBeGreaterThan(5)
    expect(waiting).toEqual(waiting.toSorted().reverse())
    expect(new Set(all.map(place)).size, 'some are due at the same moment').toBeLessThan(all.length)
  })

  test('are counted by each value of a filter, under the other filters', async () => {
    const there = await someCases()
    const { facets } = await there.list({ ended: false, client: 'BELEGGER-A', phase: 'signal-held' })
    const count = (holds: (each: CaseSummary) => boolean) => CASES.filter(holds).length
    for (const { value, count: found } of facets.client)
      expect(found).toBe(count(({ client, phase }) => client === value && phase === 'signal-held'))
    expect(facets.client.map(({ value }) => value).sort()).toEqual(CLIENTS)
    for (const { value, count: found } of facets.phase)
      expect(found).toBe(count(({ client, phase }) => client === 'BELEGGER-A' && phase === value))
    expect(facets.phase.map(({ value }) => value).sort()).toEqual(['awaiting-answer', 'reminding', 'signal-held'])
    const held = ({ client, phase }: CaseSummary) => client === 'BELEGGER-A' && phase === 'signal-held'
    expect(facets.reason[0]).toEqual({ value: 'G5', count: count(held) })
    expect(facets.gemeentecode.reduce((sum, each) => sum + each.count, 0)).toBe(count(held))
    const [open, ended] = facets.ended
    expect(open?.count).toBe(count((each) => isOpen(each) && each.client === 'BELEGGER-A'))
    expect(ended?.count).toBe(count((each) => !isOpen(each) && each.client === 'BELEGGER-A'))
    for (const facet of Object.values(facets).slice(0, 4)) {
      const counts = facet.map((each) => each.count)
      expect(counts).toEqual(counts.toSorted((a, b) => b - a))
    }
  })

  test('a cursor that is none of ours is refused', async () => {
    const there = await someCases()
    for (const cursor of ['', 'x', Buffer.from('["due",1]').toString('base64url')])
      await expect(there.list({ ended: false }, 3, cursor)).rejects.toThrow(UnknownPlace)
  })
})

describe('over the snapshot lies what changed since', () => {
  const [first] = CASES.filter(({ phase }) => phase === 'reminding')
  if (!first) throw new Error('there is no such case')

  test.each([
    ['made', makeSnapshot],
    ['brought up to date', renewSnapshot],
  ])('when it was %s before', async (_, write) => {
    const there = await someCases()
    await write(there)
    there.isAt('2026-03-05T10:00:00.000Z')
    await there.log.summarise({ ...first, seq: 2, phase: 'closed', due: null })
    await there.log.summarise({ ...first, caseId: 'C-new' })
    const open = ids((await there.pages({ ended: false }, 1000)).flat())
    expect(open).not.toContain(first.caseId)
    expect(open).toContain('C-new')
    expect(open).toHaveLength(CASES.filter(isOpen).length)
    expect(ids((await there.pages({ ended: true }, 1000)).flat())).toContain(first.caseId)
  })

  test('and no more is read than that', async () => {
    const there = await someCases()
    await makeSnapshot(there)
    there.isAt('2026-03-05T10:00:00.000Z')
    const asked: string[] = []
    const log = {
      ...there.log,
      listedSince(since: string) {
        asked.push(since)
        return there.log.listedSince(since)
      },
    }
    const { total } = await caseList({ ...there, log }, { ended: false }, { size: 50, cursor: null })
    expect([asked, total]).toEqual([['2026-03-05T04:55:00.000Z'], CASES.filter(isOpen).length])
  })

  test('a case that is gone is counted until the snapshot is made anew, and never shown', async () => {
    const there = await someCases()
    await makeSnapshot(there)
    const without = await someCases(CASES.filter(({ caseId }) => caseId !== first.caseId))
    const ports = { ...there, log: without.log, now: () => new Date('2026-03-06T05:00:00.000Z') }
    const listed = () => caseList(ports, { ended: false }, { size: 1000, cursor: null })
    const before = await listed()
    expect(before.cases).toHaveLength(before.total - 1)
    await makeSnapshot(ports)
    expect((await listed()).total).toBe(before.total - 1)
  })

  test('what is shown of a case is what its summary says', async () => {
    const there = await someCases()
    await makeSnapshot(there)
    const log = { ...there.log, listedSince: aCaseLog().listedSince }
    await there.log.summarise({ ...first, seq: 2, amountCents: 1 })
    const lags = await caseList({ ...there, log }, { ended: false }, { size: 1000, cursor: null })
    expect(lags.cases.find(({ caseId }) => caseId === first.caseId)?.amountCents).toBe(1)
    // The filter holds it back as it is now.
    const filtered = await caseList({ ...there, log }, { ended: false, amountFrom: 2 }, { size: 1000, cursor: null })
    expect(ids(filtered.cases)).not.toContain(first.caseId)
  })

  test('a snapshot that cannot be read, or is not there, is made again from all cases by whoever reads it', async () => {
    const many = Array.from({ length: 1_001 }, (_, index) => ({ ...first, caseId: `M-${index}` }))
    const there = await someCases(many)
    for (const content of [null, 'x', gzipSync('{}'), gzipSync('{"at":')]) {
      if (content !== null) await there.objects.put('work', CASE_LIST_KEY, content, 'application/gzip')
      expect((await there.list({ ended: false })).total).toBe(many.length)
      there.isAt('2026-03-09T10:00:00.000Z')
      const { total } = await caseList(
        { ...there, log: { ...there.log, listedSince: aCaseLog().listedSince } },
        { ended: false },
        { size: 9, cursor: null },
      )
      expect(total).toBe(many.length)
    }
  })

  test('and holds nothing by which a renter is known', async () => {
    const there = await someCases()
    await makeSnapshot(there)
    const text = gunzipSync((await there.objects.get('work', CASE_LIST_KEY)) ?? '').toString()
    expect(text).toContain('C-149')
    expect(text).not.toContain('DEB-')
  })
})

describe('on DynamoDB', () => {
  let database: Database
  beforeAll(async () => {
    database = await startDatabase()
  })
  afterAll(() => database.stop())

  test('a page costs two queries, beside one read of the cases that it shows', async () => {
    const log = dynamoCaseLog(database.client, await database.newTable())
    await Promise.all(CASES.map(log.summarise))
    const ports = { log, objects: aBucketful(), now: () => new Date() }
    const calls: string[] = []
    database.client.middlewareStack.add(
      (next, { commandName = '' }) =>
        (args) => {
          calls.push(commandName)
          return next(args)
        },
      { step: 'initialize', name: 'counted' },
    )
    await makeSnapshot(ports)
    calls.length = 0
    const { cases } = await caseList(ports, { ended: false }, { size: 50, cursor: null })
    database.client.middlewareStack.remove('counted')
    expect(cases).toHaveLength(50)
    expect(calls.sort()).toEqual(['BatchGetItemCommand', 'QueryCommand', 'QueryCommand'])
  })
})
