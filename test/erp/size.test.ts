import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'

/** Reads a book of so many claims in a thread that may use little memory, and gives what came of it. */
async function readIn(kind: 'csv' | 'xlsx', count: number, memoryMb: number) {
  const worker = new Worker(new URL('./read-large-book.ts', import.meta.url), {
    workerData: { kind, count },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32 },
  })
  const [outcome] = await once(worker, 'message')
  await worker.terminate()
  return outcome as { claims: number; others: number; ms: number }
}

describe('a large book', () => {
  test('of 100,000 claims as CSV is read in less than ten seconds of work, in less than 128 MB of heap', async () => {
    const { claims, others, ms } = await readIn('csv', 100_000, 96)
    expect({ claims, others }).toEqual({ claims: 100_000, others: 0 })
    expect(ms).toBeLessThan(10_000)
  })

  test('of 20,000 claims as XLSX, a sheet of 25 MB, is read as a stream', async () => {
    const { claims, others, ms } = await readIn('xlsx', 20_000, 64)
    expect({ claims, others }).toEqual({ claims: 20_000, others: 0 })
    expect(ms).toBeLessThan(10_000)
  })
})
