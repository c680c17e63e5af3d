import { once } from 'node:events'
import { type IncomingMessage, type RequestOptions, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { EmulatorName } from './start.ts'

/** dynalite wants a signature, and does not check it. */
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/service/aws4_request, SignedHeaders=host, Signature=0',
  'x-amz-date': '20260101T000000Z',
}

/** One request per emulator that it can only answer when it works, its storage included. */
const HEALTH_REQUEST: Record<EmulatorName, { path: string; options: RequestOptions; body?: string }> = {
  dynamodb: {
    path: '/',
    options: {
      method: 'POST',
      headers: {
        ...SIGNED,
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.ListTables',
      },
    },
    body: '{}',
  },
  s3: { path: '/', options: { headers: { 'x-amz-date': SIGNED['x-amz-date'] } } },
  ses: { path: '/health-check', options: {} },
}

/**
 * Asks an emulator whether it works. Not by `fetch`, whose first call in a process takes half as long as the start of
 * an emulator.
 *
 * @returns the status of its answer
 * @throws Error when it does not answer in time
 */
export async function healthOf(name: EmulatorName, endpoint: string, withinMs: number): Promise<number | undefined> {
  const { path, options, body } = HEALTH_REQUEST[name]
  const signal = AbortSignal.timeout(withinMs)
  const asked = request(endpoint + path, { ...options, agent: false, signal }).end(body)
  const [answer]: IncomingMessage[] = await once(asked, 'response')
  if (answer) await text(answer)
  return answer?.statusCode
}
