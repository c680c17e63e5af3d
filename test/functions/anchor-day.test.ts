import { describe, expect, test } from 'vitest'
import { anchorDays } from '../../functions/anchor-day/anchor-day.ts'
import { keptAnchor, type TimestampService } from '../../shared/contracts/anchor.ts'
import { type IsoInstant, instantAt } from '../../shared/domain/calendar.ts'
import type { CaseEvent } from '../../shared/domain/event.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { aCaseLog } from '../support/in-memory/case-log.ts'
import { aNotebook } from '../support/in-memory/notebook.ts'
import { aBucketful } from '../support/in-memory/objects.ts'

const QUEUED: CaseEvent = { type: 'SignalQueued' }

/** A log, its evidence, and a timestamp service that can be down. */
function aLog({ stamps = false } = {}) {
  const log = aCaseLog()
  const objects = aBucketful()
  const notebook = aNotebook()
  let asked = 0
  let isDown = false
  const timestamps: TimestampService = {
    async stamp(text) {
      asked += 1
      if (isDown) throw new TypeError('fetch failed')
      return new TextEncoder().encode(`stamp on ${sha256(text)}`)
    },
  }
  const anchorOn = (day: string) => keptAnchor(objects.text('evidence', `anchors/${day}.json`))?.anchor
  return {
    log,
    objects,
    notebook,
    /** Appends an event to a case, on a local day and time. */
    async happens(caseId: string, when: string, event: CaseEvent = QUEUED): Promise<void> {
      const [day = '', time = ''] = when.split('T')
      const at: IsoInstant = instantAt(day, time)
      const before = (await log.headOf(caseId)) ?? { seq: 0, hash: '' }
      await log.append(caseId, before, event, at)
    },
    night: (day: string, time = '00:30') =>
      anchorDays({
        log,
        objects,
        notebook,
        timestamps: stamps ? timestamps : null,
        now: () => new Date(instantAt(day, time)),
      }),
    days: () =>
      objects
        .keys()
        .filter((key) => key.endsWith('.json'))
        .map((key) => key.slice(-15, -5)),
    anchorOn,
    headsOn: (day: string) => anchorOn(day)?.heads.map(({ case: caseId, seq }) => `${caseId} ${seq}`),
    stamped: () => objects.keys().filter((key) => key.endsWith('.tsr')),
    asked: () => asked,
    goesDown(down: boolean) {
      isDown = down
    },
  }
}

describe('invariant 5: every day leaves an anchor', () => {
  test('of the cases on which anything happened, each with its newest event, and chained to the one before', async () => {
    const there = aLog()
    await there.happens('C-2', '2026-03-02T10:00')
    await there.happens('C-1', '2026-03-02T11:00')
    await there.happens('C-1', '2026-03-02T23:59')
    await there.night('2026-03-03')
    await there.happens('C-2', '2026-03-03T00:31')
    expect(await there.night('2026-03-04')).toMatchObject({ anchors: 1 })

    expect(there.headsOn('2026-03-02')).toEqual(['C-1 2', 'C-2 1'])
    expect(there.headsOn('2026-03-03')).toEqual(['C-2 2'])
    expect(there.anchorOn('2026-03-02')?.prev).toBe('')
    expect(there.anchorOn('2026-03-03')?.prev).toBe(sha256(there.objects.text('evidence', 'anchors/2026-03-02.json')))
    expect(there.anchorOn('2026-03-03')?.heads[0]?.hash).toBe((await there.log.headOf('C-2'))?.hash)
  })

  test('from the first day on which anything happened; a quiet day has an anchor too', async () => {
    const there = aLog()
    expect(await there.night('2026-03-02')).toMatchObject({ anchors: 0 })
    await there.happens('C-1', '2026-03-02T10:00')
    for (const day of ['2026-03-03', '2026-03-04', '2026-03-05']) await there.night(day)

    expect(there.days()).toEqual(['2026-03-02', '2026-03-03', '2026-03-04'])
    expect(there.headsOn('2026-03-04')).toEqual([])
  })

  test('also of the days on which the machine was off, with what is known by then', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    await there.happens('C-1', '2026-03-03T10:00')
    await there.happens('C-1', '2026-03-05T10:00')
    await there.happens('C-2', '2026-03-31T10:00')
    expect(await there.night('2026-04-01', '14:00')).toMatchObject({ anchors: 29 })

    expect(there.days()).toHaveLength(30)
    expect(there.headsOn('2026-03-03')).toEqual(['C-1 3'])
    expect(there.headsOn('2026-03-31')).toEqual(['C-2 1'])
  })

  test('once: an anchor that stands is not made anew, whatever happened since, nor when the note of it is lost', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    const text = there.objects.text('evidence', 'anchors/2026-03-02.json')
    await there.happens('C-1', '2026-03-03T10:00')
    expect(await there.night('2026-03-03', '11:00')).toMatchObject({ anchors: 0 })
    const another = { ...there, notebook: aNotebook() }
    await anchorDays({ ...another, timestamps: null, now: () => new Date(instantAt('2026-03-04', '00:30')) })

    expect(there.objects.text('evidence', 'anchors/2026-03-02.json')).toBe(text)
    expect(there.anchorOn('2026-03-03')?.prev).toBe(sha256(text))
  })

  test('and one that broke off before it was noted goes on with the anchor that stands', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    const noted = await there.notebook.get('anchor', 'last')
    await there.night('2026-03-04')
    const text = there.objects.text('evidence', 'anchors/2026-03-03.json')
    await there.notebook.put('anchor', 'last', noted ?? { until: '', hash: '' })
    await there.happens('C-1', '2026-03-03T23:50')
    await there.night('2026-03-04')

    expect(there.objects.text('evidence', 'anchors/2026-03-03.json')).toBe(text)
    expect(await there.notebook.get('anchor', 'last')).toEqual({ until: '2026-03-03', hash: sha256(text) })
  })

  test('what was listed too late for its day is in the next one, and nothing twice', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T23:30')
    await there.night('2026-03-03')
    await there.happens('C-2', '2026-03-02T23:45')
    await there.night('2026-03-04')

    expect(there.headsOn('2026-03-02')).toEqual(['C-1 1'])
    expect(there.headsOn('2026-03-03')).toEqual(['C-2 1'])
  })

  test('is chained to the anchor that was made, even if another lies in its place', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    const made = sha256(there.objects.text('evidence', 'anchors/2026-03-02.json'))
    await there.objects.put('evidence', 'anchors/2026-03-02.json', '{}', 'application/json')
    await there.night('2026-03-04')

    expect(there.anchorOn('2026-03-03')?.prev).toBe(made)
  })

  test('of a day that is over for a quarter of an hour: no function that began on it is still at work', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03', '00:10')
    expect(there.days()).toEqual([])
    await there.night('2026-03-03', '00:15')
    expect(there.days()).toEqual(['2026-03-02'])
  })
})

describe('a timestamp service', () => {
  test('is asked for nothing where none is named', async () => {
    const there = aLog()
    await there.happens('C-1', '2026-03-02T10:00')
    expect(await there.night('2026-03-03')).toEqual({ anchors: 1, stamped: 0, unstamped: 0, because: null })
    expect(there.asked()).toBe(0)
  })

  test('stamps each anchor once, and the stamp lies beside it', async () => {
    const there = aLog({ stamps: true })
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    await there.night('2026-03-04')
    await there.night('2026-03-04')

    expect(there.stamped()).toEqual(['evidence/anchors/2026-03-02.tsr', 'evidence/anchors/2026-03-03.tsr'])
    expect(there.objects.text('evidence', 'anchors/2026-03-02.tsr')).toBe(
      `stamp on ${sha256(there.objects.text('evidence', 'anchors/2026-03-02.json'))}`,
    )
    expect(there.asked()).toBe(2)
  })

  test('that is down holds nothing up: the anchor stands without, and is stamped by the next run', async () => {
    const there = aLog({ stamps: true })
    there.goesDown(true)
    await there.happens('C-1', '2026-03-02T10:00')
    await there.night('2026-03-03')
    expect(await there.night('2026-03-04')).toEqual({ anchors: 1, stamped: 0, unstamped: 2, because: 'TypeError' })
    expect(there.asked()).toBe(2)

    there.goesDown(false)
    expect(await there.night('2026-03-05')).toEqual({ anchors: 1, stamped: 3, unstamped: 0, because: null })
  })
})
