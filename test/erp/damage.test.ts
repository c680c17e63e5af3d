import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { claimSchema } from '../../shared/erp/claim.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import { csv, line, lines, type Outcome, read, refusal, xlsx } from './make-export.ts'

const book = [
  ...lines(6),
  line({ Debiteurnummer: '7', Achternaam: 'Núñez; "de oude"', Openstaand: 12.34, Bedrag: '(7,086)' }),
]

/** What the reader makes of a file; null when it refuses it. Anything else that it raises fails the test. */
async function attempt(file: Uint8Array): Promise<Outcome | null> {
  try {
    return await read(file, { chunkSize: 977 })
  } catch (error) {
    if (!(error instanceof UnusableExport)) throw error
    expect(error.message).toMatch(/^boek(, rij \d+)?(, kolom [^:]+)?: \S/)
    return null
  }
}

/** A place in a file, as a fraction of it. */
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('a damaged CSV', () => {
  const whole = Buffer.from(csv(book))
  const junk = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 8 }),
    fc.constantFrom(';', '"', '\n', '\0', '€').map((text) => Buffer.from(text)),
  )
  const flips = fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 })

  /** A cell that holds a zero and no other digit. */
  const zeroCell = /(?:^|[;"\r\n])[^;1-9\r\n]*0[^;1-9\r\n]*(?:[;"\r\n]|$)/

  test('is read, or refused in words, and never gives an amount that it does not hold', async () => {
    await fc.assert(
      fc.asyncProperty(flips, fc.option(fc.tuple(place, junk)), fc.option(place), async (flipped, inserted, cut) => {
        let file = Buffer.from(whole)
        for (const [at, byte] of flipped) file[Math.floor(at * file.length)] = byte
        if (inserted) {
          const at = Math.floor(inserted[0] * file.length)
          file = Buffer.concat([file.subarray(0, at), inserted[1], file.subarray(at)])
        }
        if (cut !== null) file = file.subarray(0, Math.floor(cut * file.length))
        const outcome = await attempt(file)
        for (const claim of outcome?.claims ?? []) {
          expect(claimSchema.parse(claim)).toEqual(claim)
          if (claim.openCents === 0 || claim.amountCents === 0) expect(file.toString('latin1')).toMatch(zeroCell)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a damaged workbook', () => {
  let whole: Buffer
  let sound: Outcome

  beforeAll(async () => {
    whole = await xlsx(book)
    sound = await read(whole)
    expect(sound.claims).toHaveLength(7)
  })

  test('that was cut anywhere is refused', async () => {
    await fc.assert(
      fc.asyncProperty(place, async (at) => {
        // What is shorter than its mark is no workbook any more.
        const cut = whole.subarray(0, Math.max(4, Math.floor(at * whole.length)))
        expect((await refusal(cut)).message).toMatch(/leeg|niet compleet|ontbreken/)
      }),
      { numRuns: 150 },
    )
  })

  test('with wrong bytes anywhere gives what the sound one gives, or is refused', async () => {
    const flips = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(flips, async (flipped) => {
        const file = Buffer.from(whole)
        for (const [at, mask] of flipped) {
          const index = Math.floor(at * file.length)
          file[index] = (file[index] ?? 0) ^ mask
        }
        const outcome = await attempt(file)
        if (outcome) expect(outcome).toEqual(sound)
      }),
      { numRuns: 300 },
    )
  })
})
