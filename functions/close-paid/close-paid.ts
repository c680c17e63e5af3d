import { z } from 'zod'
import { bringUpToDate, type CasePortsOutside, changeCase } from '../../shared/cases/change-case.ts'
import { bookEntrySchema, importPlanSchema, importReportsSchema, type LastBook } from '../../shared/contracts/import.ts'
import { draftReportKey, reportKey } from '../../shared/contracts/object-keys.ts'
import type { CaseLog, CaseSummary } from '../../shared/contracts/ports.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { getJson, putJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const closePaidInput = importPlanSchema

export interface ClosingPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'openOf'>
  readonly notebook: Pick<NotebookFor<'book put'>, 'put'>
  readonly objects: Pick<ObjectsFor<'work read' | 'work write'>, 'get' | 'put'>
}

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Ends the cases of renters who are no longer in their client's book: they paid (K1). Then cases that waited for a book
 * go on (C13), and the import is done, and is reported as such. Safe to run twice.
 */
export async function closePaid(
  ports: ClosingPorts,
  plan: z.infer<typeof importPlanSchema>,
): Promise<{ closed: number }> {
  const inBook = new Set<string>()
  for (const batch of plan.batches)
    for (const { client, renter } of (await getJson(ports.objects, 'work', batch, z.array(bookEntrySchema))) ?? [])
      inBook.add(JSON.stringify([client, renter]))

  const gone: CaseSummary[] = []
  const waiting: CaseSummary[] = []
  for (const client of plan.books)
    for await (const summary of ports.log.openOf(client)) {
      const left = plan.clients.includes(client) && !inBook.has(JSON.stringify([client, summary.renter]))
      if (left) gone.push(summary)
      else if (summary.step === 'book') waiting.push(summary)
    }
  await pool(gone, WIDTH, ({ caseId }) => changeCase(ports, caseId, { type: 'left-book', on: plan.on }))
  await pool(waiting, WIDTH, ({ caseId }) => bringUpToDate(ports, caseId))

  const book: LastBook = { on: plan.on, clients: plan.clients }
  for (const client of plan.clients) await ports.notebook.put('book', client, book)
  const reports = (await getJson(ports.objects, 'work', draftReportKey(plan.importId), importReportsSchema)) ?? []
  for (const report of reports) await putJson(ports.objects, 'work', reportKey(report.file), report)
  return { closed: gone.length }
}
