import { z } from 'zod'
import { recordId } from '../contracts/registers.ts'
import { bad, type Cell, good, type Read } from './cell.ts'
import { code, filled, plainText } from './text.ts'

const required = filled(plainText)
const requiredCode = filled(code)

/** A client's or a renter's number in the ERP, which becomes part of database keys and file names. */
export function recordCode(cell: Cell): Read<string> {
  const text = requiredCode(cell)
  if (!text.ok) return text
  return recordId.safeParse(text.value).success ? text : bad('Gebruik hier hoogstens 64 tekens, en geen # / of \\.')
}

function choice(yes: string, no: string): (cell: Cell) => Read<boolean> {
  return (cell) => {
    const text = required(cell)
    if (!text.ok) return text
    const word = text.value.toLowerCase()
    return word === yes || word === no ? good(word === yes) : bad(`Vul hier in: ${yes} of ${no}.`)
  }
}

/** True for a natural person. Only natural persons are ever reported (C9). */
export const naturalPerson = choice('natuurlijk persoon', 'rechtspersoon')

/** True for a dwelling. Only dwellings are ever reported (C9). */
export const dwelling = choice('woning', 'overig')

/** A Dutch postcode as 1234AB. The letters SA, SD and SS are not given out. */
export function postcode(cell: Cell): Read<string> {
  const text = required(cell)
  if (!text.ok) return text
  const upper = text.value.toUpperCase()
  return /^[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}$/.test(upper)
    ? good(upper.replace(' ', ''))
    : bad('Dit is geen Nederlandse postcode. Schrijf de postcode als 1234 AB.')
}

/** 1 to 99999. `12A` is not split: which part belongs to the number is for a person to say. */
export function houseNumber(cell: Cell): Read<string> {
  const text = required(cell)
  if (!text.ok) return text
  const number = /^\d{1,5}$/.test(text.value) ? Number(text.value) : 0
  return number >= 1
    ? good(String(number))
    : bad('Het huisnummer is een getal van 1 tot en met 99999. Zet een letter of toevoeging in de eigen kolom.')
}

const address = z.email().max(254)

export function isEmail(text: string): boolean {
  return address.safeParse(text).success
}
