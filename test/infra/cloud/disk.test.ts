import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { DiskFull, fullDiskSentence, refuseFullDisk } from '../../../infra/local/start/disk.ts'

/** What SQLite says when its file may not grow. */
function sqliteFull(): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'disk-'))
  const database = new DatabaseSync(join(folder, 'small.sqlite'))
  try {
    database.exec('PRAGMA max_page_count = 2; CREATE TABLE text (text)')
    database.prepare('INSERT INTO text VALUES (?)').run('x'.repeat(100_000))
    return null
  } catch (error) {
    return error
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

/** What the operating system says; Linux has a device that is always full. */
function deviceFull(): unknown {
  if (!existsSync('/dev/full')) return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  try {
    writeFileSync('/dev/full', 'x')
    return null
  } catch (error) {
    return error
  }
}

test.each([
  ['a file', deviceFull()],
  ['SQLite', sqliteFull()],
  ['LevelDB', Object.assign(new Error('IO error: 000003.log: No space left on device'), { code: 'LEVEL_IO_ERROR' })],
])('a full disk is one Dutch sentence, where %s finds it', (_, error) => {
  expect(fullDiskSentence(error)).toBe(
    'De schijf is vol: maak ruimte vrij en start opnieuw. Wat al binnen was, is er nog.',
  )
})

test('so is one that is nearly full, and names the folder; with room left nothing is said', () => {
  expect(() => refuseFullDisk('/gegevens', () => 256)).not.toThrow()
  const refused = () => refuseFullDisk('/gegevens', () => 255)
  expect(refused).toThrow(DiskFull)
  expect(refused).toThrow(/256 MB .*\/gegevens.* niets verloren/)
  expect(fullDiskSentence(new DiskFull('De schijf is bijna vol.'))).toBe('De schijf is bijna vol.')
})

test('any other failure is none of the disk', () => {
  const readIt = () => readFileSync('/bestaat/niet')
  expect(readIt).toThrow()
  for (const error of [new Error('ENOENT: no such file'), new RangeError('full'), 'no space left on device', null])
    expect(fullDiskSentence(error)).toBeNull()
})
