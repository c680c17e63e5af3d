import type { KeptQuestion } from '../../shared/contracts/question.ts'
import type { IsoDate } from '../../shared/domain/calendar.ts'
import { type GateReason, heldBecause } from '../../shared/domain/gate-reasons.ts'
import { TASKS, type TaskKind } from '../../shared/domain/tasks.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import type { BookNeeded } from '../../shared/queries/books-needed.ts'
import type { Waiting } from '../../shared/queries/day.ts'
import type { Line } from './lines.ts'

/** For which reason a signal is held is told by what else stands in the mail about its case. */
export type ToldElsewhere = (caseId: string) => ReadonlySet<GateReason>

/** Which reason of the gate a question asks about in its own words. */
const ASKED_AS: Partial<Record<string, GateReason>> = {
  ...({ 'main-tenant': 'G10', 'not-found': 'G7', renumbered: 'R7' } as const),
  ...({ rejected: 'S5', 'unknown-rejection': 'S5' } as const),
}

/** What the calls and the questions of a mail tell of held signals (C6 b, H1). */
export function toldBy(called: ReadonlySet<string>, questions: readonly KeptQuestion[]): ToldElsewhere {
  const asked = new Map<string, Set<GateReason>>()
  for (const { caseId, reason } of questions) {
    const about = ASKED_AS[reason]
    if (caseId !== null && about) asked.set(caseId, new Set([...(asked.get(caseId) ?? []), about]))
  }
  return (caseId) => new Set([...(asked.get(caseId) ?? []), ...(called.has(caseId) ? (['G4b'] as const) : [])])
}

/** What is a line of its own, and is no reason beside it why a signal is held. */
const HAS_ITS_LINE: Partial<Record<TaskKind, GateReason>> = { 'look-at-hold': 'R7', represented: 'R7' }

/** Something that a case asks of people, with what else stands in the case. */
export interface Matter extends Waiting {
  /** What must be decided on is why the signal is held. */
  readonly ofHeld: boolean
  /** Reasons why it is held that another matter of the case tells. */
  readonly told: readonly (GateReason | undefined)[]
}

/**
 * What waits for people in the cases, by matter (H1): that a signal is held, and what must be decided on for that, is
 * one, since it was held.
 */
export function mattersOf(waiting: readonly Waiting[]): Matter[] {
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

/** A line for each matter, with the step that resolves it; none for what is told elsewhere (H1). */
export function waitingLines(matters: readonly Matter[], elsewhere: ToldElsewhere): Line[] {
  return matters.flatMap(({ summary, client, task, since, ofHeld, told }) => {
    const { caseId, renter, reasons = [] } = summary
    const toldToo = elsewhere(caseId)
    const untold = reasons.filter((reason) => !told.includes(reason) && !toldToo.has(reason))
    if (task === 'held' && reasons.length > 0 && untold.length === 0) return []
    const from = `Sinds ${dutchDate(since)} (${client.name}):`
    const sentences = ofHeld ? [NOT_REPORTED, ...heldBecause(untold), TASKS[task]] : [TASKS[task]]
    return { caseId, renter, question: [from, ...sentences, ...(task === 'held' ? heldBecause(untold) : [])].join(' ') }
  })
}

const NOT_REPORTED = 'Dit dossier kon niet worden gemeld.'

/** Whose book is needed, and for how many cases (C13). */
export const bookLine = (needed: BookNeeded): Line => ({ caseId: null, renter: null, question: sentence(needed) })

function sentence({ client, cases, why, last, waits, round }: BookNeeded): string {
  const many = cases === 1 ? '1 dossier' : `${cases} dossiers`
  const newest = last === null ? 'Er is er nog geen.' : `De laatste is van ${dutchDate(last)}.`
  const step = waits
    ? 'Een nieuwere lijst wacht op u: kijk die na, en geef hem vrij.'
    : 'Lever een nieuwe lijst aan, of bevestig dat er niets is betaald.'
  return `${needFor(why, client.name, many, round)} ${newest} ${step}`
}

function needFor(why: BookNeeded['why'], client: string, many: string, round: IsoDate): string {
  switch (why) {
    case 'waiting':
      return `Van ${client} is een nieuwe debiteurenlijst nodig: ${many} ${many === '1 dossier' ? 'wacht' : 'wachten'} daarop.`
    case 'round':
      return `Voor de signaalronde van ${dutchDate(round)} is van ${client} een nieuwe debiteurenlijst nodig, voor ${many}.`
    case 'reminders':
      return `Voor de herinneringen van deze maand is van ${client} een nieuwe debiteurenlijst nodig. Er lopen ${many}.`
  }
}
