import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { RegisterStore } from '../../shared/contracts/ports.ts'
import type { KeptQuestion } from '../../shared/contracts/question.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { mailStaff, type StaffMailPorts } from '../../shared/correspondence/staff-mail.ts'
import { dateOf } from '../../shared/domain/calendar.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { worded } from '../../shared/questions/wording.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'

export const tellUploaderInput = z.strictObject({})

export interface UploaderPorts extends StaffMailPorts {
  readonly registers: Pick<RegisterStore, 'organisation'>
  readonly notebook: Pick<NotebookFor<'question read' | 'staff-mail read' | 'staff-mail put'>, 'list' | 'reserve'>
}

const ABOUT_UPLOADS: ReadonlySet<string> = new Set(['upload', 'void-file'])

/**
 * Tells whoever uploads files at the end of a round, and not only the next morning, which are ready and which are void
 * (S1, S2): each once. What breaks off is not repeated; the mail of the next morning asks for all that is still open.
 */
export async function tellUploader(ports: UploaderPorts): Promise<{ told: number }> {
  const now = ports.now().toISOString()
  const organisation = await ports.registers.organisation()
  const { staff } = organisation
  if (staff === null) return { told: 0 }
  const news: KeptQuestion[] = []
  for (const question of await allQuestions(ports.notebook))
    if (question.endedAt === null && ABOUT_UPLOADS.has(question.about) && (await isOurs(ports, question)))
      news.push(question)
  if (news.length === 0) return { told: 0 }

  const urgent = news.some(({ reason }) => reason === 'urgent-upload')
  await mailStaff(
    ports,
    organisation,
    staff,
    {
      kind: 'staff-daily',
      date: dateOf(now),
      organisation,
      tasks: [],
      questions: news.map((each) => ({ caseId: null, renter: null, question: worded(each) })),
      overdue: [],
    },
    {
      reservation: `staff-files-${sha256(news.map(({ id }) => id).join(' ')).slice(0, 16)}`,
      kind: 'staff-files',
      subject: `${urgent ? 'Dringend. ' : ''}Nu te doen: bestanden voor het meldpunt`,
    },
  )
  return { told: news.length }
}

/** Whether this call is the one that tells of the question. */
async function isOurs({ notebook }: UploaderPorts, { id }: KeptQuestion): Promise<boolean> {
  const owner = randomUUID()
  return (await notebook.reserve('staff-mail', `file-${id}`, { owner })).owner === owner
}
