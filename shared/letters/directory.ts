import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReadTemplate } from './templates.ts'

/** Templates from a folder. A file that is not there is null; any other failure to read is thrown as it is. */
export function templatesIn(folder: string): ReadTemplate {
  return async (fileName) => {
    try {
      return await readFile(join(folder, fileName), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }
}
