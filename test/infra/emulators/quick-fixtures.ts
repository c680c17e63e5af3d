import { cp, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '../../../infra/build/project.ts'

/** A project of three small functions. */
export const FIXTURES = join(import.meta.dirname, 'fixtures')

/** Copies the project without the function that holds half of all packages, and takes seconds to bundle. */
export async function copyQuickFixtures(folder: string): Promise<void> {
  await cp(FIXTURES, folder, { recursive: true, filter: (path) => !path.endsWith('make-everything') })
  await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'))
}
