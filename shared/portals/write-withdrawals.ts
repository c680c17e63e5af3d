import type { FormatProfile } from './profile.ts'
import { type WithdrawalRow, withdrawalRowSchema } from './withdrawal-row.ts'
import { writeFile } from './write-file.ts'

/**
 * Writes a withdrawal file: per signal the postcode, house number and addition (`S4`). `on` is `YYYY-MM-DD`.
 *
 * @throws PortalFileError for a row that cannot be sent
 * @throws RangeError for no rows or a profile for signals
 */
export function writeWithdrawalFile(
  profile: FormatProfile,
  rows: readonly WithdrawalRow[],
  on: string,
): Promise<Uint8Array> {
  return writeFile(profile, 'withdrawals', withdrawalRowSchema, rows, on)
}
