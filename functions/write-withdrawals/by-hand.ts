import type { Outcome } from '../../shared/cases/change-case.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { liveSignals } from '../../shared/domain/signals.ts'
import { deliveredAt } from '../../shared/domain/state.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import { type SignalToFind, withdrawByHand } from '../../shared/portals/instructions.ts'
import { askQuestion, questionId } from '../../shared/questions/questions.ts'
import { keptRowSchema } from '../../shared/rounds/kept-row.ts'
import { placedIn } from '../../shared/rounds/placed.ts'
import { instructionsKey, type PortalPorts } from '../../shared/rounds/portal-file.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'

/**
 * Asks a person to take a signal back in the portal, and lays down which it is and which must stay, as they were
 * reported (S4). What is laid down is anew each round: another signal may have come to the address.
 */
export async function askByHand(
  ports: PortalPorts,
  list: Worklist,
  outcome: Outcome,
  others: readonly Outcome[],
): Promise<void> {
  const { caseId, renter, state } = outcome
  const text = withdrawByHand(list, {
    ...{ caseId, renter: renter ?? '', client: state.client },
    take: await signalsOf(ports, outcome),
    leave: (await Promise.all(others.map((each) => signalsOf(ports, each)))).flat(),
  })
  const key = instructionsKey({ ...list, file: `intrekken-${caseId}` })
  await ports.objects.put('signals', key, text, 'text/plain; charset=utf-8')
  const [signal] = liveSignals(state)
  await askQuestion(ports, questionId.withdrawal(caseId), {
    ...{ about: 'withdrawal', reason: 'withdraw-by-hand', caseId, at: ports.now().toISOString() },
    ...(signal && { file: signal.file }),
  })
}

/** What the portal knows of each signal of a case, the oldest first. */
const signalsOf = (ports: PortalPorts, { caseId, state }: Outcome): Promise<SignalToFind[]> =>
  Promise.all(
    liveSignals(state)
      .reverse()
      .map(async (signal) => {
        const { file, row } = signal
        const placed = (await placedIn(ports, file))?.find((each) => each.caseId === caseId)
        const kept = placed && (await getJson(ports.objects, 'evidence', placed.written.document, keptRowSchema))
        const at = deliveredAt(state, signal)
        return {
          ...{ file, row, on: at === null ? null : dutchDate(dateOf(at)) },
          said: kept ? kept.columns.map((title, index) => [title, inDutch(kept.values[index] ?? '')] as const) : [],
        }
      }),
  )

/** As a Dutch screen shows it: numbers with a comma. */
const inDutch = (value: string | number): string =>
  typeof value === 'number' ? String(value).replace('.', ',') : value
