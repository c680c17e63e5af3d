import type { CaseSummary, RegisterStore } from '../../shared/contracts/ports.ts'
import type { KeptQuestion } from '../../shared/contracts/question.ts'
import type { Client } from '../../shared/contracts/registers.ts'
import type { StaffMail } from '../../shared/correspondence/staff-mail.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import type { Task } from '../../shared/queries/day.ts'
import { worded } from '../../shared/questions/wording.ts'
import type { Undelivered } from '../../shared/rounds/undelivered.ts'
import { remember } from '../../shared/runtime/remember.ts'

/** A line of the mail: of which case, and what a person must do. */
export type Line = StaffMail['questions'][number]

/**
 * So many cases stand in each list of a mail; of the rest it says how many there are. They come along the next days.
 */
export const MOST = 500

export interface LinePorts {
  readonly registers: Pick<RegisterStore, 'municipality'>
}

export const aboutCase = ({ caseId, renter }: CaseSummary, { name }: Client) => ({ caseId, renter, client: { name } })

export const questionLine = (question: KeptQuestion): Line => ({
  caseId: question.caseId,
  renter: question.renter,
  question: worded(question),
})

/** A file that its portal does not have, as a colleague reads it (S2). */
export function fileLine({ file, since, municipalities, step, late }: Undelivered): Line {
  const whose = municipalities.length === 0 ? '' : `, voor ${municipalities.join(', ')},`
  const ring = late ? ' Dit duurt al drie werkdagen: meld het ook aan de beheerder.' : ''
  const question = `Het bestand ${file}${whose} is sinds ${dutchDate(since)} niet bij het meldpunt. ${step}${ring}`
  return { caseId: null, renter: null, question }
}

/** Answers that municipalities owe (F1). */
export function overdueLines({ registers }: LinePorts, overdue: readonly Task[]): Promise<StaffMail['overdue']> {
  const nameOf = remember(async (code: string) => (await registers.municipality(code))?.name ?? 'onbekend')
  return Promise.all(
    overdue.map(async ({ summary, client, day }) => ({
      ...aboutCase(summary, client),
      municipality: await nameOf(summary.gemeentecode ?? ''),
      answerBy: day,
    })),
  )
}
