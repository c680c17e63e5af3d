import fc from 'fast-check'
import { dayIn, moment, type SomeDay, someDay } from './arbitrary-days.ts'
import type { Mandate, Place, WorldClient, WorldFact, WorldMunicipality } from './world.ts'

// Random registers, and what changes in them while cases run (R1–R3).

export const CLIENTS = ['BELEGGER-A', 'BELEGGER-B', 'BELEGGER-C'] as const
const OPTIONAL = ['Voorletters', 'Straatnaam', 'Huisnummer toevoeging', 'Woonplaats', 'Telefoonnummer 1', 'E-Mailadres']
const LONG_AGO = '2020-01-01'
const AGENCY = { name: 'Bureau X', email: 'dossiers@bureau-x.example' }
const OTHER_AGENCY = { name: 'Bureau Y', email: 'dossiers@bureau-y.example' }

export const PLACES: readonly Place[] = [
  { postcode: '1011 AB', gemeentecode: '0363' },
  { postcode: '3511 AB', gemeentecode: '0344' },
  { postcode: '3011 AB', gemeentecode: '0599' },
  { postcode: '9999 ZZ', gemeentecode: null },
]
export const CODES = ['0363', '0344', '0599'] as const

/** Mostly in force: else nearly every signal is held, and nothing is seen of what follows it. */
const inForce = fc.record({
  how: fc.constantFrom(...Array.from({ length: 7 }, () => 'always'), 'starts', 'ends', 'never'),
  day: someDay,
})

function periodOf(from: string, { how, day }: { how: string; day: SomeDay }): Mandate | null {
  if (how === 'never') return null
  return { from: how === 'starts' ? dayIn(from, day) : LONG_AGO, until: how === 'ends' ? dayIn(from, day) : null }
}

const policy = fc.record({
  optionalFields: fc.subarray(OPTIONAL),
  agency: fc.constantFrom(AGENCY, AGENCY, OTHER_AGENCY, null),
  handOver: fc.constantFrom('after-answer-period' as const, 'after-signal' as const, 'never' as const),
  resignal: fc.constantFrom('never' as const, 'never' as const, 'monthly' as const),
  handOverUnreported: fc.constantFrom('ask' as const, 'after-notice' as const),
})
type DrawnPolicy = typeof policy extends fc.Arbitrary<infer T> ? T : never

const policyOf = ({ agency, ...rest }: DrawnPolicy) => ({ ...rest, collectionAgency: agency })

export const client = fc.record({
  mandate: inForce,
  policy,
})
export const municipality = fc.record({
  agreement: inForce,
  requested: fc.boolean(),
  portal: fc.constantFrom('RIS xlsx' as const, 'RIS csv' as const, 'VPS' as const),
  minimumAmount: fc.constantFrom(null, null, null, 800),
})
export const registerChange = fc.record({
  moment,
  what: fc.constantFrom('mandate' as const, 'agreement' as const, 'client' as const),
  which: fc.nat({ max: 2 }),
  period: inForce,
  /** A new policy, of which a part changes. */
  policy,
  parts: fc.subarray(['optionalFields', 'agency', 'handOver', 'resignal', 'handOverUnreported'] as const, {
    minLength: 1,
  }),
})

export function clientOf(
  from: string,
  raw: typeof client extends fc.Arbitrary<infer T> ? T : never,
  index: number,
): WorldClient {
  const id = CLIENTS[index] ?? CLIENTS[0]
  return {
    id,
    name: `Belegger ${index}`,
    mandate: periodOf(from, raw.mandate),
    ...policyOf(raw.policy),
  }
}

export function municipalityOf(
  from: string,
  raw: typeof municipality extends fc.Arbitrary<infer T> ? T : never,
  index: number,
): WorldMunicipality {
  const period = periodOf(from, raw.agreement)
  const [portal, format] = raw.portal.split(' ')
  return {
    gemeentecode: CODES[index] ?? CODES[0],
    name: `Gemeente ${index}`,
    portal: portal === 'VPS' ? 'VPS' : 'RIS',
    ...(format === 'xlsx' || format === 'csv' ? { format } : {}),
    agreement: period
      ? { status: 'in-force', ...period }
      : { status: raw.requested ? 'requested' : 'none', from: null, until: null },
    minimumAmount: raw.minimumAmount,
  }
}

export function changeOf(
  from: string,
  raw: typeof registerChange extends fc.Arbitrary<infer T> ? T : never,
): WorldFact {
  const at = `${dayIn(from, raw.moment.day)}T${raw.moment.time}`
  const period = periodOf(from, raw.period)
  if (raw.what === 'mandate')
    return {
      at,
      type: 'mandate',
      again: [],
      client: CLIENTS[raw.which],
      ...(period ?? { from: LONG_AGO, until: LONG_AGO }),
    }
  if (raw.what === 'client') return { at, type: 'client', again: [], client: CLIENTS[raw.which], ...changedPolicy(raw) }
  const agreement = period
    ? { status: 'in-force', ...period }
    : { status: 'ended', from: LONG_AGO, until: at.slice(0, 10) }
  return { at, type: 'agreement', again: [], gemeentecode: CODES[raw.which], ...agreement }
}

function changedPolicy({ policy: drawn, parts }: typeof registerChange extends fc.Arbitrary<infer T> ? T : never) {
  const { optionalFields, collectionAgency, handOver, resignal, handOverUnreported } = policyOf(drawn)
  return {
    ...(parts.includes('optionalFields') && { optionalFields }),
    ...(parts.includes('agency') && { collectionAgency }),
    ...(parts.includes('handOver') && { handOver }),
    ...(parts.includes('resignal') && { resignal }),
    ...(parts.includes('handOverUnreported') && { handOverUnreported }),
  }
}
