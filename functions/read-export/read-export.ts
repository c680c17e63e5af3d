import { z } from 'zod'
import { leaveTurn, takeTurn } from '../../shared/cases/import-turn.ts'
import {
  type BookEntry,
  HALF_TOLD,
  type ImportPlan,
  type ImportReport,
  type Remark,
  UNDER_WAY,
  type UnreadRows,
} from '../../shared/contracts/import.ts'
import {
  ADDRESSES_KEY,
  draftReportKey,
  renumberedKey,
  reportKey,
  unreadKey,
} from '../../shared/contracts/object-keys.ts'
import type { CaseLog, RegisterStore, Workflow } from '../../shared/contracts/ports.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'
import { type AddressLookup, addressLookupSchema, emptyLookup, findMunicipality } from '../../shared/erp/addresses.ts'
import type { RenterAccount } from '../../shared/erp/book.ts'
import { askQuestion, questionId } from '../../shared/questions/questions.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { coRentersIn } from './co-renters.ts'
import { judge, rejected, type Verdict } from './judge.ts'
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
  readonly renters: Pick<RenterStore, 'getMany' | 'begun'>
  readonly notebook: Pick<NotebookFor<NoteRight>, 'get' | 'list' | 'put' | 'reserve' | 'replace'>
  readonly objects: ObjectsFor<'inbox read' | 'work read' | 'work write'>
  readonly workflow: Pick<Workflow, 'isImportRunning'>
  readonly now: () => Date
}

type NoteRight =
  | 'question read'
  | 'question put'
  | 'book read'
  | 'book put'
  | 'renumbering read'
  | 'import read'
  | 'import put'

/** Renters that one Lambda brings up to date in one go. */
const BATCH = 100

/**
 * Takes the turn (I3), and reads an export whole before anything is done with it. Accepted: the renters lie ready in
 * batches. Quarantined: the file looks wrong, and waits for a person to correct or confirm it. Rejected: it cannot be
 * used at all. Under way: another import has the turn. Half-told: one that broke off left cases that no list shows.
 */
export async function readExport(
  ports: ExportPorts,
  input: Input,
): Promise<ImportPlan | typeof UNDER_WAY | typeof HALF_TOLD> {
  if (!(await takeTurn(ports, input.importId))) return UNDER_WAY
  for await (const _left of ports.renters.begun()) return HALF_TOLD
  const on = /^\d{4}-\d{2}-\d{2}/.exec(input.key)?.[0] ?? ''
  const problem = dateProblem(on, dateOf(ports.now().toISOString()))
  const verdict = problem === null ? await judge(ports, input, on) : rejected(problem)
  const { status, clients, books, missing, accounts, unread, rows, early } = verdict
  const plan = { key: input.key, importId: input.importId, status, on, clients, books, missing, rows, early }
  const reports = reportsOf(input.key, verdict)
  if (status !== 'accepted') {
    for (const report of reports) await putJson(ports.objects, 'work', reportKey(report.file), report)
    for (const client of books) await ports.registers.noteWaitingBook(client, on)
    await askAboutFile(ports, input.key, verdict)
    await leaveTurn(ports.notebook, input.importId)
    return { ...plan, batches: [] }
  }
  const lookup = (await getJson(ports.objects, 'work', ADDRESSES_KEY, addressLookupSchema)) ?? emptyLookup()
  const [book, ...sides] = reports
  const told = book && { ...book, warnings: [...ageOf(lookup, on), ...book.warnings] }
  await putJson(ports.objects, 'work', draftReportKey(input.importId), [told, ...sides])
  // Before any case is told: each that is looked at from now on rests on this book (C13), and no older one counts any
  // more, also when this import breaks off half-way (I3).
  await noteBegun(ports, verdict, on)
  for (const client of books) await ports.registers.noteBook(client, on, ports.now().toISOString())
  // The first acts of a first book must be spread too: the sweep counts its cases a day too late.
  await ports.registers.expectOpenCases(accounts.length)
  const { rows: unreadRows, each } = unread
  await putJson(ports.objects, 'work', unreadKey(input.importId), { rows: unreadRows, each } satisfies UnreadRows)
  const open = verdict.open.filter(({ client, renter }) => !unread.isOf(client, renter))
  const pairs = await renumberedIn(ports, accounts, open)
  await putJson(ports.objects, 'work', renumberedKey(input.importId), { confirmed: input.confirmed, pairs })
  const numbers = new Set(pairs.map(({ client, renter }) => ownerKey(client, renter)))
  const sure = accounts.filter(({ client, renter }) => !numbers.has(ownerKey(client, renter)))
  return { ...plan, batches: await writeBatches(ports, input, sure, lookup) }
}

/**
 * That books count from now on, and that cases may be left half-told until the import is done; those of clients who are
 * missing as well (I2). Done twice, it says more often that an import broke off, which is harmless.
 */
async function noteBegun({ notebook }: ExportPorts, { books, missing }: Verdict, on: IsoDate): Promise<void> {
  for (const client of missing) {
    const last = await notebook.get('book', client)
    if (last) await notebook.put('book', client, { ...last, done: false })
  }
  for (const client of books) {
    const last = await notebook.get('book', client)
    await notebook.put('book', client, { on, clients: books, done: false, afterBroken: last?.done === false })
  }
}

/** A person is asked about a file that does not count, of each client whose book it is (H1, I1). */
async function askAboutFile(ports: ExportPorts, file: string, { status, books, early }: Verdict): Promise<void> {
  const reason = early ? 'file-early' : status === 'rejected' ? 'file-refused' : 'file-waits'
  const at = ports.now().toISOString()
  for (const client of books.length === 0 ? [null] : books)
    await askQuestion(ports, questionId.file(file, client), {
      ...{ about: 'book', reason, caseId: null, file, ...(client !== null && { client }), at },
    })
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
