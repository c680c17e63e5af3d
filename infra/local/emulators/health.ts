import { once } from 'node:events'
import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { EmulatorName } from './start.ts'

/** One request per emulator that it can only answer when it works, its storage included. */
const HEALTH_REQUEST: Record<EmulatorName, { path: string; headers: OutgoingHttpHeaders }> = {
  s3: { path: '/', headers: { 'x-amz-date': '20260101T000000Z' } },
  ses: { path: '/health-check', headers: {} },
}

/**
 * Asks an emulator whether it works. Not by `fetch`, whose first call in a process takes half as long as the start of
 * an emulator.
 *
 * @returns the status of its answer
 * @throws Error when it does not answer in time
 */
export async function healthOf(name: EmulatorName, endpoint: string, withinMs: number): Promise<number | undefined> {
  const { path, headers } = HEALTH_REQUEST[name]
  const signal = AbortSignal.timeout(withinMs)
  const asked = request(endpoint + path, { headers, agent: false, signal }).end()
  const [answer]: IncomingMessage[] = await once(asked, 'response')
  if (answer) await text(answer)
  return answer?.statusCode
}
