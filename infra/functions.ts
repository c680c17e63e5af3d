import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Uses } from '../shared/contracts/uses.ts'

const FOLDER = join(import.meta.dirname, '../functions')

/**
 * What each function may do, by its folder: what its handler exports as `uses`. Importing a handler does nothing, and
 * needs no environment.
 *
 * @throws Error for a function that does not say it: it would be deployed without permissions
 */
export async function usesOfFunctions(): Promise<Readonly<Record<string, Uses>>> {
  const names = readdirSync(FOLDER).sort()
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await usesOf(name)])))
}

async function usesOf(name: string): Promise<Uses> {
  const handler: { uses?: Uses } = await import(pathToFileURL(join(FOLDER, name, 'handler.ts')).href)
  if (!handler.uses) throw new Error(`functions/${name}/handler.ts exports no uses`)
  return handler.uses
}

/** `FindStanding`, as a state machine's placeholder names the function in `functions/find-standing`. */
export const functionPlaceholder = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
