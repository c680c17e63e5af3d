import {
  type CaseLog,
  CaseMovedOn,
  type CaseSummary,
  type LoadedCase,
  type RegisterStore,
  type Terms,
  type Workflow,
} from '../contracts/ports.ts'
import { arrearsOn } from '../domain/arrears.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import { type Command, decide, type Refusal } from '../domain/decide.ts'
import type { CaseEvent, StoredEvent } from '../domain/event.ts'
import { evolve } from '../domain/evolve.ts'
import { followUp } from '../domain/follow-up.ts'
import { hashOf } from '../domain/history.ts'
import { answerBy, type Standing, standingOf } from '../domain/standing.ts'
import { type CaseState, callBy, outgoing, phaseOf } from '../domain/state.ts'
import { sha256 } from '../runtime/sha256.ts'

/** What every use case on a case needs. */
export interface Casework {
  readonly log: CaseLog
  readonly registers: RegisterStore
  /** Null inside the workflow itself, which is awake and needs no waking. */
  readonly workflow: Workflow | null
  readonly now: () => Date
}

/** A case as it stands after a use case, with what was decided about the command. */
export interface Outcome {
  readonly caseId: string
  /** The renter's number; null for a case whose summary is lost. */
  readonly renter: string | null
  readonly state: CaseState
  readonly standing: Standing
  readonly terms: Terms
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
  /** Identity of the reported fact or import, so that the same one counts once. */
  readonly cause?: string
  /** Whether the renter objected in an earlier case; asked only where a case opens (C7). */
  readonly renterObjects?: boolean
  /** The renter's number, where the case has no summary yet. */
  readonly renter?: string
  /** The case as the caller just saw it, to be read again only when somebody else came first. */
  readonly from?: Seen
  /** An intermediate step: the summary follows with the next one. A crash in between leaves the case overdue, for the sweep. */
  readonly unlisted?: boolean
}

/** A case and the registers, read a moment ago. */
export type Seen = Pick<Outcome, 'state' | 'terms' | 'renter' | 'summary'>

/**
 * The one way in which a case changes: read the history, append what the facts and the time already bring about, decide
 * the command on what then stands, append, bring the summary up to date, and wake the workflow if its next step moved.
 * Another writer who comes first only means that everything is read and decided again.
 *
 * @param command what is asked; null only settles what is due by itself
 * @throws UnknownCase when the case has no history
 */
export async function handle(
  work: Casework,
  caseId: string,
  command: Command | null,
  options: Options = {},
): Promise<Outcome> {
  let seen = options.from
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await decideOnce(work, caseId, command, options, seen ?? (await see(work, caseId, options)))
    } catch (error) {
      if (!(error instanceof CaseMovedOn) || attempt === ATTEMPTS) throw error
      seen = undefined
    }
  }
}

async function see(work: Casework, caseId: string, options: Options): Promise<Seen> {
  const loaded = await work.log.load(caseId)
  if (!loaded) throw new UnknownCase(caseId)
  return seenOf(work, loaded, options.renter)
}

/** What `handle` needs of a case that was just loaded. */
export async function seenOf(
  work: Casework,
  { state, summary }: Pick<LoadedCase, 'state' | 'summary'>,
  renter?: string,
): Promise<Seen> {
  const terms = await work.registers.terms(state.client, state.gemeentecode)
  return { state, terms, summary, renter: renter ?? summary?.renter ?? null }
}

async function decideOnce(
  work: Casework,
  caseId: string,
  command: Command | null,
  options: Options,
  seen: Seen,
): Promise<Outcome> {
  const now = work.now().toISOString()
  const { terms, renter } = seen
  const append = (state: CaseState, event: CaseEvent) => appendTo(work, caseId, state, event, now)

  let state = await settle(seen.state, terms, options.renterObjects ?? false, now, append)
  let event: StoredEvent | null = null
  let refused: Refusal | null = null
  if (command) {
    const decision = decide(command, state, terms.policy, terms.clientTerms, now, options.cause)
    if ('event' in decision) {
      const next = await append(state, decision.event)
      event = next.event
      state = await settle(next.state, terms, false, now, append)
    } else refused = decision.refused
  }
  const standing = standingOf(state, terms.policy, terms.clientTerms, now)
  const summary = renter === null ? null : summaryOf(caseId, renter, state, terms, standing, now)
  const listed = summary !== null && needsListing(summary, seen.summary, options.unlisted ?? false)
  if (listed) await work.log.summarise(summary)
  await wake(work, state, standing)
  return { caseId, renter, state, standing, terms, summary: listed ? summary : seen.summary, event, refused }
}

type Append = (state: CaseState, event: CaseEvent) => Promise<{ state: CaseState; event: StoredEvent }>

async function appendTo(
  work: Casework,
  caseId: string,
  state: CaseState,
  event: CaseEvent,
  at: IsoInstant,
): Promise<{ state: CaseState; event: StoredEvent }> {
  const stored = await work.log.append(caseId, { seq: state.seq, hash: state.hash }, event, at)
  return { state: evolve(state, stored, hashOf(stored, sha256)), event: stored }
}

/** Appends every consequence of what is already known, one by one, until there is none. */
async function settle(
  start: CaseState,
  terms: Terms,
  renterObjects: boolean,
  now: IsoInstant,
  append: Append,
): Promise<CaseState> {
  let state = start
  for (;;) {
    const event = followUp(state, terms.policy, renterObjects, now)
    if (!event) return state
    state = (await append(state, event)).state
  }
}

function summaryOf(
  caseId: string,
  renter: string,
  state: CaseState,
  { policy }: Terms,
  standing: Standing,
  now: IsoInstant,
): CaseSummary {
  const arrears = arrearsOn(state.items, dateOf(now))
  const queue = outgoing(state)
  const call = callBy(state)
  const answer = answerBy(state, policy)
  return {
    caseId,
    seq: state.seq,
    renter,
    client: state.client,
    gemeentecode: state.gemeentecode,
    phase: phaseOf(state),
    step: standing.step,
    due: standing.due,
    queue,
    ...(queue === 'withdrawal' && state.delivered && { file: state.delivered.file }),
    openedOn: state.openedOn,
    months: arrears.months,
    amountCents: arrears.cents,
    ...(call !== null && { callBy: call }),
    ...(answer !== null && { answerBy: answer }),
  }
}

/** Whether the lists must show the case anew: an intermediate step only counts where it moves the case to another list. */
function needsListing(now: CaseSummary, listed: CaseSummary | null, intermediate: boolean): boolean {
  if (!listed || now.phase !== listed.phase || now.queue !== listed.queue) return true
  return !intermediate && !sameBut(now, listed)
}

/** An event that changes nothing in a list needs no write. */
const sameBut = (a: CaseSummary, b: CaseSummary): boolean =>
  JSON.stringify(Object.entries({ ...a, seq: 0 }).sort()) === JSON.stringify(Object.entries({ ...b, seq: 0 }).sort())

/** After the append: a crash in between is repaired by the next look, or by the sweep. A late or doubled wake-up is harmless. */
async function wake(work: Casework, { waiting }: CaseState, standing: Standing): Promise<void> {
  if (!work.workflow || !waiting) return
  const moved = waiting.step !== standing.step || (standing.due !== null && standing.due !== waiting.until)
  if (moved) await work.workflow.wake(waiting.token)
}
