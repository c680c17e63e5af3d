import fc from 'fast-check'
import { applyBook } from '../../functions/apply-book/apply-book.ts'
import { closePaid } from '../../functions/close-paid/close-paid.ts'
import { readExport } from '../../functions/read-export/read-export.ts'
import { repairCases } from '../../functions/repair-cases/repair-cases.ts'
import type { ImportPlan } from '../../shared/contracts/import.ts'
import { registersSchema } from '../../shared/contracts/registers.ts'
import { openCents } from '../../shared/domain/arrears.ts'
import { instantAt } from '../../shared/domain/calendar.ts'
import { csv, lines } from '../erp/make-export.ts'
import { anEmptyWorld } from '../support/in-memory/world.ts'
import { REGISTERS } from '../support/landscape.ts'

// Imports that are under way at the same time, as the state machine runs them, in memory. Which call of which import
// goes on is arbitrary; a call may fail before or after it took effect, and an import may be killed.

export const CLIENTS = ['BELEGGER-A', 'BELEGGER-B'] as const
export const RENTERS = ['1', '2', '3'] as const

/** What a book says of a renter: what is open in euros, that nothing is, or something that cannot be read. */
type Said = number | 'nothing' | 'unreadable'

export interface Book {
  readonly on: string
  /** By client and renter; a client of whom nobody owes is not in the file. */
  readonly says: Readonly<Record<(typeof CLIENTS)[number], Readonly<Record<string, Said>>>>
  /** The calls that fail, counted from the first of the import, and whether they took effect. */
  readonly faults: readonly { readonly call: number; readonly took: boolean }[]
  /** The call at which the import is killed; null when it is not. */
  readonly killedAt: number | null
}

const said = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(400, 800) },
  { weight: 3, arbitrary: fc.constant('nothing' as const) },
  { weight: 1, arbitrary: fc.constant('unreadable' as const) },
)
const ofClient = fc.record({ 1: said, 2: said, 3: said })
const fault = fc.record({ call: fc.nat(120), took: fc.boolean() })

export const someBooks: fc.Arbitrary<Book[]> = fc.array(
  fc
    .record({
      on: fc.integer({ min: 2, max: 6 }).map((day) => `2026-02-0${day}`),
      says: fc.record({ 'BELEGGER-A': ofClient, 'BELEGGER-B': ofClient }),
      faults: fc.array(fault, { maxLength: 4 }),
      killedAt: fc.option(fc.nat(150), { freq: 4 }),
    })
    .filter(({ says }) => CLIENTS.some((client) => isIn(says, client))),
  { minLength: 1, maxLength: 4 },
)

/** Whether a book has any line of a client. */
const isIn = (says: Book['says'], client: (typeof CLIENTS)[number]): boolean =>
  RENTERS.some((renter) => says[client][renter] !== 'nothing')

const fileOf = ({ says }: Book) =>
  csv(
    CLIENTS.flatMap((client) =>
      RENTERS.filter((renter) => says[client][renter] !== 'nothing').map((renter) => {
        const open = says[client][renter]
        const number = `${client.at(-1)}${renter}`
        const who = {
          Opdrachtgever: client,
          Debiteurnummer: renter,
          Achternaam: `Naam ${number}`,
          Huisnummer: number.slice(1),
        }
        const what = { Factuurnummer: `F-${number}`, Contractnummer: `H-${number}`, Vervaldatum: '01-01-2026' }
        return { ...lines(1)[0], ...who, ...what, Openstaand: open === 'unreadable' ? '?' : `${open},00` }
      }),
    ) as Parameters<typeof csv>[0],
  )

/** What one import did: its plan, once it was accepted, and whether it came to its end. */
export interface Taken {
  readonly book: Book
  readonly plan: ImportPlan
  done: boolean
}

/** A step of an import failed, or the import was killed. */
class Broken extends Error {}

/** As often as the state machine calls a function. */
const TRIES = 4
/** What answers with a list that is read bit by bit, and not with a promise. */
const LISTS: ReadonlySet<string> = new Set([
  'openOf',
  'queued',
  'overdue',
  'entries',
  'changedCases',
  'all',
  'listedSince',
  'begun',
])

/** @param inTurn one import after another, in the order of the books */
export async function playImports(books: readonly Book[], scheduler: fc.Scheduler, inTurn = false) {
  const world = anEmptyWorld(() => new Date(instantAt('2026-02-09', '08:00')))
  await world.registers.load(registersSchema.parse(REGISTERS), instantAt('2026-01-01', '08:00'), 'M-1')
  const taken: Taken[] = []

  /** The world as an import sees it. */
  const around = (book: Book, isCalm: boolean) => {
    let calls = 0
    const call = async <T>(make: () => Promise<T>): Promise<T> => {
      if (isCalm) return make()
      const now = calls++
      if (book.killedAt !== null && now >= book.killedAt) throw new Broken('killed')
      await scheduler.schedule(Promise.resolve())
      const failing = book.faults.find((each) => each.call === now)
      if (failing?.took === false) throw new Broken('before it took effect')
      const answer = await make()
      if (failing) throw new Broken('after it took effect')
      return answer
    }
    const slow = <T extends object>(port: T, lists: ReadonlySet<string>): T =>
      new Proxy(port, {
        get(target, name, receiver) {
          const member = Reflect.get(target, name, receiver)
          if (typeof member !== 'function' || lists.has(String(name))) return member
          return (...args: unknown[]) => call(async () => Reflect.apply(member, target, args))
        },
      })
    return {
      ...world,
      log: slow(world.log, LISTS),
      renters: slow(world.renters, LISTS),
      notebook: slow(world.notebook, new Set()),
      objects: slow(world.objects, new Set(['list', 'stream'])),
      registers: slow(world.registers, new Set()),
      workflow: slow(world.workflow, new Set()),
    }
  }

  /** The states of an import. */
  const runs = async (book: Book, key: string, importId: string, isCalm: boolean): Promise<void> => {
    const ports = around(book, isCalm)
    const step = async <T>(work: () => Promise<T>): Promise<T> => {
      for (let tries = 1; ; tries += 1)
        try {
          return await work()
        } catch (error) {
          if (tries === TRIES) throw error
        }
    }
    world.workflow.importing.add(importId)
    try {
      for (;;) {
        const plan = await step(() => readExport(ports, { key, confirmed: true, importId }))
        if (plan.status === 'under-way') continue
        if (plan.status === 'half-told') {
          await step(() => repairCases(ports))
          continue
        }
        if (!('batches' in plan) || plan.status !== 'accepted') return
        const mine: Taken = { book, plan, done: false }
        taken.push(mine)
        const { on } = plan
        await Promise.all(plan.batches.map((batch) => step(() => applyBook(ports, { importId, on, batch }))))
        await step(() => closePaid(ports, plan))
        mine.done = true
        return
      }
    } finally {
      world.workflow.importing.delete(importId)
    }
  }

  const delivered = books.map((book, index) => ({ book, key: `${book.on}-${index}.csv` }))
  for (const { book, key } of delivered) await world.objects.put('inbox', key, fileOf(book), 'text/csv')
  const broken: typeof delivered = []
  const delivers = async (each: (typeof delivered)[number], index: number) => {
    try {
      await runs(each.book, each.key, `import-${index}`, false)
    } catch (error) {
      if (!(error instanceof Broken)) throw error
      broken.push(each)
    }
  }
  if (inTurn) for (const [index, each] of delivered.entries()) await scheduler.waitFor(delivers(each, index))
  else await scheduler.waitFor(Promise.all(delivered.map(delivers)))
  // Whatever broke off is delivered again.
  for (const [index, { book, key }] of broken.entries()) await runs(book, key, `again-${index}`, true)
  await repairCases(world)

  return {
    taken,
    /** What is open of a renter in the end, in euros, and whether the renter is frozen. */
    async outcome(client: string, renter: string): Promise<{ open: number; frozen: boolean }> {
      const record = await world.renters.get(renter, client)
      const state = record?.caseId ? (await world.log.load(record.caseId))?.state : null
      if (!state || state.ended) return { open: 0, frozen: false }
      const cents = state.claims.reduce((sum, claim) => sum + openCents(claim), 0)
      return { open: cents / 100, frozen: state.exceptedOn !== null }
    },
    /** The cases that have not ended by their history, those that the lists show as open, and those that go on. */
    async open(): Promise<{ cases: string[]; listed: string[]; running: string[] }> {
      const cases: string[] = []
      for await (const { caseId, state } of world.log.all()) if (!state.ended) cases.push(caseId)
      const listed: string[] = []
      for (const client of CLIENTS) for await (const { caseId } of world.log.openOf(client)) listed.push(caseId)
      const isRunning = await world.workflow.running()
      return { cases: cases.sort(), listed: listed.sort(), running: cases.filter(isRunning) }
    },
  }
}
