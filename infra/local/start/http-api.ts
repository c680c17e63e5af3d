import { z } from 'zod'

// What an HTTP API of AWS makes of a request for its Lambda, and of the Lambda's answer: payload format 2.0.

/** The event for a request, as far as a function may read it. */
export async function eventOf(request: Request): Promise<object> {
  const url = new URL(request.url)
  const { cookie, ...headers } = Object.fromEntries(request.headers)
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : Buffer.from(await request.arrayBuffer())
  const { method } = request
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: { ...headers, host: url.host, 'x-forwarded-proto': url.protocol.slice(0, -1) },
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    requestContext: {
      domainName: url.host,
      stage: '$default',
      http: { method, path: url.pathname, sourceIp: '127.0.0.1' },
    },
    ...(body && { body: body.toString('base64') }),
    isBase64Encoded: body !== null,
  }
}

const answerSchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.string()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
})

/** What the browser gets of a Lambda's answer. */
export function answerOf(answered: unknown): Response {
  const { statusCode, headers, cookies, body, isBase64Encoded } = answerSchema.parse(answered)
  const all = new Headers(headers)
  for (const cookie of cookies) all.append('set-cookie', cookie)
  const bytes = isBase64Encoded ? Buffer.from(body, 'base64') : body
  return new Response(statusCode === 303 || statusCode === 204 ? null : bytes, { status: statusCode, headers: all })
}
