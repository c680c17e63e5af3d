import type { Core, Outcome } from './core.ts'
import { StatesApiError } from './errors.ts'
import { settle } from './frames.ts'
import { fromText, type Json, PAYLOAD_LIMIT, tooLarge } from './json.ts'

/** See Runner.sendTaskSuccess. Honoured also while the call that carried the token has not returned. */
export function sendTaskSuccess(core: Core, token: string, output: string): void {
  end(core, token, { ok: parseOutput(output) })
}

/** See Runner.sendTaskFailure. */
export function sendTaskFailure(core: Core, token: string, error?: string, cause?: string): void {
  end(core, token, { error: error ?? null, cause: cause ?? null })
}

function end(core: Core, token: string, outcome: Outcome): void {
  core.store.transaction(() => {
    const frame = core.store.frame(core.tokens.frameOf(token))
    if (frame === undefined || frame.token !== token) {
      throw new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
    }
    settle(core, frame, outcome)
  })
}

function parseOutput(output: string): Json {
  if (tooLarge(output)) throw new StatesApiError('InvalidOutput', `The output is larger than ${PAYLOAD_LIMIT} bytes`)
  try {
    return fromText(output)
  } catch {
    throw new StatesApiError('InvalidOutput', 'The output is not JSON')
  }
}
