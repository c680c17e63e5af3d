import type { ImportReport } from '../../../shared/contracts/import.ts'
import type { LoadedCase } from '../../../shared/contracts/ports.ts'
import type { EventType, StoredEvent } from '../../../shared/domain/event.ts'
import type { Phase } from '../../../shared/domain/phase.ts'
import type { Cloud } from '../cloud/cloud.ts'
import { executionArn } from '../states/arns.ts'
import { StatesApiError } from '../states/errors.ts'

/** What happens to a case that nobody disturbs, from its opening to the collection agency. */
const UNDISTURBED: ReadonlySet<EventType> = new Set<EventType>([
  'CaseOpened',
  'ArrearsChanged',
  'ActClaimed',
  'ReminderSent',
  'DemandSent',
  'NoticeSent',
  'LetterAccepted',
  'ContactTaskCreated',
  'ContactAttempted',
  'SignalQueued',
  'SignalClaimed',
  'SignalWritten',
  'SignalDelivered',
  'HandedOver',
  'AgencyInformed',
  'Waiting',
])

type Counts = Record<string, number>

/** One signal: a client who signals again every month goes on after the hand-over. */
const isUndisturbed = (history: readonly StoredEvent[]): boolean =>
  history.every(({ type }) => UNDISTURBED.has(type)) &&
  history.some(({ type }) => type === 'HandedOver') &&
  history.filter(({ type }) => type === 'SignalDelivered').length === 1

const add = (counts: Counts, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

export type Summary = ReturnType<ReturnType<typeof createSummary>['result']>

/** Adds up a run: cases, letters, signals, imports, and what AWS would have charged for. */
/** Of the first execution of a case; null for one that began in another stage. */
function transitionsOf({ runner }: Cloud, caseId: string): number | null {
  try {
    return runner.describeExecution(executionArn('arrears-case', caseId)).transitions
  } catch (error) {
    if (error instanceof StatesApiError && error.name === 'ExecutionDoesNotExist') return null
    throw error
  }
}

export function createSummary(cloud: Cloud) {
  const phases: Counts = {}
  const letters: Counts = {}
  const channels: Counts = {}
  const signals: Counts = { written: 0, delivered: 0, held: 0, withdrawn: 0, rejected: 0 }
  const imports: Counts = { accepted: 0, quarantined: 0, rejected: 0 }
  const events: Counts = {}
  const undisturbed: { stateTransitions: number; lambdaInvocations: number }[] = []
  let cases = 0
  let questions = 0
  let overdueAnswers = 0

  return {
    addImport: ({ status }: ImportReport) => add(imports, status),
    addQuestions(count: number): void {
      questions += count
    },
    /** @param overdue whether the municipality should have answered by now (F1) */
    addCase({ caseId, events: history }: LoadedCase, phase: Phase, overdue: boolean): void {
      cases += 1
      if (overdue) overdueAnswers += 1
      add(phases, phase)
      for (const event of history) {
        add(events, event.type)
        if ('channel' in event && 'document' in event) {
          add(letters, LETTERS[event.type] ?? event.type)
          add(channels, event.channel)
        }
        const signal = SIGNALS[event.type]
        if (signal) add(signals, signal)
      }
      const stateTransitions = isUndisturbed(history) ? transitionsOf(cloud, caseId) : null
      if (stateTransitions !== null)
        undisturbed.push({ stateTransitions, lambdaInvocations: cloud.meter.invocationsOf(caseId) })
    },
    result() {
      const { transitions, executionsByStatus } = cloud.runner.totals()
      const { lambdaInvocations, readUnits, writeUnits } = cloud.meter.counted()
      const most = (name: 'stateTransitions' | 'lambdaInvocations') =>
        Math.max(0, ...undisturbed.map((each) => each[name]))
      return {
        cases,
        phases,
        letters,
        channels,
        signals,
        imports,
        questions,
        overdueAnswers,
        events,
        executions: Object.values(executionsByStatus).reduce((sum, count) => sum + count, 0),
        executionsByStatus,
        stateTransitions: transitions,
        lambdaInvocations,
        readUnits,
        writeUnits,
        deadLetters: cloud.bus.deadLetters(),
        /**
         * Of the cases that ran from opening to hand-over without anything else: the most that one of them took, in its
         * own execution.
         */
        undisturbedCase: {
          cases: undisturbed.length,
          stateTransitions: most('stateTransitions'),
          lambdaInvocations: most('lambdaInvocations'),
        },
      }
    },
  }
}

const LETTERS: Partial<Record<EventType, string>> = {
  ReminderSent: 'reminder',
  DemandSent: 'demand',
  NoticeSent: 'notice',
  FollowUpSent: 'follow-up',
  LetterPosted: 'posted after a bounce',
  AgencyInformed: 'agency',
}

const SIGNALS: Partial<Record<EventType, string>> = {
  SignalWritten: 'written',
  SignalDelivered: 'delivered',
  SignalHeld: 'held',
  SignalWithdrawn: 'withdrawn',
  SignalRejected: 'rejected',
}
