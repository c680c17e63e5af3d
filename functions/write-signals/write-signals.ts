import type { z } from 'zod'
import { bringUpToDate, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { rememberConditions } from '../../shared/cases/remember-conditions.ts'
import type { CaseLog } from '../../shared/contracts/ports.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import { arrearsOn, countedClaims } from '../../shared/domain/arrears.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { isUrgent, outgoing } from '../../shared/domain/state.ts'
import { signalProfile } from '../../shared/portals/settings.ts'
import { type SignalRow, signalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { endQuestion, questionId } from '../../shared/questions/questions.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'
import type { PlacedCase } from '../../shared/rounds/placed.ts'
import { type Candidate, type PortalPorts, placed, writePortalFile } from '../../shared/rounds/portal-file.ts'
import { settingsOf } from '../../shared/rounds/portal-settings.ts'
import { unlessUnwritable } from '../../shared/rounds/unless-unwritable.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'

export const writeSignalsInput = worklistRefSchema

export interface SignalPorts extends PortalPorts {
  readonly log: PortalPorts['log'] & Pick<CaseLog, 'isNewest'>
  readonly renters: GatePorts['renters']
}

/** Cases that are worked on at the same time. */
const WIDTH = 8

interface Reserved extends Candidate<SignalRow> {
  readonly outcome: Outcome
}

/**
 * Writes one signal file (S2). Every case passes the gate again and is reserved for this file; right before the file is
 * written, a case on which anything happened since is tested once more (invariant 1). Then each case is told that its
 * signal is written, which is not delivered. Run again after a crash, it registers what the written file holds, or
 * starts over when there is no file.
 */
export async function writeSignals(
  given: SignalPorts,
  ref: z.infer<typeof worklistRefSchema>,
): Promise<{ rows: number }> {
  const ports = { ...given, registers: rememberConditions(given.registers, given.now) }
  const list = await getJson(ports.objects, 'work', ref.key, worklistSchema)
  if (!list) throw new Error(`no worklist ${ref.key}`)
  const reservations = new Map<string, Outcome>()
  const cases = (await placed(ports, list)) ?? (await gateAndWrite(ports, list, reservations))
  await pool(cases, WIDTH, async ({ caseId, written, months, amountCents, claims }) => {
    const reserved = reservations.get(caseId)
    const command = { type: 'write-signal', row: written, months, amountCents, claims } as const
    await changeCase(ports, caseId, command, reserved && { from: reserved })
    await endQuestion(ports, questionId.signal(caseId))
    for (const earlier of reserved?.state.files.keys() ?? [])
      await endQuestion(ports, questionId.rejection(caseId, earlier))
  })
  return { rows: cases.length }
}

async function gateAndWrite(
  ports: SignalPorts,
  list: Worklist,
  reservations: Map<string, Outcome>,
): Promise<PlacedCase[]> {
  const reserved = await pool(list.caseIds, WIDTH, (caseId) =>
    unlessUnwritable(ports, list, caseId, () => reserve(ports, caseId, list.file)),
  )
  const again = await pool(reserved.filter(isThere), WIDTH, (each) =>
    unlessUnwritable(ports, list, each.caseId, () => unlessOvertaken(ports, each, list.file)),
  )
  const standing = again.filter(isThere)
  for (const { caseId, outcome } of standing) reservations.set(caseId, outcome)
  const profile = signalProfile(await settingsOf(ports.objects), list.portal, list.format)
  return writePortalFile(ports, list, profile, standing, (rows) => writeSignalFile(profile, rows, list.on))
}

const isThere = <T>(each: T | null): each is T => each !== null

/**
 * The gate at the moment of writing (G1–G9): reserved for the file, or held. A reservation that an earlier try left is
 * tested again.
 */
async function reserve(ports: SignalPorts, caseId: string, file: string): Promise<Reserved | null> {
  const found = await bringUpToDate(ports, caseId)
  const facts = await gateFacts(ports, found)
  const command = isReserved(found, file)
    ? ({ type: 'drop-signal', facts } as const)
    : ({ type: 'reserve-signal', facts, file } as const)
  return candidate(ports, await changeCase(ports, caseId, command, { from: found, unlisted: true }), file)
}

async function unlessOvertaken(ports: SignalPorts, reserved: Reserved, file: string): Promise<Reserved | null> {
  const untouched = await ports.log.isNewest(reserved.caseId, reserved.outcome.state.seq)
  return untouched ? reserved : reserve(ports, reserved.caseId, file)
}

const isReserved = ({ state }: Outcome, file: string) =>
  state.signalReservation?.file === file && outgoing(state) === 'signal'

async function candidate(ports: SignalPorts, outcome: Outcome, file: string): Promise<Reserved | null> {
  const { caseId, renter, state, conditions } = outcome
  if (!isReserved(outcome, file) || renter === null) return null
  const record = await ports.renters.get(renter, state.client)
  if (!record) return null
  const today = dateOf(ports.now().toISOString())
  const arrears = arrearsOn(state.claims, today)
  const claims = countedClaims(state.claims, today)
  const row = signalRow(record.person, arrears, fieldsToShare(state, conditions))
  const urgent = isUrgent(state)
  return { caseId, renter, outcome, row, months: arrears.months, amountCents: arrears.cents, claims, urgent }
}
