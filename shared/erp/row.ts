import { isRent } from '../domain/rent.ts'
import { amount } from './amount.ts'
import type { Cell, Read } from './cell.ts'
import type { Claim } from './claim.ts'
import { type Header, REPRESENTATIVE_TITLES, type Title } from './columns.ts'
import { dueDate } from './date.ts'
import { claimKind, dwelling, houseNumber, mainTenant, naturalPerson, postcode, recordCode } from './fields.ts'
import { blockReason, dayOfDeath } from './hold-columns.ts'
import { email, type Found, named, phone } from './people/contact.ts'
import { initials, nameTold, placeTold, type Told, UNREPORTED } from './people/told.ts'
import { representativeOf } from './representative-columns.ts'
import { code, filled, freeText, plainText } from './text.ts'

const requiredName = named(filled(plainText))
const placeName = named(plainText)
const invoiceCode = filled(code)

/** What a person should know of one cell: the title of its column, and why, in Dutch. */
export interface Remark {
  readonly field: Title
  readonly message: string
}

export interface ReadRow {
  /** Null when anything in the row cannot be read: half a claim is no claim. */
  readonly claim: Claim | null
  readonly errors: readonly Remark[]
  readonly warnings: readonly Remark[]
  /** Whose row it is, also where something else in it cannot be read; null where that cannot be told (I1). */
  readonly whose: Whose | null
}

/** A debtor number of a client. */
export type Whose = Pick<Claim, 'client' | 'renter'>

const WHOSE: ReadonlySet<Title> = new Set<Title>(['Opdrachtgever', 'Debiteurnummer'])

/** How the cells of a row are read, whatever stands in them. */
export interface Reading {
  /** The longest text that a cell may hold, in characters. */
  readonly cellLength: number
  /** The words of a client that say that a claim is no rent (C12). */
  readonly notRent: (client: string) => readonly string[]
}

/** Reads one line of the book. Every cell that is wrong is named, not only the first. */
export function readRow(cells: readonly Cell[], header: Header, { cellLength, notRent }: Reading): ReadRow {
  const errors: Remark[] = []
  const warnings: Remark[] = []

  const cellOf = (title: Title): Cell => {
    const index = header.at.get(title)
    const cell = index === undefined ? '' : (cells[index] ?? '')
    if (typeof cell !== 'string' || cell.length <= cellLength) return cell
    return { kind: 'fault', reason: `Deze tekst is langer dan ${cellLength} tekens.` }
  }
  const readCell = <T>(title: Title, read: (cell: Cell) => Read<T>): Read<T> => read(cellOf(title))
  /** The placeholder is never seen: a row with an error has no claim. */
  const take = <T>(title: Title, read: (cell: Cell) => Read<T>, placeholder: T): T => {
    const outcome = readCell(title, read)
    if (outcome.ok) return outcome.value
    errors.push({ field: title, message: outcome.reason })
    return placeholder
  }
  const warn = (title: Title, message: string | null) => {
    if (message !== null) warnings.push({ field: title, message })
  }
  /** What need not be there must not keep the row back: what is unfit is left out, and a person is told (C5, S3). */
  const optional = (title: Title, read: (cell: Cell) => Found): string => {
    const { value, remark } = read(cellOf(title))
    warn(title, remark)
    return value
  }
  const told = <T>({ value, remarks }: Told<T>): T => {
    for (const [title, message] of remarks) warn(title, message)
    return value
  }
  /** What a column says that keeps a renter from letters (R7): what cannot be read keeps too. Null without it. */
  const status = <T>(title: Title, read: (cell: Cell) => Read<T>, unread: T, means: string): T | null => {
    if (!header.at.has(title)) return null
    const outcome = readCell(title, read)
    if (outcome.ok) return outcome.value
    warn(title, `${outcome.reason} ${means}`)
    return unread
  }
  const representative = (byName: string): Claim['representative'] =>
    byName !== '' || REPRESENTATIVE_TITLES.some((title) => header.at.has(title))
      ? (representativeOf({
          name: take('Vertegenwoordiger', plainText, '') || byName,
          email: optional('Vertegenwoordiger e-mail', email),
          address: take('Correspondentieadres', plainText, ''),
          postcode: take('Correspondentie postcode', plainText, ''),
          city: take('Correspondentie plaats', plainText, ''),
        }) ?? 'none')
      : null

  /**
   * What cannot be reported may still be owed: the letters go on, and the gate holds the signal (G8) until it is
   * corrected.
   */
  const address = (title: 'Postcode' | 'Huisnummer', read: (cell: Cell) => Read<string>): string => {
    const outcome = readCell(title, read)
    if (outcome.ok) return outcome.value
    warn(title, `${outcome.reason} ${UNREPORTED}`)
    const text = readCell(title, plainText)
    return text.ok ? text.value : ''
  }

  const openCents = take('Openstaand', amount, 0)
  const natural = take('Soort huurder', naturalPerson, false)
  const name = told(nameTold(take('Achternaam', requiredName, ''), optional('Voorletters', initials), natural))
  const house = readCell('Huisnummer', plainText)
  const number = house.ok ? house.value : ''
  const place = told(
    placeTold({
      street: take('Straatnaam', placeName, ''),
      houseNumber: number,
      addition: take('Huisnummer toevoeging', plainText, ''),
    }),
  )
  const line = {
    client: take('Opdrachtgever', recordCode, ''),
    renter: take('Debiteurnummer', recordCode, ''),
    contract: take('Contractnummer', code, ''),
    naturalPerson: natural,
    surname: name.surname,
    initials: name.initials,
    street: place.street,
    houseNumber: number === '' && place.houseNumber !== '' ? place.houseNumber : address('Huisnummer', houseNumber),
    houseNumberAddition: place.addition,
    postcode: address('Postcode', postcode),
    city: take('Woonplaats', placeName, ''),
    phone: optional('Telefoonnummer', phone),
    email: optional('E-mailadres', email),
    mainTenant: take('Hoofdhuurder', mainTenant, null),
    hold: status('Aanmaanblokkade', blockReason, 'blocked', 'Deze huurder geldt als geblokkeerd.'),
    deceased: status('Overleden op', dayOfDeath, 'unknown', 'Deze huurder geldt als overleden.'),
    representative: representative(name.representative),
    dwelling: take('Soort eenheid', dwelling, false),
    invoice: take('Factuurnummer', invoiceCode, ''),
    description: take('Omschrijving', freeText, ''),
    dueOn: take('Vervaldatum', dueDate, ''),
    amountCents: header.at.has('Bedrag') ? take('Bedrag', amount, 0) : openCents,
    openCents,
  }
  const kind = take('Soort vordering', claimKind, null)
  const claim: Claim = { ...line, rent: isRent({ ...line, isRent: kind }, notRent(line.client)) }
  const whose = errors.some(({ field }) => WHOSE.has(field)) ? null : { client: line.client, renter: line.renter }
  return { claim: errors.length === 0 ? claim : null, errors, warnings, whose }
}
