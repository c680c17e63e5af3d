import type { CaseLog, RegisterStore } from '../contracts/ports.ts'
import type { RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { dateOf, type IsoInstant } from '../domain/calendar.ts'
import { booksNeeded } from '../queries/books-needed.ts'
import { tasksOn } from '../queries/day.ts'
import { allQuestions } from '../questions/questions.ts'
import { undeliveredOn } from '../rounds/undelivered.ts'
import { gather, type Morning } from './gather.ts'
import { roundNews } from './round-news.ts'

export interface LookPorts {
  readonly log: Pick<CaseLog, 'openOf' | 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'clients' | 'conditions' | 'municipality' | 'organisation'>
  readonly renters: Pick<RenterStore, 'getMany'>
  readonly notebook: Pick<NotebookFor<`${'approval' | 'delivery' | 'question'} read`>, 'get' | 'list'>
  readonly objects: Pick<ObjectsFor<'work read' | 'evidence read'>, 'get'>
}

/** All that waits for people at a moment, as the mail of a morning tells it; it asks and ends nothing. */
export async function lookAt(ports: LookPorts, now: IsoInstant): Promise<Morning> {
  const on = dateOf(now)
  const [clients, asked, rounds] = await Promise.all([
    ports.registers.clients(),
    allQuestions(ports.notebook),
    roundNews(ports, on),
  ])
  const undelivered = await undeliveredOn(ports, on, asked)
  const day = await tasksOn(ports.log, clients, on)
  const books = await booksNeeded(ports.registers, clients, day.open, on)
  return gather(ports, { ...day, on, clients, undelivered, rounds, books }, now)
}
