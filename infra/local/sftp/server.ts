import { mkdirSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { S3Client } from '@aws-sdk/client-s3'
import ssh2 from 'ssh2'
import type { Portal } from '../../../shared/contracts/portals.ts'
import { isAuthorized, keepTrialKey } from './authorized-keys.ts'
import { openChroot, removedFile } from './chroot.ts'
import { fingerprintOf, keepHostKey } from './host-key.ts'
import { serveSession } from './session.ts'

const HOST = '127.0.0.1'
const LOGIN_WITHIN_MS = 20_000
const LOGIN_ATTEMPTS = 10
/** Of one user; what another has open keeps nobody out. */
const CONNECTIONS = 16
/** Of clients that have not logged in yet. */
const STRANGERS = 32
/** A client whose machine is gone is noticed within a minute. */
const KEEPALIVE = { keepaliveInterval: 20_000, keepaliveCountMax: 3 }

/** The user of each portal. */
export const USERS = { ris: 'RIS', vps: 'VPS' } as const satisfies Record<Lowercase<Portal>, Portal>
export type User = keyof typeof USERS
/** @param by who logged in, and the fingerprint of the key */
type PickedUp = (key: string, by: { readonly user: User; readonly publicKey: string }) => Promise<void>

export interface SftpOptions {
  readonly s3: S3Client
  /** The bucket with the files for the portals. */
  readonly bucket: string
  /** Where the host key, the keys of the portals and what they removed are kept. */
  readonly folder: string
  /** 0 takes any free port. */
  readonly port: number
  /** A portal has read every byte of a file. */
  readonly pickedUp: PickedUp
}

/**
 * Serves each portal its files over SFTP on 127.0.0.1: with a key and nothing else, each portal in its own folder, for
 * reading. It does what AWS Transfer Family does in front of the same bucket.
 *
 * @throws Error when the port is taken
 */
export async function serveSftp({ s3, bucket, folder, port, pickedUp }: SftpOptions) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { privateKey, fingerprint } = keepHostKey(folder)
  const names = Object.keys(USERS) as User[]
  const trialKeys = Object.fromEntries(names.map((user) => [user, keepTrialKey(folder, user)])) as Record<User, string>
  const chroots = new Map(names.map((user) => [user, openChroot(s3, bucket, USERS[user], removedFile(folder, user))]))
  const sockets = new Set<Socket>()
  const open = new Map(names.map((user) => [user, 0]))
  /** Who has not logged in yet, or said nothing at all, by the port that it comes from. */
  const strangers = new Map<number | undefined, Socket>()

  const ssh = new ssh2.Server(
    { hostKeys: [privateKey], ident: 'vroegsignalering', ...KEEPALIVE },
    (connection, { port: from }) => {
      let counted: User | null = null
      connection.on('close', () => {
        if (counted) open.set(counted, (open.get(counted) ?? 0) - 1)
      })
      // A client that breaks off, or speaks no SSH, concerns nobody else.
      connection.on('error', () => connection.end())

      let user: User | null = null
      let publicKey = ''
      let attempts = 0
      connection.on('authentication', (attempt) => {
        attempts += 1
        const name = names.find((each) => each === attempt.username)
        if (attempts > LOGIN_ATTEMPTS) connection.end()
        else if (attempt.method === 'publickey' && name && isAuthorized(folder, name, attempt)) {
          if (attempt.signature) user = name
          publicKey = fingerprintOf(attempt.key.data)
          attempt.accept()
        } else attempt.reject(['publickey'])
      })
      connection.on('ready', () => {
        strangers.delete(from)
        const others = (user && open.get(user)) ?? 0
        if (!user || others >= CONNECTIONS) return void connection.end()
        open.set(user, others + 1)
        counted = user
      })
      connection.on('session', (accept) => {
        const session = accept()
        session.on('sftp', (acceptSftp) => {
          const chroot = user && chroots.get(user)
          const sftp = acceptSftp()
          sftp.on('error', () => connection.end())
          sftp.on('end', () => sftp.end())
          if (!user || !chroot) return
          const by = { user, publicKey }
          serveSession(sftp, user, chroot, (key) => pickedUp(key, by))
        })
      })
    },
  )

  // With a delay, each of the small answers of a login would wait for the client's next packet.
  const server = createServer({ noDelay: true }, (socket) => {
    const { remotePort } = socket
    if (strangers.size >= STRANGERS) return void socket.destroy()
    sockets.add(socket)
    strangers.set(remotePort, socket)
    const late = setTimeout(() => strangers.get(remotePort) === socket && socket.destroy(), LOGIN_WITHIN_MS)
    socket.on('close', () => {
      clearTimeout(late)
      sockets.delete(socket)
      if (strangers.get(remotePort) === socket) strangers.delete(remotePort)
    })
    ssh.injectSocket(socket)
  })
  await new Promise<void>((listening, taken) => {
    server.once('error', taken)
    server.listen(port, HOST, listening)
  })
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    fingerprint,
    /** By user, the private key for trying things out. */
    trialKeys,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

export type SftpServer = Awaited<ReturnType<typeof serveSftp>>
