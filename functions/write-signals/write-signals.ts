import type { z } from 'zod'
import { bringUpToDate, changeCase, type Outcome } from '../../shared/cases/change-case.ts'
import { rememberConditions } from '../../shared/cases/remember-conditions.ts'
import type { CaseLog } from '../../shared/contracts/ports.ts'
import type { RenterRecord } from '../../shared/contracts/renters.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { type Worklist, worklistRefSchema, worklistSchema } from '../../shared/contracts/round.ts'
import { dateOf, type IsoDate, type IsoInstant } from '../../shared/domain/calendar.ts'
import { sumOf } from '../../shared/domain/claims.ts'
import { reportedOn } from '../../shared/domain/evidence.ts'
import { outgoing } from '../../shared/domain/outgoing.ts'
import { isUrgent } from '../../shared/domain/state.ts'
import { signalProfile } from '../../shared/portals/settings.ts'
import { type SignalRow, signalRow } from '../../shared/portals/signal-row.ts'
import { writeSignalFile } from '../../shared/portals/write-signals.ts'
import { endQuestion, questionId } from '../../shared/questions/questions.ts'
import { askMainTenant, isMainTenantKnown, objects, takesTurn } from '../../shared/rounds/co-renters.ts'
import { fieldsToShare } from '../../shared/rounds/fields-to-share.ts'
import { type GatePorts, gateFacts } from '../../shared/rounds/gate-facts.ts'
import { waitsForWithdrawal } from '../../shared/rounds/on-its-way-back.ts'
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
  readonly notebook: Pick<NotebookFor<NoteRight>, 'get' | 'put' | 'reserve' | 'list'>
}

type NoteRight = `${'delivery' | 'question' | 'turn'} ${'read' | 'put'}`

/** Cases that are worked on at the same time. */
const WIDTH = 8

type Waits = Awaited<ReturnType<typeof waitsForWithdrawal>>

interface Reserved extends Candidate<SignalRow> {
  readonly outcome: Outcome
  readonly record: RenterRecord
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
  const waits = await waitsForWithdrawal(ports, list.portal)
  const reserved = await pool(list.caseIds, WIDTH, (caseId) =>
    unlessUnwritable(ports, list, caseId, () => reserve(ports, caseId, list.file, waits)),
  )
  const again = await pool(reserved.filter(isThere), WIDTH, (each) =>
    unlessUnwritable(ports, list, each.caseId, () => unlessOvertaken(ports, each, list.file, waits)),
  )
  const standing = again.filter(isThere)
  for (const { caseId, outcome } of standing) reservations.set(caseId, outcome)
  const profile = signalProfile(await settingsOf(ports.objects), list.portal, list.format)
  const write = (rows: SignalRow[]) => writeSignalFile(profile, rows, list.on)
  return writePortalFile<SignalRow, Reserved>(ports, list, profile, standing, write, async (noted) => {
    const waitsNow = await waitsForWithdrawal(ports, list.portal)
    const waiting = await pool(noted, WIDTH, ({ outcome }) => waitsNow(outcome))
    return noted.filter((_, index) => !waiting[index])
  })
}

const isThere = <T>(each: T | null): each is T => each !== null

/**
 * The gate at the moment of writing (G1–G10): reserved for the file, or held. A reservation that an earlier try left is
 * tested again. Of co-renters, the one who has the day's turn stays. Null for one that does not leave in this file.
 *
 * @param waits whether a line that takes back what lies at the house is on its way
 */
async function reserve(ports: SignalPorts, caseId: string, file: string, waits: Waits): Promise<Reserved | null> {
  const found = await bringUpToDate(ports, caseId)
  if (restsAfterStop(found, ports.now().toISOString())) return null
  if (await waits(found)) return null
  const facts = await gateFacts(ports, found)
  const command = isReserved(found, file, today(ports))
    ? ({ type: 'drop-signal', facts } as const)
    : ({ type: 'reserve-signal', facts, file } as const)
  const outcome = await changeCase(ports, caseId, command, { from: found, unlisted: true })
  await askMainTenant(ports, outcome)
  const reserved = await candidate(ports, outcome, file)
  if (!reserved || (await takesTurn(ports, caseId, reserved.record, ports.now().toISOString()))) return reserved
  const personUnclear = facts.personUnclear || !(await isMainTenantKnown(ports.renters, reserved.record))
  const drop = { type: 'drop-signal', facts: { ...facts, coRenter: true, personUnclear } } as const
  await askMainTenant(ports, await changeCase(ports, caseId, drop, { from: outcome }))
  return null
}

/** After a stop of the system, what waits for a file leaves with acts again; a threat does not wait (C16, S1). */
const restsAfterStop = ({ state, conditions }: Outcome, now: IsoInstant): boolean =>
  now < (conditions.clientConditions.notBefore ?? '') && !isUrgent(state)

/** An objection whose owner is not known yet, and what co-renters do, do not stand in the case itself (R6, G10). */
async function unlessOvertaken(
  ports: SignalPorts,
  reserved: Reserved,
  file: string,
  waits: Waits,
): Promise<Reserved | null> {
  const { caseId, outcome, record } = reserved
  const untouched = await ports.log.isNewest(caseId, outcome.state.seq)
  const blocked = record.coRenters || (await objects(ports.renters, record))
  return untouched && !blocked ? reserved : reserve(ports, caseId, file, waits)
}

const today = ({ now }: SignalPorts): IsoDate => dateOf(now().toISOString())

const isReserved = ({ state, conditions }: Outcome, file: string, today: IsoDate) =>
  state.signalReservation?.file === file && outgoing(state, conditions.policy, today) === 'signal'

async function candidate(ports: SignalPorts, outcome: Outcome, file: string): Promise<Reserved | null> {
  const { caseId, renter, state, conditions } = outcome
  const on = today(ports)
  if (!isReserved(outcome, file, on) || renter === null) return null
  const record = await ports.renters.get(renter, state.client)
  if (!record) return null
  const reported = reportedOn(state, conditions.policy, on)
  const arrears = sumOf(reported)
  const claims = reported.map(({ claim }) => claim.number)
  const row = signalRow(record.person, arrears, fieldsToShare(state, conditions))
  const urgent = isUrgent(state)
  return { caseId, renter, outcome, record, row, months: arrears.months, amountCents: arrears.cents, claims, urgent }
}
