import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleForEmbeddedCloud } from '../../../infra/build/bundle.ts'
import { createLambdaHost, type LambdaHost } from '../../../infra/local/lambda-host.ts'
import { copyQuickFixtures } from './quick-fixtures.ts'

let temp = ''
let outDir = ''
let host: LambdaHost

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'host-'))
  const [root, bundles] = [join(temp, 'project'), join(temp, 'bundles')]
  await copyQuickFixtures(root)
  await bundleForEmbeddedCloud({ outDir: bundles, root })
  outDir = bundles
  host = createLambdaHost({
    outDir,
    environment: { greet: { TABLE: 'cases' }, slow: { TABLE: 'cases' } },
    maxConcurrency: 3,
  })
})
afterAll(async () => {
  delete process.env.TABLE
  delete process.env.LETTER_TEMPLATES
  await rm(temp, { recursive: true, force: true })
})

describe('the host of the functions', () => {
  it('runs each call as somebody who may do what the function says that it uses', async () => {
    const restricted: unknown[] = []
    const strict = createLambdaHost({
      outDir,
      environment: {},
      restrict: async (name, uses, call) => {
        restricted.push([name, uses])
        return call()
      },
    })
    await strict.invoke('greet', { name: 'Jansen' })
    await strict.invoke('slow', null)
    expect(restricted).toEqual([['greet', { duration: 'short', letters: true }]])
  })

  it('calls the bundled handler with its environment, its templates and a context, and carries both ways as JSON', async () => {
    const event = { name: 'Jansen', at: new Date(0) }
    expect(await host.invoke('greet', event)).toStrictEqual({
      text: 'Beste Jansen',
      table: 'cases',
      at: '1970-01-01T00:00:00.000Z',
      functionName: 'greet',
      padding: '',
    })
  })

  it('keeps the name of an error that the function throws', async () => {
    const failure = host.invoke('greet', {})
    await expect(failure).rejects.toMatchObject({ name: 'NobodyToGreet', message: 'an event without a name' })
  })

  it('knows no function by another name, and looks for none elsewhere', async () => {
    for (const name of ['greeting', '../greet/index', 'Greet', '']) {
      await expect(host.invoke(name, {})).rejects.toMatchObject({ name: 'Lambda.ResourceNotFoundException' })
    }
  })

  it('refuses more than 6 MB, in and out', async () => {
    const tooMuch = 6 * 1024 * 1024
    await expect(host.invoke('greet', { name: 'x'.repeat(tooMuch) })).rejects.toMatchObject({
      name: 'Lambda.RequestTooLargeException',
    })
    await expect(host.invoke('greet', { name: 'Jansen', letters: tooMuch })).rejects.toMatchObject({
      name: 'Function.ResponseSizeTooLarge',
    })
  })

  it('runs as many calls at a time as allowed, and not one more', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => host.invoke('slow', null)))
    expect(Math.max(...answers.map(Number))).toBe(3)
  })

  it('counts calls, errors and time by function', () => {
    const { greet, slow } = host.statistics()
    expect(greet).toMatchObject({ invocations: 4, errors: 3 })
    expect(slow).toMatchObject({ invocations: 10, errors: 0 })
    expect(slow?.totalMs).toBeGreaterThan(190)
    expect(slow?.maxMs).toBeLessThanOrEqual(slow?.totalMs ?? 0)
  })

  it('refuses two values for one variable, as the functions share a process', () => {
    const environment = { greet: { TABLE: 'cases' }, slow: { TABLE: 'others' } }
    expect(() => createLambdaHost({ outDir, environment })).toThrow('TABLE of slow differs')
  })
})
