import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepKeyPair } from '../../../infra/local/sftp/host-key.ts'
import { type DropStep, sftpDrop } from '../../../infra/local/transfer/sftp-drop.ts'
import type { SftpPush } from '../../../shared/portals/settings.ts'
import { type ForeignServer, hasSshd, opensshServer, ssh2Server } from '../../adapters/foreign-sftp.ts'

const folder = mkdtempSync(join(tmpdir(), 'drop-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NAME = 'vroegsignalen-2026-04-20-01.csv'
const TEMPORARY = `.${NAME}.part`
const BYTES = new TextEncoder().encode('Achternaam;Postcode\r\nJansen;1011AB\r\n'.repeat(4_000))
const HALF = BYTES.subarray(0, 70_000)

const SERVERS = [
  ['a server on ssh2', true, ssh2Server],
  ['sshd of OpenSSH', hasSshd, opensshServer],
] as const

describe.each(SERVERS)('a file for %s', (name, isThere, start) => {
  let server: ForeignServer
  beforeAll(async () => {
    if (isThere) server = await start(join(folder, name.replaceAll(' ', '-')))
  })
  afterAll(() => server?.stop())
  beforeEach(({ skip }) => {
    skip(!isThere, 'there is no sshd on this machine: install openssh-server')
    server.breakAt = null
    for (const file of readdirSync(server.folder)) rmSync(join(server.folder, file))
  })

  const put = (step: Partial<DropStep> = {}, target: Partial<SftpPush> = {}, key = server.privateKey) =>
    sftpDrop(async () => key).put(
      { ...server.target, ...target },
      { name: NAME, bytes: BYTES },
      { renamedBefore: false, beforeRename: () => {}, ...step },
    )
  const path = (file: string) => join(server.folder, file)
  const files = () => readdirSync(server.folder)
  const isWhole = () => readFileSync(path(NAME)).equals(BYTES)

  test('appears whole, under its own name, and nothing else does', async () => {
    const seen: string[][] = []
    await put({
      beforeRename: () => {
        seen.push(files())
      },
    })
    expect(seen).toEqual([[TEMPORARY]])
    expect(files()).toEqual([NAME])
    expect(isWhole()).toBe(true)
  })

  test('is left alone when it is there already', async () => {
    await put()
    const before = statSync(path(NAME)).mtimeMs
    await put()
    await put({ renamedBefore: true })
    expect(statSync(path(NAME)).mtimeMs).toBe(before)
    expect(files()).toEqual([NAME])
  })

  test.each([[TEMPORARY], [NAME]])('that is there by half, as %s, is repaired', async (half) => {
    writeFileSync(path(half), HALF)
    await put()
    expect(files()).toEqual([NAME])
    expect(isWhole()).toBe(true)
  })

  test('does not overwrite another file of that name: people must look', async () => {
    writeFileSync(path(NAME), 'iets anders')
    await expect(put()).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-differs' })
    expect(readFileSync(path(NAME), 'utf8')).toBe('iets anders')
    expect(files()).toEqual([NAME])
  })

  test('that the portal took away is not put there again', async () => {
    await put({ renamedBefore: true })
    expect(files()).toEqual([])
  })

  test('that had not got its own name yet gets it', async () => {
    writeFileSync(path(TEMPORARY), BYTES)
    await put({ renamedBefore: true })
    expect(files()).toEqual([NAME])
    expect(isWhole()).toBe(true)
  })

  test('goes to no server with another host key', async () => {
    const hostKeys = [`SHA256:${'A'.repeat(43)}`]
    await expect(put({}, { hostKeys })).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-host-key' })
    expect(files()).toEqual([])
  })

  test('does not get in with another key, or with none', async () => {
    const stranger = keepKeyPair(join(folder, 'stranger'), 'stranger')
    await expect(put({}, {}, stranger)).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-login' })
    await expect(put({}, {}, 'geen sleutel')).rejects.toMatchObject({ name: 'PortalRefused', reason: 'portal-secret' })
  })

  test('for a folder that is not there is tried again later', async () => {
    await expect(put({}, { folder: '/nergens' })).rejects.toMatchObject({ name: 'PortalUnreachable' })
  })
})

describe('a connection that is lost', () => {
  let server: ForeignServer
  beforeAll(async () => {
    server = await ssh2Server(join(folder, 'lost'))
  })
  afterAll(() => server.stop())
  beforeEach(() => {
    server.breakAt = null
    for (const file of readdirSync(server.folder)) rmSync(join(server.folder, file))
  })
  /** As the use case does it: what is known of an earlier attempt is kept. */
  let renamed = false
  const put = () =>
    sftpDrop(async () => server.privateKey).put(
      server.target,
      { name: NAME, bytes: BYTES },
      {
        renamedBefore: renamed,
        beforeRename: () => {
          renamed = true
        },
      },
    )

  test.each([
    ['before the first bytes', { request: 'WRITE', when: 'before' }, [TEMPORARY]],
    ['among the bytes', { request: 'WRITE', when: 'after' }, [TEMPORARY]],
    ['before it got its name', { request: 'RENAME', when: 'before' }, [TEMPORARY]],
    ['before it was heard that it got its name', { request: 'RENAME', when: 'after' }, [NAME]],
  ] as const)('%s: the next attempt makes it whole, once', async (_, breakAt, left) => {
    renamed = false
    server.breakAt = breakAt
    await expect(put()).rejects.toMatchObject({ name: 'PortalUnreachable' })
    expect(readdirSync(server.folder)).toEqual(left)
    server.breakAt = null
    await put()
    expect(readdirSync(server.folder)).toEqual([NAME])
    expect(readFileSync(join(server.folder, NAME)).equals(BYTES)).toBe(true)
  })

  test('after it got its name, and the portal was quick: it is not put there twice', async () => {
    renamed = false
    server.breakAt = { request: 'RENAME', when: 'after' }
    await expect(put()).rejects.toMatchObject({ name: 'PortalUnreachable' })
    rmSync(join(server.folder, NAME))
    server.breakAt = null
    await put()
    expect(readdirSync(server.folder)).toEqual([])
  })

  test('or never made: it is tried again later', async () => {
    const gone = await ssh2Server(join(folder, 'gone'))
    await gone.stop()
    const step = { renamedBefore: false, beforeRename: () => {} }
    const attempt = sftpDrop(async () => gone.privateKey).put(gone.target, { name: NAME, bytes: BYTES }, step)
    await expect(attempt).rejects.toMatchObject({ name: 'PortalUnreachable' })
  })
})
