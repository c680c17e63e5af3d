import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import {
  type CaseLog,
  type CaseSummary,
  type Mailer,
  MailRefused,
  type RegisterStore,
  UndeliverableByEmail,
} from '../../shared/contracts/ports.ts'
import type { KeptQuestion, Question } from '../../shared/contracts/question.ts'
import type { Client, Organisation } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { mailStaff, type StaffMail, type StaffMailPorts } from '../../shared/correspondence/staff-mail.ts'
import {
  dateOf,
  type IsoDate,
  type IsoInstant,
  instantAt,
  isWorkingDay,
  plusMinutes,
} from '../../shared/domain/calendar.ts'
import { dutchDate } from '../../shared/letters/format.ts'
import { type BookNeeded, booksNeeded } from '../../shared/queries/books-needed.ts'
import { openQuestions, type Tasks, tasksOn } from '../../shared/queries/day.ts'
import { askOpenPoints } from '../../shared/questions/mandates.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { worded } from '../../shared/questions/wording.ts'
import { type Undelivered, type UndeliveredPorts, undeliveredOn } from '../../shared/rounds/undelivered.ts'
import { remember } from '../../shared/runtime/remember.ts'
import { askBooks, askDecisions } from './ask.ts'
import { type RoundNews, roundNews } from './round-news.ts'
import { bookLine, waitingLine } from './waiting-lines.ts'

export const tellStaffInput = z.object({})

type NoteRights = 'approval read' | 'delivery read' | `${'question' | 'staff-mail'} ${'read' | 'put'}`

export interface StaffPorts extends StaffMailPorts, Pick<UndeliveredPorts, 'objects'> {
  readonly log: Pick<CaseLog, 'openOf' | 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'municipality' | 'organisation'>
  readonly notebook: Omit<NotebookFor<NoteRights>, 'putMany'>
  readonly mailer: StaffMailPorts['mailer'] & Pick<Mailer, 'sentAs'>
}

/**
 * So many cases stand in each list of the mail; of the rest it says how many there are. They come along the next days.
 */
const MOST = 500
/** A call that is tried again until after midnight leaves the new day's mail to the morning. */
const FROM = '08:00'
/** How long the mail service gets to report that it sent a mail that broke off. */
const REPORTED_MINUTES = 15
/** A question of the last minute may still be on its way to the notebook: the next mail has it. */
const ARRIVED_MINUTES = 1

/** Another call sends the mail of the day, or broke off while it did, and nobody knows yet whether the mail left. */
export class StaffMailUnsettled extends Error {
  override readonly name = 'StaffMailUnsettled'
}

/**
 * Tells the debtor department what waits for people, in one mail each working morning: calls to make (C6 b), new
 * questions, those about mandates among them (R1), whose book is needed (C13), what is held or waits for a decision
 * (H1), rounds to approve (S6), files that their portal does not have (S2), and answers that the municipality owes
 * (F1). Nothing to tell, or nobody to tell it to: no mail. The day is reserved before the mail leaves, and counts as
 * done only when it left: a mail that was refused is sent by the next call, and one that broke off once the mail
 * service had the time to say that it left.
 *
 * @throws MailRefused or UndeliverableByEmail when the mail service refuses it, StaffMailUnsettled, or another error
 * when it is not known whether the mail left
 */
export async function tellStaff(ports: StaffPorts): Promise<Told> {
  const now = ports.now()
  const on = dateOf(now.toISOString())
  if (!isWorkingDay(on)) return { told: 0, lateFiles: 0, unapprovedRounds: 0 }
  const organisation = await ports.registers.organisation()
  const { staff } = organisation
  const undelivered = await undeliveredOn(ports, on, await allQuestions(ports.notebook))
  const lateFiles = undelivered.filter(({ late }) => late).length
  const rounds = await roundNews(ports, on)
  const watched = { lateFiles, unapprovedRounds: rounds.unapproved }
  if (staff === null || now.toISOString() < instantAt(on, FROM)) return { told: 0, ...watched }
  const until = plusMinutes(now.toISOString(), -ARRIVED_MINUTES)
  const clients = await ports.registers.clients()
  await askOpenPoints(ports, clients, until)
  const day = await tasksOn(ports, on)
  const books = await booksNeeded(ports.registers, clients, day.open, on)
  await askDecisions(ports, day.waiting, until)
  await askBooks(ports, books, until)
  const letter = await mailOf(ports, organisation, on, until, { undelivered, rounds, books, ...day })
  const told = letter.tasks.length + letter.questions.length + letter.overdue.length
  if (told === 0) return { told: 0, ...watched }

  const reservation = `staff-${on}`
  const mine = { owner: randomUUID(), until }
  if (!(await isOurs(ports, on, reservation, mine))) return { told: 0, ...watched }
  try {
    await mailStaff(ports, organisation, staff, letter, { reservation, kind: letter.kind })
  } catch (error) {
    if (error instanceof MailRefused || error instanceof UndeliverableByEmail)
      await ports.notebook.put('staff-mail', on, {})
    throw error
  }
  await left(ports, on, mine)
  return { told, ...watched }
}

interface Told {
  /** So many things stand in the mail. */
  readonly told: number
  /** So many files have not reached their portal for three working days; an alarm counts these (S2). */
  readonly lateFiles: number
  /** So many rounds are past their day and not approved; an alarm counts these (S6). */
  readonly unapprovedRounds: number
}

interface Sending {
  readonly owner: string
  readonly until: IsoInstant
}

async function left({ notebook }: StaffPorts, on: IsoDate, { owner, until }: Sending): Promise<void> {
  await notebook.put('staff-mail', 'told', { until })
  await notebook.put('staff-mail', on, { owner, until, left: true })
}

/**
 * Whether this call is the one that sends the mail of the day; not when it left already. @throws StaffMailUnsettled
 */
async function isOurs(ports: StaffPorts, on: IsoDate, reservation: string, mine: Sending): Promise<boolean> {
  const { owner, until, left: done } = await ports.notebook.reserve('staff-mail', on, mine)
  if (owner === mine.owner) return true
  if (done) return false
  if (owner !== undefined && until !== undefined) {
    if ((await ports.mailer.sentAs(reservation)) !== null) {
      await left(ports, on, { owner, until })
      return false
    }
    if (plusMinutes(until, REPORTED_MINUTES) > mine.until) throw new StaffMailUnsettled(reservation)
  }
  await ports.notebook.put('staff-mail', on, mine)
  return true
}

/** What the morning has to tell. */
interface News extends Tasks {
  readonly undelivered: readonly Undelivered[]
  readonly rounds: RoundNews
  readonly books: readonly BookNeeded[]
}

async function mailOf(
  ports: StaffPorts,
  organisation: Organisation,
  on: IsoDate,
  until: IsoInstant,
  { undelivered, rounds, books, calls, overdue, waiting }: News,
): Promise<StaffMail> {
  const nameOf = remember(async (code: string) => (await ports.registers.municipality(code))?.name ?? 'onbekend')
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
      ...books.map(bookLine),
      ...rounds.lines,
      ...undelivered.map((each) => ({ caseId: null, renter: null, question: notThere(each) })),
      ...(await newQuestions(ports, until))
        .filter(({ about, reason }) => !TOLD_DAILY.has(about) && reason !== 'book-needed')
        .filter(({ about, file }) => !(ABOUT_FILES.has(about) && undelivered.some((each) => each.file === file)))
        .map((question) => ({ caseId: question.caseId, renter: question.renter, question: worded(question) })),
      ...waiting.slice(0, MOST).map(waitingLine),
    ],
    overdue: await Promise.all(
      overdue.slice(0, MOST).map(async ({ summary, client, day }) => ({
        ...aboutCase(summary, client),
        municipality: await nameOf(summary.gemeentecode ?? ''),
        answerBy: day,
      })),
    ),
    moreOverdue: Math.max(0, overdue.length - MOST),
  }
}

/** What stands in the list of files already, and needs no line of its own. */
const ABOUT_FILES: ReadonlySet<string> = new Set<Question['about']>(['upload', 'delivery'])
/** What has a line of its own each morning, beside the books that are needed. */
const TOLD_DAILY: ReadonlySet<string> = new Set<Question['about']>(['decision'])

/** A file that its portal does not have, as a colleague reads it (S2). */
function notThere({ file, since, municipalities, step, late }: Undelivered): string {
  const whose = municipalities.length === 0 ? '' : `, voor ${municipalities.join(', ')},`
  const ring = late ? ' Dit duurt al drie werkdagen: meld het ook aan de beheerder.' : ''
  return `Het bestand ${file}${whose} is sinds ${dutchDate(since)} niet bij het meldpunt. ${step}${ring}`
}

const aboutCase = ({ caseId, renter }: CaseSummary, { name }: Client) => ({ caseId, renter, client: { name } })

/** The open questions since the last mail that left. */
async function newQuestions(ports: StaffPorts, until: IsoInstant): Promise<KeptQuestion[]> {
  // Of mails that left, and never of one that broke off.
  const told = await ports.notebook.get('staff-mail', 'told')
  return openQuestions(ports.notebook, told?.until ?? null, until)
}
