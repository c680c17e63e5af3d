import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort, type Started, start, until } from './started.ts'

const FIVE_MINUTES = 300_000
const DAY_MS = 86_400_000

const folder = mkdtempSync(join(tmpdir(), 'crawl-'))
const dataDir = join(folder, 'data')
const running: Started[] = []
let port = 0
let cloud: Started

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
interface Ask {
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
  readonly at?: number
}

/** As it stands in the request line: `fetch` would tidy the path, and names its own host. */
function ask(path: string, { method = 'GET', headers = {}, body, at = port }: Ask = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: at, method, path, headers, agent: false, timeout: 5_000 },
      (response) => {
        const told = (body: string) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
        text(response).then(told, () => told(''))
      },
    )
    asked.once('timeout', () => asked.destroy(new Error(`no answer: ${method} ${path}`)))
    asked.once('error', reject).end(body)
  })
}

/**
 * The answer to a body that the server does not read to its end: it closes then, and the answer may be lost where the
 * client is still writing. Asked again, it must come, and be the same.
 */
async function askTooMuch(path: string, given: Ask): Promise<Answer> {
  for (let tries = 1; ; tries += 1)
    try {
      return await ask(path, given)
    } catch (error) {
      const isClosed = error instanceof Error && 'code' in error && ['EPIPE', 'ECONNRESET'].includes(String(error.code))
      if (!isClosed || tries === 10) throw error
    }
}

async function started(...options: string[]): Promise<Started> {
  const child = start('--data', dataDir, '--port', String(port), ...options)
  running.push(child)
  await until('it says where everything is', child.child, () => child.said.text.includes('gegevens'))
  return child
}

async function stopped(child: Started) {
  child.kill('SIGTERM')
  return child.ended()
}

const portOf = (name: 'e-mail' | 'bucket') =>
  Number(new RegExp(`^ {2}${name} +http://127\\.0\\.0\\.1:(\\d+)/`, 'm').exec(cloud.said.text)?.[1])

/** Every file under a folder, by its path. */
const filesUnder = (top: string): string[] =>
  readdirSync(top, { recursive: true, withFileTypes: true }).map((entry) => join(entry.parentPath, entry.name))

beforeAll(async () => {
  port = await freePort()
  cloud = await started()
}, FIVE_MINUTES)
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended()))
  rmSync(folder, { recursive: true, force: true })
})

const LEAVING = [
  '..%2fportal-files%2fris%2fsftp%2fsignals%2fx.csv',
  '..%2f..%2fx.csv',
  '%2e%2e',
  '..',
  '.',
  '%2fetc%2fx',
]
const BROKEN = ['a%00b.csv', 'a%0ab.csv', '%ff.csv', '%zz%5cb.csv', 'a%5c..%5cb.csv', `${'a'.repeat(300)}.csv`]
const OTHERS: OutgoingHttpHeaders[] = [
  { host: 'elders.example' },
  { host: '127.0.0.1.elders.example' },
  { host: 'localhost.elders.example' },
  { host: '127.0.0.1@elders.example' },
]

describe('every address on this machine, asked by somebody who means harm', () => {
  test('no name in an address leaves its folder: each is refused with a sentence, and nothing is written', async () => {
    const before = filesUnder(join(dataDir, 's3')).sort()
    for (const name of [...LEAVING, ...BROKEN])
      for (const door of ['/exports/', '/receipts/', '/answers/ris-answers/', '/answers/', '/mappings/']) {
        const path = door === '/answers/' ? `/answers/${name}/x.csv` : `${door}${name}`
        const { status, body } = await ask(path, { method: 'PUT', body: '{}' })
        expect([400, 404], `${path}: ${status} ${body}`).toContain(status)
        if (!/^(\.|%2e)+$/.test(name)) expect(JSON.parse(body).error, path).toMatch(/naam|bestand|JSON|sleutel|veld/)
      }
    expect(filesUnder(join(dataDir, 's3')).sort()).toEqual(before)
    expect(existsSync(join(dataDir, 'x.csv'))).toBe(false)
  })

  test('nobody gets in by the name of another machine, nor from the page of another site', async () => {
    const doors: [number, string, string][] = [
      ...['/', '/clock', '/questions', '/answers/ris-answers/x.csv'].map((path) => [port, 'GET', path] as const),
      ...['/clock', '/facts'].map((path) => [port, 'POST', path] as const),
      ...['/exports/x.csv', '/mappings/x', '/receipts/x.csv'].map((path) => [port, 'PUT', path] as const),
      [portOf('e-mail'), 'GET', '/'] as const,
      [portOf('e-mail'), 'GET', '/store'] as const,
      [portOf('e-mail'), 'POST', '/clear-store'] as const,
      [portOf('bucket'), 'GET', '/erp-inbox'] as const,
      [portOf('bucket'), 'PUT', '/erp-inbox/x.csv'] as const,
    ].map(([at, method, path]) => [at, method, path])
    for (const [at, method, path] of doors) {
      for (const headers of OTHERS)
        expect((await ask(path, { at, method, headers })).status, `${path} ${headers.host}`).not.toBe(200)
      for (const origin of ['http://elders.example', 'null', 'http://127.0.0.1:1', `https://127.0.0.1:${at}`]) {
        const { status, headers } = await ask(path, { at, method, headers: { origin } })
        expect(status, `${path} from ${origin}`).toBe(403)
        expect(headers['access-control-allow-origin']).toBeUndefined()
      }
    }
  })

  test('who has not the token of this cloud may look at mail and files, and write none', async () => {
    const [mail, files] = [portOf('e-mail'), portOf('bucket')]
    expect((await ask('/', { at: mail })).status).toBe(200)
    expect((await ask('/portal-files', { at: files })).status).toBe(200)
    const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/ses/aws4_request' }
    for (const headers of [{}, signed, { ...signed, 'x-amz-security-token': 'geraden' }]) {
      expect((await ask('/clear-store', { at: mail, method: 'POST', headers })).status).toBe(403)
      expect((await ask('/', { at: mail, method: 'POST', headers, body: 'Action=SendRawEmail' })).status).toBe(403)
      for (const method of ['PUT', 'POST', 'DELETE'])
        expect((await ask('/portal-files/ris/sftp/signals/x.csv', { at: files, method, headers })).status).toBe(403)
    }
  })

  test('a path that climbs out of a bucket finds nothing', async () => {
    const at = portOf('bucket')
    for (const path of ['/erp-inbox/..%2f..%2ftoken', '/erp-inbox/../../token', '/..%2f/token', '/..', '/%2e%2e/token'])
      expect((await ask(path, { at })).body).not.toMatch(/[0-9a-f]{64}/)
  })

  test('a body is read to its limit and no further, whether or not it says how long it is', async () => {
    const large = Buffer.alloc(2 * 1024 * 1024, ' ')
    for (const [method, path] of [
      ['POST', '/facts'],
      ['POST', '/clock'],
      ['PUT', '/mappings/x'],
    ] as const) {
      expect((await askTooMuch(path, { method, body: large })).status, path).toBe(413)
      const headers = { 'transfer-encoding': 'chunked' }
      expect((await askTooMuch(path, { method, headers, body: large })).status, path).toBe(413)
    }
    const headers = { 'content-length': String(200 * 1024 * 1024) }
    const told = await ask('/exports/groot.csv', { method: 'PUT', headers, body: 'x' }).catch(() => null)
    expect(told?.status ?? 413).toBe(413)
    for (const body of ['', '[]', '\u0000', '{"a":'.repeat(5_000), Buffer.from([0xff, 0xfe, 0x00])])
      for (const path of ['/facts', '/clock']) expect((await ask(path, { method: 'POST', body })).status).toBe(400)
  })

  test('after all that it still answers, and said nothing', async () => {
    expect((await ask('/clock')).status).toBe(200)
    expect(cloud.said.text).not.toMatch(/error|\n\s+at /i)
  })
})

test('what lies in the data folder is its owner’s alone', () => {
  for (const path of [dataDir, ...filesUnder(dataDir)]) {
    const { mode } = statSync(path)
    expect((mode & 0o077).toString(8), path).toBe('0')
  }
})

describe('the clock', () => {
  const moveTo = (ms: number) => {
    const moment = new Date(ms).toLocaleString('sv-SE', { timeZone: 'Europe/Amsterdam' }).replace(' ', 'T').slice(0, 16)
    return ask('/clock', { method: 'POST', body: JSON.stringify({ until: moment }) })
  }
  const stands = async () => Date.parse(JSON.parse((await ask('/clock')).body).now)

  test(
    'that was moved ahead says so at every start, and a person puts it back to today, with all as it was before',
    async () => {
      expect((await ask('/exports/2026-01-05-voor.csv', { method: 'PUT', body: 'x' })).status).toBe(202)
      expect((await moveTo(Date.now() + 3 * DAY_MS)).status).toBe(200)
      expect((await ask('/exports/2026-01-05-na.csv', { method: 'PUT', body: 'x' })).status).toBe(202)
      for (const options of [[], []]) {
        await stopped(cloud)
        cloud = await started(...options)
        expect(cloud.said.text).toMatch(/Let op: de klok is vooruitgezet, en loopt 7\d uur voor/)
      }
      await stopped(cloud)
      cloud = await started('--clock', 'today')
      expect(cloud.said.text).toMatch(/^De klok staat weer op vandaag/)
      expect(cloud.said.text).not.toContain('vooruitgezet, en')
      expect(Math.abs((await stands()) - Date.now())).toBeLessThan(FIVE_MINUTES)
      const inbox = (await ask('/erp-inbox', { at: portOf('bucket') })).body
      expect(inbox).toContain('2026-01-05-voor.csv')
      expect(inbox).not.toContain('2026-01-05-na.csv')
    },
    FIVE_MINUTES,
  )

  test(
    'of this computer that went back is one clear sentence, and nothing is done',
    async () => {
      await stopped(cloud)
      const database = new DatabaseSync(join(dataDir, 'cloud.sqlite'))
      database.prepare('UPDATE clock SET ms = ?').run(Date.now() + DAY_MS)
      database.close()
      const { code, said } = await start('--data', dataDir, '--port', String(port)).ended()
      expect(said).toMatch(/^de klok van deze computer is teruggegaan: .+\n$/)
      expect(code).toBe(2)
    },
    FIVE_MINUTES,
  )
})
