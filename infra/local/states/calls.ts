import type { Tasks } from './api.ts'
import { type Call, type Core, isFailure, type Outcome } from './core.ts'
import { StatesError } from './errors.ts'
import { settle } from './frames.ts'
import { isObject, type Json, PAYLOAD_LIMIT, plain, tooLarge } from './json.ts'
import { sdkErrorName } from './resources.ts'
import { bodyText } from './steps/map.ts'
import type { FrameRow } from './tables.ts'

/** Makes a frame's call and writes down how it ended, unless the frame moved on meanwhile. */
export async function perform(core: Core, tasks: Tasks, frame: FrameRow, isClosed: () => boolean): Promise<void> {
  const call = JSON.parse(frame.call ?? 'null') as Call
  const outcome = await outcomeOf(tasks, call)
  if (isClosed()) return
  if (frame.token === null || isFailure(outcome)) {
    settle(core, frame, outcome)
    return
  }
  core.store.transaction(() => {
    // A heartbeat may have moved the timer meanwhile.
    const current = core.store.frame(frame.id)
    if (current?.version === frame.version) core.store.saveFrame(current, { phase: 'token', call: null })
  })
}

async function outcomeOf(tasks: Tasks, call: Call): Promise<Outcome> {
  try {
    const ok = await answer(tasks, call)
    if (call.kind !== 'read' && tooLarge(JSON.stringify(ok))) return exceeded(call)
    return { ok }
  } catch (error) {
    return failure(call, error)
  }
}

async function answer(tasks: Tasks, call: Call): Promise<Json> {
  switch (call.kind) {
    case 'lambda': {
      const payload = plain(await tasks.invokeLambda(call.functionName, call.payload))
      return { ExecutedVersion: '$LATEST', Payload: payload, StatusCode: 200 }
    }
    case 'sdk': {
      const response = plain(await tasks.callSdk(call.service, call.action, call.arguments))
      if (!isObject(response)) return {}
      const { $metadata: _, ...members } = response
      return members
    }
    case 'read':
      return bodyText(await tasks.callSdk('s3', 'getObject', call.arguments))
  }
}

function exceeded(call: Call): Outcome {
  const cause = `The task '${call.kind}' returned a result larger than ${PAYLOAD_LIMIT} bytes.`
  return { error: 'States.DataLimitExceeded', cause }
}

function failure(call: Call, error: unknown): Outcome {
  if (error instanceof StatesError) return { error: error.name, cause: error.cause }
  const name = error instanceof Error ? error.name : 'Error'
  const message = error instanceof Error ? error.message : String(error)
  switch (call.kind) {
    case 'lambda':
      return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) }
    case 'sdk':
      return { error: sdkErrorName(call.service, name), cause: message }
    case 'read':
      return { error: 'States.ItemReaderFailed', cause: message }
  }
}
