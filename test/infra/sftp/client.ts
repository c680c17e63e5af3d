import { readFileSync } from 'node:fs'
import ssh2, { type Client, type ConnectConfig, type SFTPWrapper } from 'ssh2'
import { fingerprintOf } from '../../../infra/local/sftp/host-key.ts'

export interface Login {
  readonly port: number
  readonly username: string
  /** File with the private key. */
  readonly key: string
}

/** A portal that comes with the client of ssh2. */
export async function connected({ port, username, key }: Login, more: ConnectConfig = {}) {
  let hostKey = ''
  const client = new ssh2.Client()
  await new Promise<void>((ready, failed) => {
    client
      .once('connect', () => client.setNoDelay(true))
      .once('ready', ready)
      .once('error', failed)
      .connect({
        host: '127.0.0.1',
        port,
        username,
        privateKey: readFileSync(key),
        hostVerifier: (offered: Buffer) => {
          const parsed = ssh2.utils.parseKey(offered)
          if (!(parsed instanceof Error)) hostKey = fingerprintOf(parsed.getPublicSSH())
          return true
        },
        ...more,
      })
  })
  return { client, hostKey, sftp: await subsystem(client), end: () => ended(client) }
}

const subsystem = (client: Client) =>
  new Promise<SFTPWrapper>((resolve, reject) => {
    client.sftp((error, sftp) => (error ? reject(error) : resolve(sftp)))
  })

const ended = (client: Client) =>
  new Promise<void>((resolve) => {
    client.once('close', () => resolve()).end()
  })

/** A call of the client as a promise: `asked((done) => sftp.readdir('/', done))`. */
export const asked = <T>(call: (done: (error: Error | undefined, answer: T) => void) => void): Promise<T> =>
  new Promise((resolve, reject) => call((error, answer) => (error ? reject(error) : resolve(answer))))

export const done = (call: (done: (error: Error | null | undefined) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())))
