import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ssh2, { type ParsedKey } from 'ssh2'

/**
 * The only reader of the keys is the person who runs this cloud: the OpenSSH client refuses a key that others may read.
 */
const OWNER_ONLY = 0o600

export interface HostKey {
  readonly privateKey: string
  /** `SHA256:…`, as the OpenSSH client shows it when it meets the server for the first time. */
  readonly fingerprint: string
}

/**
 * The key by which portals know this server again: made at the first start, and kept. @throws Error when the kept one
 * is damaged
 */
export function keepHostKey(folder: string): HostKey {
  const privateKey = keepKeyPair(join(folder, 'host_ed25519'), 'vroegsignalering')
  return { privateKey, fingerprint: fingerprintOf(onlyKey(privateKey).getPublicSSH()) }
}

/** Makes a key pair unless there is one, as `path` and `path.pub`. Returns the private key, in OpenSSH's format. */
export function keepKeyPair(path: string, comment: string): string {
  if (existsSync(path)) return readFileSync(path, 'utf8')
  mkdirSync(join(path, '..'), { recursive: true })
  const made = newKeyPair(comment)
  writeWhole(`${path}.pub`, `${made.public}\n`)
  writeWhole(path, made.private)
  return made.private
}

/**
 * Drawn again until it can be read: ssh2 1.17 drops zeros at the start of a public key, of one in 256, and so breaks
 * the pair.
 */
export function newKeyPair(comment: string): { readonly public: string; readonly private: string } {
  for (;;) {
    const made = ssh2.utils.generateKeyPairSync('ed25519', { comment })
    if (!(ssh2.utils.parseKey(made.private) instanceof Error)) return made
  }
}

/** `SHA256:…` of a public key in SSH's own form, without the padding that OpenSSH leaves out too. */
export const fingerprintOf = (publicKey: Buffer): string =>
  `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`

function onlyKey(text: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(text)
  const key = Array.isArray(parsed) ? parsed[0] : parsed
  if (key instanceof Error) throw key
  return key
}

/** A key that was written by half, when the machine fails, must not be taken for one. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: OWNER_ONLY })
  chmodSync(`${path}.part`, OWNER_ONLY)
  renameSync(`${path}.part`, path)
}
