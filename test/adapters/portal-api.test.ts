import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pauseBefore, portalApi } from '../../shared/adapters/portal-api.ts'
import type { ApiCall } from '../../shared/contracts/portal-channels.ts'
import { apiProfileSchema } from '../../shared/portals/api-profile.ts'
import { type ApiServer, apiServer } from './api-server.ts'

let server: ApiServer
beforeAll(async () => {
  server = await apiServer()
})
afterAll(() => server.stop())

const FIELDS = [
  { name: 'achternaam', source: 'surname', as: 'text' },
  { name: 'adres.postcode', source: 'postcode', as: 'text' },
  { name: 'adres.huisnummer', source: 'houseNumber', as: 'number' },
  { name: 'maanden', source: 'monthsInArrears', as: 'number' },
  { name: 'bedrag', source: 'amountCents', as: 'euros' },
]
const CALL: ApiCall = {
  method: 'POST',
  path: '/v1/signalen',
  body: { achternaam: 'Jansen', adres: { postcode: '1011AB' } },
  idempotencyKey: 'vroegsignalen-2026-04-20-01-2',
}

function anApi(change: Record<string, unknown> = {}) {
  const profile = apiProfileSchema.parse({
    baseUrl: `${server.url}/api/`,
    authentication: { type: 'bearer', secret: 'ris-token' },
    signal: { method: 'POST', path: '/v1/signalen', fields: FIELDS },
    withdrawal: { method: 'DELETE', path: '/v1/signalen/{reference}' },
    referenceField: 'signaal.id',
    reasonField: 'fout.code',
    ...change,
  })
  const waited: number[] = []
  const api = portalApi(profile, {
    secret: async (name) => ({ 'ris-token': 'geheim-1\n', leeg: '' })[name] ?? null,
    wait: async (ms) => waited.push(ms),
    random: () => 0.5,
  })
  return { api, waited }
}

describe('a call', () => {
  test('goes to the path, with the login, the key and the fields of the profile', async () => {
    server.answers({ status: 201, body: { signaal: { id: 'S-17' } } })
    expect(await anApi().api.send(CALL)).toEqual({ accepted: true, status: 201, reference: 'S-17' })
    expect(server.received).toMatchObject([
      {
        method: 'POST',
        path: '/api/v1/signalen',
        headers: {
          authorization: 'Bearer geheim-1',
          'idempotency-key': 'vroegsignalen-2026-04-20-01-2',
          'content-type': 'application/json',
        },
        body: CALL.body,
      },
    ])
  })

  test.each([
    [{ type: 'header', name: 'X-Api-Key', secret: 'ris-token' }, { 'x-api-key': 'geheim-1' }],
    [
      { type: 'basic', username: 'verhuurder', secret: 'ris-token' },
      { authorization: `Basic ${btoa('verhuurder:geheim-1')}` },
    ],
  ])('logs in as the profile says: %j', async (authentication, headers) => {
    server.answers({ status: 204 })
    await anApi({ authentication, idempotencyHeader: 'X-Sleutel' }).api.send({ ...CALL, method: 'DELETE', body: null })
    expect(server.received[0]?.headers).toMatchObject({ ...headers, 'x-sleutel': CALL.idempotencyKey })
    expect(server.received[0]?.headers).not.toHaveProperty('content-type')
  })

  test('gets a token first, uses it again, and asks for a new one once when it has ended', async () => {
    const authentication = {
      type: 'client-credentials',
      tokenUrl: `${server.url}/token`,
      clientId: 'verhuurder',
      secret: 'ris-token',
    }
    const { api } = anApi({ authentication })
    server.answers({ status: 200, body: { access_token: 'eerste' } }, { status: 201 }, { status: 201 })
    await api.send(CALL)
    await api.send(CALL)
    expect(server.received.map(({ path }) => path)).toEqual(['/token', '/api/v1/signalen', '/api/v1/signalen'])
    expect(server.received[0]?.body).toBe('grant_type=client_credentials&client_id=verhuurder&client_secret=geheim-1')
    expect(server.received[2]?.headers.authorization).toBe('Bearer eerste')

    server.answers({ status: 401 }, { status: 200, body: { access_token: 'tweede' } }, { status: 201 })
    expect(await api.send(CALL)).toMatchObject({ accepted: true })
    expect(server.received[2]?.headers.authorization).toBe('Bearer tweede')

    server.answers({ status: 401 }, { status: 200, body: { access_token: 'derde' } }, { status: 401 })
    await expect(api.send(CALL)).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-login' })
  })
})

describe('what the portal says', () => {
  test.each([
    ['takes it', { status: 200, body: { signaal: { id: 17 } } }, { accepted: true, reference: '17' }],
    ['takes it and says nothing', { status: 204 }, { accepted: true, reference: null }],
    ['had it already', { status: 409 }, { accepted: true, reference: null }],
    [
      'refuses it with a code',
      { status: 422, body: { fout: { code: 'onbekend-adres' } } },
      { accepted: false, reason: 'onbekend-adres' },
    ],
    [
      'refuses it with a sentence, which could name the renter',
      { status: 400, body: { fout: { code: 'De heer Jansen is onbekend' } } },
      { accepted: false, reason: 'http-400' },
    ],
    [
      'gives a reference that is none',
      { status: 201, body: { signaal: { id: '../x y' } } },
      { accepted: true, reference: null },
    ],
  ])('%s', async (_, reply, answer) => {
    server.answers(reply)
    expect(await anApi().api.send(CALL)).toEqual({ ...answer, status: reply.status })
    expect(server.received).toHaveLength(1)
  })

  test.each([401, 403])('does not let us in (%i): people must look, and nothing is tried again', async (status) => {
    server.answers({ status })
    await expect(anApi().api.send(CALL)).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-login' })
    expect(server.received).toHaveLength(1)
  })

  test.each(['leeg', 'er-is-er-geen'])('cannot be asked without a secret (%s)', async (secret) => {
    server.answers({ status: 201 })
    await expect(anApi({ authentication: { type: 'bearer', secret } }).api.send(CALL)).rejects.toMatchObject({
      reason: 'portal-secret',
    })
    expect(server.received).toEqual([])
  })

  test('sends us elsewhere: the signal does not follow', async () => {
    server.answers({ status: 307, headers: { location: `${server.url}/elders` } })
    await expect(anApi({ attempts: 2 }).api.send(CALL)).rejects.toMatchObject({ name: 'PortalUnreachable' })
    expect(server.received.map(({ path }) => path)).toEqual(['/api/v1/signalen', '/api/v1/signalen'])
  })
})

describe('an attempt that fails', () => {
  test('is repeated under the same key, later and later', async () => {
    server.answers({ status: 500 }, 'breaks off', { status: 503 }, { status: 201 })
    const { api, waited } = anApi()
    expect(await api.send(CALL)).toMatchObject({ accepted: true })
    expect(server.received.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(4).fill(CALL.idempotencyKey))
    expect(waited).toEqual([250, 500, 1000])
  })

  test('waits as long as the portal asks', async () => {
    server.answers({ status: 429, headers: { 'retry-after': '7' } }, { status: 201 })
    const { api, waited } = anApi()
    await api.send(CALL)
    expect(waited).toEqual([7250])
  })

  test('is given up in time, and after the last one it is left for later', async () => {
    server.answers('hangs')
    const began = performance.now()
    await expect(anApi({ attempts: 2, timeoutSeconds: 1 }).api.send(CALL)).rejects.toMatchObject({
      name: 'PortalUnreachable',
    })
    expect(server.received).toHaveLength(2)
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test('pauses a random part of twice as long each time, and never longer than half a minute on top of what was asked', () => {
    expect([1, 2, 3, 10].map((tries) => pauseBefore(tries, null, () => 1))).toEqual([500, 1000, 2000, 30_000])
    expect([0, 0.25].map((part) => pauseBefore(3, null, () => part))).toEqual([0, 500])
    expect(['2', '9999', '-1', 'Wed, 21 Oct 2026 07:28:00 GMT'].map((asked) => pauseBefore(1, asked, () => 0))).toEqual(
      [2000, 30_000, 0, 0],
    )
  })
})
