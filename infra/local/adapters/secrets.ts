import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { surroundings } from './surroundings.ts'

/**
 * The text of a secret, by its name, instead of `shared/adapters/secrets.ts`: a file of that name in the folder that
 * SECRETS_FOLDER names. Null when there is none.
 */
export function secretsFrom({
  SECRETS_FOLDER: folder = '',
}: NodeJS.ProcessEnv): (name: string) => Promise<string | null> {
  return async (name) => {
    surroundings().check?.('secretsmanager', 'GetSecretValueCommand', { SecretId: name })
    try {
      return await readFile(join(folder, name), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
      throw error
    }
  }
}
