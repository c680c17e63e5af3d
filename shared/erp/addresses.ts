import { z } from 'zod'
import { postcodeOf, postcodeOrArea } from '../domain/postcode.ts'

const gemeentecodeSchema = z.string().regex(/^\d{4}$/)

/** One line of a table of addresses: a four-digit area, a postcode, or a postcode with a house number. */
export const addressLineSchema = z
  .strictObject({
    postcode: z
      .string()
      .overwrite((text) => postcodeOrArea(text) ?? '')
      .min(1),
    huisnummer: z.int().min(1).max(99_999).nullish(),
    gemeentecode: gemeentecodeSchema,
  })
  .refine((line) => line.huisnummer == null || line.postcode.length === 6, {
    path: ['huisnummer'],
    error: 'a house number goes with a whole postcode',
  })

export type AddressLine = z.input<typeof addressLineSchema>

/**
 * Which municipality an address lies in, as plain data that can be kept as JSON: 470,000 postcodes take about 1.5 MB.
 * An address that is not in it is unknown, and stays so (R5).
 */
export const addressLookupSchema = z.strictObject({
  /** The day as of which the table was true, YYYY-MM-DD; null for a table that does not say. */
  version: z.iso.date().nullable().default(null),
  /** Four-digit area to municipality. */
  areas: z.record(z.string(), gemeentecodeSchema),
  /** Four-digit area to municipality to the letters of its postcodes there, pair after pair: `ABACBX`. */
  postcodes: z.record(z.string(), z.record(z.string(), z.string())),
  /** Postcode to house number to municipality, where a postcode lies in several. */
  houses: z.record(z.string(), z.record(z.string(), gemeentecodeSchema)),
})

export type AddressLookup = z.infer<typeof addressLookupSchema>

/** A line of a table of addresses that cannot be right. `line` counts from 1. */
export class ContradictingAddress extends Error {
  override readonly name = 'ContradictingAddress'
  readonly line: number

  constructor(line: number, postcode: string) {
    super(`Regel ${line}: ${postcode} ligt hier in een andere gemeente dan in een eerdere regel.`)
    this.line = line
  }
}

export function emptyLookup(): AddressLookup {
  return { version: null, areas: {}, postcodes: {}, houses: {} }
}

/**
 * Makes the lookup of a short table, such as the one in the registers.
 *
 * @throws ZodError for a malformed line
 * @throws ContradictingAddress when one address would lie in two municipalities
 */
export function compileAddresses(lines: Iterable<AddressLine>): AddressLookup {
  const lookup = emptyLookup()
  let number = 0
  for (const input of lines) {
    number += 1
    const { postcode, ...line } = addressLineSchema.parse(input)
    const known = exactMatch(lookup, postcode, line.huisnummer ?? null)
    if (known !== null && known !== line.gemeentecode) throw new ContradictingAddress(number, postcode)
    if (known !== null) continue
    if (postcode.length === 4) lookup.areas[postcode] = line.gemeentecode
    else if (line.huisnummer == null) addPostcode(lookup, postcode, line.gemeentecode)
    else addHouse(lookup, postcode, line.huisnummer, line.gemeentecode)
  }
  return lookup
}

/** How much a lookup holds. */
export function sizeOf({ areas, postcodes, houses }: AddressLookup) {
  const inAreas = Object.values(postcodes)
  const municipalities = new Set([
    ...Object.values(areas),
    ...inAreas.flatMap(Object.keys),
    ...Object.values(houses).flatMap(Object.values),
  ])
  return {
    municipalities: municipalities.size,
    postcodes: inAreas.flatMap(Object.values<string>).reduce((sum, pairs) => sum + pairs.length / 2, 0),
    border: Object.keys(houses).length,
    houses: Object.values(houses).reduce((sum, numbers) => sum + Object.keys(numbers).length, 0),
  }
}

export function addPostcode(lookup: AddressLookup, postcode: string, municipality: string): void {
  const area = ensure(lookup.postcodes, postcode.slice(0, 4))
  area[municipality] = `${area[municipality] ?? ''}${postcode.slice(4)}`
}

export function addHouse(lookup: AddressLookup, postcode: string, houseNumber: number, municipality: string): void {
  ensure(lookup.houses, postcode)[houseNumber] = municipality
}

function ensure(table: Record<string, Record<string, string>>, key: string): Record<string, string> {
  const known = table[key]
  if (known) return known
  const added: Record<string, string> = {}
  table[key] = added
  return added
}

function exactMatch(lookup: AddressLookup, postcode: string, houseNumber: number | null): string | null {
  if (houseNumber !== null) return lookup.houses[postcode]?.[houseNumber] ?? null
  return postcode.length === 4 ? (lookup.areas[postcode] ?? null) : postcodeMatch(lookup, postcode)
}

function postcodeMatch(lookup: AddressLookup, postcode: string): string | null {
  const letters = postcode.slice(4)
  for (const [municipality, pairs] of Object.entries(lookup.postcodes[postcode.slice(0, 4)] ?? {}))
    for (let at = 0; at < pairs.length; at += 2) if (pairs.startsWith(letters, at)) return municipality
  return null
}

/**
 * The CBS code of the municipality (four digits) of an address, or null when the table does not know it (R5). The
 * longest match wins: postcode with house number, then postcode, then the four-digit area.
 * @param postcode `1234AB`, with or without a space, in any case
 */
export function findMunicipality(lookup: AddressLookup, postcode: string, houseNumber: number): string | null {
  const whole = postcodeOf(postcode)
  if (whole === null) return null
  return lookup.houses[whole]?.[houseNumber] ?? postcodeMatch(lookup, whole) ?? lookup.areas[whole.slice(0, 4)] ?? null
}
