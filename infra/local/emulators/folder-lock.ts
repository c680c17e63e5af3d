import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** The children of a killed run need a moment to notice; a run that is alive never lets go. */
const PATIENCE_MS = 3_000

/**
 * Takes the folder for this process alone, until it ends.
 *
 * The lock is one that the operating system holds for the process (through SQLite, which does so on every platform) and
 * drops when the process dies, however it dies. A process id in a file would be wrong as soon as the id is given out
 * again, which in a container happens at every start; here the id is only kept so that the error can name the holder.
 *
 * @returns releases the lock.
 * @throws Error when another live process holds the folder.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const holderFile = `${folder}.pid`
  const lock = new DatabaseSync(`${folder}.lock`, { timeout: PATIENCE_MS })
  try {
    lock.exec('BEGIN IMMEDIATE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new Error(`the folder ${folder} is in use by another run${holder(holderFile)}`)
  }
  writeFileSync(holderFile, `${process.pid}\n`)
  return () => {
    rmSync(holderFile, { force: true })
    lock.close()
  }
}

/** SQLITE_BUSY is 5. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

function holder(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`
  } catch {
    return ''
  }
}
