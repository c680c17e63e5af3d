import { z } from 'zod'
import { bringUpToDate, type CasePorts, type Outcome } from '../../shared/cases/change-case.ts'
import { rememberConditions } from '../../shared/cases/remember-conditions.ts'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import { type Preview, previewKey } from '../../shared/contracts/preview.ts'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate, type IsoInstant, morningOf } from '../../shared/domain/calendar.ts'
import { gate } from '../../shared/domain/gate.ts'
import type { GateReason } from '../../shared/domain/gate-reasons.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { standingOf } from '../../shared/domain/standing.ts'
import { actsFrom } from '../../shared/domain/stop.ts'
import { openCases } from '../../shared/queries/open-cases.ts'
import { lastRound, policyNow, roundToShow } from '../../shared/rounds/approval.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const previewRoundInput = z.strictObject({})

export interface PreviewPorts extends Omit<CasePorts, 'log' | 'registers'> {
  readonly log: CasePorts['log'] & Pick<CaseLog, 'openOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'organisation'>
  readonly renters: GatePorts['renters']
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'exists' | 'putNew'>
}

/** Cases that are worked on at the same time. */
const WIDTH = 8

/**
 * Shows who goes with the next round and who is held, three working days before it: each case by its own next step and
 * the gate itself, as of the morning of the round (S6). Made once, and kept; later, where the machine was off that day,
 * also after the round itself, which is made up (C16). Only where the organisation approves its rounds.
 */
export async function previewRound(given: PreviewPorts): Promise<{ goes: number; held: number }> {
  const ports = { ...given, registers: { ...given.registers, ...rememberConditions(given.registers, given.now) } }
  const { approveRounds } = await given.registers.organisation()
  const policy = approveRounds ? await policyNow(given.registers) : null
  const madeAt = ports.now().toISOString()
  const on = policy && (roundToShow(dateOf(madeAt), policy) ?? (await missedRound(ports, policy, madeAt)))
  if (on === null || (await ports.objects.exists('evidence', previewKey(on)))) return { goes: 0, held: 0 }

  const clients = (await given.registers.clients()).map(({ id }) => id)
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
  const preview: Preview = { on, madeAt, goes, held }
  await ports.objects.putNew('evidence', previewKey(on), JSON.stringify(preview), 'application/json')
  return { goes: goes.length, held: held.length }
}

/** The last round, where the system stood still until after it (C16); null for any other. */
async function missedRound({ registers }: PreviewPorts, policy: Policy, now: IsoInstant): Promise<IsoDate | null> {
  const [client] = await registers.clients()
  const beat = client ? (await registers.conditions(client.id, null)).beat : null
  const round = lastRound(dateOf(now), policy)
  return morningOf(round) < (actsFrom(beat, now) ?? '') ? round : null
}

/** What the gate says of a case on the morning of the round; null when its signal is not due then. */
async function reasonsOn(ports: PreviewPorts, found: Outcome, on: IsoDate): Promise<GateReason[] | null> {
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
