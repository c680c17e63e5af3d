import type { CaseLog } from '../../shared/contracts/ports.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { CaseRow } from '../../shared/queries/case-snapshot.ts'
import { pool } from '../../shared/runtime/pool.ts'

export interface FindingPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly renters: Pick<RenterStore, 'getMany' | 'searchKeyId' | 'writeTerms'>
  readonly notebook: Pick<NotebookFor<'search read' | 'search put'>, 'get' | 'put'>
}

/** Cases whose renters are read in one go, and renters that are written at the same time. */
const [AT_ONCE, WIDTH] = [100, 8]

/**
 * By another key nobody is found: in a stage that took in a copy of another one, or got a new key, every renter with a
 * case is made to be found again. Safe to run twice; what breaks off is done again by the next sweep.
 */
export async function findAnew({ log, renters, notebook }: FindingPorts, rows: readonly CaseRow[]): Promise<void> {
  const keyId = await renters.searchKeyId()
  if ((await notebook.get('search', 'key')) === keyId) return
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const summaries = await log.summariesOf(rows.slice(from, from + AT_ONCE).map(({ caseId }) => caseId))
    await pool(await renters.getMany(summaries), WIDTH, (record) => renters.writeTerms(record))
  }
  await notebook.put('search', 'key', keyId)
}
