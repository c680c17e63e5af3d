import type { ImportPlan, LastBook, Remark } from '../../shared/contracts/import.ts'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { owedInBook } from '../../shared/domain/arrears.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { NOT_RENT } from '../../shared/domain/rent.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'
import { groupByRenter, type RenterAccount } from '../../shared/erp/book.ts'
import { UnusableExport } from '../../shared/erp/faults.ts'
import { nameProblem } from '../../shared/erp/file-name.ts'
import {
  type Content,
  EarlyExport,
  type Fault,
  NotDelivered,
  REMARKS,
  type Row,
  readContent,
  remarkOf,
} from './content.ts'
import { type OpenCase, suspicions } from './guard.ts'
import { nettingOf } from './netting.ts'
import { type Unread, unreadIn } from './unread.ts'
import { whoseBook } from './whose-book.ts'

/** What is decided about a delivered file. */
export interface Verdict {
  readonly status: ImportPlan['status']
  readonly rows: number
  readonly errors: Remark[]
  readonly warnings: Remark[]
  readonly clients: string[]
  /** The clients of which it is a book, or may be where it cannot be read. */
  readonly books: string[]
  /** Those who came along with them the last time, have open cases, and are not in it (I2). */
  readonly missing: string[]
  /** The renters of whom it tells. */
  readonly accounts: readonly RenterAccount[]
  readonly unread: Unread
  /** The open cases of those clients, and of those that came along with them before. */
  readonly open: readonly OpenCase[]
  /** Null when the file could not be read. */
  readonly content: Content | null
  readonly early: boolean
}

interface JudgePorts {
  readonly log: Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients'>
  readonly notebook: Pick<NotebookFor<'book read'>, 'list'>
  readonly objects: Pick<ObjectsFor<'inbox read' | 'work read'>, 'get' | 'list' | 'stream'>
}

const NOTHING = { rows: 0, warnings: [], clients: [], books: [], missing: [], accounts: [], open: [] }

const unusable = (status: 'quarantined' | 'rejected', error: Remark): Verdict => ({
  ...NOTHING,
  ...{ status, errors: [error], content: null, early: false },
  unread: unreadIn({ rows: 0 }, [], false),
})
export const rejected = (message: string): Verdict => unusable('rejected', { row: null, field: null, message })

/**
 * Whether a file is taken over, and what it says then. What is wrong in a row holds its renter alone (I1); a client of
 * whom a newer book counted is passed over (I3); the file waits as a whole when it fails the guard (invariant 7).
 */
export async function judge(
  ports: JudgePorts,
  { key, confirmed }: { readonly key: string; readonly confirmed: boolean },
  on: IsoDate,
): Promise<Verdict> {
  const registered = new Map((await ports.registers.clients()).map((client) => [client.id, client]))
  const unread = async (verdict: Verdict): Promise<Verdict> => ({
    ...verdict,
    books: await whoseBook(ports.notebook, [...registered.values()], key, on),
  })
  const unnamed = nameProblem(key)
  if (unnamed !== null) return unread(unusable('quarantined', { row: null, field: null, message: unnamed }))
  const notRent = (client: string) => registered.get(client)?.notRent ?? NOT_RENT
  const content = await readContent(ports.objects, key, on, notRent)
  if (content instanceof UnusableExport) {
    const { message, row, field } = content
    const verdict = unusable(content.waits ? 'quarantined' : 'rejected', { row, field, message })
    if (content instanceof NotDelivered) return verdict
    return content instanceof EarlyExport ? { ...verdict, early: true } : unread(verdict)
  }
  const faults = [...content.errors.map(ofRegistered(registered)), ...unknownClients(registered, content.claims)]
  const inFile = new Set([
    ...content.claims.map(({ claim }) => claim.client),
    ...faults.flatMap(({ whose }) => whose?.client ?? []),
    ...(content.client === null ? [] : [content.client]),
  ])
  const books = await ports.notebook.list('book')
  const newer = books.filter(({ id, value }) => inFile.has(id) && value.on > on)
  const isNewer = (client: string) => newer.some(({ id }) => id === client)
  const named = [...inFile].filter((client) => registered.has(client) && !isNewer(client))
  const passedOver = newer.map(({ id, value }) => overtaken(id, value))
  const [first] = passedOver
  if (named.length === 0 && first) return unusable('rejected', first)

  const claims = content.claims.filter(({ claim }) => named.includes(claim.client))
  const frozen = unreadIn(content, faults.filter(about(named)), confirmed)
  const all = groupByRenter(claims.map(({ claim }) => claim))
  const accounts = all.filter(({ client, renter }) => !frozen.isOf(client, renter))
  const companions = books.filter(({ value }) => value.clients.some((client) => named.includes(client)))
  const open = await openCases(
    ports,
    named.length > 0 ? [...new Set([...named, ...companions.map(({ id }) => id)])] : [...registered.keys()],
  )
  const missing = companions
    .filter(({ id, value }) => !inFile.has(id) && value.on <= on && open.some(({ client }) => client === id))
    .map(({ id }) => id)
  const owing = new Set([
    ...accounts
      .filter(({ claims }) => owedInBook(claims, on) > 0)
      .map(({ client, renter }) => ownerKey(client, renter)),
    ...frozen.rows.map(({ client, renter }) => ownerKey(client, renter)),
  ])
  const looksWrong = [
    ...faults.filter(({ whole }) => whole).map(remarkOf),
    ...suspicions({ clients: new Set(named), empty: claims.length === 0 && faults.length === 0, owing }, open),
  ]
  const verdict = {
    ...{ rows: content.rows, accounts, unread: frozen, open, content, missing, early: false },
    errors: [...faults.filter(({ whole }) => !whole).map(remarkOf), ...looksWrong].slice(0, REMARKS),
    warnings: [...passedOver, ...nettingOf(claims, accounts, on), ...content.warnings].slice(0, REMARKS),
  }
  // A file that nobody can say whose book it is cannot count, whoever confirms it.
  const isOfNobody = named.length === 0 && faults.length > 0
  if (isOfNobody || (looksWrong.length > 0 && !confirmed))
    return { ...verdict, status: 'quarantined', clients: [], books: named }
  const theirs = named.length > 0 ? named : [...new Set(open.map(({ client }) => client))]
  return { ...verdict, status: 'accepted', clients: frozen.closesNothing ? [] : theirs, books: theirs }
}

/** Of a client who is not in the register it cannot be told whose renter it is. */
const ofRegistered =
  (known: ReadonlyMap<string, unknown>) =>
  (fault: Fault): Fault =>
    fault.whose && !known.has(fault.whose.client) ? { ...fault, whose: null } : fault

/** What is wrong in the rows of these clients, or in rows of which it is not known whose they are. */
const about =
  (clients: readonly string[]) =>
  ({ whose }: Fault): boolean =>
    whose === null || clients.includes(whose.client)

function unknownClients(known: ReadonlyMap<string, unknown>, claims: readonly Row[]): Fault[] {
  return claims
    .filter(({ claim }) => !known.has(claim.client))
    .map(({ row }) => ({
      ...{ row, field: 'Opdrachtgever', message: 'Deze opdrachtgever staat niet in het register.' },
      ...{ whose: null, whole: false },
    }))
}

const overtaken = (client: string, { on }: LastBook): Remark => ({
  row: null,
  field: 'Opdrachtgever',
  message: `Van opdrachtgever ${client} is al een bestand met een latere peildatum verwerkt (${on}). Voor deze opdrachtgever verandert dit bestand niets.`,
})

async function openCases({ log }: JudgePorts, clients: readonly string[]): Promise<OpenCase[]> {
  const open: OpenCase[] = []
  for (const id of clients) for await (const { client, renter } of log.openOf(id)) open.push({ client, renter })
  return open
}
