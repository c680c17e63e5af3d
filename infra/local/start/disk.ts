import { statfsSync } from 'node:fs'

/**
 * So much must stay free, in MB: the largest file that may come in, its import, and the logs that the engines write
 * when they tidy up.
 */
const RESERVE_MB = 256
const SQLITE_FULL = 13

/** There is hardly room left. The message is Dutch, for the person who started the cloud. */
export class DiskFull extends Error {
  override readonly name = 'DiskFull'
}

/**
 * Refuses to go on before the disk is full: everything that is under way lies on disk still, and goes on at the next
 * start, where an engine that cannot write would have each attempt fail until it is given up.
 *
 * @throws DiskFull
 */
export function refuseFullDisk(folder: string, freeMb: (folder: string) => number = freeMbAt): void {
  if (freeMb(folder) < RESERVE_MB)
    throw new DiskFull(
      `De schijf is bijna vol: maak minstens ${RESERVE_MB} MB vrij op de schijf van ${folder}, en start opnieuw. Er is niets verloren gegaan.`,
    )
}

function freeMbAt(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return (bavail * bsize) / (1024 * 1024)
}

/** What failed because the disk was full after all, as a sentence; null for anything else. */
export function fullDiskSentence(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if (error instanceof DiskFull) return error.message
  const full =
    ('code' in error && error.code === 'ENOSPC') ||
    ('errcode' in error && error.errcode === SQLITE_FULL) ||
    /no space left on device/i.test(error.message)
  return full ? 'De schijf is vol: maak ruimte vrij en start opnieuw. Wat al binnen was, is er nog.' : null
}
