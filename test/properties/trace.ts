import { createHash } from 'node:crypto'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { z } from 'zod'

// What the relay before the emulators sees. The order counts all requests and answers, over all lives of a cloud: a
// call that was answered (`done`) before another was made (`sent`) had taken effect by then.

export type Service = 'dynamodb' | 's3' | 'ses' | 'sfn'

/** A request under way. */
export interface Exchange {
  readonly service: Service
  readonly sent: number
  /** Virtual time. */
  readonly at: string
  readonly request: Buffer[]
}

const seenSchema = z.intersection(
  z.object({ sent: z.number(), done: z.number(), at: z.string() }),
  z.discriminatedUnion('what', [
    /** An event was put into a history. */
    z.object({ what: z.literal('append'), case: z.string(), seq: z.int(), type: z.string() }),
    /** Somebody asked whether a history has an event at this place. */
    z.object({ what: z.literal('look'), case: z.string(), seq: z.int() }),
    z.object({ what: z.literal('objection'), renter: z.string(), stands: z.boolean() }),
    z.object({ what: z.literal('register'), entry: z.string(), value: z.record(z.string(), z.unknown()) }),
    /** An object was stored. */
    z.object({ what: z.literal('put'), key: z.string(), sha256: z.string() }),
    z.object({ what: z.literal('mail'), reservation: z.string() }),
    /** A reported fact was recorded. */
    z.object({ what: z.literal('fact'), id: z.string() }),
  ]),
)
export type Seen = z.infer<typeof seenSchema>
export const readTrace = (text: string): Seen[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : [seenSchema.parse(JSON.parse(line))]))

/** What an answered request was about, if it is worth remembering. @param status of the answer, three digits */
export function seenIn(exchange: Exchange, status: string, done: number): Seen | null {
  const about = { sent: exchange.sent, done, at: exchange.at }
  const what = whatIn(exchange.service, exchange.request, status)
  return what && { ...about, ...what }
}

type What = Seen extends infer S ? (S extends unknown ? Omit<S, 'sent' | 'done' | 'at'> : never) : never

function whatIn(service: Service, request: Buffer[], status: string): What | null {
  const whole = Buffer.concat(request)
  const border = whole.indexOf('\r\n\r\n')
  const head = whole.toString('latin1', 0, border)
  const body = whole.subarray(border + 4)
  const effective = status.startsWith('2')
  if (service === 'dynamodb') return inTable(head, body, effective)
  if (!effective) return null
  if (service === 's3') {
    const key = /^PUT \/((?:portal-files|post-queue|evidence)\/[^ ?]+)/.exec(head)?.[1]
    return key === undefined ? null : { what: 'put', key: decodeURIComponent(key), sha256: sha256(body) }
  }
  if (service !== 'ses') return null
  const reservation = new URLSearchParams(body.toString('latin1')).get('Tags.member.1.Value')
  return reservation === null ? null : { what: 'mail', reservation }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const placeSchema = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) })

function inTable(head: string, body: Buffer, effective: boolean): What | null {
  const operation = /x-amz-target: *DynamoDB_20120810\.(\w+)/i.exec(head)?.[1]
  if (operation !== 'PutItem' && operation !== 'GetItem' && operation !== 'UpdateItem') return null
  const call = JSON.parse(body.toString('utf8')) as {
    Item?: Record<string, AttributeValue>
    Key?: unknown
    ExpressionAttributeValues?: Record<string, AttributeValue>
  }
  const { pk, sk } = placeSchema.parse(call.Item ?? call.Key)
  const event = /^EVENT#(\d+)$/.exec(sk.S)?.[1]
  if (operation === 'GetItem')
    return event === undefined ? null : { what: 'look', case: pk.S.slice('CASE#'.length), seq: Number(event) }
  if (!effective) return null
  if (operation === 'UpdateItem')
    return sk.S === 'OBJECTION'
      ? {
          what: 'objection',
          renter: pk.S.slice('RENTER#'.length),
          stands: call.ExpressionAttributeValues?.[':objects']?.BOOL === true,
        }
      : null
  const item = unmarshall(call.Item ?? {})
  if (event !== undefined)
    return { what: 'append', case: pk.S.slice('CASE#'.length), seq: Number(event), type: String(item.type) }
  return pk.S === 'REGISTER' ? { what: 'register', entry: sk.S, value: item.value as Record<string, unknown> } : null
}
