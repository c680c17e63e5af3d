import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { recordFact } from '../../functions/record-fact/record-fact.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { FactOutcome } from '../../shared/facts/outcome.ts'
import { allQuestions } from '../../shared/questions/questions.ts'
import { aWorld, IMPORT } from '../support/in-memory/world.ts'

/** What a book says of the renter, unless a test says otherwise. */
export const ENTRY: BookEntry = {
  client: 'BELEGGER-A',
  renter: '100001',
  naturalPerson: true,
  dwelling: true,
  gemeentecode: '0363',
  ...{ mainTenant: null, hold: null, deceased: null, representative: null },
  claims: [
    { contract: 'C-1', invoice: 'F-1', rent: true, description: 'Huur', dueOn: '2026-01-01', openCents: 100_000 },
  ],
  person: {
    surname: 'Verhuist',
    initials: 'A.',
    street: 'Dorpsstraat',
    houseNumber: '1',
    houseNumberAddition: '',
    postcode: '1011AB',
    city: 'Amsterdam',
    phone: '',
    email: '',
  },
}

/** Books of one renter, and facts about them; the executions of cases are no part of it. */
export async function aLedger() {
  let now = ''
  let facts = 0
  let last: Parameters<typeof recordFact>[1] | null = null
  const ports = await aWorld(() => new Date(now))
  const { log, notebook, objects } = ports
  const facing = { ...ports, imports: ports.workflow, rounds: ports.workflow }
  return {
    /** What use cases ask of the world. */
    ports,
    isAt(day: string, time: string): void {
      now = instantAt(day, time)
    },
    async caseId(): Promise<string> {
      for await (const { caseId } of log.all()) return caseId
      throw new Error('there is no case')
    },
    /** A book with the renter's claims, at one client unless it says otherwise. */
    async book(on: string, entry: Partial<BookEntry> = {}, ...others: Partial<BookEntry>[]): Promise<void> {
      now = instantAt(on, '06:00')
      const entries = [entry, ...others].map((each) => ({ ...ENTRY, ...each }))
      await objects.put('work', 'a-batch', JSON.stringify(entries), 'application/json')
      await applyBook(ports, { importId: IMPORT, on, batch: 'a-batch' })
    },
    /** A fact about the renter, delivered `times` times; answers what became of it the last time. */
    async reports(at: string, type: string, fields: object = {}, times = 1): Promise<FactOutcome | null> {
      const [day = '', time = ''] = at.split('T')
      now = instantAt(day, time)
      facts += 1
      // As JSON, which has no field that is undefined.
      const fact: unknown = JSON.parse(JSON.stringify({ at, type, renter: ENTRY.renter, ...fields }))
      last = { id: `fact-${facts}`, detail: reportedFactSchema.parse(fact) }
      let outcome: FactOutcome | null = null
      for (let time = 0; time < times; time += 1) outcome = await recordFact(facing, last)
      return outcome
    },
    /** The last fact, delivered once more. */
    async repeats(day: string, time: string): Promise<void> {
      now = instantAt(day, time)
      if (last) await recordFact(facing, last)
    },
    /** The events of the renter's cases after their opening, by client. */
    async told(): Promise<Record<string, string[]>> {
      const told: Record<string, string[]> = {}
      for await (const { state, events } of log.all()) told[state.client] = events.slice(1).map(({ type }) => type)
      return told
    },
    questions: async () => allQuestions(notebook),
  }
}
