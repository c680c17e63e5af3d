import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import { pool } from '../runtime/pool.ts'

/** Clients whose cases are listed at the same time. */
const WIDTH = 8

/** The open cases of these clients, client by client. */
export async function openCases(log: Pick<CaseLog, 'openOf'>, clients: readonly string[]): Promise<CaseSummary[]> {
  const lists = await pool(clients, WIDTH, async (client) => {
    const open: CaseSummary[] = []
    for await (const summary of log.openOf(client)) open.push(summary)
    return open
  })
  return lists.flat()
}
