import type { TestProject } from 'vitest/node'
import { serveWorld } from './world.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console of the project `browser` is served, for all of its files. */
    readonly consoleUrl: string
  }
}

/** For vitest, which calls it once before the first test file and what it returns after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await serveWorld()
  project.provide('consoleUrl', url)
  return close
}
