import { z } from 'zod'
import { VARIABLES } from '../contracts/uses.ts'

/** Where Lambda's own extension for Secrets Manager listens, beside the function. */
const EXTENSION = 'http://localhost:2773/secretsmanager/get'
const WITHIN_MS = 5_000

const answer = z.object({ SecretString: z.string() })

/** The text of a secret in Secrets Manager, by its name after the prefix; null when there is none. */
export function secretsFrom(environment: NodeJS.ProcessEnv): (name: string) => Promise<string | null> {
  const { [VARIABLES.secretsPrefix]: prefix = '', AWS_SESSION_TOKEN: token = '' } = environment
  return async (name) => {
    const response = await fetch(`${EXTENSION}?secretId=${encodeURIComponent(prefix + name)}`, {
      headers: { 'X-Aws-Parameters-Secrets-Token': token },
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    return response.ok ? answer.parse(await response.json()).SecretString : null
  }
}
