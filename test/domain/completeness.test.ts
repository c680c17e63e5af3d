import { describe, expect, test } from 'vitest'
import { type Anchor, anchorText, type KeptAnchor } from '../../shared/domain/anchor.ts'
import { plusDays } from '../../shared/domain/calendar.ts'
import { type CheckedCase, type CheckedEvent, checkLog } from '../../shared/domain/completeness.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

// Invariant 5: what the anchors prove of a log, and what they show.

const at = (day: string, time = '09:00') => `${day}T${time}:00.000Z`
const event = (day: string, type = 'ThreatDeclared', time = '09:00'): CheckedEvent => ({
  type,
  at: at(day, time),
  hash: sha256(`${day} ${type} ${time}`),
})
const head = (caseId: string, events: readonly CheckedEvent[]) => ({
  case: caseId,
  seq: events.length,
  hash: events.at(-1)?.hash ?? '',
})

/** Anchors of days in a row, each chained to the one before. */
function chained(first: string, ...days: Anchor['heads'][]): KeptAnchor[] {
  const anchors: KeptAnchor[] = []
  for (const [index, heads] of days.entries()) {
    const before = anchors.at(-1)
    const anchor = { day: plusDays(first, index), prev: before ? sha256(before.text) : '', heads }
    anchors.push({ anchor, text: anchorText(anchor) })
  }
  return anchors
}

const A = [event('2026-03-02'), event('2026-03-02', 'Waiting'), event('2026-03-04'), event('2026-03-04', 'ActClaimed')]
const B = [event('2026-03-02', 'CaseOpened'), event('2026-03-05')]
const ANCHORS = chained('2026-03-02', [head('A', A.slice(0, 2)), head('B', B.slice(0, 1))], [], [head('A', A)])
const CASES: Readonly<Record<string, readonly CheckedEvent[]>> = { A, B }

async function* some(cases: Readonly<Record<string, readonly CheckedEvent[]>>): AsyncGenerator<CheckedCase> {
  for (const [caseId, events] of Object.entries(cases)) yield { caseId, events, brokenAt: null }
}
const check = (given: { anchors?: readonly KeptAnchor[]; cases?: typeof CASES; now?: string }) =>
  checkLog(given.anchors ?? ANCHORS, some(given.cases ?? CASES), sha256, given.now ?? null)
const faultsOf = async (given: Parameters<typeof check>[0]) => (await check(given)).faults

test('a sound log is proved up to the day of its last anchor, and what came after is named', async () => {
  expect(await check({})).toEqual({
    faults: [],
    until: '2026-03-04',
    earlier: [],
    later: [{ caseId: 'B', from: 2, until: 2 }],
    cases: 2,
    events: 6,
  })
})

test('the order in which anchors are read is of no matter', async () => {
  expect(await faultsOf({ anchors: ANCHORS.toReversed() })).toEqual([])
})

describe('of a case, it shows', () => {
  test('that its last event was changed', async () => {
    const cases = { ...CASES, A: [...A.slice(0, 3), event('2026-03-04', 'SignalQueued')] }
    expect(await faultsOf({ cases })).toEqual([
      { fault: 'event-changed', caseId: 'A', seq: 4, after: 2, day: '2026-03-04' },
    ])
  })

  test('that its history was written anew from an event on, with the first day on which it was another', async () => {
    const cases = {
      ...CASES,
      A: [event('2026-03-01'), ...A.slice(1, 3).map((each) => ({ ...each, hash: 'b' })), event('2026-03-04')],
    }
    expect(await faultsOf({ cases })).toEqual([
      { fault: 'event-changed', caseId: 'A', seq: 2, after: 0, day: '2026-03-02' },
    ])
  })

  test('that its tail was cut off', async () => {
    expect(await faultsOf({ cases: { ...CASES, A: A.slice(0, 3) } })).toEqual([
      { fault: 'tail-cut', caseId: 'A', seq: 3, anchored: 4, day: '2026-03-04' },
    ])
  })

  test('that it is gone', async () => {
    expect(await faultsOf({ cases: { B } })).toEqual([{ fault: 'case-missing', caseId: 'A', day: '2026-03-04' }])
  })

  test('that an event was added to a day that was over', async () => {
    const cases = { ...CASES, C: [event('2026-03-03')], A: [...A, event('2026-03-04', 'ObjectionLodged')] }
    expect(await faultsOf({ cases })).toEqual([
      { fault: 'not-anchored', caseId: 'A', seq: 5, day: '2026-03-04' },
      { fault: 'not-anchored', caseId: 'C', seq: 1, day: '2026-03-03' },
    ])
  })

  test('nothing wrong when it only waited since: the state machine lists that nowhere', async () => {
    const { faults, later } = await check({ cases: { A: [...A, event('2026-03-04', 'Waiting')], B } })
    expect(faults).toEqual([])
    expect(later).toContainEqual({ caseId: 'A', from: 5, until: 5 })
  })

  test('that its own chain is broken', async () => {
    async function* broken(): AsyncGenerator<CheckedCase> {
      for await (const each of some(CASES)) yield { ...each, brokenAt: each.caseId === 'A' ? 2 : null }
    }
    const { faults } = await checkLog(ANCHORS, broken(), sha256)
    expect(faults).toEqual([{ fault: 'chain-broken', caseId: 'A', seq: 2 }])
  })
})

describe('of the anchors, it shows', () => {
  test('that one is missing, and accuses no case of it', async () => {
    for (const [gone, day] of [[1, '2026-03-03']] as const)
      expect(await faultsOf({ anchors: ANCHORS.toSpliced(gone, 1) })).toEqual([{ fault: 'anchor-missing', day }])
  })

  test('that the first ones are missing', async () => {
    expect(await faultsOf({ anchors: ANCHORS.slice(1) })).toEqual([{ fault: 'anchors-gone-before', day: '2026-03-03' }])
  })

  test('that one was changed, and believes nothing that it says', async () => {
    const [first, ...others] = ANCHORS
    const anchor: Anchor = { day: '2026-03-02', prev: '', heads: [{ case: 'A', seq: 9, hash: sha256('x') }] }
    expect(first).toBeDefined()
    expect(await faultsOf({ anchors: [{ anchor, text: anchorText(anchor) }, ...others] })).toEqual([
      { fault: 'anchor-changed', day: '2026-03-02' },
    ])
  })

  test('that the last one was changed: by the case that it no longer covers', async () => {
    const anchors = [
      ...ANCHORS.slice(0, 2),
      ...chained('2026-03-04', []).map(({ anchor }) => chainedTo(ANCHORS[1], anchor)),
    ]
    expect(await faultsOf({ anchors })).toEqual([{ fault: 'not-anchored', caseId: 'A', seq: 3, day: '2026-03-04' }])
  })

  test('that those at the end are missing', async () => {
    const cases = { ...CASES, B: [...B, event('2026-03-06')] }
    expect(await faultsOf({ cases })).toEqual([{ fault: 'anchors-end', last: '2026-03-04', newest: '2026-03-06' }])
    expect(await faultsOf({ now: '2026-03-08T09:00:00.000Z' })).toEqual([
      { fault: 'anchors-end', last: '2026-03-04', newest: '2026-03-08' },
    ])
  })

  test('nothing wrong shortly after midnight, when the anchor of the day is still being made', async () => {
    expect(await faultsOf({ now: '2026-03-05T23:20:00.000Z' })).toEqual([])
    expect(await faultsOf({ now: '2026-03-06T00:20:00.000Z' })).toEqual([
      { fault: 'anchors-end', last: '2026-03-04', newest: '2026-03-06' },
    ])
  })

  test('that all are missing, but not on the first day of a log', async () => {
    expect(await faultsOf({ anchors: [] })).toEqual([{ fault: 'anchors-end', last: null, newest: '2026-03-05' }])
    expect(await check({ anchors: [], cases: { B: B.slice(0, 1) } })).toMatchObject({ faults: [], until: null })
  })

  test('that a log without cases should have some', async () => {
    const { faults, cases } = await check({ cases: {} })
    expect(faults.map((each) => each.fault)).toEqual(['case-missing', 'case-missing'])
    expect(cases).toBe(0)
  })
})

test('a case from before the first anchor is not proved, and no fault', async () => {
  const { faults, earlier } = await check({ cases: { ...CASES, C: [event('2026-02-01')] } })
  expect(faults).toEqual([])
  expect(earlier).toEqual([{ caseId: 'C', from: 1, until: 1 }])
})

test('the text of an anchor is the same whatever order its heads come in', () => {
  const [b, a] = [head('B', B), head('A', A)]
  expect(anchorText({ day: '2026-03-02', prev: '', heads: [b, a] })).toBe(
    anchorText({ day: '2026-03-02', prev: '', heads: [a, b] }),
  )
})

/** The same anchor, chained to another. */
function chainedTo(before: KeptAnchor | undefined, anchor: Anchor): KeptAnchor {
  const made = { ...anchor, prev: sha256(before?.text ?? '') }
  return { anchor: made, text: anchorText(made) }
}
