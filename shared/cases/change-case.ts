import {
  type CaseLog,
  CaseMovedOn,
  type CaseSummary,
  type Conditions,
  type LoadedCase,
  type RegisterStore,
  type Workflow,
} from '../contracts/ports.ts'
import type { IsoInstant } from '../domain/calendar.ts'
import type { Command, Refusal } from '../domain/command.ts'
import { decide } from '../domain/decide.ts'
import { provenBy } from '../domain/decide-files.ts'
import type { CaseEvent, Origin, StoredEvent } from '../domain/event.ts'
import { evolve } from '../domain/evolve.ts'
import { followUp } from '../domain/follow-up.ts'
import { hashOf } from '../domain/history.ts'
import { type Standing, standingOf } from '../domain/standing.ts'
import type { CaseState } from '../domain/state.ts'
import { actsFrom } from '../domain/stop.ts'
import { sha256 } from '../runtime/sha256.ts'
import { needsListing, summaryOf } from './summary.ts'

/** What every use case on a case needs. */
export interface CasePorts {
  readonly log: Pick<CaseLog, 'load' | 'append' | 'summarise'>
  readonly registers: Pick<RegisterStore, 'conditions'>
  /** Null inside the workflow itself, which is awake and needs no waking. */
  readonly workflow: Pick<Workflow, 'wake'> | null
  readonly now: () => Date
}

/** What a use case on a case needs that does not work inside the workflow. */
export interface CasePortsOutside extends CasePorts {
  readonly workflow: Pick<Workflow, 'wake'>
}

/** A case as it stands after a use case, with what was decided about the command. */
export interface Outcome {
  readonly caseId: string
  /** The renter's number; null for a case whose summary is lost. */
  readonly renter: string | null
  readonly state: CaseState
  readonly standing: Standing
  readonly conditions: Conditions
  /** What the lists show of the case. */
  readonly summary: CaseSummary | null
  readonly event: StoredEvent | null
  readonly refused: Refusal | null
}

/** There is no such case: a mistake of the caller, never repaired by trying again. */
export class UnknownCase extends Error {
  override readonly name = 'UnknownCase'
}

/** A case on which so many writers work at once that it must be tried again later. */
const ATTEMPTS = 12

export interface Options {
  /** Where the command comes from; the system, unless told. */
  readonly origin?: Origin
  /**
   * The moment of the renter's objection of before this case; asked only where a case opens, null without one (C7).
   */
  readonly objectedAt?: IsoInstant | null
  /** The renter's number, where the case has no summary yet. */
  readonly renter?: string
  /** The case as the caller just saw it, to be read again only when somebody else came first. */
  readonly from?: Seen
  /**
   * An intermediate step: the summary follows with the next one. A crash in between leaves the case overdue, for the
   * sweep.
   */
  readonly unlisted?: boolean
}

/** A case and the registers, read a moment ago. */
export type Seen = Pick<Outcome, 'state' | 'conditions' | 'renter' | 'summary'>

/**
 * The one way in which a case changes: read the history, append what the facts and the time already bring about, decide
 * the command on what then stands, append, bring the summary up to date, and wake the workflow if its next step moved.
 * Another writer who comes first only means that everything is read and decided again.
 *
 * @throws UnknownCase when the case has no history
 */
export const changeCase = (
  ports: CasePorts,
  caseId: string,
  command: Command,
  options: Options = {},
): Promise<Outcome> => change(ports, caseId, command, options)

/**
 * The same without a command: appends what the facts and the time bring about by themselves (U2, U3, C8), and says
 * where the case stands then.
 *
 * @throws UnknownCase when the case has no history
 */
export const bringUpToDate = (ports: CasePorts, caseId: string, options: Options = {}): Promise<Outcome> =>
  change(ports, caseId, null, options)

/** Opens a case with the first event of its history; what is open already is only brought up to date. */
export async function openCase(
  ports: CasePorts,
  caseId: string,
  opening: Extract<CaseEvent, { type: 'CaseOpened' }>,
  options: Pick<Options, 'renter' | 'objectedAt'>,
): Promise<Outcome> {
  try {
    const { state } = await append(ports, caseId, null, opening, ports.now().toISOString())
    const from = await seenOf(ports, { state, summary: null }, options.renter)
    return await bringUpToDate(ports, caseId, { ...options, from })
  } catch (error) {
    if (!(error instanceof CaseMovedOn)) throw error
    return bringUpToDate(ports, caseId, options)
  }
}

async function change(ports: CasePorts, caseId: string, command: Command | null, options: Options): Promise<Outcome> {
  let seen = options.from
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideOnce(ports, caseId, command, options, seen ?? (await see(ports, caseId, options)))
    } catch (error) {
      if (!(error instanceof CaseMovedOn) || attempt === ATTEMPTS) throw error
      seen = undefined
    }
  }
}

async function see(ports: CasePorts, caseId: string, options: Options): Promise<Seen> {
  const loaded = await ports.log.load(caseId)
  if (!loaded) throw new UnknownCase(caseId)
  return seenOf(ports, loaded, options.renter)
}

/** What `changeCase` needs of a case that was just loaded. */
export async function seenOf(
  ports: Pick<CasePorts, 'registers'>,
  { state, summary }: Pick<LoadedCase, 'state' | 'summary'>,
  renter?: string,
): Promise<Seen> {
  const conditions = await ports.registers.conditions(state.client, state.gemeentecode)
  return { state, conditions, summary, renter: renter ?? summary?.renter ?? null }
}

async function decideOnce(
  ports: CasePorts,
  caseId: string,
  command: Command | null,
  options: Options,
  seen: Seen,
): Promise<Outcome> {
  const now = ports.now().toISOString()
  const conditions = afterStop(seen.conditions, now)
  const { renter } = seen
  const appendNext = (state: CaseState, event: CaseEvent) => append(ports, caseId, state, event, now)

  let state = await appendConsequences(seen.state, conditions, options.objectedAt ?? null, now, appendNext)
  let event: StoredEvent | null = null
  let refused: Refusal | null = null
  if (command) {
    do {
      const decision = decide(command, state, conditions.policy, conditions.clientConditions, now, options.origin)
      refused = 'event' in decision ? null : decision.refused
      if (!('event' in decision)) break
      const proven = provenBy(decision.event, state)
      if (proven) state = (await appendNext(state, proven)).state
      ;({ event, state } = await appendNext(state, decision.event))
      // A case that goes on is told at once why: by what it knew, it would be paid (C14).
    } while (event.type === 'CaseReopened')
    if (event) state = await appendConsequences(state, conditions, null, now, appendNext)
  }
  const standing = standingOf(state, conditions.policy, conditions.clientConditions, now)
  const summary = renter === null ? null : summaryOf(caseId, renter, state, conditions, standing, now, seen.summary)
  const listed = summary !== null && needsListing(summary, seen.summary, options.unlisted ?? false)
  if (listed) await ports.log.summarise(summary)
  await wake(ports, state, standing)
  return { caseId, renter, state, standing, conditions, summary: listed ? summary : seen.summary, event, refused }
}

/** With the moment from which acts follow after a stop of the whole system, as it shows now (C16). */
export function afterStop(conditions: Conditions, now: IsoInstant): Conditions {
  const notBefore = actsFrom(conditions.beat, now)
  return notBefore === null
    ? conditions
    : { ...conditions, clientConditions: { ...conditions.clientConditions, notBefore } }
}

type AppendNext = (state: CaseState, event: CaseEvent) => Promise<{ state: CaseState; event: StoredEvent }>

/** No history yet. */
const EMPTY = { seq: 0, hash: '' }

/** @param state before the event; null for the first one */
async function append(
  ports: CasePorts,
  caseId: string,
  state: CaseState | null,
  event: CaseEvent,
  at: IsoInstant,
): Promise<{ state: CaseState; event: StoredEvent }> {
  const stored = await ports.log.append(caseId, state ?? EMPTY, event, at)
  return { state: evolve(state, stored, hashOf(stored, sha256)), event: stored }
}

/** Appends every consequence of what is already known, one by one, until there is none. */
async function appendConsequences(
  start: CaseState,
  conditions: Conditions,
  objectedAt: IsoInstant | null,
  now: IsoInstant,
  appendNext: AppendNext,
): Promise<CaseState> {
  let state = start
  for (;;) {
    const event = followUp(state, conditions.policy, objectedAt, now)
    if (!event) return state
    state = (await appendNext(state, event)).state
  }
}

/**
 * After the append: a crash in between is repaired by the next look, or by the sweep. A late or doubled wake-up is
 * harmless.
 */
async function wake(ports: CasePorts, { waiting }: CaseState, standing: Standing): Promise<void> {
  if (!ports.workflow || !waiting) return
  const moved = waiting.step !== standing.step || (standing.due !== null && standing.due !== waiting.until)
  if (moved) await ports.workflow.wake(waiting.token)
}
