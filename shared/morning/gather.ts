import type { CaseLog, RegisterStore } from '../contracts/ports.ts'
import type { KeptQuestion } from '../contracts/question.ts'
import type { Client } from '../contracts/registers.ts'
import type { RenterStore } from '../contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../contracts/rights.ts'
import { reasonsOf } from '../correspondence/asked.ts'
import type { IsoDate, IsoInstant } from '../domain/calendar.ts'
import { ownerKey } from '../domain/renter-number.ts'
import type { BookNeeded } from '../queries/books-needed.ts'
import { openQuestions, type Task, type Tasks } from '../queries/day.ts'
import type { Undelivered } from '../rounds/undelivered.ts'
import type { RoundNews } from './round-news.ts'

/** All that the mail of a morning is decided from. */
export interface Morning extends Tasks {
  readonly on: IsoDate
  readonly clients: readonly Client[]
  readonly undelivered: readonly Undelivered[]
  readonly rounds: RoundNews
  readonly books: readonly BookNeeded[]
  /** That nobody answered. */
  readonly questions: readonly KeptQuestion[]
  /** Why a file does not count, or a threatening situation is held, by the question about it. */
  readonly reasons: ReadonlyMap<string, readonly string[]>
  /** The telephone numbers of renters to be called, by case. */
  readonly phones: ReadonlyMap<string, string>
  /** Names of municipalities, by code. */
  readonly municipalities: ReadonlyMap<string, string>
}

interface GatherPorts {
  readonly log: Pick<CaseLog, 'summariesOf'>
  readonly registers: Pick<RegisterStore, 'municipality'>
  readonly renters: Pick<RenterStore, 'getMany'>
  readonly notebook: Pick<NotebookFor<'question read'>, 'list'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get'>
}

/** Reads what the mail needs beside what is known already. @param until questions that were asked until then */
export async function gather(
  { log, registers, renters, notebook, objects }: GatherPorts,
  known: Omit<Morning, 'questions' | 'reasons' | 'phones' | 'municipalities'>,
  until: IsoInstant,
): Promise<Morning> {
  const questions = await openQuestions(notebook, until)
  const municipalities = new Map<string, string>()
  for (const code of new Set(known.owed.map(({ summary }) => summary.gemeentecode ?? '')))
    municipalities.set(code, (await registers.municipality(code))?.name ?? 'onbekend')
  const phones = await phonesOf(renters, known.calls)
  return { ...known, questions, reasons: await reasonsOf({ log, objects }, questions), phones, municipalities }
}

async function phonesOf(renters: GatherPorts['renters'], calls: readonly Task[]): Promise<Map<string, string>> {
  const records = await renters.getMany(calls.map(({ summary: { renter, client } }) => ({ renter, client })))
  const known = new Map(records.map(({ renter, client, person }) => [ownerKey(client, renter), person.phone]))
  return new Map(
    calls.flatMap(({ summary: { caseId, renter, client } }) => {
      const phone = known.get(ownerKey(client, renter)) ?? ''
      return phone === '' ? [] : [[caseId, phone] as const]
    }),
  )
}
