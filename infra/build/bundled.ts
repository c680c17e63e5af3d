import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from './project.ts'

// How bundles lie in their folder, for those who run them.

/** Where the code of all functions lies together. */
export const TOGETHER = '_together'

/**
 * Programs of this machine that are started often, by name: bundled they start in less than half of the time, and share
 * the SDK with the functions that run in the same process.
 */
export const PROGRAMS = {
  start: 'infra/local/start/command.ts',
  simulation: 'infra/local/simulation/process.ts',
} as const

/**
 * Takes a third off the start of a program and a sixth off its memory; Node does without where it cannot write.
 */
export const COMPILE_CACHE = join(PROJECT, 'node_modules/.cache/node-compile-cache')

/** @param bundles the folder that `cachedBundles` answers */
export const programIn = (bundles: string, name: keyof typeof PROGRAMS): string =>
  join(bundles, TOGETHER, 'programs', `${name}.mjs`)

/** The folders of `functions/` that have a handler, in order. */
export async function functionNames(root = PROJECT): Promise<string[]> {
  const folder = join(root, 'functions')
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
