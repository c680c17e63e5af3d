/** An error as a state machine sees it: a name to match in Retry and Catch, and a cause to read. */
export class StatesError extends Error {
  override readonly cause: string

  constructor(error: string, cause: string) {
    super(cause)
    this.name = error
    this.cause = cause
  }
}

/** An error as the API answers it; `name` is what the AWS SDK raises. */
export class StatesApiError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

/** A machine that this runner refuses to load. The message names machine and state. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
}

/** How a task or a state failed; null for what a `SendTaskFailure` left out. */
export type Failure = { error: string | null; cause: string | null }

export function failureOf(error: StatesError): Failure {
  return { error: error.name, cause: error.cause }
}

/**
 * Whether an `ErrorEquals` list of a Retry or Catch covers an error, as AWS documents it: States.ALL does not cover
 * the terminal States.DataLimitExceeded and States.Runtime; States.TaskFailed covers all but a timeout and those.
 */
export function covers(errorEquals: readonly string[], error: string | null): boolean {
  const terminal = error === 'States.DataLimitExceeded' || error === 'States.Runtime'
  return errorEquals.some((name) => {
    if (name === error) return true
    if (name === 'States.ALL') return !terminal
    if (name === 'States.TaskFailed') return !terminal && error !== 'States.Timeout'
    return false
  })
}
