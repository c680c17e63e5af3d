import type { z } from 'zod'
import { handle, type Outcome } from '../../shared/cases/handle.ts'
import { rememberTerms } from '../../shared/cases/remember-terms.ts'
import { type Worklist, worklist, worklistRef } from '../../shared/contracts/round.ts'
import { arrearsOn } from '../../shared/domain/arrears.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { outgoing } from '../../shared/domain/state.ts'
import { signalProfile } from '../../shared/portals/settings.ts'
import { type SignalRow, signalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { gateFacts } from '../../shared/rounds/gate-facts.ts'
import {
  type Candidate,
  type PlacedCase,
  type PortalWork,
  placed,
  writePortalFile,
} from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { unlessUnwritable } from '../../shared/rounds/unless-unwritable.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const writeSignalsInput = worklistRef

/** Cases that are worked on at the same time. */
const WIDTH = 8

interface Claimed extends Candidate<SignalRow> {
  readonly outcome: Outcome
}

/**
 * Writes one signal file (S2). Every case passes the gate again and is claimed for this file; right before the file is
 * written, a case on which anything happened since is tested once more (invariant 1). Then delivery is registered in
 * each case. Run again after a crash, it registers what the written file holds, or starts over when there is no file.
 */
export async function writeSignals(given: PortalWork, ref: z.infer<typeof worklistRef>): Promise<{ rows: number }> {
  const work = { ...given, registers: rememberTerms(given.registers, given.now) }
  const list = await getJson(work.objects, 'work', ref.key, worklist)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  const claims = new Map<string, Outcome>()
  const cases = (await placed(work, list)) ?? (await gateAndWrite(work, list, claims))
  await pool(cases, WIDTH, async ({ caseId, row, months, amountCents }) => {
    const claimed = claims.get(caseId)
    const command = { type: 'deliver-signal', file: list.file, row, months, amountCents } as const
    await handle(work, caseId, command, claimed && { from: claimed })
  })
  return { rows: cases.length }
}

async function gateAndWrite(work: PortalWork, list: Worklist, claims: Map<string, Outcome>): Promise<PlacedCase[]> {
  const claimed = await pool(list.caseIds, WIDTH, (caseId) =>
    unlessUnwritable(work, list, caseId, () => claim(work, caseId, list.file)),
  )
  const again = await pool(claimed.filter(isThere), WIDTH, (each) =>
    unlessUnwritable(work, list, each.caseId, () => unlessOvertaken(work, each, list.file)),
  )
  const standing = again.filter(isThere)
  for (const { caseId, outcome } of standing) claims.set(caseId, outcome)
  const profile = signalProfile(await settingsOf(work.objects), list.portal, list.format)
  return writePortalFile(work, list, profile, standing, (rows) => writeSignalFile(profile, rows, list.on))
}

const isThere = <T>(each: T | null): each is T => each !== null

/** The gate at the moment of writing (G1–G9): claimed for the file, or held. A claim that an earlier try left is tested again. */
async function claim(work: PortalWork, caseId: string, file: string): Promise<Claimed | null> {
  const found = await handle(work, caseId, null)
  const facts = await gateFacts(work, found)
  const command = isClaimed(found, file)
    ? ({ type: 'drop-signal', facts } as const)
    : ({ type: 'claim-signal', facts, file } as const)
  return candidate(work, await handle(work, caseId, command, { from: found, unlisted: true }), file)
}

async function unlessOvertaken(work: PortalWork, claimed: Claimed, file: string): Promise<Claimed | null> {
  const untouched = await work.log.isNewest(claimed.caseId, claimed.outcome.state.seq)
  return untouched ? claimed : claim(work, claimed.caseId, file)
}

const isClaimed = ({ state }: Outcome, file: string) => state.signalClaim?.file === file && outgoing(state) === 'signal'

async function candidate(work: PortalWork, outcome: Outcome, file: string): Promise<Claimed | null> {
  const { caseId, renter, state, terms } = outcome
  if (!isClaimed(outcome, file) || renter === null) return null
  const record = await work.renters.get(renter, state.client)
  if (!record) return null
  const arrears = arrearsOn(state.items, dateOf(work.now().toISOString()))
  const row = signalRow(record.person, arrears, fieldsToShare(state, terms))
  return { caseId, renter, outcome, row, months: arrears.months, amountCents: arrears.cents }
}
