import { expect, test } from 'vitest'
import { type Happening, openTimeline } from '../../../infra/local/cloud/timeline.ts'
import { databaseOnDisk } from './database.ts'

const NINE = Date.parse('2026-03-05T08:00:00Z')
const TEN = Date.parse('2026-03-05T09:00:00Z')
const ELEVEN = Date.parse('2026-03-05T10:00:00Z')

const fact = (id: string): Happening => ({ kind: 'fact', id, fact: { at: '2026-03-05T10:00', type: 'bounce' } })
const book: Happening = { kind: 'export', path: '/somewhere/2026-03-05.csv', key: '2026-03-05.csv' }
const crash: Happening = { kind: 'crash' }

test('everything happens at its moment, whole, in the order of the clock and then of the file', async () => {
  const timeline = openTimeline(databaseOnDisk()())
  timeline.add(ELEVEN, fact('last'))
  timeline.add(TEN, fact('first'))
  timeline.add(TEN, book)
  timeline.add(TEN, fact('third'))
  expect(timeline.nextDue()).toBe(TEN)

  const happened: Happening[] = []
  const happen = async (what: Happening) => void happened.push(what)
  await timeline.fire(TEN - 1, happen)
  expect(happened).toEqual([])
  await timeline.fire(TEN, happen)
  expect(happened).toEqual([fact('first'), book, fact('third')])
  expect(timeline.nextDue()).toBe(ELEVEN)
  await timeline.fire(ELEVEN + 1, happen)
  await timeline.fire(ELEVEN + 1, happen)
  expect(happened).toEqual([fact('first'), book, fact('third'), fact('last')])
  expect(timeline.nextDue()).toBeNull()
})

test('what was not done when the process died happens in the next one; what was done does not', async () => {
  const reopen = databaseOnDisk()
  const before = openTimeline(reopen())
  for (const id of ['done', 'under way', 'not begun']) before.add(TEN, fact(id))
  const died = before.fire(TEN, async (what) => {
    if (what.kind === 'fact' && what.id === 'under way') throw new Error('the process dies here')
  })
  await expect(died).rejects.toThrow('dies here')

  const happened: Happening[] = []
  await openTimeline(reopen()).fire(TEN, async (what) => void happened.push(what))
  expect(happened).toEqual([fact('under way'), fact('not begun')])
})

test('a crash happens once: the process that comes back does not die of it again', async () => {
  const reopen = databaseOnDisk()
  const before = openTimeline(reopen())
  before.add(NINE, fact('before'))
  before.add(TEN, crash)
  before.add(TEN, fact('after'))
  const happened: string[] = []
  const died = before.fire(TEN, async ({ kind }) => {
    happened.push(kind)
    if (kind === 'crash') throw new Error('killed')
  })
  await expect(died).rejects.toThrow('killed')
  expect(happened).toEqual(['fact', 'crash'])

  const next = openTimeline(reopen())
  expect(next.nextDue()).toBe(TEN)
  const later: Happening[] = []
  await next.fire(TEN, async (what) => void later.push(what))
  expect(later).toEqual([fact('after')])
})
