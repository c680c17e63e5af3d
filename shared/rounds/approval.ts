import type { CaseSummary, RegisterStore } from '../contracts/ports.ts'
import { previewKey, previewSchema } from '../contracts/preview.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { type IsoDate, plusDays, plusWorkingDays } from '../domain/calendar.ts'
import type { Policy } from '../domain/policy.ts'
import { nextRound } from '../domain/round-day.ts'
import { getJson } from '../runtime/json-objects.ts'

// S6 four eyes, where the organisation wants them: a round is shown beforehand, and what is approved leaves.

/** So many working days before a round it is shown who goes. */
export const PREVIEW_DAYS = 3

export interface ApprovalPorts {
  readonly registers: Pick<RegisterStore, 'organisation' | 'clients' | 'conditions'>
  readonly notebook: Pick<NotebookFor<'approval read'>, 'get'>
  readonly objects: Pick<ObjectsFor<'evidence read'>, 'get'>
}

/** The dates that hold now; null where nobody has a case. */
export async function policyNow(registers: Pick<RegisterStore, 'clients' | 'conditions'>): Promise<Policy | null> {
  const [client] = await registers.clients()
  return client ? (await registers.conditions(client.id, null)).policy : null
}

/** The day of the last round on or before a day. */
export function lastRound(on: IsoDate, policy: Policy): IsoDate {
  let round = nextRound(plusDays(on, -70), policy)
  for (;;) {
    const next = nextRound(plusDays(round, 1), policy)
    if (next > on) return round
    round = next
  }
}

/** The round that is to be shown by a day; null while that is too early. */
export function roundToShow(on: IsoDate, policy: Policy): IsoDate | null {
  const round = nextRound(on, policy)
  return plusWorkingDays(on, PREVIEW_DAYS) >= round ? round : null
}

export const previewOf = (objects: ApprovalPorts['objects'], on: IsoDate) =>
  getJson(objects, 'evidence', previewKey(on), previewSchema)

/**
 * Which signals may leave on a day: all, unless the organisation approves its rounds. Then those that the preview of
 * the last round showed and a colleague approved, also after its day; and threatening situations, which do not wait.
 */
export async function mayLeave(ports: ApprovalPorts, on: IsoDate): Promise<(summary: CaseSummary) => boolean> {
  const { approveRounds } = await ports.registers.organisation()
  const policy = approveRounds ? await policyNow(ports.registers) : null
  if (!policy) return () => true
  const round = lastRound(on, policy)
  const approval = await ports.notebook.get('approval', round)
  const preview = approval && (await previewOf(ports.objects, round))
  const except = new Set(approval?.except)
  const approved = new Set(preview?.goes.filter(({ renter }) => !except.has(renter)).map(({ caseId }) => caseId))
  return ({ caseId, urgent }) => urgent === true || approved.has(caseId)
}
