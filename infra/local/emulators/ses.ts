/**
 * SES for the embedded cloud: aws-ses-v2-local in a process of its own, with its web inbox at `/`. Arguments: folder.
 * A mail is acknowledged only once it is on disk, as it is passed on.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import ses from 'aws-ses-v2-local'
import { z } from 'zod'
import { CLOCK_HEADER } from '../adapters/clock-header.ts'
import { fullDiskSentence } from '../start/disk.ts'
import { type RunningEmulator, runEmulator } from './child.ts'
import { guard } from './guard.ts'
import { dropFromInbox, INBOX_SIZE, keepInInbox, replayIntoInbox } from './inbox.ts'
import { closeServer, LOOPBACK, portOf } from './listen.ts'
import { type Outbox, openOutbox } from './outbox.ts'

const rawEmailRequestSchema = z.object({ Action: z.literal('SendRawEmail'), 'RawMessage.Data': z.base64() })

async function start(folder: string): Promise<RunningEmulator> {
  const outbox = openOutbox(folder)
  await replayIntoInbox(outbox.latest(INBOX_SIZE))
  const server = await ses.default({ host: LOOPBACK, port: 0 })
  server.prependListener('request', (request, response) => {
    if (request.method === 'POST') acknowledgeOnceKept(request, response, outbox)
  })
  guard(server, process.env.EMULATOR_TOKEN)
  return { port: portOf(server), close: () => closeServer(server) }
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
    const kept = keep(emulatorId, request, outbox)
    if ('error' in kept) response.statusCode = kept.status
    const told = 'error' in kept ? kept.error : answer.replace(emulatorId, kept.messageId)
    response.removeHeader('ETag')
    response.setHeader('Content-Length', Buffer.byteLength(told))
    return end(told)
  }) as typeof response.end
}

function keep(
  emulatorId: string,
  { body, headers }: Pick<IncomingMessage, 'headers'> & { body?: unknown },
  outbox: Outbox,
): { messageId: string } | { status: number; error: string } {
  const request = rawEmailRequestSchema.safeParse(body)
  if (!request.success) {
    dropFromInbox(emulatorId)
    return { status: 400, error: sesError('Sender', 'InvalidAction', 'Only SendRawEmail is kept on disk') }
  }
  try {
    const { [CLOCK_HEADER]: clock } = headers
    const at = new Date(typeof clock === 'string' ? clock : Date.now())
    const { messageId } = outbox.append(Buffer.from(request.data['RawMessage.Data'], 'base64'), at)
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

await runEmulator(start)
