import type { NotDelivered } from '../contracts/portal-channels.ts'

/**
 * What Transfer Family's connector says when people must act. AWS documents no list of codes: these are the words of
 * its documentation of `TestConnection` ("Invalid trusted host keys", "Unable to access secrets manager", "Private key
 * not found").
 */
const REFUSALS: readonly (readonly [RegExp, NotDelivered])[] = [
  [/host.?key/i, 'portal-host-key'],
  [/secret|private.?key/i, 'portal-secret'],
  [/auth|login|credential/i, 'portal-login'],
  [/exists/i, 'portal-differs'],
]

/** Why a transfer failed; whatever is not known passes by itself, and is tried again. */
export function reasonOf(code: string | null | undefined, message: string | null | undefined): NotDelivered {
  const said = `${code ?? ''} ${message ?? ''}`
  return REFUSALS.find(([words]) => words.test(said))?.[1] ?? 'portal-unreachable'
}
