import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import { hasTurn, leaveTurn } from '../../shared/cases/import-turn.ts'
import { bookEntrySchema, importPlanSchema, importReportsSchema, unreadSchema } from '../../shared/contracts/import.ts'
import { draftReportKey, renumberedKey, reportKey, unreadKey } from '../../shared/contracts/object-keys.ts'
import type { CaseLog, CaseSummary } from '../../shared/contracts/ports.ts'
import { renumberedSchema } from '../../shared/contracts/renumbering.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { ownerKey } from '../../shared/domain/renter-number.ts'
import { renewSnapshot } from '../../shared/queries/case-snapshot.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { freeze, release } from './freeze.ts'
import { askUnread } from './unread.ts'

export const closePaidInput = importPlanSchema

export interface ClosingPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'openOf' | 'listedSince'>
  readonly notebook: Pick<NotebookFor<NoteRight>, 'get' | 'list' | 'put' | 'reserve' | 'replace'>
  readonly objects: Pick<ObjectsFor<'work read' | 'work write'>, 'get' | 'put'>
}

type NoteRight = `${'book' | 'import' | 'question' | 'renumbering'} ${'read' | 'put'}`

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Ends the cases of renters who are no longer in their client's book: they paid (K1), unless they seem to have another
 * number there: then a person is asked, and nothing leaves (R6). Of whom the book does not tell is frozen (I1, I2).
 * Then cases that waited for a book go on (C13), and the import is done, is reported as such, and shows in the lists.
 * Safe to run twice; an import that lost its turn changes nothing any more (I3).
 *
 * @throws Error when anything is lost that the import made ready: a batch that is not there closes nothing
 */
export async function closePaid(
  ports: ClosingPorts,
  plan: z.infer<typeof importPlanSchema>,
): Promise<{ closed: number }> {
  if (!(await hasTurn(ports.notebook, plan.importId))) return { closed: 0 }
  const inBook = new Set<string>()
  for (const batch of plan.batches)
    for (const { client, renter } of await ready(ports, batch, z.array(bookEntrySchema)))
      inBook.add(ownerKey(client, renter))
  const unread = await ready(ports, unreadKey(plan.importId), unreadSchema)
  const { confirmed, pairs } = await ready(ports, renumberedKey(plan.importId), renumberedSchema)
  const reports = await ready(ports, draftReportKey(plan.importId), importReportsSchema)
  const renumbered = new Map(pairs.map((pair) => [ownerKey(pair.client, pair.was), pair]))
  // A person may have answered since the book was read; then the lists may show the case under either number.
  for (const { client, renter } of pairs) inBook.add(ownerKey(client, renter))
  for (const { value } of await ports.notebook.list('renumbering')) {
    const { state, client, was, renter } = value
    if (state === 'same' && inBook.has(ownerKey(client, renter))) inBook.add(ownerKey(client, was))
  }

  const isUnread = new Set(unread.rows.map(({ client, renter }) => ownerKey(client, renter)))
  const caseIds = new Map<string, string>()
  const gone: CaseSummary[] = []
  const frozen: CaseSummary[] = []
  const waiting: CaseSummary[] = []
  for (const client of [...plan.books, ...plan.missing])
    for await (const summary of ports.log.openOf(client)) {
      const key = ownerKey(client, summary.renter)
      const pair = renumbered.get(key)
      caseIds.set(key, summary.caseId)
      if (pair) await freeze(ports, summary, pair, { key: plan.key, confirmed })
      else if (inBook.has(key)) waiting.push(...(summary.step === 'book' ? [summary] : []))
      else if (isUnread.has(key) || !plan.clients.includes(client)) frozen.push(summary)
      else gone.push(summary)
    }
  await pool(frozen, WIDTH, ({ caseId }) => changeCase(ports, caseId, { type: 'book-unread', on: plan.on }))
  await pool(gone, WIDTH, ({ caseId }) => changeCase(ports, caseId, { type: 'left-book', on: plan.on }))
  await release(ports, plan.clients, pairs)
  await pool(waiting, WIDTH, ({ caseId }) => bringUpToDate(ports, caseId))

  await askUnread(
    ports,
    plan,
    unread,
    ({ client, renter }) => caseIds.get(ownerKey(client, renter)) ?? null,
    reports.map(({ file }) => file),
  )
  for (const report of reports) await putJson(ports.objects, 'work', reportKey(report.file), report)
  await renewSnapshot(ports)
  if (await hasTurn(ports.notebook, plan.importId)) await noteDone(ports, plan.books)
  await leaveTurn(ports.notebook, plan.importId)
  return { closed: gone.length }
}

/** No case of these clients is left half-told. Of those who were missing, the next book looks at each case. */
async function noteDone({ notebook }: ClosingPorts, books: readonly string[]): Promise<void> {
  for (const client of books) {
    const last = await notebook.get('book', client)
    if (last) await notebook.put('book', client, { ...last, done: true })
  }
}

async function ready<T>({ objects }: ClosingPorts, key: string, schema: z.ZodType<T>): Promise<T> {
  const found = await getJson(objects, 'work', key, schema)
  if (found === null) throw new Error(`no ${key}`)
  return found
}
