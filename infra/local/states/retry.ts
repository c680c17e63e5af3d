import type { Catcher, State } from './compile.ts'
import type { Move, Visit } from './core.ts'
import { covers, type Failure, failureOf, StatesError } from './errors.ts'
import { fromText } from './json.ts'
import type { Retrier } from './schema.ts'
import { withOutcome } from './scope.ts'
import { leave } from './steps/exit.ts'

/** No delay is longer than the longest that a machine can name. */
const MAX_DELAY_SECONDS = 99_999_999

/** What happens when a state fails: its first retrier for this error, else its first catcher, else the frame fails. */
export async function failing(visit: Visit, state: State, failure: Failure): Promise<Move> {
  if (!('retry' in state)) return { kind: 'fail', failure: uncaught(failure) }
  const index = state.retry.findIndex((retrier) => covers(retrier.ErrorEquals, failure.error))
  const retrier = state.retry[index]
  if (retrier !== undefined) {
    const retries = fromText(visit.frame.retries) as number[]
    const used = retries[index] ?? 0
    if (used < retrier.MaxAttempts) {
      const due = visit.core.now() + delay(retrier, used, visit.core.random)
      return { kind: 'retry', due, retries: state.retry.map((_, at) => (retries[at] ?? 0) + (at === index ? 1 : 0)) }
    }
  }
  const catcher = state.catch.find((candidate) => covers(candidate.errors, failure.error))
  return catcher === undefined ? { kind: 'fail', failure: uncaught(failure) } : caught(visit, catcher, failure)
}

/** How long to wait before a retry, in milliseconds. */
function delay(retrier: Retrier, used: number, random: () => number): number {
  const longest = retrier.MaxDelaySeconds ?? MAX_DELAY_SECONDS
  const seconds = Math.min(retrier.IntervalSeconds * retrier.BackoffRate ** used, longest)
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1))
}

async function caught(visit: Visit, catcher: Catcher, failure: Failure): Promise<Move> {
  const errorOutput = { Error: failure.error, Cause: failure.cause }
  try {
    return await leave(visit, catcher, catcher.next, errorOutput, withOutcome(visit.scope, { errorOutput }))
  } catch (second) {
    if (second instanceof StatesError) return { kind: 'fail', failure: failureOf(second) }
    throw second
  }
}

/** Only Retry and Catch can tell a missed heartbeat from another timeout: what ends with it reports States.Timeout. */
function uncaught({ error, cause }: Failure): Failure {
  return { error: error === 'States.HeartbeatTimeout' ? 'States.Timeout' : error, cause }
}
