import fc from 'fast-check'
import { dayOfMonth, plusDays } from '../../shared/domain/calendar.ts'
import { dayIn, someDay } from './arbitrary-days.ts'
import { factOf, tell } from './arbitrary-facts.ts'
import { CLIENTS, PLACES } from './arbitrary-registers.ts'
import type { Place, WorldFact, WorldRenter } from './world.ts'

// Random renters: what they owe and pay, and what is reported of them.

const charge = fc.record({
  month: fc.constantFrom(0, 0, 0, 1, 2),
  dueDay: fc.constantFrom(1, 1, 1, 17),
  cents: fc.constantFrom(100_000, 100_000, 45_050, 3_000, 900),
  what: fc.constantFrom('Huur' as const, 'Huur' as const, 'Huur' as const, 'Huur' as const, 'Parkeerplaats' as const),
  contract: fc.nat({ max: 1 }),
  atOther: fc.constantFrom(false, false, false, false, true),
  paid: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 2, arbitrary: someDay }),
  part: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: someDay }),
  /** Days after which a payment comes back, as a reversed direct debit does (C14). */
  back: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(17, 30, 50) }),
})

export const renter = fc.record({
  client: fc.nat({ max: 2 }),
  place: fc.constantFrom(0, 0, 1, 1, 2, 2, 3),
  email: fc.constantFrom(...Array.from({ length: 7 }, () => true), false),
  company: fc.constantFrom(...Array.from({ length: 15 }, () => false), true),
  other: fc.constantFrom(...Array.from({ length: 15 }, () => false), true),
  charges: fc.array(charge, { minLength: 1, maxLength: 3 }),
  /** The first charge comes anew in each of the months after it, and stays open. */
  monthly: fc.constantFrom(0, 0, 0, 1, 3),
  blocked: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: someDay }),
  credit: fc.oneof({ weight: 8, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: someDay }),
  moves: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: someDay }),
  movesTo: fc.constantFrom(0, 1, 2, 3),
  /** Somebody calls every month from that day on, whatever there is to call about. */
  called: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(18, 34, 48) }, { weight: 1, arbitrary: fc.constant(null) }),
  tells: fc.array(tell, { maxLength: 4 }),
})
export type RawRenter = typeof renter extends fc.Arbitrary<infer T> ? T : never

export function renterOf(from: string, raw: RawRenter, number: string): WorldRenter {
  const charges = monthlyToo(raw).map((each, index) => {
    const part = each.part === null ? [] : [{ on: dayIn(from, each.part), cents: Math.trunc(each.cents / 3) }]
    const rest = each.cents - part.reduce((sum, { cents }) => sum + cents, 0)
    return {
      invoice: `F-${number}-${index + 1}`,
      contract: `H-${number}-${each.contract}`,
      what: each.what,
      client: CLIENTS[(raw.client + (each.atOther ? 1 : 0)) % CLIENTS.length] ?? CLIENTS[0],
      dueOn: dayOfMonth(from, each.month, each.dueDay),
      cents: each.cents,
      paid: [...part, ...(each.paid === null ? [] : payment(dayIn(from, each.paid), rest, each.back))],
    }
  })
  const first = charges[0]
  const credits =
    raw.credit === null || !first
      ? []
      : [{ ...first, invoice: `C-${number}`, dueOn: dayIn(from, raw.credit), cents: -20_000, paid: [] }]
  return {
    number,
    place: placeOf(raw.place),
    email: raw.email ? 'yes' : '',
    moves: raw.moves === null ? null : { on: dayIn(from, raw.moves), to: placeOf(raw.movesTo) },
    naturalPerson: !raw.company,
    dwelling: !raw.other,
    blocked: blockedIn(raw.blocked === null ? null : dayIn(from, raw.blocked)),
    charges: [...charges, ...credits],
  }
}

/** A payment, and that it came back. */
const payment = (on: string, cents: number, back: number | null) => [
  { on, cents },
  ...(back === null ? [] : [{ on: plusDays(on, back), cents: -cents }]),
]

/** With the first charge in each of so many months after it. */
function monthlyToo({
  charges,
  monthly,
}: RawRenter): (Omit<RawRenter['charges'][number], 'month'> & { month: number })[] {
  const [first] = charges
  if (!first) return charges
  const later = Array.from({ length: monthly }, (_, index) => ({ ...first, month: first.month + index + 1 }))
  return [...charges, ...later.map((each) => ({ ...each, paid: null, part: null }))]
}

/** A dunning block of some weeks. */
const blockedIn = (from: string | null) => (from === null ? null : { from, until: plusDays(from, 40) })

const placeOf = (index: number): Place => PLACES[index] ?? { postcode: '1011 AB', gemeentecode: '0363' }

export function factsOf(from: string, raw: RawRenter, { number, charges }: WorldRenter): WorldFact[] {
  const invoices = charges.map(({ invoice }) => invoice)
  const { called } = raw
  const calls = (called === null ? [] : [called, called + 30, called + 60]).map((day) => ({
    ...{ at: `${plusDays(from, day)}T11:00`, type: 'contact-attempt', again: [], renter: number },
    ...{ kind: 'Telefoon', reached: false, by: 'bd' },
  }))
  return [...calls, ...raw.tells.map((each) => factOf(from, each, number, invoices, charges[0]?.client))]
}
