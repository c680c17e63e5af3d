import type { Representative } from '../contracts/representative.ts'
import { postcodeOf } from '../domain/postcode.ts'
import { splitAddress, splitPlace } from './people/address.ts'

/** What the columns about a representative say; each '' where it is empty. */
export interface Told {
  readonly name: string
  readonly email: string
  readonly address: string
  readonly postcode: string
  readonly city: string
}

/**
 * Who gets the letters, by the columns of the export (R7): an administrator, unless the name says otherwise; without a
 * name only another address, which is the renter's own envelope. Null when all of them are empty.
 */
export function representativeOf({ name, email, ...place }: Told): Representative | null {
  if (name === '' && email === '' && Object.values(place).every((text) => text === '')) return null
  return { kind: kindOf(name), name, email, ...addressOf(place) }
}

function kindOf(name: string): Representative['kind'] {
  if (name === '' || /^(c\/o|p\/a)(?!\p{L})/iu.test(name)) return 'care-of'
  if (/\bmentor\b/i.test(name)) return 'mentor'
  return /\bcurator\b/i.test(name) ? 'guardian' : 'administration'
}

/** An address in columns of its own, or as one line: `Postbus 9, 3500 AA Utrecht`. */
function addressOf({ address, postcode, city }: Omit<Told, 'name' | 'email'>) {
  const line = postcode === '' && city === '' ? /^(.*?),? (\d{4} ?[a-z]{2}\b.*)$/i.exec(address) : null
  const place = line ? splitPlace(line[2] ?? '') : { postcode: postcodeOf(postcode) ?? postcode, city }
  const { street, number, addition } = splitAddress(line ? (line[1] ?? '') : address)
  return {
    street,
    houseNumber: number,
    houseNumberAddition: addition,
    postcode: postcodeOf(place.postcode) ?? place.postcode,
    city: place.city,
  }
}
