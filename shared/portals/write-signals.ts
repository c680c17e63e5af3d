import type { FormatProfile } from './profile.ts'
import { type SignalRow, signalRowSchema } from './signal-row.ts'
import { writeFile } from './write-file.ts'

/**
 * Writes a signal file: the titles on the first row, then one row a signal, and nothing else (step 3, `S2`, `S3`).
 * The same profile, rows and date give the same bytes. `on` is the date of the file, `YYYY-MM-DD`.
 *
 * @throws PortalFileError for a row that cannot be sent
 * @throws RangeError for no rows or a profile for withdrawals
 */
export function writeSignalFile(profile: FormatProfile, rows: readonly SignalRow[], on: string): Promise<Uint8Array> {
  return writeFile(profile, 'signals', signalRowSchema, rows, on)
}
