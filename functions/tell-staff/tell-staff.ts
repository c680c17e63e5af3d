import { z } from 'zod'
import type { CaseLog, RegisterStore } from '../../shared/contracts/ports.ts'
import type { Organisation } from '../../shared/contracts/registers.ts'
import type { RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import {
  dateOf,
  type IsoInstant,
  instantAt,
  isWorkingDay,
  plusDays,
  plusMinutes,
  weekdayOf,
} from '../../shared/domain/calendar.ts'
import { gather, type Morning } from '../../shared/morning/gather.ts'
import { roundNews } from '../../shared/morning/round-news.ts'
import { booksNeeded } from '../../shared/queries/books-needed.ts'
import { tasksOn } from '../../shared/queries/day.ts'
import { askOpenPoints } from '../../shared/questions/mandates.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { undeliveredOn } from '../../shared/rounds/undelivered.ts'
import { askBooks, askDecisions, endThreats } from './ask.ts'
import { morningMail } from './morning-mail.ts'
import { type SendingPorts, sendOnce } from './send-once.ts'
import { weekMail } from './week-mail.ts'

export const tellStaffInput = z.object({})

type NoteRights = 'approval read' | 'delivery read' | `${'question' | 'staff-mail'} ${'read' | 'put'}`

export interface StaffPorts extends Omit<SendingPorts, 'notebook'> {
  readonly log: Pick<CaseLog, 'openOf' | 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'municipality' | 'organisation'>
  readonly renters: Pick<RenterStore, 'getMany'>
  readonly notebook: Omit<NotebookFor<NoteRights>, 'putMany'>
  readonly objects: Pick<ObjectsFor<'work read' | 'evidence read'>, 'get'>
}

/** A call that is tried again until after midnight leaves the new day's mail to the morning. */
const FROM = '08:00'
/** A question of the last minute may still be on its way to the notebook: the next mail has it. */
const ARRIVED_MINUTES = 1

/**
 * Tells the debtor department what waits for people, in one mail each working morning (H1): `morning-mail.ts` decides
 * what it says. Once a week the administrator hears of what nobody took up (H1). Nothing to tell, or nobody to tell it
 * to: no mail.
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
  await endThreats(ports, day.open, asked)
  await askBooks(ports, books, until)
  const morning = await gather(ports, { ...day, on, clients, undelivered, rounds, books }, until)
  const told = staff === null ? 0 : await tellMorning(ports, organisation, staff, morning, until)
  await tellWeek(ports, organisation, administrator, morning, until)
  return { told, ...watched }
}

/** @returns how many lines the mail has, when this call sent it */
async function tellMorning(
  ports: StaffPorts,
  organisation: Organisation,
  to: string,
  morning: Morning,
  until: IsoInstant,
): Promise<number> {
  const { on } = morning
  // Of the last mail that left, and never of one that broke off.
  const last = await ports.notebook.get('staff-mail', 'told')
  const mail = morningMail(organisation, morning, new Set(last?.lines ?? []))
  if (!mail) return 0
  const { letter, lines } = mail
  const isSent = await sendOnce(
    ports,
    organisation,
    { id: on, reservation: `staff-${on}`, to, letter, kind: letter.kind, until, lines },
    (left) => ports.notebook.put('staff-mail', 'told', { lines: [...left] }),
  )
  return isSent ? letter.sections.reduce((sum, { lines: { length } }) => sum + length, 0) : 0
}

/**
 * Tells the administrator on the first working day of the week what has stood longer than two rounds, and nobody
 * decided on (H1); on the first one after it, where the machine was off.
 */
async function tellWeek(
  ports: StaffPorts,
  organisation: Organisation,
  to: string,
  morning: Morning,
  until: IsoInstant,
): Promise<void> {
  const { on } = morning
  const id = `week-${plusDays(on, 1 - weekdayOf(on))}`
  if ((await ports.notebook.get('staff-mail', id))?.left) return
  const letter = await weekMail(ports, organisation, morning)
  if (!letter) return ports.notebook.put('staff-mail', id, { until, left: true })
  await sendOnce(ports, organisation, {
    ...{ id, to, letter, until, lines: [] },
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
