import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import type { z } from 'zod'

/** For codes and counts, and no person (invariant 6). */
export const logger = new Logger({ serviceName: 'vroegsignalering' })

/**
 * The event that a function was called with is not what it accepts: a defect of the caller, never repaired by a retry.
 */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
}

/** What a function tells its state machine by an error, which goes on from it; no failure. */
const ANSWERS: ReadonlySet<string> = new Set(['CaseStandsElsewhere', 'TransferUnderWay'])

/**
 * A Lambda handler around a use case: its event is parsed first, and a failure is logged as a code with the case it was
 * about. Events and messages of other parties may hold a person: neither is logged, and what is thrown on, which Step
 * Functions records, keeps the error's name alone (invariant 6).
 */
export function lambda<S extends z.ZodType, R>(input: S, work: (input: z.output<S>) => Promise<R>) {
  return middy()
    .onError(async (request) => {
      const { error, event, context } = request
      const name = error instanceof Error ? error.name : 'Error'
      logger[ANSWERS.has(name) ? 'info' : 'error']('FUNCTION_FAILED', {
        function: context.functionName,
        error: name,
        at: placeOf(error),
        caseId: caseIdOf(event),
      })
      request.error = Object.assign(new Error(name), { name })
    })
    .handler(async (event: unknown): Promise<R> => {
      const parsed = input.safeParse(event)
      if (!parsed.success) throw new InvalidInput('the event is not what this function accepts')
      return work(parsed.data)
    })
}

/** The innermost line of code, without the message that stands above it. */
const placeOf = (error: unknown): string =>
  (error instanceof Error ? (error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '') : '').trim()

const caseIdOf = (event: unknown): string | undefined =>
  typeof event === 'object' && event !== null && 'caseId' in event && typeof event.caseId === 'string'
    ? event.caseId
    : undefined
