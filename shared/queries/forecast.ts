import { answerBy } from '../domain/agency.ts'
import { dateOf, dayOfMonth, type IsoDate, type IsoInstant, instantAt, plusDays } from '../domain/calendar.ts'
import type { CaseEvent, StoredEvent } from '../domain/event.ts'
import type { GateFacts } from '../domain/gate.ts'
import type { GateReason } from '../domain/gate-reasons.ts'
import type { ClientConditions, Policy } from '../domain/policy.ts'
import type { Standing, Step } from '../domain/standing.ts'
import type { CaseState } from '../domain/state.ts'
import { type TaskKind, tasksOf } from '../domain/tasks.ts'
import { type End, type Turn, turnsOf, where } from './forecast-turns.ts'
import { type Played, settled } from './played-on.ts'

/** What can come next in a case. */
export const COMINGS = [
  ...(['reminder', 'demand', 'notice', 'follow-up', 'post-letter'] as const),
  /** A round at which the signal leaves, and one at which it is held. */
  ...(['signal', 'held', 'delivery', 'withdrawal'] as const),
  ...(['hand-over', 'inform-agency'] as const),
  ...(['suspension-over', 'arrangement-broken', 'arrangement-kept', 'term'] as const),
  /** People are asked for a call, for a decision, or to look at a hold. */
  ...(['call', 'decision', 'look-again'] as const),
  /** The last day for that call, and for the municipality's answer. */
  ...(['call-by', 'answer-by'] as const),
  'other',
] as const
export type { End } from './forecast-turns.ts'
export type ComingKind = (typeof COMINGS)[number]

/**
 * On what a step rests that the rules cannot bring: a newer book that shows the same, or that the portal has the file.
 * Its day is the soonest one.
 */
export type Proviso = 'book' | 'delivery'

export interface Coming {
  readonly what: ComingKind
  /** The step of `standingOf` that brings it; null for a deadline, and for what a book brings about. */
  readonly step: Step | null
  /** Null for what only somebody else can bring; of a deadline the end of its day. */
  readonly at: IsoInstant | null
  /** The numbers of the claims that a letter lists. */
  readonly claims: readonly number[]
  /** Why the signal will be held; empty where it leaves. */
  readonly reasons: readonly GateReason[]
  /** What people are asked from then on. */
  readonly asks: readonly TaskKind[]
  readonly provided: readonly Proviso[]
}

export interface Forecast {
  /** Where the case stands now. */
  readonly next: Standing
  /** The soonest first. */
  readonly steps: readonly Coming[]
  readonly end: End
  /** What the case asks of people by then. */
  readonly asks: readonly TaskKind[]
  /** Up to where it was looked ahead. */
  readonly until: IsoDate
}

/** So many steps, and months, are looked ahead. */
const MOST = 10
const MONTHS = 6

/** Registers and renter's data in which the gate finds nothing wrong. */
const IN_ORDER: Played['facts'] = {
  municipality: { agreement: { status: 'in-force', from: null, until: null }, minimumAmountCents: null },
  ...{ fieldProblems: [], objection: false, coRenter: false, personUnclear: false },
}

/**
 * What comes next in a case, as far as the rules alone say: where nothing is paid, nobody answers, every letter is
 * taken by mail, and books keep coming that show the same. The first step is that of `standingOf`, save where a claim
 * falls due sooner that no book showed open yet. Total: no state makes it throw, and it ends.
 *
 * @param facts what the gate finds beside the case; nothing wrong, unless told
 */
export function forecast(
  state: CaseState,
  { policy, clientConditions: client }: { readonly policy: Policy; readonly clientConditions: ClientConditions },
  now: IsoInstant,
  facts: Omit<GateFacts, 'client'> = IN_ORDER,
): Forecast {
  const today = dateOf(now)
  const horizon = dayOfMonth(today, MONTHS, Number(today.slice(8)))
  const start = settled({ state, policy, client, facts, now, events: [] })
  const provided = new Set<Proviso>()
  const steps: Coming[] = []
  const deadlines = deadlinesIn(null, start)
  const turns = turnsOf(start, horizon)
  let at = start
  let turn = turns.next()
  for (; !turn.done && steps.length < MOST; turn = turns.next()) {
    const { value } = turn
    steps.push(...comingIn(value, client, provided).filter((each) => !isToldBefore(each, steps)))
    deadlines.push(...deadlinesIn(value.before, value.after).map((each) => ({ ...each, provided: [...provided] })))
    at = value.after
  }
  const until = turn.done ? horizon : dateOf(at.now)
  const soon = deadlines.filter((each) => each.at >= now && dateOf(each.at) <= until)
  return {
    next: where(start),
    steps: [...steps, ...soon].sort(byMoment),
    ...{ end: turn.done ? turn.value : 'limit', asks: asksOf(at), until },
  }
}

/** What nobody can say the moment of comes next. */
const byMoment = (a: Coming, b: Coming): number => ((a.at ?? '') < (b.at ?? '') ? -1 : a.at === b.at ? 0 : 1)

const asksOf = ({ state, policy, client, now }: Played): TaskKind[] => tasksOf(state, policy, client, dateOf(now))

/** What the events of a turn mean to people, the first that is found. */
const MEANS: Partial<Record<StoredEvent['type'], ComingKind>> = {
  ...({ ReminderSent: 'reminder', DemandSent: 'demand', NoticeSent: 'notice', FollowUpSent: 'follow-up' } as const),
  ...({ LetterPosted: 'post-letter', HandedOver: 'hand-over', AgencyInformed: 'inform-agency' } as const),
  ...({ SignalHeld: 'held', SignalQueued: 'signal', RoundAsked: 'withdrawal' } as const),
  ...({ SuspensionEnded: 'suspension-over', ArrangementBroken: 'arrangement-broken' } as const),
  ...({ ArrangementKept: 'arrangement-kept' } as const),
}
/** What a step means that no event tells of. */
const STEPS: Partial<Record<Step, ComingKind>> = {
  ...({ reminder: 'reminder', demand: 'demand', notice: 'notice', 'follow-up': 'follow-up' } as const),
  ...({ 'post-letter': 'post-letter', 'inform-agency': 'inform-agency', signal: 'signal' } as const),
  ...({ delivery: 'delivery', withdrawal: 'withdrawal', 'hand-over': 'hand-over' } as const),
  ...({ suspension: 'suspension-over', hold: 'look-again', arrangement: 'term' } as const),
}

/** What a turn brings: a step, or what a book brought about between two; nothing for a book that brought nothing. */
function comingIn({ step, at, before, after }: Turn, client: ClientConditions, provided: Set<Proviso>): Coming[] {
  const events = after.events.slice(before.events.length)
  const told = events.map(({ type }) => MEANS[type]).find((each) => each !== undefined)
  const asked = new Set(asksOf(before))
  const asks = asksOf(after).filter((each) => !asked.has(each))
  if (step !== null && isBookOld(step, client, after)) provided.add('book')
  const coming: Coming = {
    what: told ?? whatIs(step, events),
    ...{ step, at, asks, claims: events.flatMap(listed), provided: [...provided] },
    reasons: events.flatMap((event) => (event.type === 'SignalHeld' ? event.reasons : [])),
  }
  if (step === null && events.length > 0) provided.add('book')
  if (events.some(({ type }) => type === 'SignalDelivered' || type === 'SignalWithdrawn')) provided.add('delivery')
  return step === null && told === undefined ? [] : [coming]
}

/** A round at which the signal is held for the third time, for the same reasons, is no news: two count (F3). */
const isToldBefore = ({ what, reasons }: Coming, before: readonly Coming[]): boolean =>
  what === 'held' && before.filter((each) => each.what === 'held' && each.reasons.join() === reasons.join()).length >= 2

function whatIs(step: Step | null, events: readonly CaseEvent[]): ComingKind {
  if (step === 'task') return events.some(({ type }) => type === 'ContactTaskCreated') ? 'call' : 'decision'
  return (step && STEPS[step]) ?? 'other'
}

const listed = (event: CaseEvent): readonly number[] =>
  'reservation' in event && 'claims' in event ? event.claims : event.type === 'HandedOver' ? event.claims : []

/** Whether the newest book of today is too old by then for what rests on one (C13). */
function isBookOld(step: Step, { book }: ClientConditions, { policy, now }: Played): boolean {
  const days = step === 'signal' || step === 'hand-over' ? policy.signalBookDays : policy.letterBookDays
  const rests = step === 'signal' || step === 'hand-over' || step in LETTER_STEPS
  return rests && (book.on === null || book.waits || plusDays(book.on, days) < dateOf(now))
}
const LETTER_STEPS = { reminder: true, demand: true, notice: true, 'follow-up': true }

/** The deadlines that a case has now, and had not before. */
function deadlinesIn(before: Played | null, { state, policy }: Played): (Coming & { readonly at: IsoInstant })[] {
  const answer = (of: CaseState) => answerBy(of, policy)
  const days: [ComingKind, IsoDate | null, IsoDate | null][] = [
    ['call-by', before?.state.contactTaskDue ?? null, state.ended ? null : state.contactTaskDue],
    ['answer-by', before && answer(before.state), answer(state)],
  ]
  return days.flatMap(([what, had, has]) =>
    has === null || has === had
      ? []
      : [{ what, step: null, at: instantAt(has, '23:59'), claims: [], reasons: [], asks: [], provided: [] }],
  )
}

/** What an action changes of what comes: the steps that fall away, that move, and that come in addition. */
export interface Difference {
  readonly gone: readonly Coming[]
  readonly moved: readonly { readonly before: Coming; readonly after: Coming }[]
  readonly added: readonly Coming[]
}

/** Of two forecasts of one moment, only so far as both look ahead. */
export function difference(before: Forecast, after: Forecast): Difference {
  const isSame = (a: Coming, b: Coming) => a.what === b.what && a.at === b.at
  const old = before.steps.filter((each) => !after.steps.some((other) => isSame(each, other)))
  const left = after.steps.filter((each) => !before.steps.some((other) => isSame(each, other)))
  const moved = old.flatMap((each) => {
    const at = left.findIndex(({ what }) => what === each.what)
    const [found] = at < 0 ? [] : left.splice(at, 1)
    return found ? [{ before: each, after: found }] : []
  })
  const until = before.until < after.until ? before.until : after.until
  const isNear = ({ at }: Coming) => at === null || dateOf(at) <= until
  return {
    gone: old.filter((each) => isNear(each) && !moved.some((pair) => pair.before === each)),
    moved: moved.filter((pair) => isNear(pair.before) || isNear(pair.after)),
    added: left.filter(isNear),
  }
}
