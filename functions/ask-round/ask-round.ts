import { z } from 'zod'
import { type CasePorts, changeCase } from '../../shared/cases/change-case.ts'
import { type StandingView, viewOf } from '../../shared/cases/standing-view.ts'
import type { Workflow } from '../../shared/contracts/ports.ts'
import { askForRound } from '../../shared/rounds/ask-round.ts'

export const askRoundInput = z.strictObject({ caseId: z.string().min(1) })

/**
 * Asks for a round that takes a signal away or back, at whatever hour (S2, S4, K1). The round is asked for before the
 * case says so: asked twice is harmless.
 */
export async function askRound(
  ports: CasePorts & { readonly rounds: Pick<Workflow, 'startRound'> },
  { caseId }: z.infer<typeof askRoundInput>,
): Promise<StandingView> {
  await askForRound(ports.rounds, ports.now())
  return viewOf(await changeCase(ports, caseId, { type: 'ask-round' }))
}
