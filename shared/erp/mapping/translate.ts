import { createHash } from 'node:crypto'
import type { Cell } from '../cell.ts'
import { type Header, REPRESENTATIVE_TITLES, STATUS_TITLES, TITLES, type Title } from '../columns.ts'
import { splitAddress, splitHouseNumber, splitPlace } from '../people/address.ts'
import { splitName } from '../people/name.ts'
import { clean, readText } from '../text.ts'
import { balancePosts, monthPosts, type Post } from './balance.ts'
import { dueOn } from './dates.ts'
import type { Field } from './fields.ts'
import { type Mapping, mainFile } from './mapping.ts'
import { amountCell, type CellOf, mainAmount, negated, openAmount } from './sums.ts'
import { blockWord, claimKind, clientCode, renterKind, unitKind } from './words.ts'

/**
 * The header of the rows that `translate` makes: all titles, but of those that say something by being there only the
 * ones that the source has.
 */
export function headerOf({ files, constants }: Mapping): Header {
  const has = (title: Title) =>
    files.some(({ columns }) => Object.hasOwn(columns, title)) || Object.hasOwn(constants, title)
  const there = TITLES.map((title, index) => [title, index] as const).filter(
    ([title]) => !STATUS_TITLES.includes(title) || has(title),
  )
  return { at: new Map(there), width: TITLES.length }
}

/**
 * Turns one row of a mapped export into rows of the known layout, with cells as `readRow` takes them: one for a claim,
 * as many as there are months for a balance. A cell that cannot be read comes back as a faulty one, so that nothing is
 * lost.
 *
 * @param of the row's cells by field, those of the joined files among them
 * @param cellAt a cell of the main file by the title of its column
 * @param on the reference date
 */
export function translate(mapping: Mapping, of: CellOf, cellAt: (column: string) => Cell, on: string): Cell[][] {
  const person = personOf(mapping, of)
  return postsOf(mapping, of, cellAt, on).map((post) => {
    const row: Partial<Record<Title, Cell>> = {
      ...person,
      Factuurnummer: post.invoice,
      Omschrijving: post.description,
      'Soort vordering': claimKind(of('Soort vordering'), mapping),
      Vervaldatum: post.dueOn,
      Bedrag: post.amount,
      Openstaand: post.open,
    }
    return TITLES.map((title) => row[title] ?? '')
  })
}

function postsOf(mapping: Mapping, of: CellOf, cellAt: (column: string) => Cell, on: string): Post[] {
  if (mapping.shape === 'claims') return [claimPost(mapping, of, on)]
  const posts =
    mapping.shape === 'months' ? monthPosts(of, mapping, on) : balancePosts(of, mainFile(mapping), cellAt, mapping, on)
  const contract = textOf(of('Contractnummer'))
  return contract === '' ? posts : posts.map((post) => ({ ...post, invoice: `${textOf(post.invoice)} ${contract}` }))
}

function claimPost(mapping: Mapping, of: CellOf, on: string): Post {
  const written = openAmount(of, mapping)
  const open = mapping.owedIs === 'negative' ? negated(written) : written
  const due = dueOn(of, mapping, open.ok && open.value < 0, on)
  const dueCell: Cell = due.ok ? due.value : { kind: 'fault', reason: due.reason }
  const total = of('Bedrag')
  const amount = total === undefined ? open : mainAmount(total, mapping)
  const number = of('Factuurnummer')
  // A line without a number of its own is known by its day and contract, the same in every book.
  const own = number === undefined || textOf(number, true) === ''
  return {
    invoice: own && due.ok ? clean(`${due.value} ${textOf(of('Contractnummer'))}`) : (number ?? ''),
    description: of('Omschrijving') ?? '',
    dueOn: dueCell,
    amount: amountCell(mapping.owedIs === 'negative' && total !== undefined ? negated(amount) : amount),
    open: amountCell(open),
  }
}

function personOf(mapping: Mapping, of: CellOf): Partial<Record<Title, Cell>> {
  const name = nameOf(of)
  const place = { ...houseOf(of), ...cityOf(of) }
  const client = clientCode(of('Opdrachtgever'), mapping)
  const spoken = { initials: textOf(name.Voorletters), surname: splitName(textOf(name.Achternaam)).surname }
  return {
    ...copied(of, ['Contractnummer', 'Telefoonnummer', 'E-mailadres', 'Hoofdhuurder', 'Overleden op']),
    ...copied(of, REPRESENTATIVE_TITLES),
    Aanmaanblokkade: blockWord(of('Aanmaanblokkade'), mapping),
    ...name,
    ...place,
    Opdrachtgever: client,
    Debiteurnummer:
      of('Debiteurnummer') ??
      derivedNumber([client, place.Postcode, place.Huisnummer, place['Huisnummer toevoeging'], name.Achternaam]),
    'Soort huurder': renterKind(of('Soort huurder'), spoken, mapping),
    'Soort eenheid': unitKind(of('Soort eenheid'), mapping),
  }
}

const copied = (of: CellOf, fields: readonly (Title & Field)[]) =>
  Object.fromEntries(fields.map((field) => [field, of(field) ?? '']))

type Part = Partial<Record<Title, Cell>>

function nameOf(of: CellOf): Part {
  const whole = of('Naam')
  const surname = of('Achternaam')
  if (surname !== undefined) {
    const prefix = textOf(of('Tussenvoegsel'))
    return {
      Achternaam: prefix !== '' && typeof surname === 'string' ? `${prefix} ${clean(surname)}` : surname,
      Voorletters: of('Voorletters') ?? '',
    }
  }
  if (typeof whole !== 'string' || textOf(whole) === '') return { Achternaam: whole ?? '' }
  const split = splitName(textOf(whole))
  const initials = of('Voorletters') ?? split.initials
  // Who acts for the renter stays in the name: the row tells them apart.
  return { Achternaam: split.representative === '' ? split.surname : whole, Voorletters: initials }
}

const NO_NUMBER: Cell = { kind: 'fault', reason: 'In dit adres is geen huisnummer gevonden.' }
const NO_POSTCODE: Cell = { kind: 'fault', reason: 'Hierin is geen postcode gevonden.' }

function houseOf(of: CellOf): Part {
  const address = of('Adres')
  const combined = of('Huisnummer met toevoeging')
  const apart = {
    Straatnaam: of('Straatnaam') ?? '',
    Huisnummer: of('Huisnummer') ?? '',
    'Huisnummer toevoeging': of('Huisnummer toevoeging') ?? '',
  }
  if (combined !== undefined) {
    const { number, addition } = splitHouseNumber(textOf(combined))
    return {
      ...apart,
      Straatnaam: of('Straatnaam') ?? address ?? '',
      Huisnummer: number,
      'Huisnummer toevoeging': addition,
    }
  }
  if (address === undefined || of('Huisnummer') !== undefined)
    return { ...apart, Straatnaam: of('Straatnaam') ?? address ?? '' }
  if (typeof address !== 'string') return { Straatnaam: address }
  const { street, number, addition } = splitAddress(textOf(address))
  return {
    Straatnaam: street === '' ? address : street,
    Huisnummer: number === '' && street !== '' ? NO_NUMBER : number,
    'Huisnummer toevoeging': of('Huisnummer toevoeging') ?? addition,
  }
}

function cityOf(of: CellOf): Part {
  const both = of('Postcode en plaats')
  if (typeof both !== 'string') return { Postcode: of('Postcode') ?? '', Woonplaats: of('Woonplaats') ?? '' }
  const { postcode, city } = splitPlace(both)
  const found = postcode === '' && city !== '' ? NO_POSTCODE : postcode
  return { Postcode: of('Postcode') ?? found, Woonplaats: of('Woonplaats') ?? city }
}

/**
 * The text of a cell; '' when it has none that can be read. @param faulty what counts as text although it cannot be
 * read
 */
function textOf(cell: Cell | undefined, faulty = false): string {
  if (cell === undefined) return ''
  if (typeof cell !== 'string')
    return cell.kind === 'number' ? cell.literal.padStart(cell.width, '0') : faulty ? '?' : ''
  const text = readText(cell)
  return text.ok ? text.value : faulty ? '?' : ''
}

/**
 * A number for a renter whom the export gives none: always the same for one person at one address, and not readable as
 * an address.
 */
function derivedNumber(parts: readonly (Cell | undefined)[]): string {
  const said = parts.map((part) => textOf(part).toLowerCase().replaceAll(' ', ''))
  return `H${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12)}`
}
