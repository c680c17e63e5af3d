import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { isLetIn } from './emulators/guard.ts'
import { closeServer, LOOPBACK, portOf } from './emulators/listen.ts'

export type Endpoint = { url: string; close(): Promise<void> }

/** Answers one API request. @throws Refused, or what `refusalOf` makes one of, where AWS would refuse */
export type Operation = (request: unknown) => unknown

/**
 * The request is not what the service accepts; `type` is the name of the exception that the SDK's client throws for it.
 */
export class Refused extends Error {
  readonly type: string
  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

interface JsonService {
  /** Before the operation's name in `X-Amz-Target`, without the dot. */
  readonly target: string
  readonly version: '1.0' | '1.1'
  readonly operations: Readonly<Record<string, Operation>>
  /** The refusal that an error of an operation stands for; null when it is a defect of this cloud. */
  readonly refusalOf?: (error: unknown) => Refused | null
  readonly token?: string | undefined
}

/**
 * Serves operations in AWS's JSON protocol, for the real SDK client of this machine. It checks no signatures: whoever
 * can reach the port, and sends the token along where there is one, may call.
 */
export async function serveJson(service: JsonService): Promise<Endpoint> {
  const server = createServer((request, response) => {
    void answer(service, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': `application/x-amz-json-${service.version}` })
      response.end(JSON.stringify(body))
    })
  })
  server.listen(0, LOOPBACK)
  await once(server, 'listening')
  return {
    url: `http://${LOOPBACK}:${portOf(server)}`,
    close() {
      const closed = closeServer(server)
      server.closeAllConnections()
      return closed
    },
  }
}

type Answer = { status: number; body: unknown }

async function answer(service: JsonService, request: IncomingMessage): Promise<Answer> {
  const { operations, refusalOf = () => null } = service
  if (!isLetIn({ method: request.method ?? '', headers: request.headers }, service.token, true))
    return { status: 403, body: { __type: 'AccessDeniedException', message: 'not from this cloud' } }
  try {
    const target = String(request.headers['x-amz-target'] ?? '')
    const [prefix, name = ''] = target.split('.')
    const known = prefix === service.target && Object.hasOwn(operations, name)
    const operation = known ? operations[name] : undefined
    if (operation === undefined) throw new Refused('UnknownOperationException', `not implemented: ${target}`)
    return { status: 200, body: operation(parse(await text(request))) }
  } catch (error) {
    const refused = error instanceof Refused ? error : refusalOf(error)
    if (refused) return { status: 400, body: { __type: refused.type, message: refused.message } }
    return { status: 500, body: { __type: 'InternalFailure', message: error instanceof Error ? error.message : '' } }
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body === '' ? '{}' : body)
  } catch {
    throw new Refused('SerializationException', 'the request is not JSON')
  }
}
