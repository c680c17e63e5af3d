import { z } from 'zod'
import { bringUpToDate, type CasePorts, changeCase } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'

export const testSignalInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Tests the signal against G1–G9: queued for the round's file, or held with every failing reason. A threatening
 * situation starts a round of its own, so that it goes out the same day (S1).
 */
export async function testSignal(
  ports: CasePorts & GatePorts & { readonly rounds: Pick<Workflow, 'startRound'> },
  { caseId }: z.infer<typeof testSignalInput>,
): Promise<StandingView> {
  const found = await bringUpToDate(ports, caseId)
  const facts = await gateFacts(ports, found)
  const tested = await changeCase(ports, caseId, { type: 'test-signal', facts }, { from: found })
  if (tested.state.queued && tested.state.threatenedAt) await ports.rounds.startRound(roundName(ports.now(), caseId))
  return viewOf(tested)
}

/** A round of its own: another one of the same moment may have collected its signals already. */
const roundName = (now: Date, caseId: string) =>
  `threat-${now.toISOString().slice(0, 19).replace(/[-:T]/g, '')}-${caseId}`
