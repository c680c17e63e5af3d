import { z } from 'zod'
import { bringUpToDate, type CasePorts, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { isUrgent } from '../../shared/domain/state.ts'
import { askQuestion, questionId, questionWith } from '../../shared/questions/questions.ts'
import { askForRound } from '../../shared/rounds/ask-round.ts'
import { askMainTenant } from '../../shared/rounds/co-renters.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'

export const testSignalInput = z.strictObject({ caseId: z.string().min(1) })

type TestPorts = CasePorts &
  GatePorts & {
    readonly rounds: Pick<Workflow, 'startRound'>
    readonly notebook: Pick<NotebookFor<'question read' | 'question put'>, 'reserve' | 'get' | 'put'>
  }

/**
 * Tests the signal against G1–G10: queued for the round's file, or held with every failing reason. The first signal of
 * a threatening situation asks for a round, so that it goes out the same day (S1); at its end staff hear what became of
 * it, also when it is held.
 */
export async function testSignal(ports: TestPorts, { caseId }: z.infer<typeof testSignalInput>): Promise<StandingView> {
  const found = await bringUpToDate(ports, caseId)
  const facts = await gateFacts(ports, found)
  const tested = await changeCase(ports, caseId, { type: 'test-signal', facts }, { from: found })
  await askMainTenant(ports, tested)
  if (isUrgent(tested.state)) await tellOfThreat(ports, tested)
  return viewOf(tested)
}

/** Once for each thing that becomes of it: a threatening situation that stays held is asked about each morning. */
async function tellOfThreat(ports: TestPorts, { caseId, state, renter }: Outcome): Promise<void> {
  if (!state.queued && !state.held) return
  const id = questionId.threat(caseId)
  const reason = state.queued ? 'threat-leaves' : 'threat-held'
  const at = ports.now().toISOString()
  const before = await questionWith(ports.notebook, id)
  const about = { about: 'threat', caseId, client: state.client, options: [], at } as const
  await askQuestion(ports, id, { ...about, reason, ...(renter !== null && { renter }) })
  if (state.queued || before?.endedAt !== null || before.reason !== reason) await askForRound(ports.rounds, ports.now())
}
