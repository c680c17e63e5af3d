import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import ses from 'aws-ses-v2-local'
import { clearStore } from 'aws-ses-v2-local/dist/store.js'
import { z } from 'zod'
import { now } from '../adapters/clock.ts'
import { fullDiskSentence } from '../start/disk.ts'
import { guard } from './guard.ts'
import { dropFromInbox, INBOX_SIZE, keepInInbox, replayIntoInbox } from './inbox.ts'
import { closeServer, LOOPBACK, portOf } from './listen.ts'
import { type Outbox, openOutbox } from './outbox.ts'

export interface Ses {
  /** `http://127.0.0.1:<port>`, another port at every start. Express answers over a socket alone. */
  readonly url: string
  readonly close: () => Promise<void>
  /** Where the sent mail lies, for `readSentMail`. */
  readonly mailFolder: string
  /** The number of the last mail; 0 for none. */
  readonly lastMail: () => number
}

/** Of a CommonJS package Node imports all exports as the default; vitest what they call so themselves. */
const serveSes = typeof ses === 'function' ? ses : ses.default

const rawEmailRequestSchema = z.object({ Action: z.literal('SendRawEmail'), 'RawMessage.Data': z.base64() })

/**
 * SES for the embedded cloud: aws-ses-v2-local in this process, with its web inbox at `/`. A mail is acknowledged only
 * once it is on disk under `dataDir`, as it is passed on.
 *
 * @param token what whoever sends must send along (`guard.ts`). Left out: nothing.
 */
export async function openSes(dataDir: string, token?: string): Promise<Ses> {
  const mailFolder = join(dataDir, 'mail')
  const outbox = openOutbox(mailFolder)
  // By this it would really send the mail.
  delete process.env.SMTP_TRANSPORT
  clearStore()
  await replayIntoInbox(outbox.latest(INBOX_SIZE))
  const server = await serveSes({ host: LOOPBACK, port: 0 })
  server.prependListener('request', (request, response) => {
    if (request.method === 'POST') acknowledgeOnceKept(request, response, outbox)
  })
  guard(server, token)
  return {
    url: `http://${LOOPBACK}:${portOf(server)}`,
    mailFolder,
    lastMail: outbox.last,
    close: () => closeServer(server),
  }
}

/**
 * Stands between the emulator's answer and the client: the answer with a message id leaves after the mail is on disk.
 */
function acknowledgeOnceKept(request: IncomingMessage & { body?: unknown }, response: ServerResponse, outbox: Outbox) {
  const end = response.end.bind(response)
  response.end = ((...args: unknown[]) => {
    response.end = end
    const [body] = args
    const answer = typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : ''
    const emulatorId = /<MessageId>([^<]+)</.exec(answer)?.[1] ?? /"MessageId":"([^"]+)"/.exec(answer)?.[1]
    if (emulatorId === undefined) return Reflect.apply(end, response, args)
    const kept = keep(emulatorId, request.body, outbox)
    if ('error' in kept) response.statusCode = kept.status
    const told = 'error' in kept ? kept.error : answer.replace(emulatorId, kept.messageId)
    response.removeHeader('ETag')
    response.setHeader('Content-Length', Buffer.byteLength(told))
    return end(told)
  }) as typeof response.end
}

function keep(
  emulatorId: string,
  body: unknown,
  outbox: Outbox,
): { messageId: string } | { status: number; error: string } {
  const request = rawEmailRequestSchema.safeParse(body)
  if (!request.success) {
    dropFromInbox(emulatorId)
    return { status: 400, error: sesError('Sender', 'InvalidAction', 'Only SendRawEmail is kept on disk') }
  }
  try {
    const { messageId } = outbox.append(Buffer.from(request.data['RawMessage.Data'], 'base64'), now())
    keepInInbox(emulatorId, messageId)
    return { messageId }
  } catch (error) {
    if (fullDiskSentence(error) === null) console.error('ses: a mail could not be kept:', error)
    dropFromInbox(emulatorId)
    return { status: 500, error: sesError('Receiver', 'InternalFailure', 'The mail could not be kept') }
  }
}

function sesError(type: string, code: string, message: string): string {
  return `<ErrorResponse><Error><Type>${type}</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`
}
