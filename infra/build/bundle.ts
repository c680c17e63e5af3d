import { existsSync } from 'node:fs'
import { copyFile, cp, link, mkdir, readdir, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { build, type Metafile, type Plugin, stop } from 'esbuild'
import { functionNames, PROGRAMS, TOGETHER } from './bundled.ts'
import { localAdaptersPlugin } from './local-adapters-plugin.ts'
import { pdfkitPlugin } from './pdfkit-plugin.ts'
import { PROJECT } from './project.ts'
import { projectPlugin } from './project-plugin.ts'

/** The fonts of printed letters: what `shared/adapters/from-environment.ts` reads beside the templates. */
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf']

/** The only function with pages. */
const CONSOLE = 'console'
/** Where the emulator of SES looks for the page that shows its mails: beside the folder of its own code. */
const INBOX_PAGE = 'static/index.html'

const packages = createRequire(import.meta.url)

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE_FOR_COMMONJS =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);"

export interface Bundling {
  /** Emptied first; it must hold nothing but an earlier bundling. */
  readonly outDir: string
  /** Holds `functions/` and `shared/letters/templates/`; the project itself unless said otherwise. */
  readonly root?: string
  readonly sourcemap?: boolean
}

/**
 * Bundles every `functions/<name>/handler.ts` for AWS. `<outDir>/<name>/` is what it gets: `index.mjs`, the shared
 * chunks that it needs, and `templates/` where the function makes letters.
 *
 * @returns the names of the functions
 * @throws Error when something does not bundle, or `outDir` holds anything else
 */
export async function bundleHandlers(options: Bundling): Promise<string[]> {
  const { names, metafile, root, outDir } = await bundle(options, {}, [pdfkitPlugin])
  for (const name of names) {
    const files = filesOf(metafile, `${TOGETHER}/${name}.mjs`)
    const folder = join(outDir, name)
    await mkdir(folder)
    for (const file of files) {
      const as = basename(file) === `${name}.mjs` ? 'index.mjs' : basename(file)
      await place(join(outDir, file), join(folder, as))
      if (options.sourcemap) await place(join(outDir, `${file}.map`), join(folder, `${basename(file)}.map`))
    }
    if (makesLetters(metafile, files, root, outDir)) await placeTemplates(root, folder)
    await placeAssets(root, name, folder)
  }
  return names
}

/**
 * Bundles the same functions for the embedded cloud, with the adapters of `infra/local/adapters/`: all in one folder,
 * `<outDir>/_together/<name>.mjs`, so that twenty functions in one process load the AWS SDK once. The project's own
 * functions come with the programs that are started often.
 *
 * @throws Error when something does not bundle, or `outDir` holds anything else
 */
export async function bundleForEmbeddedCloud(options: Bundling): Promise<void> {
  const isOwn = options.root === undefined
  const { root, outDir } = await bundle(options, isOwn ? PROGRAMS : {}, [
    pdfkitPlugin,
    localAdaptersPlugin,
    projectPlugin,
  ])
  await placeTemplates(root, join(outDir, TOGETHER))
  await placeAssets(root, CONSOLE, join(outDir, TOGETHER))
  if (isOwn) await cp(packages.resolve('aws-ses-v2-local/static/index.html'), join(outDir, INBOX_PAGE))
}

/** The stylesheet and the like that a function reads beside itself. */
async function placeAssets(root: string, name: string, target: string): Promise<void> {
  const assets = join(root, 'functions', name, 'assets')
  if (existsSync(assets)) await cp(assets, join(target, 'assets'), { recursive: true })
}

/** Puts the templates and the fonts of letters in a folder. */
async function placeTemplates(root: string, target: string): Promise<void> {
  const fonts = dirname(packages.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'))
  const folder = join(target, 'templates')
  await cp(join(root, 'shared/letters/templates'), folder, { recursive: true })
  await mkdir(join(folder, 'fonts'), { recursive: true })
  for (const font of FONTS) await place(join(fonts, font), join(folder, 'fonts', font))
}

interface Bundled {
  readonly names: string[]
  readonly metafile: Metafile
  readonly root: string
  readonly outDir: string
}

/** Bundles all functions into one folder, each function's entry under its own name, and programs beside them. */
async function bundle(
  options: Bundling,
  programs: Readonly<Record<string, string>>,
  plugins: Plugin[],
): Promise<Bundled> {
  const root = resolve(options.root ?? PROJECT)
  const outDir = resolve(options.outDir)
  await clear(outDir)
  const names = await functionNames(root)
  const entries = {
    ...Object.fromEntries(names.map((name) => [name, join(root, 'functions', name, 'handler.ts')])),
    ...Object.fromEntries(Object.entries(programs).map(([name, file]) => [`programs/${name}`, join(root, file)])),
  }
  return { names, metafile: await run(entries, outDir, options.sourcemap ?? false, plugins), root, outDir }
}

async function run(
  entryPoints: Record<string, string>,
  outDir: string,
  sourcemap: boolean,
  plugins: Plugin[],
): Promise<Metafile> {
  try {
    const { metafile, warnings } = await build({
      absWorkingDir: outDir,
      entryPoints,
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
      // They have parts that are compiled for the machine, and only programs of this machine use them.
      external: ['dynalite', 'esbuild', 'ssh2'],
      define: { __dirname: 'import.meta.dirname' },
      plugins,
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
