import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Book, playImports } from './overlapping-imports.ts'

const NOBODY = { 1: 'nothing', 2: 'nothing', 3: 'nothing' } as const
const bookOf = (on: string, open: 'nothing' | 800, killedAt: number | null): Book => ({
  ...{ on, faults: [], killedAt },
  says: { 'BELEGGER-A': { ...NOBODY, 1: 400 }, 'BELEGGER-B': { ...NOBODY, 2: 400, 3: open } },
})

test('I3 a book that repeats an older one counts, wherever the import between them was killed', async () => {
  const scheduler = () => fc.sample(fc.scheduler(), { numRuns: 1, seed: 1 })[0] as fc.Scheduler
  for (let call = 0; call < 90; call += 1) {
    const books = [bookOf('2026-02-02', 800, null), bookOf('2026-02-03', 'nothing', call)]
    const { outcome } = await playImports([...books, bookOf('2026-02-04', 800, null)], scheduler(), true)
    expect(await outcome('BELEGGER-B', '3'), `killed at call ${call}`).toEqual({ open: 800, frozen: false })
  }
})
