import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import Papa from 'papaparse'
import { type IsoDate, plusDays } from '../../../shared/domain/calendar.ts'
import type { ClientId } from './landscape.ts'
import { type Renter, withoutAccents } from './people.ts'
import { type Claim, openOn, type Renumbering } from './plot.ts'

/** A renter with all claims that the sample gives them, and the story that they play. */
export interface Player {
  readonly story: string
  readonly renter: Renter
  readonly claims: readonly Claim[]
  readonly renumbered: Renumbering | null
}

/**
 * Days on which every ERP exports: before the reminder, before the demand, and at the end. The name of a file begins
 * with its day.
 */
const BOOK_DAYS: readonly IsoDate[] = [
  ...['2026-01-05', '2026-01-14', '2026-02-04', '2026-02-13', '2026-03-04', '2026-03-13'],
  ...['2026-04-07', '2026-04-14', '2026-05-06', '2026-05-13', '2026-05-29'],
]
/**
 * Some ERPs export on these days too: only there is somebody seen who pays before the reminder (`EXPORTED_EARLY` in
 * cast.ts).
 */
const EARLY_BOOK_DAYS: readonly IsoDate[] = ['2026-01-02', '2026-02-02', '2026-03-02', '2026-04-02']

/** Comes without the column of what is open: rejected, nothing is read from it. */
export const WITHOUT_A_COLUMN = { day: '2026-02-10', file: '2026-02-10-belegger-e.csv' } as const
/** Holds cells that cannot be read, in the rows of the story `damagedRow`. */
export const WITH_DAMAGED_ROWS = { day: '2026-02-13', file: '2026-02-13-beleggers-a-b.csv' } as const
/** The same book once more, repaired: what the damaged one could not close is closed before the demand. */
const REPAIRED_DAY = '2026-02-16'
/** Was cut off while it was copied: would close far too many cases, and nobody confirms it. */
export const CUT_SHORT = { day: '2026-03-25', file: '2026-03-25-beleggers-a-b.csv' } as const
/** Closes many cases at once, rightly (story `paysInBulk`): waits for a person, who confirms it. */
export const CONFIRMED = { day: '2026-04-17', file: '2026-04-17-belegger-d.csv' } as const
/**
 * From this day on, after the round of March, the ERP knows the postcodes that the story `postcodeMissingAtFirst`
 * lacks.
 */
export const POSTCODES_COMPLETED = '2026-04-02'

const COLUMNS = [
  ...['Opdrachtgever', 'Debiteurnummer', 'Contractnummer', 'Soort huurder', 'Achternaam', 'Voorletters', 'Straatnaam'],
  ...['Huisnummer', 'Huisnummer toevoeging', 'Postcode', 'Woonplaats', 'Telefoonnummer', 'E-mailadres'],
  ...['Soort eenheid', 'Factuurnummer', 'Omschrijving', 'Vervaldatum', 'Bedrag', 'Openstaand'],
]

/**
 * A line of a book before it takes the form of one ERP: texts, and in the last three cells a date and two amounts in
 * cents.
 */
interface Line {
  readonly player: Player
  readonly texts: readonly string[]
  readonly dueOn: IsoDate
  readonly cents: number
  readonly openCents: number
}

/** An ERP system: whose book it exports, and how it writes a file. */
interface System {
  readonly name: string
  readonly clients: readonly ClientId[]
  readonly extension: 'csv' | 'xlsx'
  readonly days: readonly IsoDate[]
  readonly write: (day: IsoDate, lines: readonly Line[]) => Promise<Buffer>
}

const SYSTEMS: readonly System[] = [
  {
    name: 'beleggers-a-b',
    clients: ['BELEGGER-A', 'BELEGGER-B'],
    extension: 'csv',
    days: [...EARLY_BOOK_DAYS, ...BOOK_DAYS, REPAIRED_DAY, CUT_SHORT.day],
    write: semicolonsInUtf8,
  },
  { name: 'belegger-c', clients: ['BELEGGER-C'], extension: 'xlsx', days: BOOK_DAYS, write: workbook },
  {
    name: 'belegger-d',
    clients: ['BELEGGER-D'],
    extension: 'csv',
    days: [...BOOK_DAYS, CONFIRMED.day],
    write: commasInUtf8,
  },
  {
    name: 'belegger-e',
    clients: ['BELEGGER-E'],
    extension: 'csv',
    days: [...EARLY_BOOK_DAYS, ...BOOK_DAYS, WITHOUT_A_COLUMN.day],
    write: tabsInWindows1252,
  },
]

/** Every file of the inbox, by name. */
export async function writeBooks(players: readonly Player[]): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>()
  for (const system of SYSTEMS) {
    const own = players.filter(({ renter }) => system.clients.includes(renter.client))
    for (const day of system.days) {
      const lines = own.flatMap((player) => linesOf(player, day))
      files.set(`${day}-${system.name}.${system.extension}`, await system.write(day, lines))
    }
  }
  return files
}

/**
 * The lines of a renter of whom something is open on this day, due or not; with them those that were paid in the last
 * two weeks.
 */
function linesOf(player: Player, day: IsoDate): Line[] {
  const invoiced = player.claims.filter(({ invoicedOn }) => invoicedOn <= day)
  if (!invoiced.some((claim) => openOn(claim, day) > 0)) return []
  return invoiced
    .filter((claim) => openOn(claim, plusDays(day, -14)) !== 0 || claim.invoicedOn > plusDays(day, -14))
    .map((claim) => ({
      player,
      texts: textsOf(player, claim, day),
      dueOn: claim.dueOn,
      cents: claim.cents,
      openCents: openOn(claim, day),
    }))
}

function textsOf({ renter, story, renumbered }: Player, claim: Claim, day: IsoDate): string[] {
  const debtor = renumbered && renumbered.on <= day ? renumbered.debtor : renter.debtor
  const known = story !== 'postcodeMissingAtFirst' || day >= POSTCODES_COMPLETED
  return [
    ...[renter.client, debtor, claim.contract.number, renter.kind, renter.lastName, renter.initials],
    ...[renter.street, renter.houseNumber, renter.houseSuffix, known ? renter.postcode : '', renter.town],
    ...[renter.phone, renter.email, claim.contract.unit, claim.invoice, claim.description],
  ]
}

const dutchDate = (day: IsoDate) => day.split('-').reverse().join('-')
const withPoint = (cents: number) => (cents / 100).toFixed(2)
const withComma = (cents: number) => withPoint(cents).replace('.', ',')
const withThousands = (cents: number) => withComma(cents).replace(/(\d)(?=(?:\d{3})+,)/g, '$1.')

function table(lines: readonly Line[], amount: (cents: number) => string): string[][] {
  const rows = lines.map(({ texts, dueOn, cents, openCents }) => [
    ...texts,
    dutchDate(dueOn),
    amount(cents),
    amount(openCents),
  ])
  return [COLUMNS, ...rows]
}

/** UTF-8 with a mark at the start, as Excel saves it; amounts as 1820,51. */
async function semicolonsInUtf8(day: IsoDate, lines: readonly Line[]): Promise<Buffer> {
  const rows = table(lines, withComma)
  if (day === WITH_DAMAGED_ROWS.day) damage(rows, lines)
  const text = `\uFEFF${Papa.unparse(rows, { delimiter: ';', newline: '\r\n' })}\r\n`
  return Buffer.from(day === CUT_SHORT.day ? text.slice(0, Math.floor(text.length * 0.2)) : text)
}

/** Of the first renter every amount is a failed formula; of the second one amount has two points. */
function damage(rows: string[][], lines: readonly Line[]): void {
  const [first, second] = new Set(
    lines.filter(({ player }) => player.story === 'damagedRow').map(({ player }) => player),
  )
  lines.forEach(({ player }, index) => {
    const cells = rows[index + 1]
    if (cells && player === first) cells[cells.length - 1] = '#REF!'
  })
  const cells = rows[lines.findIndex(({ player }) => player === second) + 1]
  if (cells && second) cells[cells.length - 1] = '1.23.4'
}

/** UTF-8 without a mark, amounts as 1820.51, and codes padded with spaces. */
async function commasInUtf8(_day: IsoDate, lines: readonly Line[]): Promise<Buffer> {
  const padded = lines.map((line) => ({
    ...line,
    texts: line.texts.map((text, index) => (index === 1 || index === 2 ? text.padEnd(12) : text)),
  }))
  return Buffer.from(`${Papa.unparse(table(padded, withPoint), { newline: '\n' })}\n`)
}

/** An old system: tabs, one byte a character, amounts as 1.820,51. */
async function tabsInWindows1252(day: IsoDate, lines: readonly Line[]): Promise<Buffer> {
  const rows = table(lines, withThousands).map((cells) => (day === WITHOUT_A_COLUMN.day ? cells.slice(0, -1) : cells))
  return inWindows1252(`${Papa.unparse(rows, { delimiter: '\t', newline: '\r\n' })}\r\n`)
}

/** windows-1252 is Latin-1 but for a few marks; what it cannot write, the old system stored without accents. */
function inWindows1252(text: string): Buffer {
  const marks: Record<string, number> = { '€': 0x80, '’': 0x92, '–': 0x96 }
  return Buffer.from(
    Array.from(text).flatMap((character) => {
      const mark = marks[character]
      if (mark !== undefined) return [mark]
      const known = character <= 'ÿ' ? character : withoutAccents(character)
      return [...Buffer.from(known, 'latin1')]
    }),
  )
}

/**
 * A workbook with dates and amounts as Excel keeps them. Packed again with one fixed time, so that it is always the
 * same.
 */
async function workbook(day: IsoDate, lines: readonly Line[]): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  book.created = new Date(`${day}T05:00:00Z`)
  book.modified = book.created
  const sheet = book.addWorksheet('Openstaande posten')
  sheet.addRow(COLUMNS)
  for (const { texts, dueOn, cents, openCents } of lines) {
    const row = sheet.addRow([...texts, new Date(`${dueOn}T00:00:00Z`), cents / 100, openCents / 100])
    row.getCell(COLUMNS.indexOf('Huisnummer') + 1).value = Number(texts[COLUMNS.indexOf('Huisnummer')])
    row.getCell(COLUMNS.indexOf('Vervaldatum') + 1).numFmt = 'dd-mm-yyyy'
  }
  const packed = await JSZip.loadAsync(await book.xlsx.writeBuffer())
  const fixed = new JSZip()
  for (const entry of Object.values(packed.files).filter(({ dir }) => !dir))
    fixed.file(entry.name, await entry.async('nodebuffer'), { date: book.created, createFolders: false })
  return fixed.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } })
}
