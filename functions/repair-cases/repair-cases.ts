import { z } from 'zod'
import { type CasePortsOutside, changeCase, seenOf } from '../../shared/cases/change-case.ts'
import type { CaseLog, RegisterStore, Workflow } from '../../shared/contracts/ports.ts'
import { RecordMovedOn, type RenterRecord, type RenterStore } from '../../shared/contracts/renters.ts'
import { plusMinutes } from '../../shared/domain/calendar.ts'
import { hasEnded } from '../../shared/domain/phase.ts'
import { type CaseRow, makeSnapshot, type SnapshotPorts } from '../../shared/queries/case-snapshot.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { type FindingPorts, findAnew } from './find-anew.ts'

export const repairCasesInput = z.object({})

/** A step that is so many minutes late has lost its alarm clock. */
const LATE_MINUTES = 60
/** Cases that are repaired at the same time: after a disaster all of them are, within the minutes that a Lambda has. */
const WIDTH = 8

interface Sweep extends CasePortsOutside, Pick<FindingPorts, 'notebook'> {
  readonly log: CasePortsOutside['log'] & FindingPorts['log'] & Pick<CaseLog, 'listedSince' | 'overdue'>
  readonly registers: CasePortsOutside['registers'] & Pick<RegisterStore, 'noteOpenCases'>
  readonly renters: FindingPorts['renters'] & Pick<RenterStore, 'begun' | 'lastWord' | 'put'>
  readonly objects: SnapshotPorts['objects']
  readonly workflow: Pick<Workflow, 'isRunning' | 'running' | 'startCase' | 'wake'>
}

/**
 * The daily sweep (U3, invariant 4), also before an import that follows one that broke off (I3): an open case without
 * an execution gets one, before its next step comes due. A case whose step is overdue gets its execution woken, or
 * started anew when it is gone; also one that was paid, while others must still hear of it. It also notes how many
 * cases are open, by which their acts are spread over a morning, writes what lists need of every case, and lets
 * renters be found again under another key. Harmless for a case that just got its execution elsewhere: a start of what
 * runs changes nothing.
 */
export async function repairCases(ports: Sweep): Promise<{ overdue: number; stopped: number }> {
  const begun: RenterRecord[] = []
  for await (const record of ports.renters.begun()) begun.push(record)
  const frozen = (await pool(begun, WIDTH, (record) => freezeHalfTold(ports, record))).flatMap((caseId) => caseId ?? [])
  const overdue = await overdueCases(ports)
  await pool(overdue, WIDTH, async (caseId) => {
    const token = (await ports.workflow.isRunning(caseId))
      ? (await ports.log.load(caseId))?.state.waiting?.token
      : undefined
    await (token === undefined ? ports.workflow.startCase(caseId) : ports.workflow.wake(token))
  })
  const rows = await makeSnapshot(ports)
  const stopped = await openCasesWithoutExecution(ports, rows, new Set([...frozen, ...overdue]))
  await pool(stopped, WIDTH, (caseId) => ports.workflow.startCase(caseId))
  await findAnew(ports, rows)
  return { overdue: overdue.length, stopped: frozen.length + stopped.length }
}

/**
 * A case that an import opened or reopened before it broke off is in no list, and may lack what else the book and an
 * earlier case say, such as a hold: it is listed, and frozen until a book tells of it (I1).
 *
 * @returns the case that got an execution; null when there is none, or it ended
 */
async function freezeHalfTold(ports: Sweep, record: RenterRecord): Promise<string | null> {
  const { renter, client, caseId, begun: _, ...rest } = record
  const loaded = caseId === null ? null : await ports.log.load(caseId)
  let started: string | null = null
  if (loaded) {
    const word = loaded.summary === null ? await ports.renters.lastWord(renter, client) : null
    const from = await seenOf(ports, loaded, renter)
    const command = { type: 'book-unread', on: loaded.state.bookOn } as const
    const objectedAt = word?.objects ? word.moment : null
    const { state } = await changeCase(ports, loaded.caseId, command, { from, renter, objectedAt })
    if (!state.ended) started = loaded.caseId
    if (started !== null) await ports.workflow.startCase(started)
  }
  try {
    await ports.renters.put({ ...rest, renter, client, caseId, version: record.version + 1 })
  } catch (error) {
    // Somebody else is at it, or was, and the list lags behind.
    if (!(error instanceof RecordMovedOn)) throw error
  }
  return started
}

async function overdueCases({ log, now }: Sweep): Promise<string[]> {
  const cases: string[] = []
  for await (const { caseId } of log.overdue(plusMinutes(now().toISOString(), -LATE_MINUTES))) cases.push(caseId)
  return cases
}

async function openCasesWithoutExecution(
  ports: Sweep,
  rows: readonly CaseRow[],
  repaired: ReadonlySet<string>,
): Promise<string[]> {
  const isRunning = await ports.workflow.running()
  const open = rows.filter(({ phase }) => !hasEnded(phase)).map(({ caseId }) => caseId)
  await ports.registers.noteOpenCases(open.length)
  return open.filter((caseId) => !repaired.has(caseId) && !isRunning(caseId))
}
