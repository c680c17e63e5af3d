import { earliest } from './apply.ts'
import type { Core, Outcome } from './core.ts'
import { StatesApiError } from './errors.ts'
import { settle } from './frames.ts'
import { fromText, type Json, PAYLOAD_LIMIT, tooLarge } from './json.ts'
import type { FrameRow } from './tables.ts'

/** See Runner.sendTaskSuccess. Honoured also while the call that carried the token has not returned. */
export function sendTaskSuccess(core: Core, token: string, output: string): void {
  const ok = parseOutput(output)
  end(core, token, { ok })
}

/** See Runner.sendTaskFailure. */
export function sendTaskFailure(core: Core, token: string, error = 'States.TaskFailed', cause = ''): void {
  end(core, token, { error, cause })
}

/** See Runner.sendTaskHeartbeat. */
export function sendTaskHeartbeat(core: Core, token: string): void {
  core.store.transaction(() => {
    const frame = waitingFrame(core, token)
    if (frame.heartbeat === null) return
    const due = earliest(frame.deadline, core.now() + frame.heartbeat * 1000)
    if (due !== null) core.store.beat(frame.id, due, core.store.arm())
  })
}

function end(core: Core, token: string, outcome: Outcome): void {
  core.store.transaction(() => settle(core, waitingFrame(core, token), outcome))
}

function waitingFrame(core: Core, token: string): FrameRow {
  const frame = core.store.frame(core.tokens.frameOf(token))
  if (frame === undefined || frame.token !== token) {
    throw new StatesApiError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'")
  }
  return frame
}

function parseOutput(output: string): Json {
  if (tooLarge(output)) throw new StatesApiError('InvalidOutput', `The output is larger than ${PAYLOAD_LIMIT} bytes`)
  try {
    return fromText(output)
  } catch {
    throw new StatesApiError('InvalidOutput', 'The output is not JSON')
  }
}
