import { z } from 'zod'
import { bringUpToDate, type CasePorts, changeCase } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { isUrgent } from '../../shared/domain/state.ts'
import { askForRound } from '../../shared/rounds/ask-round.ts'
import { askMainTenant } from '../../shared/rounds/co-renters.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'

export const testSignalInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Tests the signal against G1–G10: queued for the round's file, or held with every failing reason. The first signal of
 * a threatening situation asks for a round, so that it goes out the same day (S1).
 */
export async function testSignal(
  ports: CasePorts &
    GatePorts & {
      readonly rounds: Pick<Workflow, 'startRound'>
      readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve'>
    },
  { caseId }: z.infer<typeof testSignalInput>,
): Promise<StandingView> {
  const found = await bringUpToDate(ports, caseId)
  const facts = await gateFacts(ports, found)
  const tested = await changeCase(ports, caseId, { type: 'test-signal', facts }, { from: found })
  await askMainTenant(ports, tested)
  if (tested.state.queued && isUrgent(tested.state)) await askForRound(ports.rounds, ports.now())
  return viewOf(tested)
}
