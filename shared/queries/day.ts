import type { CaseLog, CaseSummary } from '../contracts/ports.ts'
import type { KeptQuestion, Question } from '../contracts/question.ts'
import type { Client } from '../contracts/registers.ts'
import type { NotebookFor } from '../contracts/rights.ts'
import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import { MAIL_REFUSALS } from '../domain/closed-lists.ts'
import type { TaskKind } from '../domain/tasks.ts'
import { allQuestions } from '../questions/questions.ts'
import { openCases } from './open-cases.ts'

/** Something in a case that a person does by a day. */
export interface Task {
  readonly summary: CaseSummary
  readonly client: Client
  /** The last day. */
  readonly day: IsoDate
}

/** What waits for people in the cases, the most urgent first. */
export interface Tasks {
  /** Calls that nobody made yet (C6 b). */
  readonly calls: readonly Task[]
  /** Answers that the municipality owes since before today (F1). */
  readonly overdue: readonly Task[]
  /** What else cases ask of people, the longest first (H1). */
  readonly waiting: readonly Waiting[]
  /** The cases that are open, of all clients. */
  readonly open: readonly CaseSummary[]
}

/** Something that a case asks of people, and since when. */
export interface Waiting {
  readonly summary: CaseSummary
  readonly client: Client
  readonly task: TaskKind
  readonly since: IsoDate
}

export async function tasksOn(log: Pick<CaseLog, 'openOf'>, of: readonly Client[], on: IsoDate): Promise<Tasks> {
  const clients = new Map(of.map((client) => [client.id, client]))
  const calls: Task[] = []
  const overdue: Task[] = []
  const waiting: Waiting[] = []
  const open = await openCases(log, [...clients.keys()])
  for (const summary of open) {
    const client = clients.get(summary.client)
    if (!client) continue
    const { callBy, answerBy } = summary
    if (callBy !== undefined) calls.push({ summary, client, day: callBy })
    if (answerBy !== undefined && answerBy < on) overdue.push({ summary, client, day: answerBy })
    for (const { task, since } of summary.tasks ?? []) waiting.push({ summary, client, task, since })
  }
  waiting.sort((a, b) => (`${a.since} ${a.summary.caseId}` < `${b.since} ${b.summary.caseId}` ? -1 : 1))
  return { calls: calls.sort(bySoonest), overdue: overdue.sort(bySoonest), waiting, open }
}

const orderOf = ({ day, summary }: Task) => `${day} ${summary.caseId}`
const bySoonest = (a: Task, b: Task): number => (orderOf(a) < orderOf(b) ? -1 : 1)

/** What is still to be brought to its portal is asked for each morning until it is there (S2). */
const ASKED_EACH_MORNING: ReadonlySet<string> = new Set<Question['about']>(['upload', 'delivery'])

/** So is what keeps a letter, a message, a signal or a withdrawal from leaving, until that is resolved (H1). */
const HOLDS_SOMETHING: ReadonlySet<string> = new Set<Question['reason']>([
  ...(['no-address', 'unwritable', 'agency-address', 'unknown'] as const),
  ...MAIL_REFUSALS.map((refusal) => `mail-${refusal}` as const),
  ...(['not-found', 'main-tenant', 'renumbered', 'withdraw-by-hand', 'portal-rejected'] as const),
])

const isAskedEachMorning = ({ about, reason, urgent }: KeptQuestion): boolean =>
  urgent ||
  ASKED_EACH_MORNING.has(about) ||
  HOLDS_SOMETHING.has(reason) ||
  (about === 'objection' && reason === 'which-client')

/**
 * The open questions of a stretch of time, and of earlier those that hold something, such as a file that is not at its
 * portal; the oldest first.
 *
 * @param after the moment after which they were asked; null for all
 * @param until the last moment that counts
 */
export async function openQuestions(
  notebook: Pick<NotebookFor<'question read'>, 'list'>,
  after: IsoInstant | null,
  until: IsoInstant,
): Promise<KeptQuestion[]> {
  const questions = await allQuestions(notebook)
  return questions.filter(
    (each) =>
      each.endedAt === null && each.at <= until && (after === null || each.at > after || isAskedEachMorning(each)),
  )
}
