import type { FormatProfile } from './profile.ts'
import { WithdrawalRow } from './withdrawal-row.ts'
import { writeFile } from './write-file.ts'

/**
 * Writes a withdrawal file: per signal the postcode, house number and addition (`S4`). `on` is `YYYY-MM-DD`.
 * Throws a PortalFileError for a row that cannot be sent, and a RangeError for no rows or a profile for signals.
 */
export function writeWithdrawalFile(
  profile: FormatProfile,
  rows: readonly WithdrawalRow[],
  on: string,
): Promise<Uint8Array> {
  return writeFile(profile, 'withdrawals', WithdrawalRow, rows, on)
}
