import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { KeptQuestion } from '../contracts/question.ts'
import type { Client } from '../contracts/registers.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import { type IsoDate, type IsoInstant, minusWorkingDays, plusDays, weekdayOf } from '../domain/calendar.ts'
import type { TaskKind } from '../domain/tasks.ts'
import { allQuestions } from '../questions/questions.ts'
import { openCases } from './open-cases.ts'

/** A case, with the client whose it is. */
export interface OfClient {
  readonly summary: CaseSummary
  readonly client: Client
}

/** Something in a case that a person does by a day. */
export interface Task extends OfClient {
  /** The last day. */
  readonly day: IsoDate
}

/** An answer that the municipality owes, or will tomorrow (F1). */
export interface Owed extends Task {
  /** What follows without it, and on which day; null when nothing does. */
  readonly follows: { readonly what: 'hand-over' | 'decision'; readonly on: IsoDate } | null
}

/** A suspension that ends this week, or has ended (U3). */
export interface Suspended extends OfClient {
  readonly on: IsoDate
  /** What became of it; `ends` while it lasts. */
  readonly how: 'ends' | 'over' | 'new-arrears'
}

/** Something that a case asks of people, and since when. */
export interface Waiting extends OfClient {
  readonly task: TaskKind
  readonly since: IsoDate
}

/** What waits for people in the cases, the most urgent first. */
export interface Tasks {
  /** Calls that nobody made yet (C6 b). */
  readonly calls: readonly Task[]
  readonly owed: readonly Owed[]
  readonly suspended: readonly Suspended[]
  /** What else cases ask of people, the longest first (H1). */
  readonly waiting: readonly Waiting[]
  /** The cases that are open, of all clients. */
  readonly open: readonly CaseSummary[]
}

export async function tasksOn(log: Pick<CaseLog, 'openOf'>, of: readonly Client[], on: IsoDate): Promise<Tasks> {
  const clients = new Map(of.map((client) => [client.id, client]))
  const open = await openCases(log, [...clients.keys()])
  const cases = open.flatMap((summary) => {
    const client = clients.get(summary.client)
    return client ? [{ summary, client }] : []
  })
  return {
    open,
    calls: cases
      .flatMap((each) => (each.summary.callBy === undefined ? [] : [{ ...each, day: each.summary.callBy }]))
      .sort(by(({ day }) => day)),
    owed: cases.flatMap((each) => owedOn(each, on)).sort(by(({ day }) => day)),
    suspended: cases.flatMap((each) => suspendedOn(each, on)).sort(by((each) => each.on)),
    waiting: cases
      .flatMap((each) => (each.summary.tasks ?? []).map((asked) => ({ ...each, ...asked })))
      .sort(by(({ since }) => since)),
  }
}

/** By a day, and of one day in the order of the debtor numbers. */
const by =
  <T extends OfClient>(dayOf: (each: T) => IsoDate) =>
  (a: T, b: T): number => {
    const orderOf = (each: T) => `${dayOf(each)} ${each.client.id} ${each.summary.renter} ${each.summary.caseId}`
    return orderOf(a) < orderOf(b) ? -1 : 1
  }

/** What is late, and from a working day before anything that follows, so that there is a day to ask (F1). */
function owedOn(each: OfClient, on: IsoDate): Owed[] {
  const { answerBy, handOverOn, decideOn } = each.summary
  if (answerBy === undefined) return []
  const follows = handOverOn
    ? ({ what: 'hand-over', on: handOverOn } as const)
    : decideOn
      ? ({ what: 'decision', on: decideOn } as const)
      : null
  const isSoon = follows !== null && minusWorkingDays(follows.on, 1) <= on
  return answerBy < on || isSoon ? [{ ...each, day: answerBy, follows }] : []
}

/** For so many days a suspension that ended is news; a mail that was sent meanwhile told it. */
const NEWS_DAYS = 7

function suspendedOn(each: OfClient, on: IsoDate): Suspended[] {
  const { suspendedUntil: until, suspensionEnded: ended } = each.summary
  if (until !== undefined) return until <= sundayOf(on) ? [{ ...each, on: until, how: 'ends' }] : []
  if (!ended || plusDays(ended.on, NEWS_DAYS) < on) return []
  return [{ ...each, on: ended.on, how: ended.early ? 'new-arrears' : 'over' }]
}

const sundayOf = (on: IsoDate): IsoDate => plusDays(on, (7 - weekdayOf(on)) % 7)

/** The questions that nobody answered, the oldest first. @param until the last moment that counts */
export async function openQuestions(
  notebook: Pick<NotebookFor<'question read'>, 'list'>,
  until: IsoInstant,
): Promise<KeptQuestion[]> {
  const questions = await allQuestions(notebook)
  return questions.filter(({ at, endedAt }) => endedAt === null && at <= until)
}
