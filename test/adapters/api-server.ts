import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: unknown
}

/** What the server does with one request: an answer, none at all, or a line that goes dead. */
export type Reply =
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | 'hangs'
  | 'breaks off'

/**
 * The API of a portal, as a test has it answer; what came in is kept. Once the replies have run out, the last one
 * stands.
 */
export async function apiServer() {
  const received: Received[] = []
  let replyTo: (request: Received) => Reply = () => ({ status: 500 })
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url: path = '', headers } = request
      const type = headers['content-type'] ?? ''
      const one = { method, path, headers, body: type.includes('json') ? JSON.parse(body) : body }
      received.push(one)
      const reply = replyTo(one)
      if (reply === 'breaks off') request.socket.destroy()
      else if (reply !== 'hangs') {
        response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
        response.end(JSON.stringify(reply.body ?? {}))
      }
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    /** From now on: these replies, one after the other. */
    answers(...given: Reply[]): void {
      received.length = 0
      const replies = [...given]
      replyTo = () => (replies.length > 1 ? replies.shift() : replies[0]) ?? { status: 500 }
    },
    answersBy(reply: (request: Received) => Reply): void {
      received.length = 0
      replyTo = reply
    },
    stop: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

export type ApiServer = Awaited<ReturnType<typeof apiServer>>
