import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import type { Claim } from '../../shared/erp/claim.ts'
import { type ExportItem, type RowError, type RowWarning, readExport } from '../../shared/erp/export.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import type { Limits } from '../../shared/erp/limits.ts'

export const titles = [
  'Opdrachtgever',
  'Debiteurnummer',
  'Contractnummer',
  'Soort huurder',
  'Achternaam',
  'Voorletters',
  'Straatnaam',
  'Huisnummer',
  'Huisnummer toevoeging',
  'Postcode',
  'Woonplaats',
  'Telefoonnummer',
  'E-mailadres',
  'Soort eenheid',
  'Factuurnummer',
  'Omschrijving',
  'Vervaldatum',
  'Bedrag',
  'Openstaand',
] as const

export type Title = (typeof titles)[number]
export type Line = Readonly<Record<Title, unknown>>

const goodLine: Line = {
  Opdrachtgever: 'BELEGGER-A',
  Debiteurnummer: '100234',
  Contractnummer: 'C-1',
  'Soort huurder': 'natuurlijk persoon',
  Achternaam: 'Jansen',
  Voorletters: 'A.B.',
  Straatnaam: 'Dorpsstraat',
  Huisnummer: '12',
  'Huisnummer toevoeging': 'A',
  Postcode: '1012 AB',
  Woonplaats: 'Amsterdam',
  Telefoonnummer: '0612345678',
  'E-mailadres': 'a.jansen@voorbeeld.example',
  'Soort eenheid': 'woning',
  Factuurnummer: 'F-1',
  Omschrijving: 'Huur maart 2026',
  Vervaldatum: '01-03-2026',
  Bedrag: '1.820,51',
  Openstaand: '820,51',
}

/** A line of the book that is right, but for what the test changes. */
export function line(changes: Partial<Record<Title, unknown>> = {}): Line {
  return { ...goodLine, ...changes }
}

/** `count` lines of as many renters. */
export function lines(count: number): Line[] {
  return Array.from({ length: count }, (_, index) =>
    line({ Debiteurnummer: String(100_000 + index), Factuurnummer: `F-${index}` }),
  )
}

function quoted(value: unknown, separator: string): string {
  const text = String(value)
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export function csv(
  rows: readonly Line[],
  { separator = ';', columns = titles as readonly string[], lineEnd = '\r\n' } = {},
): string {
  const cells = rows.map((row) => columns.map((title) => quoted(row[title as Title] ?? '', separator)).join(separator))
  return [columns.join(separator), ...cells, ''].join(lineEnd)
}

/** A workbook as exceljs writes it. Values go into the cells as they are. */
export async function xlsx(rows: readonly Line[], change: (workbook: ExcelJS.Workbook) => void = () => {}) {
  const workbook = new ExcelJS.Workbook()
  const sheet = workbook.addWorksheet('Posten')
  sheet.addRow([...titles])
  for (const row of rows) sheet.addRow(titles.map((title) => row[title]))
  change(workbook)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** The parts of a workbook, to be changed by hand. */
export async function partsOf(file: Buffer): Promise<Map<string, string>> {
  const zip = await JSZip.loadAsync(file)
  const parts = new Map<string, string>()
  for (const name of Object.keys(zip.files)) parts.set(name, (await zip.file(name)?.async('string')) ?? '')
  return parts
}

export async function zipOf(parts: Iterable<readonly [string, string]>): Promise<Buffer> {
  const zip = new JSZip()
  for (const [name, content] of parts) zip.file(name, content, { createFolders: false })
  return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
}

export async function* chunked(bytes: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export interface Outcome {
  readonly claims: readonly Claim[]
  readonly errors: readonly Omit<RowError, 'kind'>[]
  readonly warnings: readonly Omit<RowWarning, 'kind'>[]
}

export async function read(
  file: string | Uint8Array,
  { limits = {}, chunkSize = 65_536 }: { limits?: Partial<Limits>; chunkSize?: number } = {},
): Promise<Outcome> {
  const items: ExportItem[] = []
  const bytes = typeof file === 'string' ? Buffer.from(file) : file
  for await (const item of readExport('boek', chunked(bytes, chunkSize), limits)) items.push(item)
  return {
    claims: items.flatMap((item) => (item.kind === 'claim' ? [item.claim] : [])),
    errors: items.flatMap((item) => (item.kind === 'error' ? [remarkOf(item)] : [])),
    warnings: items.flatMap((item) => (item.kind === 'warning' ? [remarkOf(item)] : [])),
  }
}

function remarkOf({ row, field, message }: RowError | RowWarning): Omit<RowError, 'kind'> {
  return { row, field, message }
}

/** What the reader says of a file that it refuses. */
export async function refusal(file: string | Uint8Array, limits: Partial<Limits> = {}): Promise<UnusableExport> {
  try {
    await read(file, { limits })
  } catch (error) {
    if (error instanceof UnusableExport) return error
    throw error
  }
  throw new Error('the export was not refused')
}
