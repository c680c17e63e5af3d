import { mkdtempSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Linux keeps what lies here in memory. The emulators write some ten small files a case, and a disk makes a run twice
 * as long.
 */
const IN_MEMORY = '/dev/shm'
/** Room enough for ten thousand cases, with as much to spare. */
const ROOM_BYTES = 4 * 1024 ** 3

/**
 * A new folder for the data of one run: in memory where there is room, which outlives a killed process as well as a
 * disk does.
 */
export const scratchFolder = (): string => mkdtempSync(join(hasRoom() ? IN_MEMORY : tmpdir(), 'vroegsignalering-'))

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}
