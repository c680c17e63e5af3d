import { z } from 'zod'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { Organisation } from '../../shared/contracts/registers.ts'
import type { NotebookFor } from '../../shared/contracts/rights.ts'
import { dateOf, instantAt, isWorkingDay, plusDays, plusMinutes, weekdayOf } from '../../shared/domain/calendar.ts'
import { booksNeeded } from '../../shared/queries/books-needed.ts'
import { tasksOn } from '../../shared/queries/day.ts'
import { askOpenPoints } from '../../shared/questions/mandates.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { type UndeliveredPorts, undeliveredOn } from '../../shared/rounds/undelivered.ts'
import { askBooks, askDecisions } from './ask.ts'
import { morningLetter, type News } from './morning-letter.ts'
import { roundNews } from './round-news.ts'
import { type SendingPorts, sendOnce } from './send-once.ts'
import { weekLetter } from './week-letter.ts'

export const tellStaffInput = z.object({})

type NoteRights = 'approval read' | 'delivery read' | `${'question' | 'staff-mail'} ${'read' | 'put'}`

export interface StaffPorts extends Omit<SendingPorts, 'notebook'>, Pick<UndeliveredPorts, 'objects'> {
  readonly log: Pick<CaseLog, 'openOf' | 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'municipality' | 'organisation'>
  readonly notebook: Omit<NotebookFor<NoteRights>, 'putMany'>
}

/** A call that is tried again until after midnight leaves the new day's mail to the morning. */
const FROM = '08:00'
/** A question of the last minute may still be on its way to the notebook: the next mail has it. */
const ARRIVED_MINUTES = 1

/**
 * Tells the debtor department what waits for people, in one mail each working morning: calls to make (C6 b), new
 * questions, those about mandates among them (R1), whose book is needed (C13), what is held or waits for a decision
 * (H1), rounds to approve (S6), files that their portal does not have (S2), and answers that the municipality owes
 * (F1). Once a week the administrator hears of what nobody took up (H1). Nothing to tell, or nobody to tell it to: no
 * mail.
 *
 * @throws MailRefused or UndeliverableByEmail when the mail service refuses it, StaffMailUnsettled, or another error
 * when it is not known whether the mail left
 */
export async function tellStaff(ports: StaffPorts): Promise<Told> {
  const now = ports.now().toISOString()
  const on = dateOf(now)
  if (!isWorkingDay(on)) return { told: 0, lateFiles: 0, unapprovedRounds: 0 }
  const organisation = await ports.registers.organisation()
  const { staff } = organisation
  const administrator = organisation.administrator ?? staff
  const asked = await allQuestions(ports.notebook)
  const undelivered = await undeliveredOn(ports, on, asked)
  const lateFiles = undelivered.filter(({ late }) => late).length
  const rounds = await roundNews(ports, on)
  const watched = { lateFiles, unapprovedRounds: rounds.unapproved }
  if (administrator === null || now < instantAt(on, FROM)) return { told: 0, ...watched }
  const until = plusMinutes(now, -ARRIVED_MINUTES)
  const clients = await ports.registers.clients()
  await askOpenPoints(ports, clients, until, asked)
  const day = await tasksOn(ports.log, clients, on)
  const books = await booksNeeded(ports.registers, clients, day.open, on)
  await askDecisions(ports, day.waiting, until, asked)
  await askBooks(ports, books, until)
  const news = { on, until, undelivered, rounds, books, ...day }
  const told = staff === null ? 0 : await tellMorning(ports, organisation, staff, news)
  await tellWeek(ports, organisation, administrator, news)
  return { told, ...watched }
}

/** @returns how many things the mail told, when this call sent it */
async function tellMorning(ports: StaffPorts, organisation: Organisation, to: string, news: News): Promise<number> {
  const { on, until } = news
  const letter = await morningLetter(ports, organisation, news)
  const told = letter.tasks.length + letter.questions.length + letter.overdue.length
  if (told === 0) return 0
  const mail = { id: on, reservation: `staff-${on}`, to, letter, kind: letter.kind, until }
  const isSent = await sendOnce(ports, organisation, mail, (toldUntil) =>
    ports.notebook.put('staff-mail', 'told', { until: toldUntil }),
  )
  return isSent ? told : 0
}

/**
 * Tells the administrator on the first working day of the week what has stood longer than two rounds, and nobody
 * decided on (H1); on the first one after it, where the machine was off.
 */
async function tellWeek(ports: StaffPorts, organisation: Organisation, to: string, news: News): Promise<void> {
  const { on, until } = news
  const id = `week-${plusDays(on, 1 - weekdayOf(on))}`
  if ((await ports.notebook.get('staff-mail', id))?.left) return
  const letter = await weekLetter(ports, organisation, news)
  if (!letter) return ports.notebook.put('staff-mail', id, { until, left: true })
  const count = letter.questions.length + letter.overdue.length
  const subject = `Blijft liggen: ${count} ${count === 1 ? 'zaak wacht' : 'zaken wachten'} langer dan twee signaalrondes`
  await sendOnce(ports, organisation, {
    ...{ id, to, letter, until, subject },
    ...{ reservation: `staff-${id}`, kind: 'staff-weekly' },
  })
}

interface Told {
  /** So many things stand in the mail. */
  readonly told: number
  /** So many files have not reached their portal for three working days; an alarm counts these (S2). */
  readonly lateFiles: number
  /** So many rounds are past their day and not approved; an alarm counts these (S6). */
  readonly unapprovedRounds: number
}
