import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { RegisterStore } from '../../shared/contracts/ports.ts'
import type { KeptQuestion, Question } from '../../shared/contracts/question.ts'
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

const ABOUT_UPLOADS: ReadonlySet<string> = new Set<Question['about']>(['upload', 'void-file'])
const URGENT: ReadonlySet<string> = new Set<Question['reason']>(['urgent-upload', 'urgent-entry', 'book-urgent'])

const isNews = ({ about, reason, endedAt }: KeptQuestion): boolean =>
  endedAt === null && (ABOUT_UPLOADS.has(about) || reason === 'book-urgent')

/**
 * Tells whoever uploads files at the end of a round, and not only the next morning, which are ready and which are void
 * (S1, S2), and for whose book a threatening situation waits (C13): each once. What breaks off is not repeated; the
 * mail of the next morning asks for all that is still open.
 */
export async function tellUploader(ports: UploaderPorts): Promise<{ told: number }> {
  const now = ports.now().toISOString()
  const organisation = await ports.registers.organisation()
  const { staff } = organisation
  if (staff === null) return { told: 0 }
  const news: KeptQuestion[] = []
  for (const question of await allQuestions(ports.notebook))
    if (isNews(question) && (await isOurs(ports, question))) news.push(question)
  if (news.length === 0) return { told: 0 }

  const urgent = news.some(({ reason }) => URGENT.has(reason))
  const [books, files] = [news.some(({ about }) => about === 'book'), news.some(({ about }) => about !== 'book')]
  const todo = [...(books ? ['een nieuwe debiteurenlijst'] : []), ...(files ? ['bestanden voor het meldpunt'] : [])]
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
      reservation: `staff-files-${sha256(news.map(({ id, at }) => `${id} ${at}`).join(' ')).slice(0, 16)}`,
      kind: 'staff-files',
      subject: `${urgent ? 'Dringend. ' : ''}Nu te doen: ${todo.join(' en ')}`,
    },
  )
  return { told: news.length }
}

/** Whether this call is the one that tells of the question; one that is asked anew is told anew. */
async function isOurs({ notebook }: UploaderPorts, { id, at }: KeptQuestion): Promise<boolean> {
  const owner = randomUUID()
  return (await notebook.reserve('staff-mail', `file-${id}-${at}`, { owner })).owner === owner
}
