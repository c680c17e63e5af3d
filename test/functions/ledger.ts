import type { BookPorts } from '../../functions/apply-book/apply-book.ts'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { type FactPorts, recordFact } from '../../functions/record-fact/record-fact.ts'
import { dynamoCaseLog } from '../../shared/adapters/dynamo-case-log.ts'
import { dynamoNotebook } from '../../shared/adapters/dynamo-notebook.ts'
import { dynamoRegisterStore } from '../../shared/adapters/dynamo-register-store.ts'
import { dynamoRenterStore } from '../../shared/adapters/dynamo-renter-store.ts'
import { reportedFactSchema } from '../../shared/contracts/facts.ts'
import type { BookEntry } from '../../shared/contracts/import.ts'
import { questionsOf } from '../../shared/contracts/question.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import type { Database } from '../support/dynalite.ts'
import { REGISTERS } from '../support/landscape.ts'

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

/** Books of one renter, and facts about them, on real stores; the executions of cases are no part of it. */
export async function aLedger(database: Database) {
  const table = await database.newTable()
  const notebook = dynamoNotebook(database.client, table)
  const registers = dynamoRegisterStore(database.client, table)
  const log = dynamoCaseLog(database.client, table)
  await registers.load(registersSchema.parse(REGISTERS), '2026-01-01T00:00:00.000Z')
  let now = ''
  let book: Uint8Array | null = null
  let facts = 0
  const evidence = new Set<string>()
  const ports = {
    notebook,
    registers,
    log,
    renters: dynamoRenterStore(database.client, table),
    now: () => new Date(now),
    objects: {
      get: async (bucket: string) => (bucket === 'work' ? book : null),
      exists: async (_: string, key: string) => evidence.has(key),
    },
    mailer: { sentAs: async () => null },
    workflow: { startCase: async () => {}, wake: async () => {} },
  }
  return {
    /** What use cases ask of the world. */
    ports,
    /** The keys of the copies of letters. */
    evidence,
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
      book = new TextEncoder().encode(JSON.stringify([entry, ...others].map((each) => ({ ...ENTRY, ...each }))))
      await applyBook(ports as unknown as BookPorts, { on, batch: 'a-batch' })
    },
    /** A fact about the renter; delivered `times` times. */
    async reports(at: string, type: string, fields: object = {}, times = 1): Promise<void> {
      const [day = '', time = ''] = at.split('T')
      now = instantAt(day, time)
      facts += 1
      const detail = reportedFactSchema.parse({ at, type, renter: ENTRY.renter, ...fields })
      for (let time = 0; time < times; time += 1)
        await recordFact(ports as unknown as FactPorts, { id: `fact-${facts}`, detail })
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
