import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Book, playImports } from './overlapping-imports.ts'

const NOBODY = { 1: 'nothing', 2: 'nothing', 3: 'nothing' } as const
const bookOf = (on: string, open: 'nothing' | 800, killedAt: number | null): Book => ({
  ...{ on, faults: [], killedAt },
  says: { 'BELEGGER-A': { ...NOBODY, 1: 400 }, 'BELEGGER-B': { ...NOBODY, 2: 400, 3: open } },
})

const scheduler = () => fc.sample(fc.scheduler(), { numRuns: 1, seed: 1 })[0] as fc.Scheduler

test('I3 a book that repeats an older one counts, wherever the import between them was killed', async () => {
  for (let call = 0; call < 90; call += 1) {
    const books = [bookOf('2026-02-02', 800, null), bookOf('2026-02-03', 'nothing', call)]
    const { outcome } = await playImports([...books, bookOf('2026-02-04', 800, null)], scheduler(), true)
    expect(await outcome('BELEGGER-B', '3'), `killed at call ${call}`).toEqual({ open: 800, frozen: false })
  }
})

test('I3 a renter whose case an import opened or reopened as it was killed has paid by the next book without them', async () => {
  for (const before of [[], [bookOf('2026-02-02', 800, null), bookOf('2026-02-03', 'nothing', null)]])
    for (let call = 20; call < 90; call += 1) {
      const killed = bookOf('2026-02-04', 800, call)
      const { outcome, open } = await playImports(
        [...before, killed, bookOf('2026-02-05', 'nothing', null)],
        scheduler(),
        true,
      )
      const told = `after ${before.length} books, killed at call ${call}`
      expect(await outcome('BELEGGER-B', '3'), told).toEqual({ open: 0, frozen: false })
      const { cases, listed, running } = await open()
      expect({ listed, running }, told).toEqual({ listed: cases, running: cases })
    }
})
