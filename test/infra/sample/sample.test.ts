import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import JSZip from 'jszip'
import Papa from 'papaparse'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  CONFIRMED,
  CUT_SHORT,
  POSTCODES_COMPLETED,
  WITH_DAMAGED_ROWS,
  WITHOUT_A_COLUMN,
} from '../../../infra/local/sample/books.ts'
import { buildSample, type Sample, STORIES } from '../../../infra/local/sample/sample.ts'
import { eventSchema } from '../../../infra/local/simulation/events.ts'
import { parseJsonFile, parseJsonLines } from '../../../shared/contracts/json-errors.ts'
import { type Registers, registersSchema } from '../../../shared/contracts/registers.ts'
import { isWorkingDay } from '../../../shared/domain/calendar.ts'
import { type RowError, type RowWarning, readExport } from '../../../shared/erp/export.ts'
import { UnusableExport } from '../../../shared/erp/faults.ts'

const FOLDER = join(import.meta.dirname, '../../../infra/local/sample')

interface Book {
  readonly file: string
  readonly day: string
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, string>>[]
}

let sample: Sample
let registers: Registers
let facts: z.output<typeof eventSchema>[]
let books: Book[]

beforeAll(async () => {
  sample = await buildSample()
  registers = parseJsonFile('registers.json', textOf('registers.json'), registersSchema)
  facts = parseJsonLines('events.jsonl', textOf('events.jsonl'), eventSchema).map(({ value }) => value)
  const files = [...sample.files].filter(([path]) => path.startsWith('exports/'))
  books = await Promise.all(files.map(([path, bytes]) => readBook(path.slice('exports/'.length), bytes)))
  books.sort((a, b) => (a.file < b.file ? -1 : 1))
})

describe('what is checked in', () => {
  test('is what the generator writes', async () => {
    const exported = (await readdir(join(FOLDER, 'exports'))).map((name) => `exports/${name}`)
    expect([...exported, 'events.jsonl', 'registers.json'].sort()).toEqual([...sample.files.keys()].sort())
    for (const [path, bytes] of sample.files) {
      const checkedIn = await readFile(join(FOLDER, path))
      if (path.endsWith('.xlsx')) expect(await unpacked(checkedIn), path).toEqual(await unpacked(bytes))
      else expect(checkedIn.equals(bytes), path).toBe(true)
    }
  })

  test('is small: it plays within a minute', () => {
    expect(books.length).toBeLessThanOrEqual(60)
    const size = [...sample.files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
    expect(size).toBeLessThan(6_000_000)
  })
})

describe('the people', () => {
  test('are more than 300 renters of five clients, in every story', () => {
    expect(new Set(sample.players.map(({ renter }) => renter.debtor)).size).toBe(sample.players.length)
    expect(sample.players.length).toBeGreaterThan(300)
    expect(new Set(sample.players.map(({ story }) => story))).toEqual(new Set(Object.keys(STORIES)))
    expect(new Set(sample.players.map(({ renter }) => renter.client))).toEqual(
      new Set(registers.clients.map(({ id }) => id)),
    )
  })

  test('all stand in a book', () => {
    const present = new Set(books.flatMap(({ rows }) => rows.map((row) => row.Debiteurnummer)))
    expect(sample.players.map(({ renter }) => renter.debtor).filter((debtor) => !present.has(debtor))).toEqual([])
  })

  test('do not exist: reserved mail domains and phone numbers that are not in use', () => {
    for (const { renter } of sample.players) {
      expect(renter.debtor).toMatch(/^\d{6}$/)
      expect(renter.email).toMatch(/^$|^[a-z.]+\.\d+@(?:example\.nl|[a-z]+\.example)$/)
      expect(renter.phone).toMatch(/^$|^06-0000\d{4}$/)
    }
    expect(sample.players.some(({ renter }) => renter.debtor.startsWith('00'))).toBe(true)
  })
})

describe('the exports', () => {
  test('are dated on working days', () => {
    expect(books.filter(({ day }) => !isWorkingDay(day)).map(({ file }) => file)).toEqual([])
  })

  test('come as workbook, with semicolons, commas and tabs, and in windows-1252', () => {
    expect(books.filter(({ file }) => file.endsWith('.xlsx')).length).toBeGreaterThan(0)
    const [semicolons, commas, tabs] = ['beleggers-a-b', 'belegger-d', 'belegger-e'].map(
      (name) => sample.files.get(`exports/2026-03-04-${name}.csv`) ?? Buffer.alloc(0),
    )
    expect(semicolons?.toString()).toMatch(/^\uFEFFOpdrachtgever;Debiteurnummer;/)
    expect(commas?.toString()).toMatch(/^Opdrachtgever,Debiteurnummer,/)
    expect(tabs?.toString('latin1')).toMatch(/^Opdrachtgever\tDebiteurnummer\t/)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(tabs)).toThrow()
  })

  test('have all columns, but for the one that has not', () => {
    const incomplete = books.filter(({ columns }) => columns.length !== 19)
    expect(incomplete.map(({ file, columns }) => ({ file, columns: columns.length }))).toEqual([
      { file: WITHOUT_A_COLUMN.file, columns: 18 },
    ])
    expect(incomplete[0]?.columns).not.toContain('Openstaand')
  })

  test('have amounts and dates in every row, but for the damaged and the cut', () => {
    const wrong = books
      .filter(({ file }) => file !== WITHOUT_A_COLUMN.file)
      .flatMap(({ file, rows }) =>
        rows.filter((row) => !isReadable(row)).map((row) => ({ file, open: row.Openstaand })),
      )
    expect(new Set(wrong.map(({ file }) => file))).toEqual(new Set([WITH_DAMAGED_ROWS.file, CUT_SHORT.file]))
    const damaged = wrong.filter(({ file }) => file === WITH_DAMAGED_ROWS.file).map(({ open }) => open)
    expect(new Set(damaged)).toEqual(new Set(['#REF!', '1.23.4']))
  })

  test('lack the postcodes of one story until after the round of March, and have them before that of April', () => {
    const debtors = debtorsOfStory('postcodeMissingAtFirst')
    const lacking = books
      .filter(({ file }) => file !== CUT_SHORT.file)
      .flatMap(({ day, rows }) =>
        rows.filter((row) => row.Postcode === '' || row.Huisnummer === '').map((row) => ({ day, row })),
      )
    expect(new Set(lacking.map(({ row }) => row.Debiteurnummer))).toEqual(new Set(debtors))
    for (const debtor of debtors) {
      const own = books.flatMap(({ day, rows }) =>
        rows.filter((row) => row.Debiteurnummer === debtor).map(({ Postcode }) => ({ day, known: Postcode !== '' })),
      )
      const known = own.filter((row) => row.known).map(({ day }) => day)
      const unknown = own.filter((row) => !row.known).map(({ day }) => day)
      expect(unknown.every((day) => day < POSTCODES_COMPLETED)).toBe(true)
      expect(known.every((day) => day >= POSTCODES_COMPLETED)).toBe(true)
      expect(unknown).toContain('2026-03-13')
      expect(known).toContain('2026-04-14')
    }
  })

  test('give the import errors for the damaged and the cut rows, and warnings for the postcodes that are missing', async () => {
    const refused: string[] = []
    const remarks: Remark[] = []
    for (const { file } of books) {
      const found = await remarksOf(file)
      if (found === null) refused.push(file)
      else remarks.push(...found)
    }
    expect(refused).toEqual([WITHOUT_A_COLUMN.file])

    const errors = remarks.filter(({ kind }) => kind === 'error')
    expect(new Set(errors.map(({ file, field }) => `${file} ${field}`))).toEqual(
      new Set([`${WITH_DAMAGED_ROWS.file} Openstaand`, `${CUT_SHORT.file} null`]),
    )
    const warnings = remarks.filter(({ kind }) => kind === 'warning')
    const debtors = debtorsOfStory('postcodeMissingAtFirst')
    const lacking = books.flatMap(({ file, rows }) =>
      rows
        .map((row, index) => ({ file, row: index + 2, debtor: row.Debiteurnummer ?? '', postcode: row.Postcode }))
        .filter(({ debtor, postcode }) => debtors.includes(debtor) && postcode === '' && file !== WITHOUT_A_COLUMN.file)
        .map(({ file, row }) => `${file} ${row} Postcode`),
    )
    expect(lacking.length).toBeGreaterThan(0)
    expect(warnings.map(({ file, row, field }) => `${file} ${row} ${field}`)).toEqual(lacking)
    for (const { message } of warnings) expect(message).toContain('niet bij de gemeente worden gemeld')
  })

  test('never close more than the guard lets through, but for the two that must wait for a person', () => {
    expect(stoppedByGuard()).toEqual([CUT_SHORT.file, CONFIRMED.file])
    expect(facts.filter((fact) => fact.type === 'import-confirmed').map(({ file }) => file)).toEqual([CONFIRMED.file])
  })
})

describe('the events', () => {
  test('are of every type', () => {
    const types = eventSchema.options.map((option) => {
      const { shape } = 'shape' in option ? option : option.in
      return shape.type.value
    })
    // The organisation of the sample does not want to approve its rounds.
    const NOT_SHOWN = new Set(['round-approved'])
    const shown = types.filter((type) => !NOT_SHOWN.has(type))
    expect(new Set(facts.map(({ type }) => type))).toEqual(new Set(shown))
  })

  test('are about renters, invoices, clients, municipalities and files that there are', () => {
    const renters = new Map(
      sample.players.flatMap(({ renter, renumbered, claims }) =>
        [renter.debtor, ...(renumbered ? [renumbered.debtor] : [])].map((debtor) => [debtor, claims]),
      ),
    )
    for (const fact of facts) {
      if ('renter' in fact) expect(renters.has(fact.renter), fact.renter).toBe(true)
      if ('invoice' in fact) expect(renters.get(fact.renter)?.map(({ invoice }) => invoice)).toContain(fact.invoice)
      if ('client' in fact) expect(registers.clients.map(({ id }) => id)).toContain(fact.client)
      if ('gemeentecode' in fact)
        expect(registers.municipalities.map(({ gemeentecode }) => gemeentecode)).toContain(fact.gemeentecode)
      if (fact.type === 'same-renter') expect(renters.has(fact.was), fact.was).toBe(true)
      if (fact.type === 'import-confirmed') expect(books.map(({ file }) => file)).toContain(fact.file)
    }
  })

  test('tell of a contact attempt before the round of March, for those whom it holds for their postcode alone', () => {
    for (const debtor of debtorsOfStory('postcodeMissingAtFirst')) {
      const own = facts.filter((fact) => 'renter' in fact && fact.renter === debtor)
      expect(own.map(({ type }) => type)).toEqual(['contact-attempt'])
      expect(own.every(({ at }) => at < '2026-03-20')).toBe(true)
    }
  })

  test('fall within the five months, on working days', () => {
    expect(facts.filter(({ at }) => at < '2026-01-01' || at > '2026-06-01' || !isWorkingDay(at.slice(0, 10)))).toEqual(
      [],
    )
  })
})

type Remark = (RowError | RowWarning) & { readonly file: string }

/** What the import has to say of the rows of a file; null when it refuses the file. */
async function remarksOf(file: string): Promise<Remark[] | null> {
  const remarks: Remark[] = []
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield sample.files.get(`exports/${file}`) ?? Buffer.alloc(0)
  }
  try {
    for await (const item of readExport(file, bytes()))
      if (item.kind === 'error' || item.kind === 'warning') remarks.push({ ...item, file })
    return remarks
  } catch (error) {
    if (error instanceof UnusableExport) return null
    throw error
  }
}

function debtorsOfStory(story: string): string[] {
  const debtors = sample.players.filter((player) => player.story === story).map(({ renter }) => renter.debtor)
  if (debtors.length === 0) throw new RangeError(`nobody plays ${story}`)
  return debtors
}

/**
 * The guard as the process has it: more than a fifth and more than ten of the open cases of the clients in the file.
 */
function stoppedByGuard(): string[] {
  const open = new Map<string, Set<string>>()
  const paidAt = new Map(
    facts.flatMap((fact) => (fact.type === 'payment' && fact.amountCents === 'all' ? [[fact.renter, fact.at]] : [])),
  )
  return books.flatMap(({ file, day, rows }) => {
    if (file === WITHOUT_A_COLUMN.file) return []
    const clients = new Set(rows.map((row) => row.Opdrachtgever ?? ''))
    const due = rows.filter((row) => dayOf(row.Vervaldatum) <= day)
    const present = new Map([...clients].map((client) => [client, debtorsOf(rows, client)]))
    const before = [...clients].flatMap((client) => [...(open.get(client) ?? [])].map((debtor) => ({ client, debtor })))
    const unpaid = before.filter(({ debtor }) => (paidAt.get(debtor) ?? '9') > day)
    const closing = unpaid.filter(({ client, debtor }) => !present.get(client)?.has(debtor))
    const stopped = closing.length > 10 && closing.length * 5 > unpaid.length
    if (!stopped || file === CONFIRMED.file) for (const client of clients) open.set(client, debtorsOf(due, client))
    return stopped ? [file] : []
  })
}

const debtorsOf = (rows: Book['rows'], client: string): Set<string> =>
  new Set(rows.filter((row) => row.Opdrachtgever === client).map((row) => row.Debiteurnummer ?? ''))

const dayOf = (dutchDate = '') => dutchDate.split('-').reverse().join('-')

const isReadable = (row: Book['rows'][number]): boolean =>
  /^-?[\d.]+,\d\d$|^-?\d+(?:\.\d{1,2})?$/.test(row.Openstaand ?? '') && /^\d\d-\d\d-\d{4}$/.test(row.Vervaldatum ?? '')

const textOf = (path: string): string => sample.files.get(path)?.toString() ?? ''

async function readBook(file: string, bytes: Buffer): Promise<Book> {
  const [columns = [], ...rows] = file.endsWith('.xlsx') ? await workbookCells(bytes) : csvCells(file, bytes)
  return {
    file,
    day: file.slice(0, 10),
    columns,
    rows: rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [columns[index] ?? '', cell.trim()]))),
  }
}

function csvCells(file: string, bytes: Buffer): string[][] {
  const text = new TextDecoder(file.endsWith('-e.csv') ? 'windows-1252' : 'utf-8').decode(bytes)
  return Papa.parse<string[]>(text, { skipEmptyLines: true }).data
}

async function workbookCells(bytes: Buffer): Promise<string[][]> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer)
  const cells: string[][] = []
  workbook.worksheets[0]?.eachRow((row) => {
    cells.push(Array.from({ length: 19 }, (_, index) => asText(row.getCell(index + 1).value)))
  })
  return cells
}

function asText(value: ExcelJS.CellValue): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10).split('-').reverse().join('-')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

async function unpacked(bytes: Buffer): Promise<Record<string, string>> {
  const entries = Object.values((await JSZip.loadAsync(bytes)).files)
  return Object.fromEntries(await Promise.all(entries.map(async (entry) => [entry.name, await entry.async('text')])))
}
