import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort, type Started, start, until } from '../infra/cloud/started.ts'

// `npm start -- --sample`, from the command to what a newcomer sees.

const PATIENCE = 900_000
const dataDir = mkdtempSync(join(tmpdir(), 'sample-start-'))
let sample: Started | undefined

afterAll(async () => {
  sample?.kill('SIGKILL')
  await sample?.ended()
  rmSync(dataDir, { recursive: true, force: true })
})

test(
  'the sample stands on the morning of a signal round, with much that waits for people',
  async () => {
    const port = await freePort()
    const url = (path: string) => `http://127.0.0.1:${port}${path}`
    sample = start('--sample', '--data', dataDir, '--port', String(port))
    const { child, said } = sample
    await until('it answers', child, () => said.text.includes('gegevens'), PATIENCE)
    const clock = async () => (await fetch(url('/clock'))).text()
    const morning = '{"now":"2026-03-20T09:00:00+01:00"}'
    expect(await clock()).toBe(morning)

    const signIn = await fetch(url('/aanmelden'), {
      method: 'POST',
      body: new URLSearchParams({ naam: 'Lies', rol: 'handler' }),
      redirect: 'manual',
    })
    const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const today = await (await fetch(url('/'), { headers: { cookie } })).text()
    for (const section of ['Dringend', 'Bellen', 'Antwoord van de gemeente', 'Aangehouden signalen', 'Vragen'])
      expect(today).toMatch(new RegExp(`<h2[^>]*>${section}</h2>`))
    expect(Number(/Er wachten (\d+) dingen/.exec(today)?.[1])).toBeGreaterThan(50)
    // The mail of this morning has left; of the round, which is at ten, nothing has.
    expect(await (await fetch(url('/post'))).text()).toMatch(/20 mrt 08:30<\/td>.*Vandaag te doen/)
    expect(await clock()).toBe(morning)
  },
  PATIENCE,
)
