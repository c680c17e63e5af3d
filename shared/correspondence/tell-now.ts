import type { CaseLog, RegisterStore } from '../contracts/ports.ts'
import type { KeptQuestion, Question } from '../contracts/question.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { dateOf } from '../domain/calendar.ts'
import { allQuestions } from '../questions/questions.ts'
import { randomBits } from '../runtime/random.ts'
import { sha256 } from '../runtime/sha256.ts'
import { isUrgent, questionInFull, reasonsOf } from './asked.ts'
import { mailStaff, type StaffMailPorts } from './staff-mail.ts'

export interface AtOncePorts extends StaffMailPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'organisation'>
  readonly notebook: Pick<NotebookFor<'question read' | 'staff-mail read' | 'staff-mail put'>, 'list' | 'reserve'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get'>
}

/** What a mail is about, for its subject; null for what waits for the morning. */
function todoOf({ about, reason, urgent }: KeptQuestion): string | null {
  const is = (...reasons: Question['reason'][]) => reasons.some((each) => each === reason)
  if (about === 'upload' || about === 'void-file') return 'bestanden voor het meldpunt'
  if (is('book-urgent')) return 'een nieuwe debiteurenlijst'
  if (is('threat-held', 'threat-leaves')) return 'een dreigende situatie'
  if (is('file-waits', 'file-refused')) return 'een debiteurenlijst die niet telt'
  return about === 'answer' && urgent ? 'een antwoord van de gemeente' : null
}

/**
 * Tells people what cannot wait for the morning: which files are ready and which are void (S1, S2), a threatening
 * situation and the book that it waits for (C13), a book that is refused or waits (I1), and answers of portals that do
 * not count and may say that help was accepted (F2). Each once. What breaks off is not repeated; the mail of the next
 * morning asks for all that is still open.
 */
export async function tellNow(ports: AtOncePorts): Promise<{ told: number }> {
  const organisation = await ports.registers.organisation()
  const { staff } = organisation
  if (staff === null) return { told: 0 }
  const news: { readonly question: KeptQuestion; readonly todo: string }[] = []
  for (const question of await allQuestions(ports.notebook)) {
    const todo = question.endedAt === null ? todoOf(question) : null
    if (todo !== null && (await isOurs(ports, question))) news.push({ question, todo })
  }
  if (news.length === 0) return { told: 0 }

  const questions = news.map(({ question }) => question)
  const reasons = await reasonsOf(ports, questions)
  const todo = [...new Set(news.map((each) => each.todo))]
  const summary = `${questions.some(isUrgent) ? 'Dringend. ' : ''}Nu te doen: ${todo.join(', ')}`
  const lines = questions.map((each) => ({
    about: aboutOf(each),
    text: questionInFull(each, reasons.get(each.id) ?? []),
  }))
  await mailStaff(
    ports,
    organisation,
    staff,
    {
      kind: 'staff-daily',
      date: dateOf(ports.now().toISOString()),
      organisation,
      summary,
      sections: [{ heading: 'Nu te doen', intro: null, lines, more: null }],
    },
    {
      reservation: `staff-files-${sha256(questions.map(({ id, at }) => `${id} ${at}`).join(' ')).slice(0, 16)}`,
      kind: 'staff-files',
    },
  )
  return { told: questions.length }
}

function aboutOf({ caseId, renter, file }: KeptQuestion): string {
  const parts = [caseId === null ? null : `dossier ${caseId}`, renter === null ? null : `debiteur ${renter}`]
  const known = parts.filter((part) => part !== null).join(', ')
  if (known === '') return file === null ? 'Zonder dossier' : `Bestand ${file}`
  return known.charAt(0).toUpperCase() + known.slice(1)
}

/** Whether this call is the one that tells of the question; one that is asked anew is told anew. */
async function isOurs({ notebook }: AtOncePorts, { id, at }: KeptQuestion): Promise<boolean> {
  const owner = randomBits()
  return (await notebook.reserve('staff-mail', `file-${id}-${at}`, { owner })).owner === owner
}
