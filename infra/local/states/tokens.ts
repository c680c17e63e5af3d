import { hash, randomUUID } from 'node:crypto'
import { StatesApiError } from './errors.ts'

/** Issues task tokens, and reads them back to the frame that they were made for. */
export type Tokens = {
  issue(frame: number): string
  /** @throws StatesApiError InvalidToken, TaskDoesNotExist (not issued here) */
  frameOf(token: string): number
}

/**
 * Tokens are signed instead of kept: a spent one can be told from one that never existed, without a list of them.
 *
 * @param secret kept with the data, so that tokens outlive the process
 */
export function createTokens(secret: Uint8Array): Tokens {
  const key = Buffer.from(secret).toString('hex')
  const sign = (body: string) => hash('sha256', `${key}${body}${key}`, 'base64url').slice(0, 24)
  return {
    issue(frame) {
      const body = `${frame.toString(36)}.${randomUUID()}`
      return `${body}.${sign(body)}`
    },
    frameOf(token) {
      const match = /^(([0-9a-z]{1,11})\.[0-9a-f-]{36})\.([\w-]{24})$/.exec(token)
      if (match === null) throw new StatesApiError('InvalidToken', "Invalid Token: 'Invalid token'")
      const [, body = '', frame = '', signature] = match
      if (sign(body) !== signature) {
        throw new StatesApiError('TaskDoesNotExist', "Task does not exist: 'no task was given this token'")
      }
      return Number.parseInt(frame, 36)
    },
  }
}
