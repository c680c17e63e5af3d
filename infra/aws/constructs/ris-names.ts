import { signalProfile, withdrawalProfile } from '../../../shared/portals/bundled-profiles.ts'
import type { FormatProfile } from '../../../shared/portals/profile.ts'

/** The folders of the bucket for the portals, as the round writes them. */
export const FOLDERS = ['signals', 'withdrawals'] as const

/** The keys of all files that are for RIS Matching, with the wildcards of IAM; the other portal's files match none. */
export const RIS_KEYS: readonly string[] = [
  `signals/${pattern(signalProfile('RIS', 'xlsx'))}`,
  `signals/${pattern(signalProfile('RIS', 'csv'))}`,
  `withdrawals/${pattern(withdrawalProfile('RIS'))}`,
]

function pattern({ fileName, dateFormat, fileType }: FormatProfile): string {
  return `${fileName.replace('{date}', dateFormat.replace(/[yMd]/g, '?')).replace('{part}', '*')}.${fileType}`
}
