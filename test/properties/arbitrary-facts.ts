import fc from 'fast-check'
import { plusDays } from '../../shared/domain/calendar.ts'
import { dayIn, moment } from './arbitrary-days.ts'
import type { WorldFact } from './world.ts'

// What people, municipalities and portals report of a renter.

const TELLS = [
  'contact-attempt',
  'payment',
  'objection',
  'objection-withdrawn',
  'answer',
  'arrangement',
  'arrangement-broken',
  'bounce',
  'dispute',
  'dispute-resolved',
  'threat',
  'portal-rejection',
  'redeliver',
  'hold',
  'hold-ended',
  'hand-over',
] as const

/** What concerns one case, and says which when the renter owes more than one client. */
const OF_ONE_CLIENT = new Set<string>([
  ...['payment', 'arrangement', 'arrangement-broken', 'portal-rejection', 'redeliver'],
  ...['hold', 'hold-ended', 'hand-over'],
])

export const tell = fc.record({
  moment,
  type: fc.constantFrom(...TELLS),
  n: fc.nat({ max: 99 }),
  /** Days after which the same event is delivered once more. */
  again: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(0, 1, 20) }),
})
export type Tell = typeof tell extends fc.Arbitrary<infer T> ? T : never

export function factOf(
  from: string,
  { moment: when, type, n, again }: Tell,
  renter: string,
  invoices: readonly string[],
  client?: string,
): WorldFact {
  const date = dayIn(from, when.day)
  const at = `${date}T${when.time}`
  const repeats = again === null ? [] : [`${plusDays(date, again)}T${again === 0 ? '23:59' : when.time}`]
  const ofOneClient = client !== undefined && OF_ONE_CLIENT.has(type) && n % 2 === 1 ? { client } : {}
  return { at, type, renter, again: repeats, ...ofOneClient, ...fieldsOf(type, n, date, invoices) }
}

function fieldsOf(type: Tell['type'], n: number, date: string, invoices: readonly string[]): object {
  switch (type) {
    case 'contact-attempt':
      return { kind: 'Telefoon', reached: n % 2 === 0, by: 'bd' }
    case 'payment':
      return { amount: n % 3 === 0 ? 'all' : (n + 1) * 10.5 }
    case 'objection':
    case 'objection-withdrawn':
      return { channel: 'link' }
    case 'answer':
      return n % 4 === 3 ? { code: 'repeated' } : { accepted: true, on: plusDays(date, -(n % 3) * (n % 5)) }
    case 'arrangement':
      return { terms: [1, 2].map((term) => ({ date: plusDays(date, term * ((n % 20) + 3)), amount: (n + 1) * 8 })) }
    case 'dispute':
    case 'dispute-resolved':
      return { invoice: invoices[n % 2] ?? invoices[0] ?? 'F-ONBEKEND' }
    case 'threat':
      return { kind: 'ontruiming', by: 'bd' }
    case 'redeliver':
    case 'hold-ended':
    case 'hand-over':
      return { by: 'bd' }
    case 'hold':
      return { reason: n % 2 === 0 ? 'deceased' : 'restructuring', by: 'bd' }
    case 'portal-rejection':
      return { reason: 'onjuiste regel' }
    default:
      return {}
  }
}
