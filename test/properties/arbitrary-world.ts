import fc from 'fast-check'
import { dayOfMonth, plusDays } from '../../shared/domain/calendar.ts'
import { BOOK_DAYS, CALM_DAYS, DAYS, MONTHS } from './arbitrary-days.ts'
import { factOf, tell } from './arbitrary-facts.ts'
import {
  CODES,
  changeOf,
  client,
  clientOf,
  municipality,
  municipalityOf,
  PLACES,
  registerChange,
} from './arbitrary-registers.ts'
import { factsOf, renter, renterOf } from './arbitrary-renters.ts'
import type { Delivery, World } from './world.ts'

// Random worlds. Whatever is drawn first is the plainest.

const harm = fc.record({
  book: fc.nat({ max: MONTHS * BOOK_DAYS.length - 1 }),
  how: fc.constantFrom('twice' as const, 'cut' as const, 'client-missing' as const, 'no-amounts' as const),
  at: fc.nat({ max: 99 }),
  /** Whether a person releases the file after so many hours. */
  confirmed: fc.constantFrom(null, null, 3, 30),
})

const faults = fc.record({
  seed: fc.nat(),
  calls: fc.constantFrom(0, 0.004, 0.012),
  functions: fc.constantFrom(0, 0.02, 0.08),
  kills: fc.array(fc.record({ after: fc.integer({ min: 50, max: 5000 }), answered: fc.boolean() }), { maxLength: 2 }),
})

const raw = (renters: number) =>
  fc.record({
    month: fc.nat({ max: 35 }),
    clients: fc.tuple(client, client, client),
    municipalities: fc.tuple(municipality, municipality, municipality),
    suspensionDays: fc.constantFrom(30, 30, 14),
    answerDays: fc.constantFrom(28, 14),
    changes: fc.array(registerChange, { minLength: 1, maxLength: 5 }),
    harms: fc.array(harm, { maxLength: 3 }),
    portalFetches: fc.constantFrom(true, true, true, false),
    strangers: fc.array(tell, { maxLength: 2 }),
    faults,
    renters: fc.array(renter, { minLength: renters, maxLength: renters }),
  })
type Raw = ReturnType<typeof raw> extends fc.Arbitrary<infer T> ? T : never

function worldOf(drawn: Raw): World {
  const from = dayOfMonth('2026-01-01', drawn.month, 1)
  const calmFrom = plusDays(from, DAYS - CALM_DAYS)
  const people = drawn.renters.map((each, index) => ({ each, made: renterOf(from, each, String(100_001 + index)) }))
  const whole = Array.from({ length: MONTHS }, (_, month) =>
    BOOK_DAYS.map((day): Delivery => {
      const on = dayOfMonth(from, month, day)
      return { file: `${on}.csv`, on, harm: 'none', at: 0 }
    }),
  ).flat()
  const harmed = drawn.harms.flatMap((each, index) => {
    const on = whole[each.book]?.on ?? from
    const how = each.how === 'twice' ? 'none' : each.how
    return [
      { delivery: { file: `${on}-${index}.csv`, on, harm: how, at: each.at } as const, confirmed: each.confirmed },
    ]
  })
  // A harmed file comes instead of the whole one of its day, or a little later beside it.
  const replaced = new Set(
    harmed
      .filter(({ delivery: { harm: how, at } }) => how !== 'none' && at % 2 === 0)
      .map(({ delivery: { on } }) => on),
  )
  const until = plusDays(from, DAYS)
  const facts = [
    ...people.flatMap(({ each, made }) => factsOf(from, each, made)),
    ...drawn.strangers.map((each) => factOf(from, each, '999999', [])),
    ...drawn.changes.map((each) => changeOf(from, each)),
    ...harmed.flatMap(({ delivery: { file, on }, confirmed }) =>
      confirmed === null
        ? []
        : [{ at: `${plusDays(on, confirmed > 24 ? 1 : 0)}T12:00`, type: 'import-confirmed', again: [], file }],
    ),
  ]
  return {
    from,
    until,
    calmFrom,
    registers: {
      organisation: {
        name: 'Vastgoed Voorbeeld BV',
        from: 'incasso@voorbeeld.example',
        objectionEmail: 'bezwaar@voorbeeld.example',
        website: 'https://voorbeeld.example',
        privacyUrl: 'https://voorbeeld.example/privacy',
        staff: 'team@voorbeeld.example',
      },
      clients: drawn.clients.map((each, index) => clientOf(from, each, index)),
      municipalities: drawn.municipalities.map((each, index) => municipalityOf(from, each, index)),
      addresses: CODES.map((gemeentecode, index) => ({
        postcode: PLACES[index]?.postcode.slice(0, 4) ?? '',
        gemeentecode,
      })),
      policy: { signalDay: 20, objectionDays: 7, suspensionDays: drawn.suspensionDays, answerDays: drawn.answerDays },
    },
    renters: people.map(({ made }) => made),
    deliveries: [...whole.filter(({ on }) => !replaced.has(on)), ...harmed.map(({ delivery }) => delivery)].filter(
      ({ on }) => on < until,
    ),
    facts: facts.filter(({ at }) => at < calmFrom).sort((a, b) => (a.at < b.at ? -1 : 1)),
    portalFetches: drawn.portalFetches,
    faults: drawn.faults,
  }
}

/** The world of a seed, with so many renters. */
export function drawWorld(seed: number, renters: number): World {
  const [world] = fc.sample(fc.noBias(raw(renters)).map(worldOf), { seed, numRuns: 1 })
  if (!world) throw new Error('no world was drawn')
  return world
}
