import { bringUpToDate, type Outcome } from '../../shared/cases/change-case.ts'
import type { Worklist } from '../../shared/contracts/round.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { liveSignals } from '../../shared/domain/signals.ts'
import type { Signal } from '../../shared/domain/state.ts'
import type { FormatProfile } from '../../shared/portals/profile.ts'
import type { PortalSettings } from '../../shared/portals/settings.ts'
import type { WithdrawalRow } from '../../shared/portals/withdrawal-row.ts'
import { answersTo } from '../../shared/rounds/api-answers.ts'
import { placedIn } from '../../shared/rounds/placed.ts'
import type { PortalPorts } from '../../shared/rounds/portal-file.ts'
import { additionOf, houseOf, signalsInHouse } from '../../shared/rounds/signals-at.ts'
import { remember } from '../../shared/runtime/remember.ts'

/** What a file, or a call, can say of the signal that it takes back. */
interface Says {
  /** The number by which the portal itself knows it. */
  readonly reference: boolean
  readonly address: boolean
  readonly addition: boolean
}

/** A line for a case; or why there is none that means its signals, all of them, and no other. */
export type Meant =
  | { readonly row: WithdrawalRow }
  /** @property others the cases at the address whose signals must stay */
  | { readonly row: null; readonly others: readonly Outcome[] }

/**
 * What a line means at its portal (S4). The portal's own number means one signal. An address means every signal there:
 * without a column for additions, of every door of the house; and a line without an addition may mean them all too.
 */
export async function whatLinesMean(
  ports: PortalPorts,
  list: Worklist,
  profile: FormatProfile,
  settings: PortalSettings,
): Promise<(outcome: Outcome, addressNow: () => Promise<WithdrawalRow>) => Promise<Meant>> {
  const says = whatIsSaid(list, profile, settings)
  const inHouse = await signalsInHouse(ports.objects, list.portal)
  const placedOf = remember((file: string) => placedIn(ports, file))
  const answersOf = remember((file: string) => answersTo(ports.objects, file))

  const addressIn = async (caseId: string, { file }: Signal) =>
    (await placedOf(file))?.find((each) => each.caseId === caseId)?.address
  const referenceIn = async (caseId: string, { file }: Signal) =>
    (await answersOf(file)).find((each) => each.caseId === caseId)?.reference ?? null

  const means = (line: WithdrawalRow, other: { readonly addition: string }) =>
    !says.addition || additionOf(line) === '' || additionOf(line) === other.addition
  const meansToo = (line: WithdrawalRow, other: WithdrawalRow) =>
    houseOf(line) === houseOf(other) && means(line, { addition: additionOf(other) })

  async function staying(line: WithdrawalRow, caseId: string): Promise<Outcome[]> {
    const others: Outcome[] = []
    for (const other of inHouse(line)) {
      if (other.caseId === caseId || !means(line, other)) continue
      const found = await bringUpToDate(ports, other.caseId)
      if (stays(found, other.file, ports.now())) others.push(found)
    }
    return others
  }

  return async (outcome, addressNow) => {
    const { caseId } = outcome
    const [newest, ...earlier] = liveSignals(outcome.state)
    if (!newest) return { row: null, others: [] }
    const row = (await addressIn(caseId, newest)) ?? (await addressNow())
    const reference = says.reference && earlier.length === 0 ? await referenceIn(caseId, newest) : null
    if (reference !== null) return { row: list.channel === 'api' ? row : { ...row, reference } }
    const others = await staying(row, caseId)
    if (!says.address || others.length > 0) return { row: null, others }
    for (const signal of earlier) {
      const address = await addressIn(caseId, signal)
      if (address && !meansToo(row, address)) return { row: null, others }
    }
    return { row }
  }
}

/**
 * Whether the portal has, or may come to have, a signal of a case that nothing takes back.
 *
 * @param file where it left, or is being written
 */
function stays({ state, conditions }: Outcome, file: string, now: Date): boolean {
  const queue = outgoing(state, conditions.policy, dateOf(now.toISOString()))
  if (liveSignals(state).length > 0) return queue !== 'withdrawal'
  return queue === 'signal' && state.signalReservation?.file === file
}

function whatIsSaid({ channel }: Worklist, profile: FormatProfile, { RIS }: PortalSettings): Says {
  const request = channel === 'api' ? RIS.api?.withdrawal : undefined
  const sources: readonly string[] = (request?.fields ?? profile.columns).map(({ source }) => source)
  return {
    reference: request ? request.path.includes('{reference}') : sources.includes('reference'),
    // By the number that is in its path, a call finds nothing else.
    address: sources.includes('postcode') && !request?.path.includes('{reference}'),
    addition: sources.includes('houseNumberAddition'),
  }
}
