import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { dateOf, plusDays } from '../../../shared/domain/calendar.ts'
import { type Manifest, manifestSchema } from '../../../shared/portals/manifest.ts'
import { OPEN } from '../../support/outcome.ts'
import { type Renter, scenario } from '../../support/scenario.ts'
import { connected, done } from '../sftp/client.ts'
import { freePort, lettersIn, type Started, start, until } from './started.ts'

const FIVE_MINUTES = 300_000
const RENTERS = 8

const folder = mkdtempSync(join(tmpdir(), 'start-'))
const dataDir = join(folder, 'data')
let port = 0
const running: Started[] = []

const url = (path: string) => `http://127.0.0.1:${port}${path}`
const clockSchema = z.object({ now: z.string() })
const errorSchema = z.object({ error: z.string() })
const clock = async () => Date.parse(clockSchema.parse(await (await fetch(url('/clock'))).json()).now)
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url(path), { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
const moveTo = (date: string, time = '12:00') => post('/clock', JSON.stringify({ until: `${date}T${time}` }))

/** `npm start` on the data folder, up to the moment at which it answers. */
async function startedOn(...options: string[]): Promise<Started> {
  const started = start('--data', dataDir, '--port', String(port), ...options)
  running.push(started)
  await until('it listens', started.child, () =>
    fetch(url('/clock')).then(
      ({ ok }) => ok,
      () => false,
    ),
  )
  await until('it says where everything is', started.child, () => started.said.text.includes('gegevens'))
  return started
}

/** As a program that names itself in another way than `fetch` lets one do. */
function statusFor(method: string, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .once('error', reject)
      .end()
  })
}

beforeAll(async () => {
  port = await freePort()
})
afterAll(async () => {
  for (const started of running) started.kill('SIGKILL')
  await Promise.all(running.map(({ ended }) => ended()))
  rmSync(folder, { recursive: true, force: true })
})

describe('options that cannot be used are refused with one line', () => {
  test.each([
    ['an unknown option', ['--snel'], /--data/],
    ['a port that is no number', ['--port', 'drie'], /--port drie/],
    ['a port that does not exist', ['--port', '65536'], /--port 65536/],
    ['an sFTP port that is no number', ['--sftp-port', 'vier'], /--sftp-port vier/],
    ['a clock that goes elsewhere', ['--clock', '2027-01-01'], /--clock 2027-01-01/],
    ['a clock that was never moved', ['--clock', 'today'], /--clock today/],
    ['one port for both', ['--sftp-port', '4242', '--port', '4242'], /--port en --sftp-port/],
    ['registers that are not there', ['--registers', join(folder, 'nergens.json')], /nergens\.json/],
    ['registers of one’s own with the sample', ['--sample', '--registers', 'x.json'], /bij --sample alleen --data/],
  ])('%s', async (_, options, names) => {
    const elsewhere = ['--data', join(folder, 'refused'), '--port', String(port)]
    const { code, said } = await start(...elsewhere, ...options).ended()
    expect(said).toMatch(names)
    expect(said.trim().split('\n')).toHaveLength(1)
    expect(code).toBe(2)
  })

  test('a data folder without a name, and one in which other things lie, which stay as they are', async () => {
    const filled = join(folder, 'filled')
    mkdirSync(filled, { mode: 0o755 })
    writeFileSync(join(filled, 'brief.txt'), '')
    for (const [data, names] of [
      ['', /^gebruik alleen --data MAP/],
      [filled, /^--data .*filled: in deze map staan andere bestanden/],
    ] as const) {
      const { code, said } = await start('--data', data, '--port', String(port)).ended()
      expect(said).toMatch(names)
      expect(code).toBe(2)
    }
    expect(readdirSync(filled)).toEqual(['brief.txt'])
    expect((statSync(filled).mode & 0o777).toString(8)).toBe('755')
  })

  test('a data folder with work for a sample, which stays as it is', async () => {
    const work = join(folder, 'work')
    mkdirSync(work)
    for (const name of ['start.lock', 'cloud.sqlite']) writeFileSync(join(work, name), '')
    const { code, said } = await start('--sample', '--data', work, '--port', String(port)).ended()
    expect(said).toMatch(/^--data .*work: in deze map staat ander werk, .*\n$/)
    expect(code).toBe(2)
    expect(readdirSync(work)).toEqual(['cloud.sqlite', 'start.lock'])
  })

  test.each(['/proc/x', '/dev/null/x', '/dev/null'])('a data folder that cannot be made: %s', async (data) => {
    const { code, said } = await start('--data', data, '--port', String(port)).ended()
    expect(said).toBe(`--data ${data}: deze map kan niet worden gemaakt, of is van iemand anders\n`)
    expect(code).toBe(2)
  })

  test('a file where the data folder belongs', async () => {
    writeFileSync(join(folder, 'a-file'), '')
    const { code, said } = await start('--data', join(folder, 'a-file'), '--port', String(port)).ended()
    expect(said).toMatch(/^--data .*a-file: .*\n$/)
    expect(code).toBe(2)
  })
})

describe('the embedded cloud on today’s clock', () => {
  const today = dateOf(new Date().toISOString())
  const world = scenario({
    from: today,
    until: plusDays(today, 60),
    registers: {},
  })
  const renterOwing = (name: string) => {
    const renter = world.renter(name)
    return renter.isCharged(renter.invoice('eerste'), plusDays(today, -5), 90_000, { knownFrom: today })
  }
  const payer = renterOwing('Betaler')
  const others = Array.from({ length: RENTERS - 1 }, (_, index) => renterOwing(`Huurder ${index}`))
  const addressOf = ({ number }: Renter) => `huurder-${number}@huis.example`
  // The longest row of days off is shorter than a week.
  const week = plusDays(today, 7)
  const fresh = plusDays(today, 18)
  const end = plusDays(today, 49)
  let cloud: Started

  beforeAll(async () => {
    cloud = await startedOn()
  }, FIVE_MINUTES)

  test('says in Dutch where everything is, and stands at this moment', async () => {
    for (const name of ['start', 'klok', 'e-mail', 'bucket', 'sFTP', 'hostsleutel', 'gegevens'])
      expect(cloud.said.text).toMatch(new RegExp(`^ {2}${name} `, 'm'))
    expect(cloud.said.text).toContain(url('/'))
    expect(Math.abs((await clock()) - Date.now())).toBeLessThan(FIVE_MINUTES)

    const signIn = await fetch(url('/aanmelden'), {
      method: 'POST',
      body: new URLSearchParams({ naam: 'Lies', rol: 'handler' }),
      redirect: 'manual',
    })
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await fetch(url('/'), { headers: { cookie } })
    expect(page.headers.get('content-type')).toMatch(/text\/html/)
    const text = await page.text()
    expect(text).toContain('<b>Klok van deze computer:</b>')
    const links = [...text.matchAll(/href="([^"#]+)"/g)].flatMap(([, link]) => (link ? [link] : []))
    expect(links).toEqual(expect.arrayContaining(['/', '/post']))
    for (const link of links)
      expect((await fetch(new URL(link, url('/')), { headers: { cookie } })).ok, link).toBe(true)
  })

  test('a fact that is wrong is refused with the field and what is wrong with it, in Dutch', async () => {
    const contact = { at: `${today}T10:00`, type: 'contact-attempt', renter: '100001', kind: 'Telefoon', by: 'AB' }
    const cases: [string, RegExp][] = [
      ['', /hier staat niets|klopt/],
      ['{"at":', /klopt hier niet/],
      ['null', /hier hoort een object/],
      [JSON.stringify({ ...contact }), /reached: dit veld ontbreekt/],
      [JSON.stringify({ ...contact, reached: true, kind: 'Fax' }), /kind: kies uit: Telefoon/],
      [JSON.stringify({ ...contact, reached: true, at: '2026-02-30T10:00' }), /at: schrijf een bestaande datum/],
      [JSON.stringify({ ...contact, reached: true, extra: 1 }), /extra: deze sleutel is niet bekend/],
      [JSON.stringify({ ...contact, type: 'klacht' }), /type: kies uit/],
    ]
    for (const [body, problem] of cases) {
      const answer = await post('/facts', body)
      const { error } = errorSchema.parse(await answer.json())
      expect(error).toMatch(problem)
      expect(answer.status).toBe(400)
    }
  })

  test('a fact about nobody becomes a question that can be read', async () => {
    const asked = async () => z.array(z.looseObject({})).parse(await (await fetch(url('/questions'))).json())
    expect(await asked()).toEqual([])
    const bounce = JSON.stringify({ at: `${today}T00:00`, type: 'bounce', renter: '999999' })
    const answer = await post('/facts', bounce)
    expect(answer.status).toBe(202)
    expect(await answer.json()).toEqual({
      received: 'bounce',
      reason: 'unknown-renter',
      message: expect.stringMatching(/debiteurennummer/),
    })
    const about = { about: 'bounce', reason: 'unknown-renter', client: null, case: null, renter: '999999' }
    expect(await asked()).toEqual([{ id: expect.any(String), at: expect.any(String), ...about, ...OPEN }])
  })

  test('a portal picks a file up over sFTP, by what is said on the screen, and the manifest says when', async () => {
    const [, endpoint = ''] = /bucket {6}(http:\S+)\/portal-files/.exec(cloud.said.text) ?? []
    const [, sftpPort, key = ''] = /sftp -P (\d+) -i (\S+) ris@127\.0\.0\.1/.exec(cloud.said.text) ?? []
    const sessionToken = readFileSync(join(dataDir, 'token'), 'utf8')
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken }
    const s3 = new S3Client({ region: 'eu-west-1', endpoint, credentials, forcePathStyle: true })
    const file = 'vroegsignalen-2026-04-20-01.csv'
    const manifest = { Bucket: 'evidence', Key: `manifests/${file}.json` }
    const written: Manifest = {
      file,
      kind: 'signals',
      portal: 'RIS',
      channel: 'sftp',
      profile: { name: 'ris-csv', version: '1' },
      writtenAt: '2026-04-20T08:00:00.000Z',
      rows: [{ row: 2, caseId: 'c-1', document: `rows/c-1/${file}.json`, sha256: 'a'.repeat(64) }],
      pickedUpAt: null,
    }
    await s3.send(new PutObjectCommand({ ...manifest, Body: JSON.stringify(written) }))
    await s3.send(
      new PutObjectCommand({ Bucket: 'portal-files', Key: `ris/sftp/signals/${file}`, Body: 'Achternaam\r\nBos\r\n' }),
    )
    const { sftp, end } = await connected({ port: Number(sftpPort), username: 'ris', key })
    await done((answer) => sftp.fastGet(`/signals/${file}`, join(folder, file), answer))
    await end()
    const pickedUpAt = async () => {
      const { Body } = await s3.send(new GetObjectCommand(manifest))
      return manifestSchema.parse(JSON.parse((await Body?.transformToString()) ?? '')).pickedUpAt
    }
    await until('the pick-up', cloud.child, async () => (await pickedUpAt()) !== null)
    expect(Math.abs(Date.parse((await pickedUpAt()) ?? '') - Date.now())).toBeLessThan(FIVE_MINUTES)
  })

  test('a file of a portal is read, and one can see what became of it', async () => {
    const report = async (path: string) => (await fetch(url(path))).json()
    const put = (path: string) => fetch(url(path), { method: 'PUT', body: 'Postcode;Huisnummer\r\n1011AB;1\r\n' })
    expect((await fetch(url('/answers/vps-answers/leeg.csv'))).status).toBe(404)
    for (const path of ['/answers/vps-answers/maart.csv', '/answers/ander/maart.csv']) {
      expect((await put(path)).status).toBe(202)
      await until('the report', cloud.child, async () => (await fetch(url(path))).ok)
    }
    expect(await report('/answers/vps-answers/maart.csv')).toMatchObject({
      status: 'rejected',
      errors: [{ row: 1, field: 'Status hulpverlening' }],
    })
    expect(await report('/answers/ander/maart.csv')).toMatchObject({
      errors: [{ message: 'Onbekend formaat. Kies een map: ris-answers, vps-answers, vps-report.' }],
    })
  })

  test('a moment that is wrong, or past, is refused, and the clock stays', async () => {
    for (const until of ['morgen', '2027-02-30T10:00', '2027-02-01T25:00', '2027-02-01', '2020-01-01T10:00', 5]) {
      const answer = await post('/clock', JSON.stringify({ until }))
      expect(errorSchema.parse(await answer.json()).error).toMatch(/^until: /)
      expect(answer.status).toBe(400)
    }
    expect((await post('/clock', 'x')).status).toBe(400)
    expect(Math.abs((await clock()) - Date.now())).toBeLessThan(FIVE_MINUTES)
  })

  test('is for this machine only, and not for the pages of other sites', async () => {
    expect(await statusFor('GET', '/', { host: 'elders.example' })).toBe(403)
    expect(await statusFor('GET', '/clock', { host: `127.0.0.1.elders.example:${port}` })).toBe(403)
    expect(await statusFor('GET', '/clock', { host: `localhost:${port}` })).toBe(200)
    for (const origin of ['http://elders.example', 'null', `http://127.0.0.1:${port === 1 ? 2 : port - 1}`])
      expect(await statusFor('PUT', '/exports/x.csv', { host: `127.0.0.1:${port}`, origin })).toBe(403)
  })

  test('a second start is refused with one line: on its port, and on its data', async () => {
    const [samePort, sameData] = await Promise.all([
      start('--data', join(folder, 'other'), '--port', String(port)).ended(),
      freePort().then((other) => start('--data', dataDir, '--port', String(other)).ended()),
    ])
    expect(samePort).toMatchObject({ code: 2, said: `poort ${port} is al in gebruik; kies een andere met --port\n` })
    expect(sameData.said).toMatch(/^.*data is al in gebruik of .*--data\n$/)
    expect(sameData.code).toBe(2)
    expect((await fetch(url('/clock'))).ok).toBe(true)
  })

  test(
    'an export becomes letters; killed among them and started again, it goes on, and no letter leaves twice',
    async () => {
      // As `curl -T` sends it: a body without a content type.
      const book = new TextEncoder().encode(world.book(today))
      expect((await fetch(url(`/exports/${today}-book.csv`), { method: 'PUT', body: book })).status).toBe(202)
      expect((await moveTo(week)).status).toBe(200)
      const first = lettersIn(dataDir)
      expect(new Set(first.map(({ to }) => to)).size).toBe(RENTERS)
      const stood = await clock()
      const paid = JSON.stringify({ at: `${week}T12:00`, type: 'payment', renter: payer.number, amount: 'all' })
      const recorded = await post('/facts', paid)
      expect(recorded.status).toBe(202)
      expect(await recorded.json()).toEqual({ received: 'payment', recorded: true })

      // Some days on; killed as soon as some of the next letters have left.
      const broken = moveTo(fresh).catch(() => null)
      await until('more letters', cloud.child, () => lettersIn(dataDir).length > first.length)
      cloud.kill('SIGKILL')
      await Promise.all([cloud.ended(), broken])
      const left = lettersIn(dataDir)

      cloud = await startedOn()
      const resumed = await clock()
      expect(resumed).toBeGreaterThan(stood)
      expect(resumed).toBeLessThan(Date.parse(`${end}T12:00:00Z`))
      // A newer book, on which the last letter can rest (C13).
      expect((await moveTo(fresh)).status).toBe(200)
      expect((await fetch(url(`/exports/${fresh}-book.csv`), { method: 'PUT', body: book })).status).toBe(202)
      expect((await moveTo(end)).status).toBe(200)
      const all = lettersIn(dataDir)
      expect(all.slice(0, left.length)).toEqual(left)
      expect(all.length).toBeGreaterThan(left.length)
      const lettersTo = (address: string, letters = all) =>
        letters.filter(({ to }) => to.includes(address)).map(({ letter }) => letter)
      expect(lettersTo(addressOf(payer))).toEqual(lettersTo(addressOf(payer), first))
      const courses = others.map((renter) => lettersTo(addressOf(renter)))
      expect(courses[0]?.length).toBeGreaterThan(2)
      for (const course of courses) {
        expect(course).toEqual(courses[0])
        expect(new Set(course).size).toBe(course.length)
      }
      expect(new Set(all.map(({ reservation }) => reservation)).size).toBe(all.length)
    },
    FIVE_MINUTES,
  )

  test(
    'SIGTERM ends it with a last word; the next start stands where it was',
    async () => {
      const stood = await clock()
      cloud.kill('SIGTERM')
      const { code, said } = await cloud.ended()
      expect(said).toMatch(/Gestopt\..*\n$/)
      expect(said).not.toMatch(/\n\s+at /)
      expect(code).toBe(0)
      await expect(fetch(url('/clock'))).rejects.toThrow()

      const before = lettersIn(dataDir)
      cloud = await startedOn()
      expect(await clock()).toBeGreaterThanOrEqual(stood)
      expect((await clock()) - stood).toBeLessThan(FIVE_MINUTES)
      expect(lettersIn(dataDir)).toEqual(before)
    },
    FIVE_MINUTES,
  )
})
