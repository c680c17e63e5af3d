import { timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'
import { keepKeyPair } from './host-key.ts'

const keysFile = (folder: string, user: string) => join(folder, `${user}.authorized_keys`)

/**
 * Lets a portal in with a key for trying things out, when nobody has said yet with which key it comes. Returns where
 * the private key lies. To let the portal's own key in: put it in `<user>.authorized_keys`, in place of the one for
 * trying.
 */
export function keepTrialKey(folder: string, user: string): string {
  const path = join(folder, `${user}_ed25519`)
  keepKeyPair(path, `${user} (proef)`)
  if (!existsSync(keysFile(folder, user))) writeFileSync(keysFile(folder, user), readFileSync(`${path}.pub`))
  return path
}

/** What a client offers: a public key, and once it is told that the key will do, a signature made with it. */
export interface Offer {
  readonly key: { readonly algo: string; readonly data: Buffer }
  readonly signature?: Buffer
  readonly blob?: Buffer
  readonly hashAlgo?: string
}

/**
 * Whether the key is the user's, and the signature, if there is one yet, was made with it. Read anew each time: no
 * restart after a change.
 */
export function isAuthorized(folder: string, user: string, offer: Offer): boolean {
  const key = authorizedKeys(folder, user).find((known) => isSame(known.getPublicSSH(), offer.key.data))
  if (!key) return false
  // RSA with SHA-1 can be forged.
  if (key.type === 'ssh-rsa' && offer.signature && !/^sha(256|512)$/.test(offer.hashAlgo ?? '')) return false
  if (!offer.signature) return true
  return offer.blob !== undefined && key.verify(offer.blob, offer.signature, offer.hashAlgo) === true
}

/** The keys in the user's file, one a line as OpenSSH writes them; a line that is no key lets nobody in. */
function authorizedKeys(folder: string, user: string): ParsedKey[] {
  const path = keysFile(folder, user)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^(ssh-|ecdsa-)/.test(line))
    .flatMap((line) => ssh2.utils.parseKey(line))
    .filter((key): key is ParsedKey => !(key instanceof Error) && !key.isPrivateKey())
}

const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
