import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { recordFact } from '../../functions/record-fact/record-fact.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { questionsOf } from '../../shared/contracts/question.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { aWorld } from '../support/in-memory/world.ts'

const ENTRY: BookEntry = {
  client: 'BELEGGER-A',
  renter: '100001',
  naturalPerson: true,
  dwelling: true,
  gemeentecode: '0363',
  claims: [{ invoice: 'F-1', description: 'Huur', dueOn: '2026-01-01', openCents: 100_000 }],
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
  const ports = await aWorld(() => new Date(now))
  const { log, notebook, objects } = ports
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
      await applyBook(ports, { on, batch: 'a-batch' })
    },
    /** A fact about the renter; delivered `times` times. */
    async reports(at: string, type: string, fields: object = {}, times = 1): Promise<void> {
      const [day = '', time = ''] = at.split('T')
      now = instantAt(day, time)
      facts += 1
      const detail = reportedFactSchema.parse({ at, type, renter: ENTRY.renter, ...fields })
      for (let time = 0; time < times; time += 1)
        await recordFact({ ...ports, imports: ports.workflow }, { id: `fact-${facts}`, detail })
    },
    /** The events of the renter's cases after their opening, by client. */
    async told(): Promise<Record<string, string[]>> {
      const told: Record<string, string[]> = {}
      for await (const { state, events } of log.all()) told[state.client] = events.slice(1).map(({ type }) => type)
      return told
    },
    questions: async () => questionsOf(await notebook.list('question')),
  }
}
