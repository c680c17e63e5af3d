import { answerProfileSchema } from './answer-profile.ts'
import { type FormatProfile, parseProfile } from './profile.ts'
import risAnswers from './profiles/ris-answers.json' with { type: 'json' }
import risCsv from './profiles/ris-csv.json' with { type: 'json' }
import risWithdrawal from './profiles/ris-withdrawal.json' with { type: 'json' }
import risXlsx from './profiles/ris-xlsx.json' with { type: 'json' }
import vps from './profiles/vps.json' with { type: 'json' }
import vpsAnswers from './profiles/vps-answers.json' with { type: 'json' }
import vpsReport from './profiles/vps-report.json' with { type: 'json' }
import vpsWithdrawal from './profiles/vps-withdrawal.json' with { type: 'json' }

/** The format profiles that come with the program. */
export const BUNDLED_PROFILES = {
  'ris-xlsx': parseProfile(risXlsx, 'ris-xlsx.json'),
  'ris-csv': parseProfile(risCsv, 'ris-csv.json'),
  'ris-withdrawal': parseProfile(risWithdrawal, 'ris-withdrawal.json'),
  vps: parseProfile(vps, 'vps.json'),
  'vps-withdrawal': parseProfile(vpsWithdrawal, 'vps-withdrawal.json'),
} as const satisfies Record<string, FormatProfile>

/** The profiles of files with answers that come with the program. */
export const BUNDLED_ANSWER_PROFILES = {
  'ris-answers': answerProfileSchema.parse(risAnswers),
  'vps-answers': answerProfileSchema.parse(vpsAnswers),
  'vps-report': answerProfileSchema.parse(vpsReport),
} as const
