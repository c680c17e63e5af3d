import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import ssh2, { type FileEntry, type Stats } from 'ssh2'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepKeyPair, newKeyPair } from '../../../infra/local/sftp/host-key.ts'
import { type SftpServer, serveSftp } from '../../../infra/local/sftp/server.ts'
import { bucketOfItsOwn } from '../../support/shared-emulators.ts'
import { asked, connected, done } from './client.ts'

const run = promisify(execFile)
const hasSftp = await run('sftp', ['-h']).then(
  () => true,
  (error: { code?: unknown }) => error.code !== 'ENOENT',
)

const folder = mkdtempSync(join(tmpdir(), 'sftp-'))
const keys = join(folder, 'keys')
let s3: S3Client
let bucket: string
let server: SftpServer
const pickedUp: string[] = []
/** What the recording of a pick-up waits for. */
let recording: () => Promise<void> = async () => {}

const serve = () =>
  serveSftp({
    s3,
    bucket,
    folder: keys,
    port: 0,
    pickedUp: async (key) => {
      await recording()
      pickedUp.push(key)
    },
  })
const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }))
const login = (username: 'ris' | 'vps' = 'ris', key = server.trialKeys[username]) =>
  connected({ port: server.port, username, key })

/** Longer than what one request reads. */
const BOOK = 'Achternaam;Postcode\r\nJansen;1011AB\r\n'.repeat(5_000)
const SIGNALS = 'ris/sftp/signals/vroegsignalen-2026-04-20-01.csv'

beforeAll(async () => {
  const own = await bucketOfItsOwn()
  s3 = own.s3
  bucket = own.bucket
  await put(SIGNALS, BOOK)
  await put('ris/sftp/withdrawals/intrekkingen-2026-04-20-01.xlsx', 'intrekking')
  await put('ris/upload/signals/vroegsignalen-2026-04-20-02.csv', 'van een ander kanaal')
  await put('vps/upload/signals/vroegsignalen-vps-2026-04-20-01.csv', 'van een ander meldpunt')
  server = await serve()
})
beforeEach(() => {
  pickedUp.length = 0
  recording = async () => {}
})
afterAll(async () => {
  await server?.close()
  s3.destroy()
  rmSync(folder, { recursive: true, force: true })
})

test('what one portal has open keeps another out no more than it keeps out itself beyond its share', async () => {
  const held = await Promise.all(Array.from({ length: 16 }, () => login('ris')))
  await expect(login('ris')).rejects.toThrow()
  const vps = await login('vps')
  await vps.end()
  await held[0]?.end()
  const again = await login('ris')
  await again.end()
  await Promise.all(held.slice(1).map(({ end }) => end()))
})

test('clients that say nothing are not counted with those that logged in, and there is an end to how many', async () => {
  const held = await Promise.all(Array.from({ length: 10 }, () => login('ris')))
  const silent = await Promise.all(Array.from({ length: 32 }, greeted))
  expect(silent.every(({ hello }) => hello)).toBe(true)
  expect((await greeted()).hello).toBe(false)
  for (const { socket } of silent) socket.destroy()
  await expect.poll(async () => (await greeted()).hello).toBe(true)
  await Promise.all(held.map(({ end }) => end()))
})

/** A client that says nothing, and whether the server said anything. */
async function greeted() {
  const socket = connect({ host: '127.0.0.1', port: server.port }).on('error', () => {})
  const hello = await new Promise<boolean>((resolve) => {
    socket.once('data', () => resolve(true)).once('close', () => resolve(false))
  })
  return { socket, hello }
}

describe('a portal comes for its files', () => {
  test('and sees those of its own and of this channel, and nothing else', async () => {
    const { sftp, end } = await login()
    const names = async (path: string) =>
      (await asked<FileEntry[]>((answer) => sftp.readdir(path, answer))).map(({ filename }) => filename)
    expect(await names('/')).toEqual(['signals', 'withdrawals'])
    expect(await names('/signals')).toEqual(['vroegsignalen-2026-04-20-01.csv'])
    expect(await names('withdrawals')).toEqual(['intrekkingen-2026-04-20-01.xlsx'])
    await end()

    const vps = await login('vps')
    expect(await asked<FileEntry[]>((answer) => vps.sftp.readdir('/signals', answer))).toEqual([])
    await vps.end()
  })

  test('and has picked a file up when it read every byte of it and closed it', async () => {
    const { sftp, end } = await login()
    const path = '/signals/vroegsignalen-2026-04-20-01.csv'
    expect((await asked<Stats>((answer) => sftp.stat(path, answer))).size).toBe(BOOK.length)
    await done((answer) => sftp.fastGet(path, join(folder, 'got.csv'), answer))
    expect(readFileSync(join(folder, 'got.csv'), 'utf8')).toBe(BOOK)
    expect(pickedUp).toEqual([SIGNALS])
    await end()
  })

  test('but not when it stopped halfway, or went away without closing', async () => {
    const { sftp, end } = await login()
    const path = '/signals/vroegsignalen-2026-04-20-01.csv'
    const half = await asked<Buffer>((answer) => sftp.open(path, 'r', answer))
    const bytes = Buffer.alloc(30_000)
    await asked((answer) => sftp.read(half, bytes, 0, bytes.length, BOOK.length - bytes.length, answer))
    await done((answer) => sftp.close(half, answer))
    const unclosed = await asked<Buffer>((answer) => sftp.open(path, 'r', answer))
    for (let at = 0; at < BOOK.length; at += bytes.length)
      await asked((answer) => sftp.read(unclosed, bytes, 0, Math.min(bytes.length, BOOK.length - at), at, answer))
    await end()
    expect(pickedUp).toEqual([])
  })

  test('and hears that it has the file only once that is recorded', async () => {
    recording = () => Promise.reject(new Error('the disk is full'))
    const { sftp, end } = await login()
    const path = '/withdrawals/intrekkingen-2026-04-20-01.xlsx'
    await expect(done((answer) => sftp.fastGet(path, join(folder, 'not.xlsx'), answer))).rejects.toThrow()
    await end()
    expect(pickedUp).toEqual([])
  })

  test('and may remove what it picked up: it is gone for the portal, also after a restart, and kept as evidence', async () => {
    await put('ris/sftp/signals/vroegsignalen-2026-05-20-01.csv', 'mei')
    const path = '/signals/vroegsignalen-2026-05-20-01.csv'
    const first = await login()
    await expect(done((answer) => first.sftp.unlink(path, answer))).rejects.toThrow('Permission denied')
    await done((answer) => first.sftp.fastGet(path, join(folder, 'mei.csv'), answer))
    await done((answer) => first.sftp.unlink(path, answer))
    await expect(asked<Stats>((answer) => first.sftp.stat(path, answer))).rejects.toThrow('No such file')
    await first.end()

    await server.close()
    server = await serve()
    const second = await login()
    const names = await asked<FileEntry[]>((answer) => second.sftp.readdir('/signals', answer))
    expect(names.map(({ filename }) => filename)).toEqual(['vroegsignalen-2026-04-20-01.csv'])
    await second.end()
  })

  test('by the same host key after a restart', async () => {
    const before = await login()
    await before.end()
    await server.close()
    server = await serve()
    const after = await login()
    await after.end()
    expect(after.hostKey).toBe(before.hostKey)
    expect(after.hostKey).toBe(server.fingerprint)
    expect(statSync(join(keys, 'host_ed25519')).mode & 0o777).toBe(0o600)
  })
})

test('every pair of keys that is made can be used', () => {
  for (let drawn = 0; drawn < 1_500; drawn += 1)
    expect(ssh2.utils.parseKey(newKeyPair('proef').private)).not.toBeInstanceOf(Error)
})

describe('nobody gets further than that', () => {
  test.each([
    ['writes', (sftp) => done((answer) => sftp.writeFile('/signals/nieuw.csv', 'x', answer))],
    ['overwrites', (sftp) => done((answer) => sftp.writeFile('/signals/vroegsignalen-2026-04-20-01.csv', '', answer))],
    ['appends', (sftp) => done((answer) => sftp.appendFile('/signals/vroegsignalen-2026-04-20-01.csv', 'x', answer))],
    ['renames', (sftp) => done((answer) => sftp.rename('/signals/vroegsignalen-2026-04-20-01.csv', '/x.csv', answer))],
    ['makes a folder', (sftp) => done((answer) => sftp.mkdir('/signals/x', answer))],
    ['removes a folder', (sftp) => done((answer) => sftp.rmdir('/signals', answer))],
    ['changes rights', (sftp) => done((answer) => sftp.chmod('/signals', 0o777, answer))],
    ['makes a link', (sftp) => done((answer) => sftp.symlink('/etc/passwd', '/signals/x.csv', answer))],
  ] satisfies [string, (sftp: Awaited<ReturnType<typeof login>>['sftp']) => Promise<void>][])(
    'who %s is refused',
    async (_, attempt) => {
      const { sftp, end } = await login()
      await expect(attempt(sftp)).rejects.toThrow('Permission denied')
      await end()
    },
  )

  test.each([
    '/etc/passwd',
    '/../../etc/passwd',
    '/signals/../../upload/signals/vroegsignalen-2026-04-20-02.csv',
    '/upload/signals/vroegsignalen-2026-04-20-02.csv',
    '/signals/../../../vps/upload/signals/vroegsignalen-vps-2026-04-20-01.csv',
    '/signals/%2e%2e/x.csv',
    '/signals/',
    '',
  ])('there is nothing to read at %j', async (path) => {
    const { sftp, end } = await login()
    await expect(asked((answer) => sftp.open(path, 'r', answer))).rejects.toThrow('No such file')
    await end()
  })

  test('a password, another’s key, an unknown user, and a key that is no longer listed are refused', async () => {
    const stranger = join(folder, 'stranger')
    keepKeyPair(stranger, 'stranger')
    const refused = 'All configured authentication methods failed'
    await expect(connected({ port: server.port, username: 'ris', key: stranger })).rejects.toThrow(refused)
    await expect(login('ris', server.trialKeys.vps)).rejects.toThrow(refused)
    await expect(connected({ port: server.port, username: 'root', key: server.trialKeys.ris })).rejects.toThrow(refused)
    const password = new Promise((resolve, reject) => {
      connected({ port: server.port, username: 'ris', key: stranger }, { password: 'geheim' }).then(resolve, reject)
    })
    await expect(password).rejects.toThrow(refused)

    const listed = join(keys, 'ris.authorized_keys')
    const before = readFileSync(listed, 'utf8')
    writeFileSync(listed, `# het meldpunt\nno key at all\n${readFileSync(`${stranger}.pub`, 'utf8')}`)
    await expect(login()).rejects.toThrow(refused)
    const portal = await connected({ port: server.port, username: 'ris', key: stranger })
    await portal.end()
    writeFileSync(listed, before)
  })

  test('there is no shell, no command and no tunnel', async () => {
    const { client, end } = await login()
    await expect(asked((answer) => client.exec('id', answer))).rejects.toThrow()
    await expect(asked((answer) => client.shell(answer))).rejects.toThrow()
    await expect(asked((answer) => client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, answer))).rejects.toThrow()
    await end()
  })

  test('who speaks no SSH, or breaks off, disturbs nobody else', async () => {
    const socket = connect(server.port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\n\r\n')
    const rude = await login()
    rude.client.destroy()
    const { sftp, end } = await login()
    expect(await asked<FileEntry[]>((answer) => sftp.readdir('/', answer))).toHaveLength(2)
    await end()
    socket.destroy()
  })
})

describe('the sftp client of OpenSSH', () => {
  const sftp = async (commands: string, key = server.trialKeys.ris) => {
    const known = join(folder, 'known_hosts')
    const [type, data] = readFileSync(join(keys, 'host_ed25519.pub'), 'utf8').split(' ')
    writeFileSync(known, `[127.0.0.1]:${server.port} ${type} ${data}\n`)
    writeFileSync(join(folder, 'commands'), commands)
    const options = ['BatchMode=yes', 'IdentitiesOnly=yes', `UserKnownHostsFile=${known}`, 'StrictHostKeyChecking=yes']
    const args = [...options.flatMap((option) => ['-o', option]), '-F', 'none', '-P', String(server.port), '-i', key]
    return run('sftp', ['-b', join(folder, 'commands'), ...args, 'ris@127.0.0.1'], { cwd: folder })
  }

  test('knows the host key, lists, and picks up', async ({ skip }) => {
    skip(!hasSftp, 'there is no sftp on this machine: install openssh-client')
    const { stdout } = await sftp('ls -l\ncd signals\nls -l\nget vroegsignalen-2026-04-20-01.csv\npwd\n')
    expect(stdout).toMatch(/^dr-xr-xr-x .* signals$/m)
    expect(stdout).toMatch(new RegExp(`^-r--r--r-- .* ${BOOK.length} .* vroegsignalen-2026-04-20-01.csv$`, 'm'))
    expect(stdout).toContain('Remote working directory: /signals')
    expect(readFileSync(join(folder, 'vroegsignalen-2026-04-20-01.csv'), 'utf8')).toBe(BOOK)
    expect(pickedUp).toEqual([SIGNALS])
  })

  test('takes everything along in one go, and cannot put anything back', async ({ skip }) => {
    skip(!hasSftp, 'there is no sftp on this machine: install openssh-client')
    await sftp('get -r /\n')
    expect(pickedUp.toSorted()).toEqual([SIGNALS, 'ris/sftp/withdrawals/intrekkingen-2026-04-20-01.xlsx'])
    await expect(sftp('put known_hosts signals/x.csv\n')).rejects.toThrow(/Permission denied/)
    await expect(sftp('ls\n', server.trialKeys.vps)).rejects.toThrow(/Permission denied \(publickey\)/)
  })
})
