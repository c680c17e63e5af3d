import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import { bookEntrySchema, importPlanSchema, importReportsSchema, type LastBook } from '../../shared/contracts/import.ts'
import { draftReportKey, renumberedKey, reportKey } from '../../shared/contracts/object-keys.ts'
import type { CaseLog, CaseSummary } from '../../shared/contracts/ports.ts'
import { renumberedSchema } from '../../shared/contracts/renumbering.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { renterKey } from '../../shared/domain/renter-number.ts'
import { endQuestion, questionId } from '../../shared/questions/questions.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { freeze, release } from './freeze.ts'

export const closePaidInput = importPlanSchema

export interface ClosingPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'openOf'>
  readonly notebook: Pick<NotebookFor<NoteRight>, 'get' | 'list' | 'put' | 'reserve'>
  readonly objects: Pick<ObjectsFor<'work read' | 'work write'>, 'get' | 'put'>
}

type NoteRight = 'book put' | `${'question' | 'renumbering'} ${'read' | 'put'}`

const keyOf = (client: string, renter: string): string => JSON.stringify([client, renterKey(renter)])

/** Of a book in which nobody seems to have another number. */
const NONE = { confirmed: false, pairs: [] }

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Ends the cases of renters who are no longer in their client's book: they paid (K1), unless they seem to have another
 * number there: then a person is asked, and nothing leaves (R6). Then cases that waited for a book go on (C13), and the
 * import is done, and is reported as such. Safe to run twice.
 */
export async function closePaid(
  ports: ClosingPorts,
  plan: z.infer<typeof importPlanSchema>,
): Promise<{ closed: number }> {
  const inBook = new Set<string>()
  for (const batch of plan.batches)
    for (const { client, renter } of (await getJson(ports.objects, 'work', batch, z.array(bookEntrySchema))) ?? [])
      inBook.add(keyOf(client, renter))
  const { confirmed, pairs } =
    (await getJson(ports.objects, 'work', renumberedKey(plan.importId), renumberedSchema)) ?? NONE
  const renumbered = new Map(pairs.map((pair) => [keyOf(pair.client, pair.was), pair]))
  // A person may have answered since the book was read; then the lists may show the case under either number.
  for (const { client, renter } of pairs) inBook.add(keyOf(client, renter))
  for (const { value } of await ports.notebook.list('renumbering')) {
    const { state, client, was, renter } = value
    if (state === 'same' && inBook.has(keyOf(client, renter))) inBook.add(keyOf(client, was))
  }

  const gone: CaseSummary[] = []
  const waiting: CaseSummary[] = []
  for (const client of plan.books)
    for await (const summary of ports.log.openOf(client)) {
      const left = plan.clients.includes(client) && !inBook.has(keyOf(client, summary.renter))
      const pair = renumbered.get(keyOf(client, summary.renter))
      if (pair) await freeze(ports, summary, pair, { key: plan.key, confirmed })
      else if (left) gone.push(summary)
      else if (summary.step === 'book') waiting.push(summary)
    }
  await pool(gone, WIDTH, ({ caseId }) => changeCase(ports, caseId, { type: 'left-book', on: plan.on }))
  await release(ports, plan.clients, pairs)
  await pool(waiting, WIDTH, ({ caseId }) => bringUpToDate(ports, caseId))

  for (const client of plan.books) await endQuestion(ports, questionId.book(client))

  const book: LastBook = { on: plan.on, clients: plan.clients }
  for (const client of plan.clients) await ports.notebook.put('book', client, book)
  const reports = (await getJson(ports.objects, 'work', draftReportKey(plan.importId), importReportsSchema)) ?? []
  for (const report of reports) await putJson(ports.objects, 'work', reportKey(report.file), report)
  return { closed: gone.length }
}
