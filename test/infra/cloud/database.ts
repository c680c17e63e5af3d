import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { onTestFinished } from 'vitest'

/** A database of the test's own. Each call of what it returns opens it anew, as the next process would. */
export function databaseOnDisk(): () => DatabaseSync {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-'))
  let open: DatabaseSync | null = null
  onTestFinished(() => {
    open?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => {
    open?.close()
    open = new DatabaseSync(join(folder, 'cloud.sqlite'))
    return open
  }
}
