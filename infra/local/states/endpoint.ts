import { type Endpoint, Refused, serveJson } from '../json-service.ts'
import { createOperations } from './operations.ts'
import { type Runner, StatesApiError } from './runner.ts'

export type { Endpoint } from '../json-service.ts'

/** Serves a runner as AWS Step Functions does, for the real SDK client of this machine. */
export const serveStates = (runner: Runner, token?: string): Promise<Endpoint> =>
  serveJson({ target: 'AWSStepFunctions', version: '1.0', operations: createOperations(runner), refusalOf, token })

const refusalOf = (error: unknown): Refused | null =>
  error instanceof StatesApiError ? new Refused(error.name, error.message) : null
