import { isAddition, isOnePerson, isResidence } from '../../domain/reportable.ts'
import type { Cell } from '../cell.ts'
import { plainText } from '../text.ts'
import { splitAddress, streetAlone } from './address.ts'
import type { Found } from './contact.ts'
import { isTitle, type Name, splitName, withoutTitles } from './name.ts'

/** What keeps a renter from being reported, said behind the reason (G8). */
export const UNREPORTED = 'Tot dan kan deze huurder niet bij de gemeente worden gemeld.'

const NO_INITIALS = 'Dit zijn geen voorletters. Ze zijn weggelaten.'
const NO_PERSON = `Dit is niet de naam van één persoon: zet titels, tweede namen en opmerkingen in een eigen kolom. ${UNREPORTED}`
const REPRESENTED =
  'Deze naam noemt wie voor de huurder optreedt. De brieven gaan daarheen; melden aan de gemeente wacht op een beslissing.'
const NO_HOME = `Dit is geen woonadres, maar een postbus of het adres van een ander. Vul het adres van de woning in. ${UNREPORTED}`
const ODD_ADDITION = `Deze toevoeging is langer dan vier tekens of niet duidelijk. Schrijf haar zoals bij het adres in de BAG. ${UNREPORTED}`
const IN_STREET = 'Het huisnummer staat bij de straat. Het is daaruit gelezen.'

/** Initials without `dhr.`; '' with a remark for what are none. */
export function initials(cell: Cell): Found {
  const text = plainText(cell)
  if (!text.ok || isTitle(text.value) || /[\d@<>?]/.test(text.value)) return { value: '', remark: NO_INITIALS }
  return { value: withoutTitles(text.value), remark: null }
}

export interface Told<T> {
  readonly value: T
  /** Dutch, by the title of the column that it is about. */
  readonly remarks: readonly (readonly ['Achternaam' | 'Straatnaam' | 'Huisnummer' | 'Huisnummer toevoeging', string])[]
}

/** The name of a person in columns of its own; that of an organisation stays as it is. */
export function nameTold(surname: string, own: string, naturalPerson: boolean): Told<Name> {
  const acted = /\b(inz|inzake|i\.z|namens|q\.?q|o\.?b\.?v)\b/i.test(surname)
  if (surname === '' || (!naturalPerson && !acted))
    return { value: { surname, initials: own, representative: '' }, remarks: [] }
  const split = splitName(surname)
  const value = { ...split, initials: own || split.initials }
  return {
    value,
    remarks: [
      ...(split.representative === '' ? [] : [['Achternaam', REPRESENTED] as const]),
      ...(naturalPerson && !isOnePerson(split.surname) ? [['Achternaam', NO_PERSON] as const] : []),
    ],
  }
}

interface Place {
  readonly street: string
  readonly houseNumber: string
  readonly addition: string
}

/** Street and house in columns of their own, also where the number stands with the street, or there as well. */
export function placeTold(given: Place): Told<Place> {
  const { street, houseNumber, addition } = given
  const inStreet = houseNumber === '' ? splitAddress(street) : null
  const found = inStreet !== null && /^\d{1,5}$/.test(inStreet.number)
  const value = found
    ? { street: inStreet.street, houseNumber: inStreet.number, addition: addition || inStreet.addition }
    : { ...given, street: streetAlone(street, houseNumber, addition) }
  return {
    value,
    remarks: [
      ...(found ? [['Huisnummer', IN_STREET] as const] : []),
      ...(isResidence(value.street) ? [] : [['Straatnaam', NO_HOME] as const]),
      ...(isAddition(value.addition) ? [] : [['Huisnummer toevoeging', ODD_ADDITION] as const]),
    ],
  }
}
