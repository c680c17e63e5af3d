import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import {
  bringUpToDate,
  type CasePortsOutside,
  changeCase,
  type Outcome,
  openCase,
  seenOf,
} from '../../shared/cases/change-case.ts'
import { asBookClaims, bookOf, NO_NAMES, named } from '../../shared/cases/named-claims.ts'
import { reserveReference } from '../../shared/cases/reserve-reference.ts'
import { type BookEntry, bookEntrySchema } from '../../shared/contracts/import.ts'
import type { LoadedCase, Workflow } from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { Person, RenterRecord, RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { owedInBook, staffIsBelieved, takeOver } from '../../shared/domain/arrears.ts'
import { spreadBalance } from '../../shared/domain/balance.ts'
import { type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import { askQuestion, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { personalOf, samePersonal, tellColumns, tellEarlier } from './by-columns.ts'

export const applyBookInput = z.strictObject({ on: z.iso.date(), batch: z.string().min(1) })

export interface BookPorts extends CasePortsOutside {
  readonly workflow: Pick<Workflow, 'startCase' | 'wake'>
  readonly renters: Pick<RenterStore, 'getMany' | 'lastWord' | 'put'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get'>
  readonly notebook: Pick<
    NotebookFor<'question read' | 'question put' | 'reference read' | 'reference put'>,
    'get' | 'put' | 'reserve'
  >
}

/** Renters that are worked on at the same time. */
const WIDTH = 8
/**
 * After so many days a book that says the same is looked at again: staff's word on a payment runs out, a case may have
 * been closed.
 */
const LOOK_AGAIN_DAYS = 14

/**
 * Brings the cases of one batch of renters up to date with the book: opened, changed, or paid (C3, C4, K1). Safe to run
 * twice.
 */
export async function applyBook(
  ports: BookPorts,
  { on, batch }: z.infer<typeof applyBookInput>,
): Promise<{ renters: number }> {
  const entries = await getJson(ports.objects, 'work', batch, z.array(bookEntrySchema))
  if (!entries) throw new Error(`no batch ${batch}`)
  const records = new Map((await ports.renters.getMany(entries)).map((record) => [keyOf(record), record]))
  await pool(entries, WIDTH, (entry) => applyEntry(ports, entry, records.get(keyOf(entry)) ?? null, on))
  return { renters: entries.length }
}

const keyOf = ({ renter, client }: { renter: string; client: string }) => JSON.stringify([renter, client])

async function applyEntry(ports: BookPorts, given: BookEntry, known: RenterRecord | null, on: IsoDate): Promise<void> {
  const owedCents = owedInBook(given.claims, on)
  if (!known && owedCents <= 0) return
  const book = { digest: sha256(JSON.stringify(given)), on }
  if (known?.book && saysNothingNew(known.book, book, given)) return

  const caseBefore = known?.caseId ?? null
  const loaded = caseBefore === null ? null : await ports.log.load(caseBefore)
  const continues = loaded !== null && loaded.state.ended === null
  const before = known && continues ? asBookClaims(known, loaded.state.claims) : []
  const entry = { ...given, claims: spreadBalance(before, given.claims) }
  const ended = continues ? null : (loaded ?? (await lastEnded(ports, known)))
  const bookedCents = ended && known ? bookedByStaff(ended, known, entry, on) : 0
  const opens = !continues && owedCents > bookedCents
  // A record that names a case without a history was left by a try that broke off: the same case is opened.
  const caseId = opens && (caseBefore === null || loaded) ? await newReference(ports, given) : caseBefore
  const record = await keepRecord(ports, entry, known, caseId)
  if (continues) {
    const { state } = await update(ports, loaded, entry, record, on)
    // Paid, and behind again since: the same book is taken over once more, now for a case of its own.
    if (state.ended && owedCents > 0) return applyEntry(ports, given, record, on)
  } else if (opens && caseId !== null)
    await open(ports, caseId, entry, record, on, bookedCents, ended?.state.hold ?? null)
  // Last, so that whatever breaks off before is done again.
  if (opens || known?.book?.digest !== book.digest)
    await ports.renters.put({ ...told(record), version: record.version + 1, book })
}

const told = ({ untold: _, ...record }: RenterRecord): RenterRecord => record

/** The case before one that a try which broke off named and did not open. */
async function lastEnded({ log }: BookPorts, known: RenterRecord | null): Promise<LoadedCase | null> {
  const last = known?.earlierCases?.at(-1)
  return last === undefined ? null : log.load(last)
}

async function newReference(ports: BookPorts, { client, gemeentecode }: BookEntry): Promise<string> {
  const { organisation } = await ports.registers.conditions(client, gemeentecode)
  return reserveReference(ports.notebook, organisation.letterReference)
}

/** The same book again, a few days later, in which nothing fell due since: then the case stands as it stood. */
const saysNothingNew = (last: Book, now: Book, { claims }: BookEntry): boolean =>
  last.digest === now.digest &&
  last.on <= now.on &&
  now.on <= plusDays(last.on, LOOK_AGAIN_DAYS) &&
  !claims.some(({ dueOn }) => dueOn >= last.on && dueOn < now.on)

type Book = NonNullable<RenterRecord['book']>

/**
 * The renter's record with the person as the book has it now, a number for each of its claims, and the case that is
 * theirs: named before it exists.
 */
async function keepRecord(
  ports: BookPorts,
  entry: BookEntry,
  known: RenterRecord | null,
  caseId: string | null,
): Promise<RenterRecord> {
  const { renter, client, person, claims: inBook } = entry
  const names = named(known ?? NO_NAMES, inBook)
  const personal = personalOf(known, entry)
  const same = known?.caseId === caseId && known.claims.length === names.claims.length
  if (same && samePerson(known.person, person) && samePersonal(known, personal)) return known
  const earlier = [...(known?.earlierCases ?? []), ...(known?.caseId && known.caseId !== caseId ? [known.caseId] : [])]
  const record = {
    ...{ renter, client, person, ...names, version: (known?.version ?? 0) + 1, caseId },
    key: known?.key ?? randomBytes(32).toString('hex'),
    ...personal,
    ...untoldOf(known, person),
    ...(earlier.length > 0 && { earlierCases: earlier }),
  }
  await ports.renters.put(record)
  return record
}

/** What the case must still be told of a change in the renter's data, also by a try that broke off (invariant 4). */
function untoldOf(known: RenterRecord | null, person: Person): Pick<RenterRecord, 'untold'> {
  if (!known || (samePerson(known.person, person) && !known.untold)) return {}
  return { untold: { email: known.person.email !== person.email || (known.untold?.email ?? false) } }
}

const samePerson = (a: Person, b: Person): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (person: object) => Object.entries(person).sort(([a], [b]) => (a < b ? -1 : 1))

/** What staff booked before the last case ended, and the book still has to catch up with; in cents. */
function bookedByStaff({ state }: LoadedCase, known: RenterRecord, entry: BookEntry, on: IsoDate): number {
  if (state.ended?.by !== 'staff' || !staffIsBelieved(state.ended.on, on)) return 0
  const names = named(known, entry.claims)
  return takeOver(state.claims, bookOf({ ...known, ...names }, entry.claims).claims)
    .filter((claim) => claim.dueOn <= on)
    .reduce((sum, claim) => sum + Math.max(0, Math.min(claim.staffPaidCents, claim.openCents)), 0)
}

async function open(
  ports: BookPorts,
  caseId: string,
  entry: BookEntry,
  record: RenterRecord,
  on: IsoDate,
  bookedCents: number,
  lastHold: CaseState['hold'],
): Promise<void> {
  const { client, naturalPerson, dwelling, gemeentecode, renter } = entry
  if (gemeentecode === null) await askMunicipality(ports, caseId, entry)
  const booked = bookedCents > 0 ? { bookedCents } : {}
  const book = bookOf(record, entry.claims)
  const event = { type: 'CaseOpened', client, on, ...book, naturalPerson, dwelling, gemeentecode, ...booked } as const
  const opened = await openCase(ports, caseId, event, { renter, objectedAt: await objectedAt(ports, entry) })
  await tellColumns(ports, await tellEarlier(ports, opened, record, lastHold), entry, record)
  await ports.workflow.startCase(caseId)
}

/** The moment of the renter's objection that is in force; null without one (C7). */
async function objectedAt({ renters }: BookPorts, { renter, client }: BookEntry): Promise<string | null> {
  const word = await renters.lastWord(renter, client)
  return word?.objects ? word.moment : null
}

/**
 * R5: in which municipality an address lies that is not found is for a person to find out. Asked first, so that no
 * crash loses it.
 */
async function askMunicipality(ports: BookPorts, caseId: string, { client, renter }: BookEntry): Promise<void> {
  const at = ports.now().toISOString()
  const question: Question = { about: 'municipality', reason: 'not-found', caseId, client, renter, at }
  await askQuestion(ports, questionId.municipality(caseId), question)
}

/**
 * C5: the renter's data changed in the ERP, so the letters have an address to try again; a mailbox only when that is
 * another.
 */
async function endAddressQuestions(ports: BookPorts, caseId: string, email: boolean): Promise<void> {
  await endQuestion(ports, questionId.letter(caseId), { reason: 'no-address' })
  if (email) await endQuestion(ports, questionId.address(caseId))
}

async function update(
  ports: BookPorts,
  loaded: LoadedCase,
  entry: BookEntry,
  record: RenterRecord,
  on: IsoDate,
): Promise<Outcome> {
  const { claims, naturalPerson, dwelling, gemeentecode, renter } = entry
  const { caseId } = loaded
  if (gemeentecode === null && loaded.state.gemeentecode !== null && owedInBook(claims, on) > 0)
    await askMunicipality(ports, caseId, entry)
  // First, like the asking.
  if (gemeentecode !== null && loaded.state.gemeentecode === null)
    await endQuestion(ports, questionId.municipality(caseId))
  // Without a summary the opening broke off, and the renter's earlier objection may not be in the case yet.
  const objected = loaded.summary === null ? await objectedAt(ports, entry) : null
  let outcome: Outcome = await bringUpToDate(ports, caseId, {
    objectedAt: objected,
    from: await seenOf(ports, loaded, renter),
  })
  if (record.untold) {
    const { email } = record.untold
    await endAddressQuestions(ports, caseId, email)
    outcome = await changeCase(ports, caseId, { type: 'renter-data', email }, { from: outcome })
  }
  const book = bookOf(record, claims)
  const command = { type: 'take-book', on, ...book, naturalPerson, dwelling, gemeentecode } as const
  do outcome = await changeCase(ports, caseId, command, { from: outcome })
  while (outcome.event?.type === 'CaseFactsCorrected')
  outcome = await tellColumns(ports, outcome, entry, record)
  if (!loaded.state.waiting) await ports.workflow.startCase(caseId)
  return outcome
}
