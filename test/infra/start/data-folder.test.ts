import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WrongInput } from '../../../infra/command.ts'
import { beginAnew, refuseOthersFolder, refuseRealWork, takeFolder } from '../../../infra/local/start/data-folder.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'data-folder-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const put = (...names: string[]) => {
  for (const name of names) writeFileSync(join(dataDir, name), 'x')
}

test('a sample is played in a folder that is new, empty, or holds the keys of portals', () => {
  expect(() => refuseRealWork(join(dataDir, 'new'))).not.toThrow()
  expect(() => refuseRealWork(dataDir)).not.toThrow()
  mkdirSync(join(dataDir, 'secrets'))
  put('start.lock', 'start.pid')
  expect(() => refuseRealWork(dataDir)).not.toThrow()
})

test.each([['cloud.sqlite'], ['functions.log'], ['brief.txt'], ['before-clock']])(
  'a sample is refused with one sentence where %s lies, and everything stays',
  (name) => {
    put('start.lock', name)
    const refused = () => refuseRealWork(dataDir)
    expect(refused).toThrow(WrongInput)
    expect(refused).toThrow(/^--data .*: in deze map staat ander werk, [^.\n]*$/)
    expect(readdirSync(dataDir).sort()).toEqual([name, 'start.lock'].sort())
  },
)

test('a sample begins anew in its own folder, which keeps the keys of portals and the lock', () => {
  const release = takeFolder(dataDir)
  mkdirSync(join(dataDir, 'secrets'))
  writeFileSync(join(dataDir, 'secrets', 'key'), 'x')
  beginAnew(dataDir)
  mkdirSync(join(dataDir, 'mail'))
  put('cloud.sqlite', 'functions.log')
  expect(() => refuseRealWork(dataDir)).not.toThrow()
  beginAnew(dataDir)
  expect(readdirSync(dataDir).sort()).toEqual(['sample', 'secrets', 'start.lock', 'start.pid'])
  expect(existsSync(join(dataDir, 'secrets', 'key'))).toBe(true)
  release()
})

test('work does not go on in the folder of a sample', () => {
  beginAnew(dataDir)
  put('start.lock', 'cloud.sqlite')
  const refused = () => refuseOthersFolder(dataDir)
  expect(refused).toThrow(WrongInput)
  expect(refused).toThrow(/^--data .*: in deze map staat het voorbeeld; start met --sample, /)
})

test('a folder is closed to others, and taken once', () => {
  const release = takeFolder(dataDir)
  expect((statSync(dataDir).mode & 0o777).toString(8)).toBe('700')
  release()
  takeFolder(dataDir)()
})
