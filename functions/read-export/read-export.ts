import { z } from 'zod'
import type { BookEntry, ImportPlan, ImportReport, Remark } from '../../shared/contracts/import.ts'
import { ADDRESSES_KEY, draftReportKey, renumberedKey, reportKey } from '../../shared/contracts/object-keys.ts'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { owedInBook } from '../../shared/domain/arrears.ts'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import { NOT_RENT } from '../../shared/domain/rent.ts'
import { type AddressLookup, addressLookupSchema, emptyLookup, findMunicipality } from '../../shared/erp/addresses.ts'
import { groupByRenter, type RenterAccount } from '../../shared/erp/book.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import { nameProblem } from '../../shared/erp/file-name.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { coRentersIn } from './co-renters.ts'
import { type Content, EarlyExport, REMARKS, type Row, readContent } from './content.ts'
import { type OpenCase, ownerKey, suspicions } from './guard.ts'
import { nettingOf } from './netting.ts'
import { renumberedIn } from './renumbered.ts'

export const readExportInput = z.strictObject({
  key: z.string().min(1),
  confirmed: z.boolean(),
  importId: z.string().min(1),
})
type Input = z.infer<typeof readExportInput>

export interface ExportPorts {
  readonly log: Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'expectOpenCases' | 'noteBook' | 'noteWaitingBook'>
  readonly renters: Pick<RenterStore, 'getMany'>
  readonly notebook: Pick<NotebookFor<'book read' | 'renumbering read'>, 'get' | 'list'>
  readonly objects: ObjectsFor<'inbox read' | 'work read' | 'work write'>
  readonly now: () => Date
}

/** Renters that one Lambda brings up to date in one go. */
const BATCH = 100

/**
 * Reads an export whole before anything is done with it. Accepted: the renters lie ready in batches. Quarantined: the
 * file has faults or looks wrong, and waits for a person to correct or confirm it. Rejected: it cannot be used at all.
 * Nothing is ever half imported (invariant 7).
 */
export async function readExport(ports: ExportPorts, input: Input): Promise<ImportPlan> {
  const on = /^\d{4}-\d{2}-\d{2}/.exec(input.key)?.[0] ?? ''
  const problem = dateProblem(on, dateOf(ports.now().toISOString()))
  const unnamed = nameProblem(input.key)
  const waits = unnamed === null ? null : unread('quarantined', { row: null, field: null, message: unnamed })
  const verdict = problem === null ? (waits ?? (await judge(ports, input, on))) : rejected(problem)
  const { status, clients, books, accounts, rows, early } = verdict
  const plan = { key: input.key, importId: input.importId, status, on, clients, books, rows, early }
  const reports = reportsOf(input.key, verdict)
  if (status !== 'accepted') {
    for (const report of reports) await putJson(ports.objects, 'work', reportKey(report.file), report)
    if (status === 'quarantined') for (const client of books) await ports.registers.noteWaitingBook(client, on)
    return { ...plan, batches: [] }
  }
  const lookup = (await getJson(ports.objects, 'work', ADDRESSES_KEY, addressLookupSchema)) ?? emptyLookup()
  const [book, ...sides] = reports
  const told = book && { ...book, warnings: [...ageOf(lookup, on), ...book.warnings] }
  await putJson(ports.objects, 'work', draftReportKey(input.importId), [told, ...sides])
  // Before any case is told, so that each that is looked at from now on rests on this book (C13).
  for (const client of books) await ports.registers.noteBook(client, on, ports.now().toISOString())
  // The first acts of a first book must be spread too: the sweep counts its cases a day too late.
  await ports.registers.expectOpenCases(accounts.length)
  const pairs = await renumberedIn(ports, accounts, verdict.open)
  await putJson(ports.objects, 'work', renumberedKey(input.importId), { confirmed: input.confirmed, pairs })
  const numbers = new Set(pairs.map(({ client, renter }) => ownerKey(client, renter)))
  const sure = accounts.filter(({ client, renter }) => !numbers.has(ownerKey(client, renter)))
  return { ...plan, batches: await writeBatches(ports, input, sure, lookup) }
}

/** A book of a later day says nothing of today: what falls due until then would open cases, and end them as paid. */
function dateProblem(on: IsoDate, today: IsoDate): string | null {
  if (!z.iso.date().safeParse(on).success) return 'De bestandsnaam moet beginnen met de peildatum, als jjjj-mm-dd.'
  if (on <= today) return null
  return `De peildatum ${on} in de bestandsnaam ligt in de toekomst. Verbeter de naam, of lever het bestand op die dag.`
}

/** CBS publishes a table a year, some months after its date. */
const TABLE_DAYS = 550

/** Municipalities merge and postcodes are added: an old table of addresses is said (R5). */
const ageOf = ({ version }: AddressLookup, on: string): Remark[] =>
  version === null || plusDays(version, TABLE_DAYS) >= on
    ? []
    : [
        {
          row: null,
          field: null,
          message: `De tabel van adressen is van ${version}. Lees een nieuwe in met: npm run import-addresses`,
        },
      ]

/** What is told of the file, and of those that were read with it. */
function reportsOf(key: string, { status, rows, errors, warnings, content, accounts }: Verdict): ImportReport[] {
  if (!content) return [{ file: key, status, rows, errors, warnings }]
  const openCents = content.claims.reduce((sum, { claim }) => sum + claim.openCents, 0)
  const totals = { claims: content.claims.length, renters: accounts.length, openCents }
  const book: ImportReport = { file: content.main, status, rows, errors, warnings, source: content.source, totals }
  const apart = [
    { row: null, field: null, message: `Dit bestand hoort bij ${content.main}: zie daar wat er niet klopt.` },
  ]
  const sides = content.sides.map((side) => ({
    ...side,
    status,
    errors: status === 'accepted' ? [] : apart,
    warnings: [],
  }))
  return [book, ...sides]
}

interface Verdict {
  readonly status: ImportPlan['status']
  readonly rows: number
  readonly errors: Remark[]
  readonly warnings: Remark[]
  readonly clients: string[]
  /** The clients of which it is a book. */
  readonly books: string[]
  readonly accounts: readonly RenterAccount[]
  /** The open cases of those clients, and of those that came along with them before. */
  readonly open: readonly OpenCase[]
  /** Null when the file could not be read. */
  readonly content: Content | null
  readonly early: boolean
}

const unread = (status: 'quarantined' | 'rejected', error: Remark): Verdict => ({
  status,
  rows: 0,
  errors: [error],
  warnings: [],
  clients: [],
  books: [],
  accounts: [],
  open: [],
  content: null,
  early: false,
})
const rejected = (message: string, field: string | null = null): Verdict =>
  unread('rejected', { row: null, field, message })

async function judge(ports: ExportPorts, { key, confirmed }: Input, on: string): Promise<Verdict> {
  const registered = new Map((await ports.registers.clients()).map((client) => [client.id, client]))
  const notRent = (client: string) => registered.get(client)?.notRent ?? NOT_RENT
  const content = await readContent(ports.objects, key, on, notRent)
  if (content instanceof UnusableExport) {
    const { message, row, field } = content
    const verdict = unread(content.waits ? 'quarantined' : 'rejected', { row, field, message })
    return { ...verdict, early: content instanceof EarlyExport }
  }
  const { claims } = content
  const errors = [...content.errors, ...unknownClients(registered, claims)].slice(0, REMARKS)
  const named = new Set([
    ...claims.map(({ claim }) => claim.client),
    ...(content.client === null ? [] : [content.client]),
  ])
  const books = await ports.notebook.list('book')
  const newer = books.find(({ id, value }) => named.has(id) && value.on > on)
  if (newer)
    return rejected(
      `Van opdrachtgever ${newer.id} is al een bestand met een latere peildatum verwerkt (${newer.value.on}).`,
      'Opdrachtgever',
    )

  const accounts = groupByRenter(claims.map(({ claim }) => claim))
  const owing = new Set(
    accounts.filter(({ claims }) => owedInBook(claims, on) > 0).map(({ client, renter }) => ownerKey(client, renter)),
  )
  const companions = books.filter(({ value }) => value.clients.some((client) => named.has(client))).map(({ id }) => id)
  const open = await openCases(ports, named.size > 0 ? [...new Set([...named, ...companions])] : null)
  const missing = companions.filter((id) => !named.has(id) && open.some(({ client }) => client === id))
  const remarks = [...errors, ...suspicions({ clients: named, empty: claims.length === 0, owing }, open, missing)]
  const warnings = [...nettingOf(claims, accounts, on), ...content.warnings].slice(0, REMARKS)
  const verdict = { rows: content.rows, errors: remarks, warnings, accounts, open, content, early: false }
  if (remarks.length > 0 && !confirmed) return { ...verdict, status: 'quarantined', clients: [], books: [...named] }
  // Whoever stands on an unreadable row may still owe: a file with such rows closes nothing, also when it is confirmed.
  const all = named.size > 0 ? [...named, ...missing] : [...new Set(open.map(({ client }) => client))]
  return {
    ...verdict,
    status: 'accepted',
    clients: errors.length > 0 ? [] : all,
    books: errors.length > 0 ? [...named] : all,
  }
}

function unknownClients(known: ReadonlyMap<string, unknown>, claims: readonly Row[]): Remark[] {
  return claims
    .filter(({ claim }) => !known.has(claim.client))
    .map(({ row }) => ({ row, field: 'Opdrachtgever', message: 'Deze opdrachtgever staat niet in het register.' }))
}

/** The open cases of these clients; of all that there are when none is named. */
async function openCases(ports: ExportPorts, clients: readonly string[] | null): Promise<OpenCase[]> {
  const open: OpenCase[] = []
  for (const id of clients ?? (await ports.registers.clients()).map((client) => client.id))
    for await (const { client, renter } of ports.log.openOf(id)) open.push({ client, renter })
  return open
}

async function writeBatches(
  ports: ExportPorts,
  { importId }: Input,
  accounts: readonly RenterAccount[],
  lookup: AddressLookup,
): Promise<string[]> {
  const coRenters = coRentersIn(accounts)
  const entries = accounts.map((account) => ({
    ...entryOf(account, findMunicipality(lookup, account.postcode, Number(account.houseNumber))),
    ...(coRenters.has(account) && { coRenters: coRenters.get(account) }),
  }))
  const keys: string[] = []
  for (let start = 0; start < entries.length; start += BATCH) {
    const key = `imports/${importId}/${String(keys.length + 1).padStart(4, '0')}.json`
    await putJson(ports.objects, 'work', key, entries.slice(start, start + BATCH))
    keys.push(key)
  }
  return keys
}

function entryOf(account: RenterAccount, gemeentecode: string | null): BookEntry {
  const { client, renter, naturalPerson, dwelling, claims, mainTenant, hold, deceased, representative } = account
  const { surname, initials, street, houseNumber, houseNumberAddition, postcode, city, phone, email } = account
  return {
    client,
    renter,
    naturalPerson,
    dwelling,
    gemeentecode,
    ...{ mainTenant, hold, deceased, representative },
    person: {
      surname,
      initials,
      street,
      houseNumber,
      houseNumberAddition,
      postcode,
      city,
      phone,
      email,
    },
    claims: claims.map(({ contract, invoice, rent, description, dueOn, openCents }) => ({
      contract,
      invoice,
      rent,
      // A letter names every claim, also where the export says nothing of it.
      description: description || `Factuur ${invoice}`,
      dueOn,
      openCents,
    })),
  }
}
