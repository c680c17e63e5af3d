import { z } from 'zod'
import { rememberConditions } from '../../shared/cases/remember-conditions.ts'
import type { RegisterStore } from '../../shared/contracts/ports.ts'
import { type Preview, previewKey } from '../../shared/contracts/preview.ts'
import type { ObjectsFor } from '../../shared/contracts/rights.ts'
import { dateOf, type IsoDate, type IsoInstant, morningOf } from '../../shared/domain/calendar.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { actsFrom } from '../../shared/domain/stop.ts'
import { lastRound, policyNow, roundToShow } from '../../shared/rounds/approval.ts'
import { type ForecastPorts, forecastRound } from '../../shared/rounds/forecast-round.ts'

export const previewRoundInput = z.strictObject({})

export interface PreviewPorts extends ForecastPorts {
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'organisation'>
  readonly objects: Pick<ObjectsFor<'evidence read' | 'evidence write'>, 'exists' | 'putNew'>
}

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

  const { goes, held } = await forecastRound(ports, on)
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
