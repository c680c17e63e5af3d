import { access, copyFile, cp, link, mkdir, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { build, type Metafile, stop } from 'esbuild'
import { pdfkitPlugin } from './pdfkit-plugin.ts'

/** Where the code of all functions lies together, each function's entry under its own name. */
export const TOGETHER = '_together'

const PROJECT = resolve(import.meta.dirname, '../..')

/** The fonts of printed letters: what `shared/adapters/from-environment.ts` reads beside the templates. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE_FOR_COMMONJS =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

/**
 * Bundles every `functions/<name>/handler.ts`, for AWS and for the embedded cloud alike, and returns the names.
 *
 * `<outDir>/<name>/` is what AWS gets: `index.mjs`, the shared chunks it needs, and `templates/` where the function makes
 * letters. `<outDir>/_together/` holds the same files once for all functions, `<name>.mjs` each; the embedded cloud runs
 * from there, so that twenty functions in one process load the AWS SDK once.
 *
 * @param options.root holds `functions/` and `shared/letters/templates/`; the project itself unless said otherwise.
 * @throws Error when something does not bundle, or `outDir` holds anything but an earlier bundling.
 */
export async function bundleHandlers(options: {
  outDir: string
  root?: string
  sourcemap?: boolean
}): Promise<string[]> {
  const root = resolve(options.root ?? PROJECT)
  const outDir = resolve(options.outDir)
  await clear(outDir)
  const names = await functionNames(join(root, 'functions'))
  const metafile = await bundle(root, outDir, names, options.sourcemap ?? false)

  const templates = join(root, 'shared/letters/templates')
  const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  for (const name of names) {
    const files = filesOf(metafile, `${TOGETHER}/${name}.mjs`)
    const folder = join(outDir, name)
    await mkdir(folder)
    for (const file of files) {
      const as = basename(file) === `${name}.mjs` ? 'index.mjs' : basename(file)
      await place(join(outDir, file), join(folder, as))
      if (options.sourcemap) await place(join(outDir, `${file}.map`), join(folder, `${basename(file)}.map`))
    }
    if (!makesLetters(metafile, files, root, outDir)) continue
    for (const target of [name, TOGETHER]) {
      const folder = join(outDir, target, 'templates')
      await cp(templates, folder, { recursive: true })
      await mkdir(join(folder, 'fonts'), { recursive: true })
      for (const font of FONTS) await place(join(fonts, font), join(folder, 'fonts', font))
    }
  }
  return names
}

async function bundle(root: string, outDir: string, names: string[], sourcemap: boolean): Promise<Metafile> {
  try {
    const { metafile, warnings } = await build({
      absWorkingDir: outDir,
      entryPoints: Object.fromEntries(names.map((name) => [name, join(root, 'functions', name, 'handler.ts')])),
      outdir: TOGETHER,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      mainFields: ['module', 'main'],
      minify: true,
      legalComments: 'none',
      sourcemap,
      banner: { js: REQUIRE_FOR_COMMONJS },
      loader: { '.icc': 'binary' },
      // Native code that ssh2 goes without when it is not there, as it is not on Lambda.
      external: ['cpu-features', '*.node'],
      define: { __dirname: 'import.meta.dirname' },
      plugins: [pdfkitPlugin],
      metafile: true,
      // What fails is thrown with its reason; printed as well, it would be told twice.
      logLevel: 'silent',
    })
    for (const { text, location } of warnings) console.warn(`${location?.file ?? 'bundling'}: ${text}`)
    return metafile
  } finally {
    // Else esbuild's process stays as long as this one.
    await stop()
  }
}

/** Removes what an earlier bundling left, such as a function that is no more; never anything else. */
async function clear(outDir: string): Promise<void> {
  await mkdir(outDir, { recursive: true })
  const entries = await readdir(outDir)
  if (entries.length > 0 && !entries.includes(TOGETHER)) throw new Error(`${outDir} is not a folder of bundles`)
  for (const entry of entries) await rm(join(outDir, entry), { recursive: true })
}

async function functionNames(folder: string): Promise<string[]> {
  const names: string[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    await access(join(folder, entry.name, 'handler.ts')).then(
      () => names.push(entry.name),
      () => undefined,
    )
  }
  return names.sort()
}

/** The output file and every chunk it imports, directly or not. */
function filesOf(metafile: Metafile, entry: string): string[] {
  const found = new Set([entry])
  for (const file of found) {
    for (const { path, external } of metafile.outputs[file]?.imports ?? []) if (!external) found.add(path)
  }
  return [...found]
}

/** The same file in a second folder; a copy where the file system has no hard links. */
async function place(file: string, as: string): Promise<void> {
  await link(file, as).catch(() => copyFile(file, as))
}

function makesLetters(metafile: Metafile, files: string[], root: string, outDir: string): boolean {
  const letters = join(root, 'shared/letters') + sep
  const inputs = files.flatMap((file) => Object.keys(metafile.outputs[file]?.inputs ?? {}))
  return inputs.some((input) => resolve(outDir, input).startsWith(letters))
}
