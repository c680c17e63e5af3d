import { Hono } from 'hono'
import { OAuth2Server } from 'oauth2-mock-server'
import { allowInsecureRequests } from 'openid-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Env } from '../../../functions/console/ports.ts'
import { sessionOf } from '../../../functions/console/sessions.ts'
import { signInPages } from '../../../functions/console/sign-in.ts'
import { identityProviderFrom, openIdProvider } from '../../../shared/adapters/openid.ts'
import type { IdentityProvider } from '../../../shared/contracts/sign-in.ts'
import { plusMinutes } from '../../../shared/domain/calendar.ts'
import { aNotebook } from '../../support/in-memory/notebook.ts'

// The pages of signing in, and the adapter behind them, against a provider that speaks OpenID Connect.

const HERE = 'https://console.example'
const CLIENT = 'console'
const server = new OAuth2Server()

let now = ''
let notebook = aNotebook()
let identity: IdentityProvider
let failures: string[] = []
let app = new Hono<Env>()
const ports = () => ({ notebook, timeOfDay: () => new Date(now) })

/** What the provider says of who signs in. */
let claims: Record<string, unknown> = {}
const cookies = new Map<string, string>()

beforeAll(async () => {
  await server.issuer.keys.generate('RS256')
  await server.start(0, '127.0.0.1')
  server.service.on('beforeTokenSigning', ({ payload }) => Object.assign(payload, claims))
})
afterAll(() => server.stop())
beforeEach(() => {
  now = new Date().toISOString()
  notebook = aNotebook()
  failures = []
  cookies.clear()
  claims = { name: 'Anna Bakker', 'cognito:groups': ['handler'] }
  const settings = { issuer: server.issuer.url ?? '', clientId: CLIENT, domain: 'https://login.example' }
  identity = openIdProvider(settings, [allowInsecureRequests])
  app = new Hono<Env>()
  signInPages(app, ports(), { identity, onError: ({ name }) => failures.push(name) })
})

/** A browser, as far as it keeps cookies. */
async function browse(address: string, init: RequestInit = {}): Promise<Response> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const response = await app.request(new URL(address, HERE).href, { ...init, headers: { cookie } })
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (/Max-Age=0/.test(line)) cookies.delete(name)
    else cookies.set(name, value)
  }
  return response
}
/** Where a page goes on to by itself. */
const goesTo = (response: Response): string => (response.headers.get('refresh') ?? '').replace(/^0; url=/, '')
/** Signs in at the provider; the address to which it sends the browser back. */
async function atProvider(address: string): Promise<string> {
  const { headers } = await fetch(address, { redirect: 'manual' })
  return headers.get('location') ?? ''
}
const begins = async (to?: string) =>
  goesTo(await browse(`/aanmelden${to === undefined ? '' : `?naar=${encodeURIComponent(to)}`}`))
const signsIn = async (to?: string) => browse(await atProvider(await begins(to)))
const signedIn = async () => {
  const name = cookies.get('__Host-sessie')
  return name === undefined ? null : sessionOf(ports(), name)
}

describe('who signs in', () => {
  it('goes to the provider with a question that only this browser can end', async () => {
    const address = new URL(await begins())
    expect(address.origin).toBe(server.issuer.url)
    expect(Object.fromEntries(address.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT,
      redirect_uri: `${HERE}/aanmelden/terug`,
      scope: 'openid profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(await notebook.list('session')).toEqual([])
  })

  it('comes back as who he is and in his role, to the page that he wanted', async () => {
    const response = await signsIn('/dossiers/VS-1?wat=brief')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/dossiers/VS-1?wat=brief'])
    expect(await signedIn()).toMatchObject({ by: 'Anna Bakker', role: 'handler', startedAt: now, endedAt: null })
    expect(failures).toEqual([])
  })

  it('has cookies that no other host can set, no script can read, and no plain line carries', async () => {
    const began = await browse('/aanmelden')
    const back = await browse(await atProvider(goesTo(began)))
    const set = [...began.headers.getSetCookie(), ...back.headers.getSetCookie()]
    expect(set.map((line) => line.split('=')[0]).sort()).toEqual([
      '__Host-aanmelding',
      '__Host-aanmelding',
      '__Host-sessie',
    ])
    for (const line of set) {
      expect(line).toMatch(/; Path=\//)
      expect(line).toMatch(/; Secure/)
      expect(line).not.toMatch(/; Domain=/)
    }
    for (const line of set.filter((each) => !/Max-Age=0/.test(each))) {
      expect(line).toMatch(/; HttpOnly/)
      expect(line).toMatch(/; SameSite=Lax/)
    }
    // It ends with the browser, and in the table before that.
    expect(set.find((line) => line.startsWith('__Host-sessie'))).not.toMatch(/Max-Age|Expires/)
  })

  it.each([
    'https://elders.example/',
    '//elders.example/',
    '/\\elders.example',
    '/\t/elders.example',
    'javascript:alert(1)',
    'dossiers',
  ])('is not sent to another site: %j', async (to) => {
    expect((await signsIn(to)).headers.get('location')).toBe('/')
  })

  it('leaves an earlier session of this browser behind', async () => {
    await signsIn()
    const before = cookies.get('__Host-sessie') ?? ''
    await signsIn()
    expect(cookies.get('__Host-sessie')).not.toBe(before)
    expect(await sessionOf(ports(), before)).toBeNull()
    expect(await signedIn()).not.toBeNull()
  })
})

describe('who is refused', () => {
  const refused = async (response: Response, reason: string) => {
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Aanmelden is niet gelukt')
    expect(failures).toEqual([`SignInRefused:${reason}`])
    expect(await notebook.list('session')).toEqual([])
    expect(cookies.size).toBe(0)
  }

  it('comes back with another state', async () => {
    const back = new URL(await atProvider(await begins()))
    back.searchParams.set('state', 'een-andere')
    await refused(await browse(back.href), 'OAUTH_INVALID_RESPONSE')
  })

  it('comes back with a code that was used before', async () => {
    const back = await atProvider(await begins())
    const kept = new Map(cookies)
    await browse(back)
    cookies.clear()
    for (const [name, value] of kept) cookies.set(name, value)
    const again = await browse(back)
    expect(again.status).toBe(400)
    expect(failures).toHaveLength(1)
    expect(await notebook.list('session')).toHaveLength(1)
  })

  it('comes back with what was said for another sign-in', async () => {
    claims = { ...claims, nonce: 'van-een-ander' }
    await refused(await signsIn(), 'OAUTH_JWT_CLAIM_COMPARISON_FAILED')
  })

  it('comes back with what was said for another client', async () => {
    claims = { ...claims, aud: 'een-ander' }
    await refused(await signsIn(), 'OAUTH_JWT_CLAIM_COMPARISON_FAILED')
  })

  it('comes back with what has expired', async () => {
    claims = { ...claims, exp: Math.floor(Date.now() / 1000) - 600 }
    await refused(await signsIn(), 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED')
  })

  it('comes back with what another signed, though all of it is right', async () => {
    const other = new OAuth2Server()
    await other.issuer.keys.generate('RS256')
    other.issuer.url = server.issuer.url
    const address = await begins()
    const right = { ...claims, sub: 'anna', aud: CLIENT, nonce: new URL(address).searchParams.get('nonce') }
    const forged = await other.issuer.buildToken({
      scopesOrTransform: (_header, payload) => {
        Object.assign(payload, right)
      },
    })
    server.service.once('beforeResponse', ({ body }) => {
      Object.assign(body ?? {}, { id_token: forged })
    })
    await refused(await browse(await atProvider(address)), 'OAUTH_KEY_SELECTION_FAILED')
  })

  it('is told so by the provider', async () => {
    const back = new URL(await atProvider(await begins()))
    back.searchParams.delete('code')
    back.searchParams.set('error', 'access_denied')
    await refused(await browse(back.href), 'access_denied')
  })

  it('says something that is no code, which is not repeated in the log', async () => {
    const back = new URL(await atProvider(await begins()))
    back.searchParams.delete('code')
    back.searchParams.set('error', 'J. de Vries, Kerkstraat 1')
    await refused(await browse(back.href), 'OAUTH_AUTHORIZATION_RESPONSE_ERROR')
  })

  it('comes back after a quarter of an hour', async () => {
    const back = await atProvider(await begins())
    now = plusMinutes(now, 15)
    await refused(await browse(back), 'attempt_expired')
  })

  it('comes back in a browser that never began', async () => {
    const back = await atProvider(await begins())
    cookies.clear()
    await refused(await browse(back), 'no_attempt')
  })

  it('brings a cookie that we did not sign', async () => {
    const back = await atProvider(await begins())
    await notebook.put('console-key', 'sign-in', 'another key')
    await refused(await browse(back), 'attempt_forged')
  })

  it('has no name to sign with', async () => {
    for (const name of [undefined, ' ', 'system']) {
      failures = []
      claims = { ...claims, name }
      await refused(await signsIn(), 'no_name')
    }
  })
})

describe('who has no role', () => {
  it.each([
    ['in no group', undefined, 'U hebt nog geen rol'],
    ['in a group that is no role', ['beheer'], 'U hebt nog geen rol'],
    ['in two: none is guessed', ['auditor', 'handler'], 'U hebt meer dan één rol'],
  ])('%s, is told so, and has no session', async (_, groups, title) => {
    claims = { ...claims, 'cognito:groups': groups }
    const response = await signsIn()
    expect(response.status).toBe(403)
    const text = await response.text()
    expect(text).toContain(title)
    expect(text).toContain('Anna Bakker')
    expect(await notebook.list('session')).toEqual([])
    expect(await signedIn()).toBeNull()
  })

  it('has one by the name of each', async () => {
    for (const role of ['reader', 'handler', 'administrator', 'auditor']) {
      claims = { ...claims, 'cognito:groups': [role, 'iets anders'] }
      await signsIn()
      expect(await signedIn()).toMatchObject({ role })
    }
  })
})

describe('who signs out', () => {
  it('has no session any more, and signs out at the provider too', async () => {
    await signsIn()
    const name = cookies.get('__Host-sessie') ?? ''
    const address = new URL(goesTo(await browse('/afmelden', { method: 'POST' })))
    expect(await sessionOf(ports(), name)).toBeNull()
    expect(cookies.size).toBe(0)
    expect(address.origin + address.pathname).toBe('https://login.example/logout')
    expect(Object.fromEntries(address.searchParams)).toEqual({ client_id: CLIENT, logout_uri: `${HERE}/aanmelden` })
  })
})

describe('a provider', () => {
  it('is there where all that it takes is set, and on a machine of one’s own it is not', () => {
    const set = { SIGN_IN_ISSUER: 'https://issuer.example', SIGN_IN_CLIENT: CLIENT, SIGN_IN_DOMAIN: HERE }
    expect(identityProviderFrom(set)?.signOutAt(HERE)).toContain(HERE)
    expect(identityProviderFrom({ ...set, SIGN_IN_CLIENT: '' })).toBeNull()
    expect(identityProviderFrom({})).toBeNull()
  })
})

describe('a provider that is down', () => {
  it('is asked again by the next who signs in', async () => {
    const elsewhere = { issuer: 'http://127.0.0.1:9', clientId: CLIENT, domain: 'https://login.example' }
    await expect(openIdProvider(elsewhere, [allowInsecureRequests]).begin(HERE)).rejects.toThrow()
    server.service.once('beforeWellKnownOpenIdConfiguration', (answer) => {
      answer.statusCode = 503
    })
    await expect(identity.begin(HERE)).rejects.toThrow()
    await expect(identity.begin(HERE)).resolves.toHaveProperty('address')
  })

  it('is asked over an encrypted line alone', async () => {
    const plain = openIdProvider({ issuer: server.issuer.url ?? '', clientId: CLIENT, domain: 'https://login.example' })
    await expect(plain.begin(HERE)).rejects.toThrow('HTTPS')
  })
})
