import { z } from 'zod'
import { postcodeOf } from '../domain/postcode.ts'
import { type AddressLookup, addHouse, addPostcode, emptyLookup } from './addresses.ts'
import { isBlank, type SheetRow } from './cell.ts'
import { csvRows } from './csv.ts'
import { FileFault, UnusableAddressTable } from './faults.ts'

/**
 * Reads the CBS table of postcode, house number and municipality (`pc6hnr…gwb`, about 8 million lines) into a lookup.
 * A postcode that lies in one municipality becomes one entry; house numbers are kept for postcodes that lie in several.
 * Areas of four digits are not joined: a postcode that is not in the table must stay unknown (R5).
 *
 * The titles may carry the year; codes may be text (`0363`, `GM0363`) or numbers without the zeros. The lines may come
 * in any order. Takes about 100 MB of memory for the whole country.
 *
 * @param fileName for messages, and for the version date, which CBS writes in it alone
 * @throws UnusableAddressTable, naming row and column
 */
export async function readCbsTable(fileName: string, bytes: AsyncIterable<Uint8Array>): Promise<AddressLookup> {
  try {
    return { ...(await readTable(bytes)), version: versionIn(fileName) }
  } catch (error) {
    throw error instanceof FileFault ? new UnusableAddressTable(fileName, error) : error
  }
}

/** `pc6hnr20250801_gwb.csv` is of 1 August 2025. */
function versionIn(fileName: string): string | null {
  const [, year, month, day] = /(20\d{2})-?(\d{2})-?(\d{2})/.exec(fileName) ?? []
  const date = z.iso.date().safeParse(`${year}-${month}-${day}`)
  return date.success ? date.data : null
}

async function readTable(bytes: AsyncIterable<Uint8Array>): Promise<AddressLookup> {
  const table = createTable()
  let columns: Columns | null = null
  for await (const batch of csvRows(asText(bytes), (cell) => columnOf(cell) !== null))
    for (const row of batch) {
      if (isBlank(row)) continue
      if (columns === null) columns = findColumns(row)
      else addRow(table, row, columns)
    }
  if (columns === null) throw new FileFault('Deze tabel is leeg.')
  return table.compile()
}

/** The table holds ASCII alone; anything else shows up as a cell that is wrong. */
async function* asText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

type Column = 'PC6' | 'Huisnummer' | 'Gemeente'
type Columns = Readonly<Record<Column, number>>

function columnOf(title: string): Column | null {
  const name = title.trim().toLowerCase()
  if (/^(pc6|postcode6?)$/.test(name)) return 'PC6'
  if (/^(huisnummer|huisnr|hnr)$/.test(name)) return 'Huisnummer'
  return /^(gemeente|gem|gm)(code)?_?(\d{4})?$/.test(name) ? 'Gemeente' : null
}

function findColumns(row: SheetRow): Columns {
  const titles = row.cells.map((cell) => (typeof cell === 'string' ? columnOf(cell) : null))
  const at = (column: Column): number => {
    const index = titles.indexOf(column)
    if (index === -1) throw new FileFault('deze kolom ontbreekt.', { row: row.row, field: column })
    if (titles.lastIndexOf(column) !== index)
      throw new FileFault('deze kolom staat er twee keer in.', { row: row.row, field: column })
    return index
  }
  return { PC6: at('PC6'), Huisnummer: at('Huisnummer'), Gemeente: at('Gemeente') }
}

function addRow(table: Table, row: SheetRow, columns: Columns): void {
  const value = (column: Column, read: (text: string) => string | null | undefined): string => {
    const cell = row.cells[columns[column]]
    const found = typeof cell === 'string' ? read(cell) : null
    if (!found) throw new FileFault('deze waarde is niet goed.', { row: row.row, field: column })
    return found
  }
  const postcode = value('PC6', postcodeOf)
  const houseNumber = Number(value('Huisnummer', (text) => /^\s*0*([1-9]\d{0,4})\s*$/.exec(text)?.[1]))
  const municipality = value('Gemeente', (text) => /^\s*(?:GM)?(\d{1,4})\s*$/.exec(text)?.[1]).padStart(4, '0')
  table.add(postcode, houseNumber, municipality)
}

interface Table {
  add(postcode: string, houseNumber: number, municipality: string): void
  compile(): AddressLookup
}

const SEVERAL_MUNICIPALITIES = 0xffff
const BLOCK_LINES = 1 << 20
const HOUSE_NUMBER_BITS = 17

/**
 * Holds every line in eight bytes: only after the last line is it known which postcodes lie in several municipalities,
 * and so need their house numbers.
 */
function createTable(): Table {
  const postcodes = createNumbering()
  const municipalities = createNumbering()
  const municipalityOf: number[] = []
  const blocks: Uint32Array[] = []
  let lines = 0

  return {
    add(postcode, houseNumber, municipality) {
      const place = postcodes.numberOf(postcode)
      const code = municipalities.numberOf(municipality)
      const known = municipalityOf[place]
      if (known === undefined) municipalityOf.push(code)
      else if (known !== code) municipalityOf[place] = SEVERAL_MUNICIPALITIES
      const at = (lines % BLOCK_LINES) * 2
      if (at === 0) blocks.push(new Uint32Array(BLOCK_LINES * 2))
      const block = blocks.at(-1)
      if (block) {
        block[at] = place
        block[at + 1] = code * 2 ** HOUSE_NUMBER_BITS + houseNumber
      }
      lines += 1
    },
    compile() {
      const lookup = emptyLookup()
      municipalityOf.forEach((code, place) => {
        if (code !== SEVERAL_MUNICIPALITIES) addPostcode(lookup, postcodes.name(place), municipalities.name(code))
      })
      const contested = new Set<string>()
      for (let line = 0; line < lines; line++) {
        const block = blocks[Math.floor(line / BLOCK_LINES)]
        const place = block?.[(line % BLOCK_LINES) * 2] ?? 0
        if (municipalityOf[place] !== SEVERAL_MUNICIPALITIES) continue
        const packed = block?.[(line % BLOCK_LINES) * 2 + 1] ?? 0
        const house = { postcode: postcodes.name(place), number: packed % 2 ** HOUSE_NUMBER_BITS }
        addBorderHouse(lookup, house, municipalities.name(Math.floor(packed / 2 ** HOUSE_NUMBER_BITS)), contested)
      }
      return lookup
    },
  }
}

/** One house number can have additions in two municipalities. Nobody can tell then, so the address stays unknown. */
function addBorderHouse(
  lookup: AddressLookup,
  house: { readonly postcode: string; readonly number: number },
  municipality: string,
  contested: Set<string>,
): void {
  const key = `${house.postcode} ${house.number}`
  const numbers = lookup.houses[house.postcode]
  const known = numbers?.[house.number]
  if (numbers && known !== undefined && known !== municipality) {
    delete numbers[house.number]
    contested.add(key)
  } else if (!contested.has(key)) addHouse(lookup, house.postcode, house.number, municipality)
}

/** Gives each name a number, from 0, in the order in which they come. */
function createNumbering() {
  const numbers = new Map<string, number>()
  const names: string[] = []
  return {
    numberOf(name: string): number {
      const known = numbers.get(name)
      if (known !== undefined) return known
      const kept = Buffer.from(name).toString()
      numbers.set(kept, names.length)
      names.push(kept)
      return names.length - 1
    },
    name: (number: number): string => names[number] ?? '',
  }
}
