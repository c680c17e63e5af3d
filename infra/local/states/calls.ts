import type { Tasks } from './api.ts'
import { type Call, type Core, isFailure, type Outcome } from './core.ts'
import { settle } from './frames.ts'
import { PAYLOAD_LIMIT, plain, tooLarge } from './json.ts'
import type { FrameRow } from './tables.ts'

/** Makes a frame's call and writes down how it ended, unless the frame moved on meanwhile. */
export async function perform(core: Core, tasks: Tasks, frame: FrameRow, isClosed: () => boolean): Promise<void> {
  const call = JSON.parse(frame.call ?? 'null') as Call
  const outcome = await outcomeOf(tasks, call)
  if (isClosed()) return
  if (call.kind === 'lambda' || isFailure(outcome)) settle(core, frame, outcome)
  else core.store.saveFrame(frame, { phase: 'token', call: null })
}

async function outcomeOf(tasks: Tasks, call: Call): Promise<Outcome> {
  try {
    if (call.kind !== 'lambda') {
      await tasks.putItem(call.arguments)
      return { ok: null }
    }
    const Payload = plain(await tasks.invokeLambda(call.functionName, call.payload))
    const ok = { ExecutedVersion: '$LATEST', Payload, StatusCode: 200 }
    if (!tooLarge(JSON.stringify(ok))) return { ok }
    const cause = `The task '${call.kind}' returned a result larger than ${PAYLOAD_LIMIT} bytes.`
    return { error: 'States.DataLimitExceeded', cause }
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
    if (call.kind !== 'lambda') return { error: dynamoErrorName(name), cause: message }
    return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message }) }
  }
}

/**
 * The name under which a machine sees an error of DynamoDB: as the AWS SDK for Java has it, which makes
 * `InternalServerErrorException` of `InternalServerError`.
 */
function dynamoErrorName(name: string): string {
  return `DynamoDb.${name.replace(/Exception$/, '')}Exception`
}
