import { dutchDate, euros, ibanInPrint, postcodeInPrint } from './format.ts'
import type { Letter, RenterLetter } from './model.ts'

/** What a template may name. Every value is text that is ready to print; a missing one is null, never absent. */
export type View = { readonly [name: string]: string | number | boolean | null | View | readonly (View | string)[] }

export function senderView({ date, organisation }: Pick<Letter, 'date' | 'organisation'>): View {
  return {
    date: dutchDate(date),
    organisation: {
      name: organisation.name,
      addressLine: organisation.address && addressLine(organisation.address),
      email: organisation.from,
      phone: organisation.phone,
      website: organisation.website,
      kvkNumber: organisation.kvkNumber,
      iban: organisation.iban && ibanInPrint(organisation.iban),
      ibanName: organisation.ibanName ?? organisation.name,
      complaints: organisation.complaints,
      collectionServiceNumber: organisation.collectionServiceNumber,
    },
  }
}

interface Claim {
  readonly description: string
  readonly invoice: string
  readonly dueOn: string
  readonly openCents: number
}

/** Claims as they stand in a table. */
export const printed = (claims: readonly Claim[]): View[] =>
  claims.map(({ description, invoice, dueOn, openCents }) => ({
    description,
    invoice,
    dueOn: dutchDate(dueOn),
    amount: euros(openCents),
  }))

/** Of a claim that is paid, a letter to a renter has nothing to say. */
export const isOpen = ({ openCents }: { readonly openCents: number }): boolean => openCents !== 0

/** A renter's name. Without initials the surname begins with a capital. */
export const nameOf = ({ surname, initials }: Pick<RenterLetter['renter'], 'surname' | 'initials'>): string =>
  initials ? `${initials} ${surname}` : surname.charAt(0).toLocaleUpperCase('nl') + surname.slice(1)

interface Place {
  readonly street: string | null
  readonly houseNumber?: string | null
  readonly houseNumberAddition?: string | null
  readonly postcode: string | null
  readonly city: string | null
}

/** The two lines of an address; one of which nothing is known is empty. */
export function placeLines(place: Place): { streetLine: string; cityLine: string } {
  const { street, houseNumber, houseNumberAddition, postcode, city } = place
  return {
    streetLine: [street, houseNumber, houseNumberAddition].filter(Boolean).join(' '),
    cityLine: [postcode && postcodeInPrint(postcode), city].filter(Boolean).join(' '),
  }
}

/** An address on one line. */
export function addressLine(place: Place): string {
  const { streetLine, cityLine } = placeLines(place)
  return [streetLine, cityLine].filter(Boolean).join(', ')
}
