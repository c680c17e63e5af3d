import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type CaseLog, CaseMovedOn, type CaseSummary } from '../../shared/contracts/ports.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import { brokenAt } from '../../shared/domain/history.ts'
import { MAPPING } from '../support/case-builder.ts'
import { AT, aCaseIn, anyEvent, OPENED, onto, RESERVED, START, sha256, summaryOf, THREAT } from './some-cases.ts'

/** What every case log must do, whatever lies under it. */
export function caseLogContract(newLog: () => Promise<CaseLog>): void {
  let log: CaseLog
  const aCase = (...events: CaseEvent[]) => aCaseIn(log, ...events)

  beforeAll(async () => {
    log = await newLog()
  })

  describe('the history of a case', () => {
    test('is read back in order, exactly as it was appended', async () => {
      const { caseId, last } = await aCase(THREAT, RESERVED)

      const loaded = await log.load(caseId)

      expect(loaded?.events).toEqual([
        { ...OPENED, v: 1, by: 'system', seq: 1, at: AT, prev: '' },
        { ...THREAT, v: 1, seq: 2, at: AT, prev: expect.stringMatching(/^[0-9a-f]{64}$/) },
        { ...RESERVED, v: 1, by: 'system', seq: 3, at: AT, prev: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ])
      expect(brokenAt(loaded?.events ?? [], sha256)).toBeNull()
      expect(loaded?.state).toMatchObject({ ...onto(last), client: 'BELEGGER-A', gemeentecode: null })
      expect(loaded?.summary).toBeNull()
    })

    test('is null for a case that nobody opened', async () => {
      expect(await log.load('Z-unknown')).toBeNull()
    })

    test('stays in order past ten events', async () => {
      const { caseId } = await aCase(...Array.from({ length: 24 }, () => THREAT))

      const seqs = (await log.load(caseId))?.events.map(({ seq }) => seq)

      expect(seqs).toEqual(Array.from({ length: 25 }, (_, index) => index + 1))
    })

    test('is read whole when it is larger than one answer of the database', async () => {
      const claims = Array.from({ length: 4_000 }, (_, index) => ({
        ...{ number: index + 1, dueOn: '2026-03-01', openCents: 95_050, contract: 1, rent: true },
      }))
      const long = (): CaseEvent => ({ type: 'ArrearsChanged', on: '2026-03-05', claims, mapping: MAPPING })
      const { caseId } = await aCase(...[1, 2, 3, 4, 5, 6].map(long))

      const loaded = await log.load(caseId)

      expect(loaded?.events).toHaveLength(7)
      expect(brokenAt(loaded?.events ?? [], sha256)).toBeNull()
    })
  })

  describe('of two writers', () => {
    test('the first one wins, and the second one writes nothing', async () => {
      const { caseId, last } = await aCase()

      await log.append(caseId, onto(last), THREAT, AT)
      await expect(log.append(caseId, onto(last), RESERVED, AT)).rejects.toThrow(CaseMovedOn)

      expect((await log.load(caseId))?.events.map(({ type }) => type)).toEqual(['CaseOpened', 'ThreatDeclared'])
    })

    test('only one wins, even when both write the same event at the same moment', async () => {
      const { caseId, last } = await aCase()

      const answers = await Promise.allSettled([1, 2, 3].map(() => log.append(caseId, onto(last), RESERVED, AT)))

      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected'])
      for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toBeInstanceOf(CaseMovedOn)
    })

    test('fifty who all try again leave an unbroken chain with an event of each', async () => {
      const { caseId } = await aCase()
      const untilAppended = async (by: string): Promise<void> => {
        for (;;) {
          const { state } = (await log.load(caseId)) ?? { state: START }
          try {
            await log.append(caseId, { seq: state.seq, hash: state.hash }, { ...THREAT, by }, AT)
            return
          } catch (error) {
            if (!(error instanceof CaseMovedOn)) throw error
            await pause(Math.random() * 400)
          }
        }
      }
      const writers = Array.from({ length: 50 }, (_, index) => `writer-${index}`)

      await Promise.all(writers.map(untilAppended))

      const { events } = (await log.load(caseId)) ?? { events: [] }
      expect(events).toHaveLength(51)
      expect(brokenAt(events, sha256)).toBeNull()
      expect(new Set(events.flatMap((event) => (event.type === 'ThreatDeclared' ? [event.by] : [])))).toEqual(
        new Set(writers),
      )
    })
  })

  describe('an event', () => {
    test('comes back with the same hash, whatever it holds', async () => {
      await fc.assert(
        fc.asyncProperty(anyEvent, async (event) => {
          const { caseId, last } = await aCase(event)

          const loaded = await log.load(caseId)

          expect(loaded?.events[1]).toEqual(last)
          expect(loaded?.state.hash).toBe(onto(last).hash)
        }),
        { numRuns: 100 },
      )
    })

    test('keeps numbers, nulls, booleans and empty texts exactly as they are', async () => {
      const claims = [0, -1_234_567_890_123].map((openCents) => ({
        number: 1,
        dueOn: '2026-03-01',
        openCents,
        contract: 1,
        rent: true,
      }))
      const odd: CaseEvent[] = [
        { type: 'ArrearsChanged', on: '2026-03-05', claims, mapping: MAPPING },
        { type: 'CaseFactsCorrected', naturalPerson: true, dwelling: false, gemeentecode: null },
        { type: 'SignalHeld', reasons: [] },
      ]
      const { caseId } = await aCase(...odd)

      const events = (await log.load(caseId))?.events.slice(1)

      expect(events).toStrictEqual(
        odd.map((event, index) => ({ ...event, v: 1, by: 'system', seq: index + 2, at: AT, prev: expect.any(String) })),
      )
    })

    test('is stored without the members that are undefined', async () => {
      const event: CaseEvent = { ...THREAT }
      Object.assign(event, { cause: undefined })
      const { caseId, last } = await aCase(event)

      const loaded = await log.load(caseId)

      expect(Object.keys(loaded?.events[1] ?? {})).not.toContain('cause')
      expect(loaded?.state.hash).toBe(onto(last).hash)
    })
  })

  describe('the summary', () => {
    test('stands beside the history, exactly as it was given', async () => {
      const { caseId } = await aCase()
      await log.summarise(summaryOf(caseId, { seq: 1, due: null }))

      expect((await log.load(caseId))?.summary).toStrictEqual(summaryOf(caseId, { seq: 1, due: null }))
    })

    test('only moves forward: one that comes late is dropped without a word', async () => {
      const { caseId } = await aCase()
      await log.summarise(summaryOf(caseId, { seq: 3, months: 3 }))
      await log.summarise(summaryOf(caseId, { seq: 2, months: 2 }))
      expect((await log.load(caseId))?.summary).toMatchObject({ seq: 3, months: 3 })

      await log.summarise(summaryOf(caseId, { seq: 3, months: 4 }))
      expect((await log.load(caseId))?.summary).toMatchObject({ seq: 3, months: 4 })
    })

    test('lists a case that waits for a file, until it has its file', async () => {
      const { caseId } = await aCase()
      const queued = summaryOf(caseId, { seq: 1, queue: 'signal', due: null })
      await log.summarise(queued)
      expect(await idsOf(log.queued('signal'))).toContain(caseId)
      expect(await idsOf(log.queued('withdrawal'))).not.toContain(caseId)
      expect(await find(log.queued('signal'), caseId)).toStrictEqual(queued)

      await log.summarise({ ...queued, seq: 2, queue: null })
      expect(await idsOf(log.queued('signal'))).not.toContain(caseId)
    })

    test('lists a case under its client, until it has ended', async () => {
      const { caseId } = await aCase()
      await log.summarise(summaryOf(caseId, { seq: 1, client: 'BELEGGER-B' }))
      expect(await idsOf(log.openOf('BELEGGER-B'))).toEqual([caseId])
      expect(await idsOf(log.openOf('BELEGGER'))).toEqual([])

      await log.summarise(summaryOf(caseId, { seq: 2, client: 'BELEGGER-B', phase: 'paid' }))
      expect(await idsOf(log.openOf('BELEGGER-B'))).toEqual([])
    })

    test('lists a case as overdue only after its moment', async () => {
      const { caseId } = await aCase()
      const due = '2026-03-05T08:00:00.000Z'
      await log.summarise(summaryOf(caseId, { seq: 1, due }))

      expect(await idsOf(log.overdue('2026-03-05T08:00:00.001Z'))).toContain(caseId)
      expect(await idsOf(log.overdue(due))).not.toContain(caseId)

      await log.summarise(summaryOf(caseId, { seq: 2, due: null }))
      expect(await idsOf(log.overdue('9999-01-01T00:00:00.000Z'))).not.toContain(caseId)
    })

    test('still lists an ended case as overdue while something must leave for it', async () => {
      const { caseId } = await aCase()
      const due = '2026-03-05T08:00:00.000Z'
      await log.summarise(summaryOf(caseId, { seq: 1, phase: 'paid', step: 'inform-agency', due }))

      expect(await idsOf(log.overdue('2026-03-06T08:00:00.000Z'))).toContain(caseId)
    })

    test('lists many cases once each', async () => {
      const ids = Array.from({ length: 60 }, (_, index) => `Y-${index}`)
      await Promise.all(ids.map((caseId) => log.summarise(summaryOf(caseId, { seq: 1, client: 'BELEGGER-C' }))))

      expect((await idsOf(log.openOf('BELEGGER-C'))).sort()).toEqual(ids.sort())
    })
  })

  test('summaries are found by id, and those that are not there are left out', async () => {
    for (const caseId of ['V-1', 'V-2']) await log.summarise(summaryOf(caseId, { seq: 1 }))
    const found = await log.summariesOf(['V-1', 'V-unknown', 'V-2'])
    expect(found.map(({ caseId }) => caseId).sort()).toEqual(['V-1', 'V-2'])
    expect(await log.summariesOf([])).toEqual([])
  })

  test('summaries that were written since a moment are found, as they stand, ended cases too', async () => {
    const fresh = await newLog()
    const ids = Array.from({ length: 130 }, (_, index) => `V-${index}`)
    await Promise.all(ids.map((caseId) => fresh.summarise(summaryOf(caseId, { seq: 1 }))))
    expect((await idsOf(fresh.listedSince('0000'))).sort()).toEqual(ids.toSorted())

    await pause(2)
    const since = new Date().toISOString()
    const paid = summaryOf('V-7', { seq: 2, phase: 'paid', due: null })
    await fresh.summarise(summaryOf('V-7', { seq: 2 }))
    await fresh.summarise(paid)
    expect(await collect(fresh.listedSince(since))).toEqual([paid])
    expect(await idsOf(fresh.listedSince('9999'))).toEqual([])
  })

  test('S2 what the renters’ administration must show of some time is found, with the renter; the end is left out', async () => {
    const fresh = await newLog()
    const moments = ['2026-03-28T18:44:59.999Z', '2026-03-28T18:45:00.000Z', '2026-03-29T10:00:00.000Z']
    const until = '2026-03-29T17:45:00.000Z'
    const ids = Array.from({ length: 30 }, (_, index) => `W-${index}`)
    const write = async (caseId: string) => {
      let last = await fresh.append(caseId, START, OPENED, moments[0] ?? '')
      for (const [event, at] of [
        ...moments.map((each) => [THREAT, each] as const),
        [RESERVED, moments[2] ?? ''],
        [THREAT, until],
      ] as const)
        last = await fresh.append(caseId, onto(last), event, at)
      await fresh.summarise(summaryOf(caseId, { seq: 6 }))
    }
    await Promise.all(ids.map(write))

    const found = await collect(fresh.entries(moments[1] ?? '', until))

    const places = found.map(({ caseId, event: { seq, type } }) => `${caseId} ${seq} ${type}`)
    expect(places.sort()).toEqual(ids.flatMap((id) => [`${id} 3 ThreatDeclared`, `${id} 4 ThreatDeclared`]).sort())
    const [first] = found
    expect(first).toMatchObject({ renter: summaryOf('W-0', { seq: 6 }).renter, client: 'BELEGGER-A', event: THREAT })
    expect((await fresh.load('W-0'))?.events.map(({ type }) => type)).toHaveLength(6)
    expect(brokenAt((await fresh.load('W-0'))?.events ?? [], sha256)).toBeNull()
  })

  describe('for the anchor of a day', () => {
    test('every case to which anything was appended then is found once; the end is left out', async () => {
      const fresh = await newLog()
      const midnight = '2026-03-28T23:00:00.000Z'
      const ids = Array.from({ length: 30 }, (_, index) => `W-${index}`)
      const write = async (caseId: string) => {
        let last = await fresh.append(caseId, START, OPENED, '2026-03-27T23:00:00.000Z')
        for (const event of [RESERVED, THREAT])
          last = await fresh.append(caseId, onto(last), event, '2026-03-28T09:00:00.000Z')
        await fresh.append(caseId, onto(last), RESERVED, midnight)
      }
      await Promise.all(ids.map(write))
      await fresh.append('W-later', START, OPENED, midnight)
      await fresh.append('W-before', START, OPENED, '2026-03-27T22:59:59.999Z')

      expect((await collect(fresh.changedCases('2026-03-27T23:00:00.000Z', midnight))).sort()).toEqual(ids.sort())
      expect(await collect(fresh.changedCases('2026-03-28T10:00:00.000Z', midnight))).toEqual([])
      const all = await collect(fresh.changedCases('2026-03-27T22:00:00.000Z', '2026-03-29T10:00:00.000Z'))
      expect(all).toHaveLength(32)
    })

    test('the newest event of a case is its head, whatever else is kept of the case', async () => {
      const { caseId, last } = await aCase(...Array.from({ length: 11 }, () => THREAT))
      await log.summarise(summaryOf(caseId, { seq: 12 }))

      expect(await log.headOf(caseId)).toEqual(onto(last))
      expect(await log.headOf('Z-unknown')).toBeNull()
    })
  })

  test('all cases are found, with or without a summary', async () => {
    const fresh = await newLog()
    const ids = Array.from({ length: 40 }, (_, index) => `X-${index}`)
    await Promise.all(ids.map((caseId) => fresh.append(caseId, START, OPENED, AT)))
    await fresh.summarise(summaryOf('X-7', { seq: 1 }))

    const found = await collect(fresh.all())

    expect(found.map(({ caseId }) => caseId).sort()).toEqual(ids.sort())
    expect(found.find(({ caseId }) => caseId === 'X-7')?.summary).toMatchObject({ seq: 1 })
    expect(found.every(({ events }) => events.length === 1)).toBe(true)
  })
}

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const value of values) all.push(value)
  return all
}

const idsOf = async (summaries: AsyncIterable<CaseSummary>) => (await collect(summaries)).map(({ caseId }) => caseId)

const find = async (summaries: AsyncIterable<CaseSummary>, id: string) =>
  (await collect(summaries)).find(({ caseId }) => caseId === id)
