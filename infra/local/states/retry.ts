import type { State } from './compile.ts'
import type { Move, Visit } from './core.ts'
import { covers, type Failure, failureOf, StatesError } from './errors.ts'
import { fromText, toPayload } from './json.ts'
import { MAX_SECONDS, type Retrier } from './schema.ts'

/** What happens when a state fails: its first retrier for this error, else its first catcher, else the frame fails. */
export function failing(visit: Visit, state: State, failure: Failure): Move {
  return retried(visit, 'retry' in state ? state.retry : [], failure) ?? caught(visit, state, failure)
}

function retried(visit: Visit, retriers: readonly Retrier[], failure: Failure): Move | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => covers(ErrorEquals, failure.error))
  const retrier = retriers[index]
  if (retrier === undefined) return undefined
  const retries = fromText(visit.frame.retries) as number[]
  const used = retries[index] ?? 0
  if (used >= retrier.MaxAttempts) return undefined
  const due = visit.core.now() + delay(retrier, used, visit.core.random)
  return { kind: 'retry', due, retries: retriers.map((_, at) => (retries[at] ?? 0) + (at === index ? 1 : 0)) }
}

/** How long to wait before a retry, in milliseconds. */
function delay(retrier: Retrier, used: number, random: () => number): number {
  const longest = retrier.MaxDelaySeconds ?? MAX_SECONDS
  const seconds = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** used, longest)
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1))
}

function caught(visit: Visit, state: State, failure: Failure): Move {
  const catchers = 'catch' in state ? state.catch : []
  const catcher = catchers.find(({ ErrorEquals }) => covers(ErrorEquals, failure.error))
  if (catcher === undefined) return { kind: 'fail', failure }
  try {
    const output = toPayload({ Error: failure.error, Cause: failure.cause }, 'The error output')
    return { kind: 'next', next: catcher.Next, output, variables: visit.frame.variables }
  } catch (second) {
    if (second instanceof StatesError) return { kind: 'fail', failure: failureOf(second) }
    throw second
  }
}
