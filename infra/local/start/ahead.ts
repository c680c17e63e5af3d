import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { localTime } from '../../../shared/domain/calendar.ts'
import { WrongInput } from '../../command.ts'

// How far people moved the clock of a data folder ahead of this computer's, in milliseconds: what the kept clock is
// ahead beyond that, the computer's own clock went back.

/** Computers set their clocks right by less than this. */
export const TOLERANCE_MS = 5 * 60_000

const fileIn = (dataDir: string) => join(dataDir, 'ahead')

export const readAhead = (dataDir: string): number =>
  existsSync(fileIn(dataDir)) ? Number(readFileSync(fileIn(dataDir), 'utf8')) : 0

/** Before the clock moves: it may be killed on its way. */
export function writeAhead(dataDir: string, ms: number): void {
  writeFileSync(`${fileIn(dataDir)}.part`, String(Math.max(0, ms)))
  renameSync(`${fileIn(dataDir)}.part`, fileIn(dataDir))
}

/**
 * @param stands where the clock of the data folder stands, and `now` that of this computer, in epoch milliseconds
 * @throws WrongInput when only the computer's clock can have gone back: what comes now would be dated before what was
 */
export function refuseClockBack(stands: number, now: number, ahead: number): void {
  if (stands <= now + ahead + TOLERANCE_MS) return
  const [was, is] = [stands - ahead, now].map((ms) =>
    localTime(new Date(ms).toISOString()).slice(0, 16).replace('T', ' '),
  )
  throw new WrongInput(
    `de klok van deze computer is teruggegaan: hij staat op ${is}, maar hier was het al ${was}; zet de klok goed en start opnieuw`,
  )
}
