import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { bundleForEmbeddedCloud, bundleHandlers } from '../../../infra/build/bundle.ts'
import { TOGETHER } from '../../../infra/build/bundled.ts'
import { cachedBundles } from '../../../infra/build/cached-bundles.ts'
import { copyQuickFixtures, FIXTURES as root } from './quick-fixtures.ts'

const run = promisify(execFile)
let temp = ''
let outDir = ''
/** A project of one function, which bundles in no time. */
let small = ''

beforeAll(async () => {
  temp = await mkdtemp(join(tmpdir(), 'bundle-'))
  outDir = join(temp, 'out')
  small = join(temp, 'small')
  await cp(join(root, 'functions/slow'), join(small, 'functions/slow'), { recursive: true })
})
afterAll(() => rm(temp, { recursive: true, force: true }))

/** Runs a deployed folder as Lambda would: alone, with nothing to import from around it. */
async function runAlone(folder: string, event: unknown): Promise<unknown> {
  const script = `const { handler } = await import('./index.mjs'); console.log(JSON.stringify(await handler(${JSON.stringify(event)}, {})))`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '-e', script], {
    cwd: folder,
    env: { PATH: process.env.PATH },
  })
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

describe('the bundling of the functions', () => {
  it('bundles each folder that has a handler, and says which', async () => {
    expect(await bundleHandlers({ outDir, root })).toEqual(['greet', 'make-everything', 'slow'])
    expect((await readdir(outDir)).sort()).toEqual([TOGETHER, 'greet', 'make-everything', 'slow'])
  })

  it('makes a folder that runs alone, with PDFs, workbooks, mail, holidays and dates', async () => {
    const alone = join(temp, 'alone')
    await cp(join(outDir, 'make-everything'), alone, { recursive: true })
    const made = z
      .object({ pdf: z.base64(), mime: z.string() })
      .loose()
      .parse(await runAlone(alone, { name: 'Jansen' }))
    expect(made).toMatchObject({
      greeting: 'Beste Jansen',
      cell: 'Achternaam',
      region: 'eu-central-1',
      kingsDay: true,
      nextDay: '2026-03-01',
    })
    expect(made.mime).toContain('Subject: Onderwerp')
    const pdf = Buffer.from(made.pdf, 'base64').toString('latin1')
    expect(pdf).toMatch(/^%PDF-1\.7/)
    expect(pdf.trimEnd()).toMatch(/%%EOF$/)
    for (const font of ['Helvetica-Bold', 'Times-Italic', 'ZapfDingbats']) expect(pdf).toContain(`/BaseFont /${font}`)
    expect(pdf).toContain('sRGB IEC61966-2.1')
  })

  it('puts the letter templates beside the functions that make letters, and no others', () => {
    expect(existsSync(join(outDir, 'greet/templates/greeting.mustache'))).toBe(true)
    expect(existsSync(join(outDir, 'slow/templates'))).toBe(false)
  })

  it('gives the embedded cloud the very files that AWS gets, but for its own adapters', async () => {
    const [quick, aws, local] = [join(temp, 'quick'), join(temp, 'quick-aws'), join(temp, 'quick-local')]
    await copyQuickFixtures(quick)
    await bundleHandlers({ outDir: aws, root: quick })
    await bundleForEmbeddedCloud({ outDir: local, root: quick })
    expect(await readdir(local)).toEqual([TOGETHER])
    for (const name of ['greet', 'slow']) {
      const deployed = await readFile(join(aws, name, 'index.mjs'))
      expect(deployed.equals(await readFile(join(local, TOGETHER, `${name}.mjs`)))).toBe(true)
    }
    expect(existsSync(join(local, TOGETHER, 'templates/greeting.mustache'))).toBe(true)
  })

  it('gives AWS nothing of the embedded cloud', async () => {
    const aws = join(temp, 'aws')
    await bundleHandlers({ outDir: aws, sourcemap: true })
    const files = await readdir(join(aws, TOGETHER))
    const contents = async (folder: string, names: string[]) =>
      (await Promise.all(names.map((name) => readFile(join(folder, TOGETHER, name), 'utf8')))).join('\n')
    const code = await contents(
      aws,
      files.filter((name) => name.endsWith('.mjs')),
    )
    const maps = await Promise.all(
      files.filter((name) => name.endsWith('.map')).map((name) => readFile(join(aws, TOGETHER, name), 'utf8')),
    )
    const sources = maps.flatMap((text) => z.object({ sources: z.array(z.string()) }).parse(JSON.parse(text)).sources)
    expect(sources.some((source) => source.endsWith('shared/adapters/clients.ts'))).toBe(true)
    expect(sources.filter((source) => /(^|\/)infra\//.test(source) && !source.includes('node_modules'))).toEqual([])

    const together = await cachedBundles()
    const embedded = (await readdir(join(together, TOGETHER))).filter((name) => name.endsWith('.mjs'))
    const ownCode = await contents(together, embedded)
    for (const mark of [
      'Signature=none',
      'vroegsignalering.embedded-cloud',
      'SECRETS_FOLDER',
      'ReturnConsumedCapacity:',
      // Who somebody is, is only there a matter of choosing; and only there somebody moves the clock.
      'Aanmelden op deze computer',
      'De klok loopt',
      'Verzonden post',
    ]) {
      expect(ownCode, mark).toContain(mark)
      expect(code, mark).not.toContain(mark)
    }
  }, 120_000)

  it('gives a function only the chunks that it needs', async () => {
    const bytes = async (name: string) => {
      const files = (await readdir(join(outDir, name))).filter((file) => file.endsWith('.mjs'))
      return (await Promise.all(files.map((file) => stat(join(outDir, name, file))))).reduce(
        (sum, { size }) => sum + size,
        0,
      )
    }
    expect(await bytes('slow')).toBeLessThan(5_000)
    expect(await bytes('make-everything')).toBeGreaterThan(1_000_000)
  })

  it('writes source maps when asked', async () => {
    const mapped = join(temp, 'mapped')
    await bundleHandlers({ outDir: mapped, root: small, sourcemap: true })
    const code = await readFile(join(mapped, 'slow/index.mjs'), 'utf8')
    const [, map = 'none'] = /sourceMappingURL=(\S+)/.exec(code) ?? []
    expect(await readFile(join(mapped, 'slow', map), 'utf8')).toContain('functions/slow/handler.ts')
  })

  it('removes what an earlier bundling left, and refuses a folder of anything else', async () => {
    const twice = join(temp, 'twice')
    await bundleHandlers({ outDir: twice, root: small })
    await cp(join(twice, 'slow'), join(twice, 'gone'), { recursive: true })
    await bundleHandlers({ outDir: twice, root: small })
    expect((await readdir(twice)).sort()).toEqual([TOGETHER, 'slow'])

    const others = join(temp, 'others')
    await mkdir(others)
    await writeFile(join(others, 'keep.txt'), 'x')
    await expect(bundleHandlers({ outDir: others, root: small })).rejects.toThrow('is not a folder of bundles')
    expect(await readdir(others)).toEqual(['keep.txt'])
  })

  it('says what does not bundle', async () => {
    const broken = join(temp, 'broken')
    await mkdir(join(broken, 'functions/fail'), { recursive: true })
    await writeFile(join(broken, 'functions/fail/handler.ts'), "import 'no-such-package'")
    await expect(bundleHandlers({ outDir: join(temp, 'none'), root: broken })).rejects.toThrow('no-such-package')
  })

  it('leaves no process of the bundler behind', async () => {
    const script = `
      import { bundleHandlers } from ${JSON.stringify(join(import.meta.dirname, '../../../infra/build/bundle.ts'))}
      await bundleHandlers(${JSON.stringify({ outDir: join(temp, 'once'), root: small })})
      console.log(process.getActiveResourcesInfo().filter((resource) => resource === 'ProcessWrap').length)`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script])
    expect(stdout.trim()).toBe('0')
  })
})
