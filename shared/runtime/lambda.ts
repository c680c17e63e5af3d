import { Logger } from '@aws-lambda-powertools/logger'
import middy from '@middy/core'
import type { z } from 'zod'

const logger = new Logger({ serviceName: 'vroegsignalering' })

/** The event that a function was called with is not what it accepts: a defect of the caller, never repaired by a retry. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
}

/**
 * A Lambda handler around a use case: its event is parsed first, and a failure is logged as a code with the case it was
 * about. Neither events nor error messages of other parties are logged: they may hold a person (invariant 6).
 */
export function lambda<S extends z.ZodType, R>(input: S, work: (input: z.output<S>) => Promise<R>) {
  return middy()
    .onError(async ({ error, event, context }) => {
      const name = error instanceof Error ? error.name : 'Error'
      const at =
        error instanceof Error ? (error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '').trim() : ''
      logger.error('FUNCTION_FAILED', { function: context.functionName, error: name, at, caseId: caseIdOf(event) })
    })
    .handler(async (event: unknown): Promise<R> => {
      const parsed = input.safeParse(event)
      if (!parsed.success) throw new InvalidInput(parsed.error.issues.map(({ path }) => path.join('.')).join(', '))
      return work(parsed.data)
    })
}

const caseIdOf = (event: unknown): string | undefined =>
  typeof event === 'object' && event !== null && 'caseId' in event && typeof event.caseId === 'string'
    ? event.caseId
    : undefined
