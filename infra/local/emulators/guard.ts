import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http'

/** Under this name the SDK sends AWS_SESSION_TOKEN along with every call. */
export const TOKEN_HEADER = 'x-amz-security-token'
const READING = ['GET', 'HEAD', 'OPTIONS']

export interface Asked {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

/**
 * Whether a request comes from this machine, and not from a page of another site: a browser names in `Host` the site
 * that it believes to ask, and in `Origin` the page that makes it ask, which a program leaves out.
 */
export function isFromHere({ host = '', origin }: IncomingHttpHeaders): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)
}

/**
 * Whether an emulator answers. Its pages may be looked at with a browser of this machine, unless `forPrograms`;
 * whatever else is asked needs the token of this cloud, where it has one: then no other user of the machine writes a
 * file of a portal or sends a mail.
 */
export function isLetIn({ method, headers }: Asked, token: string | undefined, forPrograms = false): boolean {
  if (!isFromHere(headers)) return false
  if (token === undefined || (READING.includes(method) && !forPrograms)) return true
  return headers[TOKEN_HEADER] === token
}

/**
 * Lets a server answer only who is let in; anybody else gets 403, and is not read.
 *
 * @returns what answers unguarded, for this process itself
 */
export function guard(server: Server, token: string | undefined): RequestListener {
  const answers = server.listeners('request')
  const unguarded: RequestListener = (request, response) => {
    for (const answer of answers) Reflect.apply(answer, server, [request, response])
  }
  server.removeAllListeners('request')
  server.on('request', (request, response) => {
    if (isLetIn({ method: request.method ?? '', headers: request.headers }, token)) unguarded(request, response)
    else response.writeHead(403, { connection: 'close' }).end('Forbidden')
  })
  return unguarded
}
