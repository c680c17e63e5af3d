import type { KeptQuestion } from '../contracts/question.ts'
import type { IsoDate } from '../domain/calendar.ts'
import { GATE_REASONS, type GateReason, heldBecause, heldInShort } from '../domain/gate-reasons.ts'
import { TASKS, TASKS_IN_SHORT, type TaskKind } from '../domain/tasks.ts'
import type { Waiting } from '../queries/day.ts'
import { aboutCase, type Matter, type Section, section } from './section.ts'

/** Which reasons why a signal is held are told by what else stands in the mail, and under which heading. */
export type ToldElsewhere = (caseId: string) => ReadonlyMap<GateReason, string>

/** Which reason of the gate a question asks about in its own words. */
const ASKED_AS: Partial<Record<string, GateReason>> = {
  ...({ 'main-tenant': 'G10', 'not-found': 'G7', renumbered: 'R7' } as const),
  ...({ rejected: 'S5', 'unknown-rejection': 'S5' } as const),
}

/** What the calls and the questions of a mail tell of held signals (C6 b, H1). @param called the cases to be called */
export function toldBy(called: ReadonlySet<string>, questions: readonly KeptQuestion[]): ToldElsewhere {
  const asked = new Map<string, Map<GateReason, string>>()
  for (const { caseId, reason } of questions) {
    const about = ASKED_AS[reason]
    if (caseId !== null && reason === 'threat-held')
      asked.set(caseId, new Map(GATE_REASONS.map((each) => [each, 'Dringend'])))
    if (caseId !== null && about)
      asked.set(caseId, new Map([...(asked.get(caseId) ?? []), [about, about === 'S5' ? 'Geweigerd' : 'Vragen']]))
  }
  return (caseId) =>
    new Map([...(asked.get(caseId) ?? []), ...(called.has(caseId) ? ([['G4b', 'Bellen']] as const) : [])])
}

/** What is a line of its own, and is no reason beside it why a signal is held. */
const HAS_ITS_LINE: Partial<Record<TaskKind, GateReason>> = { 'look-at-hold': 'R7', represented: 'R7' }

/** Something that a case asks of people, with what else stands in the case. */
export interface CaseMatter extends Waiting {
  /** What must be decided on is why the signal is held. */
  readonly ofHeld: boolean
  /** Reasons why it is held that another matter of the case tells. */
  readonly told: readonly (GateReason | undefined)[]
}

/**
 * What waits for people in the cases, by matter (H1): that a signal is held, and what must be decided on for that, is
 * one, since it was held.
 */
export function mattersOf(waiting: readonly Waiting[]): CaseMatter[] {
  const tasksOf = new Map<string, Map<TaskKind, IsoDate>>()
  for (const { summary, task, since } of waiting)
    tasksOf.set(summary.caseId, new Map([...(tasksOf.get(summary.caseId) ?? []), [task, since]]))
  return waiting.flatMap((each) => {
    const tasks = tasksOf.get(each.summary.caseId) ?? new Map<TaskKind, IsoDate>()
    if (each.task === 'held' && tasks.has('hand-over')) return []
    const heldSince = each.task === 'hand-over' ? tasks.get('held') : undefined
    const told = [...tasks.keys()].map((task) => HAS_ITS_LINE[task])
    return { ...each, since: heldSince ?? each.since, ofHeld: heldSince !== undefined, told }
  })
}

/**
 * A line for a matter, with every reason and the step that resolves each; none for what is told elsewhere (H1).
 *
 * @param questions where a decision that a matter needs is answered
 */
export function caseLines(
  matters: readonly CaseMatter[],
  elsewhere: ToldElsewhere,
  questions: readonly KeptQuestion[],
): Matter[] {
  const decisions = new Map(
    questions.flatMap(({ id, about, caseId, reason }) => (about === 'decision' ? [[`${caseId} ${reason}`, id]] : [])),
  )
  return matters.flatMap(({ summary, client, task, since, ofHeld, told }) => {
    const { caseId, reasons = [] } = summary
    const toldToo = elsewhere(caseId)
    const question = decisions.get(`${caseId} ${task}`)
    const untold = reasons.filter((reason) => !told.includes(reason) && !toldToo.has(reason))
    const isHeld = task === 'held' || ofHeld
    if (task === 'held' && reasons.length > 0 && untold.length === 0) return []
    const see = reasons.flatMap((reason) => toldToo.get(reason) ?? [])
    const also = see.length > 0 ? `Zie ook: ${[...new Set(see)].join(', ')}.` : ''
    const sentences = isHeld ? [NOT_REPORTED, ...heldBecause(untold), also] : []
    const full = [...sentences, ...(task === 'held' ? [] : [TASKS[task]])].filter((each) => each !== '').join(' ')
    const short = [isHeld ? heldInShort(untold) : '', task === 'held' ? '' : TASKS_IN_SHORT[task]]
    return {
      of: { caseId, ...(question !== undefined && { question }) },
      about: aboutCase(summary, client),
      full,
      short: short.filter((each) => each !== '').join('; ') || TASKS_IN_SHORT[task],
      since,
    }
  })
}

const NOT_REPORTED = 'Dit dossier kon niet worden gemeld.'

/** Who stays frozen for a reason that is asked about as a whole, by client or by case (I1, I2). */
const FREEZING: ReadonlySet<string> = new Set(['client-missing', 'closes-nothing', 'row-unread'])

/** The sections about cases, in the order of their urgency. */
export function caseSections(
  waiting: readonly Waiting[],
  elsewhere: ToldElsewhere,
  questions: readonly KeptQuestion[],
): Section[] {
  const frozen = questions.filter(({ reason }) => FREEZING.has(reason))
  const isAsked = ({ task, summary }: Waiting) =>
    task === 'unread' &&
    frozen.some(({ caseId, client, reason }) =>
      reason === 'row-unread' ? caseId === summary.caseId : client === summary.client,
    )
  const matters = mattersOf(waiting.filter((each) => !isAsked(each)))
  const linesOf = (...tasks: TaskKind[]) =>
    caseLines(
      matters.filter(({ task }) => tasks.includes(task)),
      elsewhere,
      questions,
    )
  return [
    section(
      'Aangehouden signalen',
      'Los op wat ontbreekt. Bij de volgende ronde kijkt het systeem opnieuw.',
      linesOf('held'),
    ),
    section('Beslis: overdragen, wachten of sluiten', null, linesOf('hand-over')),
    section('Beslis: melden of innen', null, linesOf('represented', 'prescribed')),
    section('In de wacht: opnieuw bekijken', null, linesOf('look-at-hold')),
    section('Verder in dossiers', null, linesOf('moved-away', 'unread', 'new-month', 'other-money', 'small-claims')),
  ]
}
