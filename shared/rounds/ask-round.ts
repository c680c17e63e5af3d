import type { Workflow } from '../contracts/ports.ts'

/**
 * Asks for a round beside the daily one, for what does not wait for it (S1). It collects a minute or two later, so that
 * all who ask in one minute share its files: two rounds at one moment would divide them by who comes first, and nobody
 * could say beforehand which file a signal leaves in.
 */
export const askForRound = (rounds: Pick<Workflow, 'startRound'>, now: Date): Promise<void> =>
  rounds.startRound(`asked-${now.toISOString().slice(0, 16).replace(/[-:T]/g, '')}`)
