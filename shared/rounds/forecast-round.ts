import { bringUpToDate, type CasePorts, type Outcome } from '../cases/change-case.ts'
import type { CaseLog, RegisterStore } from '../contracts/ports.ts'
import type { Preview } from '../contracts/preview.ts'
import { type IsoDate, morningOf } from '../domain/calendar.ts'
import { gate } from '../domain/gate.ts'
import type { GateReason } from '../domain/gate-reasons.ts'
import { outgoing } from '../domain/outgoing.ts'
import { standingOf } from '../domain/standing.ts'
import { openCases } from '../queries/open-cases.ts'
import { pool } from '../runtime/pool.ts'
import { type GatePorts, gateFacts } from './gate-facts.ts'

export interface ForecastPorts extends Omit<CasePorts, 'log' | 'registers'> {
  readonly log: CasePorts['log'] & Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions'>
  readonly renters: GatePorts['renters']
}

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Who goes with the round of a day and who is held, and why: each case by its own next step and the gate itself, as of
 * the morning of that day (S6).
 */
export async function forecastRound(ports: ForecastPorts, on: IsoDate): Promise<Pick<Preview, 'goes' | 'held'>> {
  const clients = (await ports.registers.clients()).map(({ id }) => id)
  const morning = morningOf(on)
  const open = (await openCases(ports.log, clients)).filter(
    ({ queue, step, due }) => queue === 'signal' || (step === 'signal' && due !== null && due <= morning),
  )
  const tested = await pool(open, WIDTH, async ({ caseId, renter, client }) => {
    const reasons = await reasonsOn(ports, await bringUpToDate(ports, caseId), on)
    return reasons && { caseId, renter, client, reasons }
  })
  const all = tested.filter((each) => each !== null).sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  const goes = all.filter(({ reasons }) => reasons.length === 0).map(({ reasons: _, ...each }) => each)
  const held = all.filter(({ reasons }) => reasons.length > 0)
  return { goes, held }
}

/** What the gate says of a case on the morning of the round; null when its signal is not due then. */
async function reasonsOn(ports: ForecastPorts, found: Outcome, on: IsoDate): Promise<GateReason[] | null> {
  const { state, conditions } = found
  const { policy, clientConditions } = conditions
  // What a stop put off until after the round's day is shown with that round, and made up (C16).
  const { notBefore: _, ...client } = clientConditions
  const morning = morningOf(on)
  const standing = standingOf(state, policy, client, morning)
  const due = standing.step === 'signal' && standing.due !== null && standing.due <= morning
  if (!due && outgoing(state, policy, on) !== 'signal') return null
  const facts = await gateFacts({ ...ports, now: () => new Date(morning) }, found)
  return gate(state, policy, facts, on)
}
