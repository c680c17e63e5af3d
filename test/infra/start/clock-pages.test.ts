import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../../infra/local/cloud/cloud.ts'
import { createDesk } from '../../../infra/local/start/desk.ts'
import { DiskFull } from '../../../infra/local/start/disk.ts'
import { standingClock, startSample } from '../../../infra/local/start/sample.ts'
import type { Pace } from '../../../infra/local/start/serve.ts'
import { instantAt } from '../../../shared/domain/calendar.ts'

// The sample on its first morning, which plays in no time: the clock stands where it is until it is moved.

const HERE = 'http://127.0.0.1:3000'
const MONTH = 120_000
const folder = mkdtempSync(join(tmpdir(), 'clock-pages-'))
const at = (date: string, time: string) => Date.parse(instantAt(date, time))
let cloud: Cloud
let pace: Pace

beforeAll(async () => {
  cloud = await startSample(folder, at('2026-01-02', '08:45'))
  pace = standingClock(cloud, folder)
}, MONTH)
afterAll(async () => {
  await cloud.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The doors of this machine, as a browser asks them. */
function browser(moveTo: Pace['moveTo'] = pace.moveTo) {
  const desk = createDesk(cloud, { ...pace, moveTo })
  const headers = { host: new URL(HERE).host, origin: HERE }
  return {
    get: async (path: string) => desk.request(HERE + path, { headers }),
    /** Signs somebody in, and asks for a page. */
    signedIn: async (path: string) => {
      const form = new URLSearchParams({ naam: 'Lies', rol: 'handler' })
      const answer = await desk.request(`${HERE}/aanmelden`, { method: 'POST', body: form, headers })
      const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
      return (await desk.request(HERE + path, { headers: { ...headers, cookie } })).text()
    },
    press: async (naar: string, from = '/post') =>
      desk.request(`${HERE}/klok`, {
        method: 'POST',
        body: new URLSearchParams({ naar }),
        headers: { ...headers, referer: HERE + from },
      }),
  }
}

test('the clock of a sample stands still', async () => {
  for (let second = 0; second < 3; second += 1) await pace.tick()
  expect(cloud.clock.now()).toBe(at('2026-01-02', '08:45'))
})

test('every page shows the clock, what comes next, and leads to the mail that left', async () => {
  const { get, signedIn } = browser()
  for (const page of [await signedIn('/'), await (await get('/post')).text()]) {
    expect(page).toMatch(/<b>Voorbeeld, de klok staat op:<\/b> vrijdag 2 januari 2026, 08:45/)
    expect(page).toContain('naar de volgende stap (09:00)')
    expect(page).toContain('<a href="/post">verzonden post</a>')
  }
})

describe('a button of the bar moves the clock', () => {
  let asked: string[] = []
  const press = (naar: string, from?: string) =>
    browser(async (moment) => void asked.push(new Date(moment).toISOString())).press(naar, from)
  beforeEach(() => {
    asked = []
  })

  test.each([
    ['stap', instantAt('2026-01-02', '09:00')],
    ['morgen', instantAt('2026-01-03', '08:00')],
    ['ronde', instantAt('2026-01-20', '09:00')],
  ])('%s', async (naar, moment) => {
    const answer = await press(naar, '/dossiers/VS-1?alles=Bellen')
    expect(asked).toEqual([moment])
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/dossiers/VS-1?alles=Bellen'])
  })

  test('nothing else does', async () => {
    expect((await press('gisteren')).status).toBe(303)
    expect(asked).toEqual([])
  })

  test('and leads nowhere but to a page of this machine', async () => {
    for (const from of ['//elders.example/x', '/klok?terug=/x', '.elders.example/'])
      expect((await press('gisteren', from)).headers.get('location')).toBe('/')
    const { get } = browser()
    for (const to of ['//elders.example', 'https://elders.example', '/\\elders.example'])
      expect((await get(`/klok?terug=${encodeURIComponent(to)}`)).headers.get('location')).toBe('/')
  })
})

test('while it takes long, a page says that the clock is on its way, and goes on by itself', async () => {
  const way = Promise.withResolvers<void>()
  const moves: number[] = []
  const { get, press } = browser((moment) => {
    moves.push(moment)
    return way.promise
  })
  const [first, second] = await Promise.all([press('ronde'), press('morgen')])
  const onItsWay = '/klok?terug=%2Fpost'
  for (const answer of [first, second]) expect([answer.status, answer.headers.get('location')]).toEqual([303, onItsWay])
  // Who presses again waits for the first.
  expect(moves).toHaveLength(1)

  const page = await get(onItsWay)
  expect(page.headers.get('refresh')).toBe('2')
  expect(await page.text()).toMatch(/<h1>De klok loopt<\/h1>.*vrijdag 2 januari 2026, 08:45/)
  way.resolve()
  await expect.poll(async () => (await get(onItsWay)).headers.get('location')).toBe('/post')
})

test.each([
  ['a full disk', new DiskFull('De schijf is bijna vol.'), 'De schijf is bijna vol.'],
  ['anything else', new Error('unexpected'), 'Er ging iets mis. In functions.log staat wat.'],
])('a day that cannot be played is told in Dutch: %s', async (_, error, sentence) => {
  const log = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const { get, press } = browser(() => Promise.reject(error))
  for (const answer of [await press('morgen'), await get('/klok')]) {
    expect(answer.status).toBe(500)
    const page = await answer.text()
    expect(page).toMatch(/<h1>De klok is blijven staan<\/h1>/)
    expect(page).toContain(sentence)
    expect(page).not.toContain('unexpected')
  }
  expect(log).toHaveBeenCalledWith(expect.stringContaining(error.message))
  log.mockRestore()
})

test(
  'a step further the sample goes on, and its mail can be read',
  async () => {
    const { get, press } = browser()
    await press('stap')
    expect(cloud.clock.now()).toBe(at('2026-01-02', '09:00'))
    await press('morgen')
    expect(cloud.clock.now()).toBe(at('2026-01-03', '08:00'))
    const list = await (await get('/post')).text()
    const [, newest] = /href="(\/post\/\d+)"/.exec(list) ?? []
    expect(await (await get(newest ?? '')).text()).toContain('Zoals de ontvanger hem leest')
  },
  MONTH,
)
