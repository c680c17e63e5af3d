import type { KeptQuestion, Question } from '../../shared/contracts/question.ts'
import type { Organisation } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import type { StaffMail } from '../../shared/correspondence/staff-mail.ts'
import type { IsoDate, IsoInstant } from '../../shared/domain/calendar.ts'
import type { BookNeeded } from '../../shared/queries/books-needed.ts'
import { openQuestions, type Tasks } from '../../shared/queries/day.ts'
import type { Undelivered } from '../../shared/rounds/undelivered.ts'
import { aboutCase, fileLine, type LinePorts, MOST, overdueLines, questionLine } from './lines.ts'
import type { RoundNews } from './round-news.ts'
import { bookLine, mattersOf, toldBy, waitingLines } from './waiting-lines.ts'

/** What the morning has to tell. */
export interface News extends Tasks {
  readonly on: IsoDate
  /** Questions that were asked until then. */
  readonly until: IsoInstant
  readonly undelivered: readonly Undelivered[]
  readonly rounds: RoundNews
  readonly books: readonly BookNeeded[]
}

interface MorningPorts extends LinePorts {
  readonly notebook: Pick<NotebookFor<'question read' | 'staff-mail read'>, 'get' | 'list'>
}

/** The mail of a morning: each case and matter once, with the step that resolves it (H1). */
export async function morningLetter(
  ports: MorningPorts,
  organisation: Organisation,
  { on, until, undelivered, rounds, books, calls, overdue, waiting }: News,
): Promise<StaffMail> {
  const questions = (await newQuestions(ports, until))
    .filter(({ about, reason }) => about !== 'decision' && !NEEDED.has(reason))
    .filter(({ about, file }) => !(ABOUT_FILES.has(about) && undelivered.some((each) => each.file === file)))
  const elsewhere = toldBy(new Set(calls.map(({ summary }) => summary.caseId)), questions)
  return {
    kind: 'staff-daily',
    date: on,
    organisation,
    tasks: calls.slice(0, MOST).map(({ summary, client, day }) => ({
      ...aboutCase(summary, client),
      totalCents: summary.amountCents,
      months: summary.months,
      contactBefore: day,
    })),
    moreTasks: Math.max(0, calls.length - MOST),
    questions: [
      ...questions.filter(({ urgent }) => urgent).map(questionLine),
      ...books.map(bookLine),
      ...rounds.lines,
      ...undelivered.map(fileLine),
      ...questions.filter(({ urgent }) => !urgent).map(questionLine),
      ...waitingLines(mattersOf(waiting), elsewhere).slice(0, MOST),
    ],
    overdue: await overdueLines(ports, overdue.slice(0, MOST)),
    moreOverdue: Math.max(0, overdue.length - MOST),
  }
}

/** What stands in the list of files already, and needs no line of its own. */
const ABOUT_FILES: ReadonlySet<string> = new Set<Question['about']>(['upload', 'delivery'])
/** Books that are needed have a line of their own each morning, as decisions have. */
const NEEDED: ReadonlySet<string> = new Set<Question['reason']>(['book-needed', 'book-urgent'])

/** The open questions since the last mail that left, and those that hold something. */
async function newQuestions(ports: MorningPorts, until: IsoInstant): Promise<KeptQuestion[]> {
  // Of mails that left, and never of one that broke off.
  const told = await ports.notebook.get('staff-mail', 'told')
  return openQuestions(ports.notebook, told?.until ?? null, until)
}
