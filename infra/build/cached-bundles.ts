import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT } from './project.ts'

const CACHE = join(PROJECT, 'node_modules/.cache/vroegsignalering')
/** Everything that ends up in a bundle, or decides how it is made. */
const SOURCES = ['functions', 'shared', 'statemachines', 'infra', 'package-lock.json']
/** Where it was found once, for this process and those that it starts: to look again takes as long as a dozen files. */
const FOUND = 'VROEGSIGNALERING_BUNDLES'

/** A run that still uses older sources is over by then. */
const DAY_MS = 86_400_000

/**
 * The folder with the functions as they are bundled for the embedded cloud from the sources of now; bundled once, and
 * used again until a source changes.
 */
export function cachedBundles(): Promise<string> {
  asked ??= find()
  return asked
}

/** Who asks meanwhile waits for the same answer: where two bundle in one process, the first to end ends the bundler. */
let asked: Promise<string> | undefined

async function find(): Promise<string> {
  const found = process.env[FOUND] ?? join(CACHE, `bundles-${fingerprint()}`)
  if (!existsSync(found)) await makeBundles(found)
  process.env[FOUND] = found
  return found
}

async function makeBundles(folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true })
  for (const old of readdirSync(CACHE))
    if (statSync(join(CACHE, old)).mtimeMs < Date.now() - DAY_MS)
      rmSync(join(CACHE, old), { recursive: true, force: true })
  const made = mkdtempSync(join(CACHE, 'making-'))
  // Loaded only here: mostly there is nothing to bundle.
  const { bundleForEmbeddedCloud } = await import('./bundle.ts')
  await bundleForEmbeddedCloud({ outDir: made })
  try {
    renameSync(made, folder)
  } catch (error) {
    // Another run bundled the same sources meanwhile.
    if (!existsSync(folder)) throw error
    rmSync(made, { recursive: true, force: true })
  }
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const source of SOURCES)
    for (const file of filesIn(join(PROJECT, source))) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesIn(path: string): string[] {
  if (path.endsWith('.json')) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
