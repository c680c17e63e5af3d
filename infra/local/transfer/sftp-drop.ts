import { timingSafeEqual } from 'node:crypto'
import ssh2, { type Client, type SFTPWrapper } from 'ssh2'
import { PortalRefused, PortalUnreachable } from '../../../shared/contracts/portal-channels.ts'
import type { SftpPush } from '../../../shared/portals/settings.ts'
import { fingerprintOf } from '../sftp/host-key.ts'

/** Milliseconds. A file has at most a thousand lines: all of it takes seconds, or the connection is lost. */
const LOGIN_WITHIN = 20_000
const DONE_WITHIN = 120_000

/** Status of SFTP for a file that is not there. */
const NO_SUCH_FILE = 2

/** A portal may take a file away as soon as it appears: so "it is not there" alone does not say that it never was. */
export interface DropStep {
  readonly renamedBefore: boolean
  /** Keeps, before the file appears under its own name, that it is about to. */
  readonly beforeRename: () => void
}

export type FileDrop = ReturnType<typeof sftpDrop>

/** Puts files on SFTP servers of others. @param secret the text of a secret, by its name; null when there is none */
export function sftpDrop(secret: (name: string) => Promise<string | null>) {
  return {
    /**
     * Puts a file in the folder: under another name first, and under its own once it is whole. The same file again has
     * no effect; one that is there by half is replaced.
     *
     * @param step what is known of an earlier attempt, and what is to be kept before the file appears under its own
     * name
     * @throws PortalUnreachable
     * @throws PortalRefused
     */
    async put(
      target: SftpPush,
      file: { readonly name: string; readonly bytes: Uint8Array },
      step: DropStep,
    ): Promise<void> {
      const privateKey = await secret(target.secret)
      if (privateKey === null) throw new PortalRefused('portal-secret')
      const client = await login(target, privateKey)
      const late = setTimeout(() => client.destroy(), DONE_WITHIN)
      try {
        await drop(await session(client), target.folder, file, step)
      } catch (error) {
        throw error instanceof PortalRefused ? error : new PortalUnreachable('sftp')
      } finally {
        clearTimeout(late)
        client.end()
      }
    },
  }
}

function login(target: SftpPush, privateKey: string): Promise<Client> {
  const client = new ssh2.Client()
  let isKnown = true
  return new Promise((ready, failed) => {
    client.on('error', (error: Error & { level?: string }) => {
      if (!isKnown) failed(new PortalRefused('portal-host-key'))
      else
        failed(
          error.level === 'client-authentication' ? new PortalRefused('portal-login') : new PortalUnreachable('sftp'),
        )
    })
    client.once('close', () => failed(new PortalUnreachable('sftp')))
    client.once('connect', () => client.setNoDelay(true))
    client.once('ready', () => ready(client))
    try {
      client.connect({
        host: target.host,
        port: target.port,
        username: target.username,
        privateKey,
        readyTimeout: LOGIN_WITHIN,
        keepaliveInterval: 10_000,
        hostVerifier: (key: Buffer) => {
          isKnown = target.hostKeys.includes(fingerprintOf(key))
          return isKnown
        },
      })
    } catch {
      // The text under the secret's name is no private key.
      failed(new PortalRefused('portal-secret'))
    }
  })
}

/** Ends with an error when the connection is lost: a call that is under way then is never answered. */
function session(client: Client): Promise<Calls> {
  const lost = new Promise<never>((_, reject) => client.once('close', () => reject(new PortalUnreachable('sftp'))))
  lost.catch(() => {})
  return new Promise((resolve, reject) => {
    client.sftp((error, sftp) => (error ? reject(error) : resolve(callsOf(sftp, lost))))
    lost.catch(reject)
  })
}

async function drop(
  sftp: Calls,
  folder: string,
  { name, bytes }: { name: string; bytes: Uint8Array },
  { renamedBefore, beforeRename }: DropStep,
): Promise<void> {
  const final = `${folder}/${name}`
  // Hidden, and with another ending: whoever looks for files to process passes it by.
  const temporary = `${folder}/.${name}.part`
  const there = await sftp.read(final)
  if (there && isSame(there, bytes)) return
  if (there && !isSame(there, bytes.subarray(0, there.length))) throw new PortalRefused('portal-differs')
  const waiting = renamedBefore ? await sftp.read(temporary) : null
  // It got its own name in an earlier attempt, and the portal has taken it away since.
  if (renamedBefore && !there && !waiting) return
  if (!waiting || !isSame(waiting, bytes)) {
    await sftp.write(temporary, bytes)
    const written = await sftp.read(temporary)
    if (!written || !isSame(written, bytes)) throw new PortalUnreachable('sftp')
  }
  beforeRename()
  // Half of the file is there under its own name, left by whatever does not write as we do.
  if (there) await sftp.remove(final)
  await sftp.rename(temporary, final)
}

const isSame = (a: Uint8Array, b: Uint8Array) => a.length === b.length && timingSafeEqual(a, b)

type Done = (error?: Error | null) => void

function callsOf(sftp: SFTPWrapper, lost: Promise<never>) {
  const call = (make: (done: Done) => void): Promise<void> =>
    Promise.race([lost, new Promise<void>((resolve, reject) => make((error) => (error ? reject(error) : resolve())))])
  return {
    /** Null when there is no such file. */
    read: (path: string): Promise<Buffer | null> =>
      Promise.race([
        lost,
        new Promise<Buffer | null>((resolve, reject) => {
          sftp.readFile(path, (error, content) => {
            if (!error) resolve(content)
            else if ('code' in error && error.code === NO_SUCH_FILE) resolve(null)
            else reject(error)
          })
        }),
      ]),
    write: (path: string, bytes: Uint8Array) => call((done) => sftp.writeFile(path, Buffer.from(bytes), done)),
    remove: (path: string) => call((done) => sftp.unlink(path, done)),
    rename: (from: string, to: string) => call((done) => sftp.rename(from, to, done)),
  }
}

type Calls = ReturnType<typeof callsOf>
