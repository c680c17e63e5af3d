import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Where Lambda's own extension for Secrets Manager listens, beside the function. */
const EXTENSION = 'http://localhost:2773/secretsmanager/get'
const WITHIN_MS = 5_000

const answer = z.object({ SecretString: z.string() })

/**
 * The text of a secret, by its name; null when there is none. On AWS it lies in Secrets Manager, under the prefix; elsewhere in a
 * file of that name in a folder.
 */
export function secretsFrom(environment: NodeJS.ProcessEnv): (name: string) => Promise<string | null> {
  const { SECRETS_FOLDER: folder, SECRETS_PREFIX: prefix = '', AWS_SESSION_TOKEN: token = '' } = environment
  if (folder !== undefined) return (name) => fromFile(join(folder, name))
  return async (name) => {
    const response = await fetch(`${EXTENSION}?secretId=${encodeURIComponent(prefix + name)}`, {
      headers: { 'X-Aws-Parameters-Secrets-Token': token },
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    return response.ok ? answer.parse(await response.json()).SecretString : null
  }
}

async function fromFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
