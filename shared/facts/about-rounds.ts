import type { ReportedFact } from '../contracts/facts.ts'
import { dateOf } from '../domain/calendar.ts'
import { previewOf } from '../rounds/approval.ts'
import { askForRound } from '../rounds/ask-round.ts'
import { type FactOutcome, notRecorded, RECORDED } from './outcome.ts'
import type { FactPorts, Reported } from './report-fact.ts'

/**
 * A colleague approves a round that was shown, but for some renters (S6). The last word counts. On the day of the round
 * or after it, what was approved leaves at once.
 */
export async function approveRound(
  ports: FactPorts,
  { fact, moment, by }: Reported<Extract<ReportedFact, { type: 'round-approved' }>>,
): Promise<FactOutcome> {
  const { on, except } = fact
  if (!(await previewOf(ports.objects, on))) return notRecorded('no-such-round')
  await ports.notebook.put('approval', on, { at: moment, by, except })
  if (on <= dateOf(ports.now().toISOString())) await askForRound(ports.rounds, ports.now())
  return RECORDED
}
