import { type FormatProfile, parseProfile } from './profile.ts'
import risCsv from './profiles/ris-csv.json' with { type: 'json' }
import risWithdrawal from './profiles/ris-withdrawal.json' with { type: 'json' }
import risXlsx from './profiles/ris-xlsx.json' with { type: 'json' }
import vps from './profiles/vps.json' with { type: 'json' }
import vpsWithdrawal from './profiles/vps-withdrawal.json' with { type: 'json' }

/** The format profiles that come with the program. */
export const bundledProfiles = {
  'ris-xlsx': parseProfile(risXlsx, 'ris-xlsx.json'),
  'ris-csv': parseProfile(risCsv, 'ris-csv.json'),
  'ris-withdrawal': parseProfile(risWithdrawal, 'ris-withdrawal.json'),
  vps: parseProfile(vps, 'vps.json'),
  'vps-withdrawal': parseProfile(vpsWithdrawal, 'vps-withdrawal.json'),
} as const satisfies Record<string, FormatProfile>
