import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import {
  type ApiAnswer,
  type ApiCall,
  type PortalApi,
  PortalRefused,
  PortalUnreachable,
} from '../contracts/portal-channels.ts'
import type { ApiProfile } from '../portals/api-profile.ts'

/**
 * Milliseconds before another attempt: up to twice as long each time, a random part of it, so that callers do not come
 * all at once.
 */
const FIRST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** Said by an answer before it is read: a portal that sends more is not the portal. */
const ANSWER_BYTES = 64 * 1024

export interface ApiSurroundings {
  /** The text of a secret, by its name; null when there is none. */
  readonly secret: (name: string) => Promise<string | null>
  /** Passed by tests. */
  readonly wait?: (ms: number) => Promise<unknown>
  readonly random?: () => number
}

/** A client for the API of a portal, as its profile says (S4, S5). */
export function portalApi(profile: ApiProfile, given: ApiSurroundings): PortalApi {
  const { secret, wait = pause, random = Math.random } = given
  let header: Promise<readonly [string, string]> | null = null
  const authorization = () => {
    header ??= authorize(profile, secret).catch((error: unknown) => {
      header = null
      throw error
    })
    return header
  }

  async function attempt(call: ApiCall): Promise<Response> {
    const [name, value] = await authorization()
    return fetch(profile.baseUrl.replace(/\/$/, '') + call.path, {
      method: call.method,
      headers: {
        [name]: value,
        [profile.idempotencyHeader]: call.idempotencyKey,
        accept: 'application/json',
        ...(call.body !== null && { 'content-type': 'application/json' }),
      },
      ...(call.body !== null && { body: JSON.stringify(call.body) }),
      // A signal that follows a redirect would reach somebody else.
      redirect: 'error',
      signal: AbortSignal.timeout(profile.timeoutSeconds * 1000),
    })
  }

  async function send(call: ApiCall): Promise<ApiAnswer> {
    let renewed = false
    for (let tries = 1; ; tries += 1) {
      const response = await attempt(call).catch(refusedOrNull)
      const verdict = response && (await judge(profile, response))
      if (verdict === 'login' && profile.authentication.type === 'client-credentials' && !renewed) {
        // A token ends after a while; a new one is asked for once.
        header = null
        renewed = true
        continue
      }
      if (verdict === 'login') throw new PortalRefused('portal-login')
      if (verdict) return verdict
      if (tries >= profile.attempts) throw new PortalUnreachable('api')
      await wait(pauseBefore(tries, response?.headers.get('retry-after') ?? null, random))
    }
  }
  return { send }
}

/** A network that fails is tried again; that people must act stands. */
function refusedOrNull(error: unknown): null {
  if (error instanceof PortalRefused) throw error
  return null
}

/** Full jitter; never before the moment that the portal asks for. */
export function pauseBefore(tries: number, retryAfter: string | null, random: () => number): number {
  const asked = /^\d{1,4}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0
  const most = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1))
  return Math.min(LONGEST_PAUSE, asked) + Math.round(random() * most)
}

/** What an answer means; null when it is to be tried again. */
async function judge(profile: ApiProfile, response: Response): Promise<ApiAnswer | 'login' | null> {
  const { status } = response
  if (status === 401 || status === 403) return 'login'
  const text = await bodyOf(response)
  if (text === null) return null
  if (response.ok || profile.knownStatuses.includes(status))
    return { accepted: true, status, reference: fieldOf(text, profile.referenceField, /^[\w.:-]{1,100}$/) }
  if (!profile.rejectedStatuses.includes(status)) return null
  // A sentence could name the renter: only a code goes on the record.
  return { accepted: false, status, reason: fieldOf(text, profile.reasonField, /^[\w-]{1,40}$/) ?? `http-${status}` }
}

async function bodyOf(response: Response): Promise<string | null> {
  if (Number(response.headers.get('content-length') ?? 0) > ANSWER_BYTES) return ''
  return response.text().catch(() => null)
}

/** A value in the portal's answer, by its path, if it looks as it should. */
function fieldOf(text: string, path: string | undefined, pattern: RegExp): string | null {
  if (path === undefined) return null
  try {
    const value = path
      .split('.')
      .reduce<unknown>((inside, step) => z.record(z.string(), z.unknown()).parse(inside)[step], JSON.parse(text))
    const word = z.union([z.string(), z.int()]).parse(value)
    return pattern.test(String(word)) ? String(word) : null
  } catch {
    return null
  }
}

async function authorize(
  profile: ApiProfile,
  secretOf: ApiSurroundings['secret'],
): Promise<readonly [name: string, value: string]> {
  const { authentication } = profile
  const text = (await secretOf(authentication.secret))?.trim()
  if (text === undefined || text === '') throw new PortalRefused('portal-secret')
  switch (authentication.type) {
    case 'bearer':
      return ['authorization', `Bearer ${text}`]
    case 'header':
      return [authentication.name, text]
    case 'basic':
      return ['authorization', `Basic ${Buffer.from(`${authentication.username}:${text}`).toString('base64')}`]
    case 'client-credentials':
      return ['authorization', `Bearer ${await tokenFrom(authentication, text, profile.timeoutSeconds)}`]
  }
}

const token = z.object({ access_token: z.string().min(1) })
type ClientCredentials = Extract<ApiProfile['authentication'], { type: 'client-credentials' }>

/** OAuth 2.0, client credentials (RFC 6749, 4.4). */
async function tokenFrom({ tokenUrl, clientId, scope }: ClientCredentials, text: string, timeoutSeconds: number) {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: text,
      ...(scope !== undefined && { scope }),
    }),
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  })
  if (response.status >= 400 && response.status < 500 && response.status !== 429)
    throw new PortalRefused('portal-login')
  if (!response.ok) throw new PortalUnreachable('api')
  return token.parse(await response.json()).access_token
}
