import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { keepHostKey, keepKeyPair } from '../../infra/local/sftp/host-key.ts'
import type { SftpPush } from '../../shared/portals/settings.ts'

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp

/** An SFTP server of somebody else, with a folder in which files may be put. */
export interface ForeignServer {
  readonly target: SftpPush
  readonly folder: string
  readonly privateKey: string
  /** Breaks the connection at this request from now on, before or after it is done; null for never. */
  breakAt: { readonly request: 'WRITE' | 'RENAME'; readonly when: 'before' | 'after' } | null
  stop(): Promise<void>
}

function keysIn(folder: string) {
  mkdirSync(join(folder, 'inbox'), { recursive: true })
  const host = keepHostKey(folder)
  const privateKey = keepKeyPair(join(folder, 'client'), 'client')
  return { host, privateKey, publicKey: readFileSync(join(folder, 'client.pub'), 'utf8') }
}

/** On ssh2: it runs everywhere, and breaks off where a test says so. */
export async function ssh2Server(folder: string): Promise<ForeignServer> {
  const { host, privateKey, publicKey } = keysIn(folder)
  const allowed = ssh2.utils.parseKey(publicKey)
  if (allowed instanceof Error) throw allowed
  const inbox = join(folder, 'inbox')
  const sockets = new Set<Socket>()
  const ssh = new ssh2.Server({ hostKeys: [host.privateKey] }, (connection) => {
    connection.on('error', () => {})
    connection.on('authentication', (attempt) => {
      const known = attempt.method === 'publickey' && attempt.key.data.equals(allowed.getPublicSSH())
      if (
        known &&
        (!attempt.signature || allowed.verify(attempt.blob ?? '', attempt.signature, attempt.hashAlgo) === true)
      )
        attempt.accept()
      else attempt.reject(['publickey'])
    })
    connection.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => serveFolder(acceptSftp(), inbox, server, () => end()))
    })
  })
  const net = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    ssh.injectSocket(socket)
  })
  const end = () => {
    for (const socket of sockets) socket.destroy()
  }
  await new Promise<void>((listening) => net.listen(0, '127.0.0.1', listening))
  const server: ForeignServer = {
    target: {
      host: '127.0.0.1',
      port: (net.address() as AddressInfo).port,
      username: 'verhuurder',
      folder: '/inbox',
      hostKeys: [host.fingerprint],
      secret: 'client',
    },
    folder: inbox,
    privateKey,
    breakAt: null,
    stop: async () => {
      end()
      await new Promise((closed) => net.close(closed))
    },
  }
  return server
}

/** A folder of this machine, as far as a client needs it that puts files. */
function serveFolder(sftp: SFTPWrapper, inbox: string, server: ForeignServer, breakOff: () => void): void {
  const real = (path: string) => join(inbox, path.replace(/^\/?inbox\//, ''))
  const handleOf = (fd: number) => Buffer.from([fd])
  const serve = (request: number, work: () => void) => {
    try {
      work()
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
      sftp.status(request, missing ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE)
    }
  }
  const ok = (request: number, work: () => void) =>
    serve(request, () => {
      work()
      sftp.status(request, STATUS_CODE.OK)
    })
  const unlessBroken = (request: number, kind: 'WRITE' | 'RENAME', work: () => void) => {
    if (server.breakAt?.request !== kind) return ok(request, work)
    if (server.breakAt.when === 'after') work()
    breakOff()
  }
  sftp.on('OPEN', (request, path, flags) =>
    serve(request, () => {
      const fd = openSync(real(path), (flags & OPEN_MODE.WRITE) === 0 ? 'r' : 'a+')
      if ((flags & OPEN_MODE.TRUNC) !== 0) ftruncateSync(fd)
      sftp.handle(request, handleOf(fd))
    }),
  )
  sftp.on('FSTAT', (request, handle) =>
    serve(request, () => {
      const { size, mode } = fstatSync(handle.readUInt8())
      sftp.attrs(request, { size, mode, uid: 0, gid: 0, atime: 0, mtime: 0 })
    }),
  )
  sftp.on('READ', (request, handle, offset, length) =>
    serve(request, () => {
      const bytes = Buffer.alloc(length)
      const count = readSync(handle.readUInt8(), bytes, 0, length, offset)
      if (count === 0) sftp.status(request, STATUS_CODE.EOF)
      else sftp.data(request, bytes.subarray(0, count))
    }),
  )
  sftp.on('WRITE', (request, handle, _offset, data) =>
    unlessBroken(request, 'WRITE', () => writeSync(handle.readUInt8(), data)),
  )
  sftp.on('CLOSE', (request, handle) => ok(request, () => closeSync(handle.readUInt8())))
  sftp.on('FSETSTAT', (request) => sftp.status(request, STATUS_CODE.OK))
  sftp.on('REMOVE', (request, path) => ok(request, () => rmSync(real(path))))
  sftp.on('RENAME', (request, from, to) =>
    unlessBroken(request, 'RENAME', () => {
      if (existsSync(real(to))) throw new Error('it exists')
      renameSync(real(from), real(to))
    }),
  )
}

const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path))
export const hasSshd = SSHD !== undefined

/** OpenSSH's own, as a process of this user. */
export async function opensshServer(folder: string): Promise<ForeignServer> {
  if (SSHD === undefined) throw new Error('there is no sshd on this machine')
  const { host, privateKey, publicKey } = keysIn(folder)
  const { username, uid } = userInfo()
  // Where it runs for root, it insists on an empty folder of its own.
  if (uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const port = await freePort()
  writeFileSync(join(folder, 'authorized_keys'), publicKey)
  const settings = {
    ListenAddress: '127.0.0.1',
    Port: String(port),
    HostKey: join(folder, 'host_ed25519'),
    AuthorizedKeysFile: join(folder, 'authorized_keys'),
    PidFile: 'none',
    StrictModes: 'no',
    UsePAM: 'no',
    PermitRootLogin: 'prohibit-password',
    PasswordAuthentication: 'no',
    KbdInteractiveAuthentication: 'no',
    Subsystem: 'sftp internal-sftp',
  }
  const config = join(folder, 'sshd_config')
  writeFileSync(
    config,
    Object.entries(settings)
      .map((line) => `${line.join(' ')}\n`)
      .join(''),
  )
  execFileSync(SSHD, ['-t', '-f', config])
  const child = spawn(SSHD, ['-D', '-e', '-f', config], { stdio: 'ignore' })
  await untilItAnswers(port, child)
  return {
    target: {
      host: '127.0.0.1',
      port,
      username,
      folder: join(folder, 'inbox'),
      hostKeys: [host.fingerprint],
      secret: 'client',
    },
    folder: join(folder, 'inbox'),
    privateKey,
    breakAt: null,
    stop: async () => {
      child.kill('SIGTERM')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}

async function untilItAnswers(port: number, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && child.exitCode === null; tries += 1) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (answers) return
    await pause(50)
  }
  throw new Error('sshd does not answer')
}
