import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** A folder that the test files of one run share; it is removed after the last of them. */
    readonly runFolder: string
  }
}

/** For vitest, which calls it once before the first test file and what it returns after the last. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'test-run-'))
  project.provide('runFolder', folder)
  return () => rmSync(folder, { recursive: true, force: true })
}

/**
 * Makes something once for all test files of a run: the first that asks makes it, the others wait for it.
 *
 * @param make writes into the folder it is given, which does not exist yet
 * @returns the folder
 * @throws Error what `make` threw, and for those who waited a sentence that names it
 */
export async function onceARun(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(inject('runFolder'), name)
  const [made, failed] = [`${folder}.made`, `${folder}.failed`]
  if (!isFirst(`${folder}.begun`)) {
    while (!existsSync(made)) {
      if (existsSync(failed)) throw new Error(`another test file could not make ${name}`)
      await pause(100)
    }
    return folder
  }
  try {
    await make(folder)
    writeFileSync(made, '')
    return folder
  } catch (error) {
    writeFileSync(failed, '')
    throw error
  }
}

/** Of several processes that ask at once, one makes the folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch {
    return false
  }
}
