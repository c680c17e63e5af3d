import { z } from 'zod'
import { recordIdSchema } from '../contracts/fields.ts'
import { postcodeOf } from '../domain/postcode.ts'
import { unwrapped } from '../domain/renter-number.ts'
import { bad, type Cell, good, type Read } from './cell.ts'
import { code, filled, plainText } from './text.ts'

const required = filled(plainText)
const requiredCode = filled(code)

/** A client's or a renter's number in the ERP, which becomes part of database keys and file names. */
export function recordCode(cell: Cell): Read<string> {
  const text = requiredCode(typeof cell === 'string' ? unwrapped(cell) : cell)
  if (!text.ok) return text
  return recordIdSchema.safeParse(text.value).success
    ? text
    : bad('Gebruik hier hoogstens 64 tekens, en geen # / of \\.')
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

const rentOrNot = choice('huur', 'overig')

/** True for rent, false for anything else; null where the column says nothing (C12). */
export function claimKind(cell: Cell): Read<boolean | null> {
  const text = plainText(cell)
  return text.ok && text.value === '' ? good(null) : rentOrNot(cell)
}

const yesOrNo = choice('ja', 'nee')

/** Whether a renter is the main tenant; null where the column says nothing. */
export function mainTenant(cell: Cell): Read<boolean | null> {
  const text = plainText(cell)
  return text.ok && text.value === '' ? good(null) : yesOrNo(cell)
}

/** A Dutch postcode as 1234AB. */
export function postcode(cell: Cell): Read<string> {
  const text = required(cell)
  if (!text.ok) return text
  const found = postcodeOf(text.value)
  return found === null ? bad('Dit is geen Nederlandse postcode. Schrijf de postcode als 1234 AB.') : good(found)
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

const addressSchema = z.email().max(254)

export function isEmail(text: string): boolean {
  return addressSchema.safeParse(text).success
}
