import { z } from 'zod'
import {
  bringUpToDate,
  type CasePortsOutside,
  changeCase,
  type Outcome,
  openCase,
  seenOf,
} from '../../shared/cases/change-case.ts'
import { hasTurn } from '../../shared/cases/import-turn.ts'
import { asBookClaims, bookOf } from '../../shared/cases/named-claims.ts'
import { reserveReference } from '../../shared/cases/reserve-reference.ts'
import { type BookEntry, bookEntrySchema } from '../../shared/contracts/import.ts'
import type { CaseLog, CaseSummary, LoadedCase, Workflow } from '../../shared/contracts/ports.ts'
import type { Question } from '../../shared/contracts/question.ts'
import type { RenterRecord, RenterStore } from '../../shared/contracts/renters.ts'
import type { NotebookFor, ObjectsFor } from '../../shared/contracts/rights.ts'
import { asInBook, owedInBook, staffIsBelieved, takeOver } from '../../shared/domain/arrears.ts'
import { spreadBalance } from '../../shared/domain/balance.ts'
import { type IsoDate, plusDays } from '../../shared/domain/calendar.ts'
import { exceedsRemainder, owedOn } from '../../shared/domain/claims.ts'
import { reopens } from '../../shared/domain/decide.ts'
import type { Claim } from '../../shared/domain/event.ts'
import { hasEnded } from '../../shared/domain/phase.ts'
import type { Policy } from '../../shared/domain/policy.ts'
import { ownerKey, renterKey } from '../../shared/domain/renter-number.ts'
import type { CaseState } from '../../shared/domain/state.ts'
import { areSmallClaimsMuch } from '../../shared/domain/tasks.ts'
import { askQuestion, askQuestionOnce, endQuestion, questionId } from '../../shared/questions/questions.ts'
import { getJson } from '../../shared/runtime/json-objects.ts'
import { pool } from '../../shared/runtime/pool.ts'
import { sha256 } from '../../shared/runtime/sha256.ts'
import { tellColumns, tellEarlier } from './by-columns.ts'
import { closedFor, keepRecord, numbered, withoutClosed } from './keep-record.ts'
import { claimsReturned } from './returned.ts'

export const applyBookInput = z.strictObject({
  importId: z.string().min(1),
  on: z.iso.date(),
  batch: z.string().min(1),
})

export interface BookPorts extends CasePortsOutside {
  readonly log: CasePortsOutside['log'] & Pick<CaseLog, 'summariesOf'>
  readonly workflow: Pick<Workflow, 'startCase' | 'wake'>
  readonly renters: Pick<RenterStore, 'getMany' | 'lastWord' | 'put'>
  readonly objects: Pick<ObjectsFor<'work read'>, 'get'>
  readonly notebook: Pick<
    NotebookFor<'question read' | 'question put' | 'reference read' | 'reference put' | 'import read' | 'book read'>,
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
 * Brings the cases of one batch of renters up to date with the book: opened, changed, paid, or going on after they had
 * been paid (C3, C4, C14, K1). Safe to run twice. An import that lost its turn changes nothing any more (I3).
 */
export async function applyBook(
  ports: BookPorts,
  { importId, on, batch }: z.infer<typeof applyBookInput>,
): Promise<{ renters: number }> {
  const entries = await getJson(ports.objects, 'work', batch, z.array(bookEntrySchema))
  if (!entries) throw new Error(`no batch ${batch}`)
  const records = new Map((await ports.renters.getMany(entries)).map((record) => [keyOf(record), record]))
  const running = await runningOf(ports, [...records.values()])
  const halfTold = await afterBroken(ports, entries)
  await pool(entries, WIDTH, async (entry) => {
    const known = records.get(keyOf(entry)) ?? null
    const stands = known !== null && !known.begun && (known.caseId === null || running.has(known.caseId))
    if (stands && !halfTold.has(entry.client) && saysNothingNew(known.book, digested(entry, on), entry)) return
    if (await hasTurn(ports.notebook, importId)) await applyEntry(ports, entry, known, on)
  })
  return { renters: entries.length }
}

const keyOf = ({ renter, client }: { renter: string; client: string }) => ownerKey(client, renter)

/**
 * The clients whose last import may have broken off between an event and the summary of its case: what the lists show
 * is no ground to pass a case by.
 */
async function afterBroken({ notebook }: BookPorts, entries: readonly BookEntry[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const client of new Set(entries.map((entry) => entry.client)))
    if ((await notebook.get('book', client))?.afterBroken) found.add(client)
  return found
}

async function applyEntry(ports: BookPorts, given: BookEntry, known: RenterRecord | null, on: IsoDate): Promise<void> {
  const book = digested(given, on)
  const caseBefore = known?.caseId ?? null
  const loaded = caseBefore === null ? null : await ports.log.load(caseBefore)
  const last = loaded ?? (await lastEnded(ports, known))
  const closed = closedFor(known, last)
  const entry = withoutClosed(known, spreadOver(given, known, loaded), closed)
  const { policy } = await ports.registers.conditions(given.client, given.gemeentecode)
  const claims = numbered(known, entry.claims)
  const goesOn = loaded && (!loaded.state.ended || reopens(loaded.state, claims, on, policy)) ? loaded : null
  const opens = !goesOn && owes(last, claims, policy, on)
  const owesSmall = areSmallClaimsMuch(heldAgainst(last, claims, on), policy, on)
  if (owesSmall && !goesOn && !opens) await askAboutRemainders(ports, entry)
  if (!known && !opens) return
  // A record that names a case without a history was left by a try that broke off: the same case is opened.
  const caseId = opens && (caseBefore === null || loaded) ? await newReference(ports, given) : caseBefore
  const begins = opens || (goesOn !== null && goesOn.state.ended !== null)
  const record = await keepRecord(ports.renters, entry, known, caseId, closed, book.digest, begins)
  if (goesOn) {
    const { state } = await update(ports, goesOn, { entry, known, record, on })
    // Paid meanwhile, and behind again: the same book is taken over once more, now for a case of its own.
    if (state.ended && owes({ state }, claims, policy, on)) return applyEntry(ports, given, record, on)
    if (state.ended && owesSmall) await askAboutRemainders(ports, entry)
  } else if (opens && caseId !== null) await open(ports, caseId, { entry, known, record, on }, last?.state.hold ?? null)
  // Last, so that whatever breaks off before is done again.
  if (record.begun || known?.book?.digest !== book.digest)
    await ports.renters.put({ ...told(record), version: record.version + 1, book })
}

/**
 * The cases of these renters that have not ended, and are not frozen: of one that did, the same lines may mean that it
 * goes on (C14); and one that is goes on with them (I1).
 */
async function runningOf({ log }: BookPorts, records: readonly RenterRecord[]): Promise<ReadonlySet<string>> {
  const named = records.flatMap(({ caseId }) => caseId ?? [])
  const summaries = await log.summariesOf(named)
  const isFrozen = ({ tasks }: CaseSummary) => (tasks ?? []).some(({ task }) => task === 'unread')
  return new Set(summaries.filter((each) => !hasEnded(each.phase) && !isFrozen(each)).map(({ caseId }) => caseId))
}

const digested = (entry: BookEntry, on: IsoDate): Book => ({ digest: sha256(JSON.stringify(entry)), on })

/** A renter's lines in a book of a day, and the renter's record before and after it. */
interface Taken {
  readonly entry: BookEntry
  readonly known: RenterRecord | null
  readonly record: RenterRecord
  readonly on: IsoDate
}

const spreadOver = (entry: BookEntry, known: RenterRecord | null, loaded: LoadedCase | null): BookEntry => {
  const before = known && loaded && !loaded.state.ended ? asBookClaims(known, loaded.state.claims) : []
  return { ...entry, claims: spreadBalance(before, entry.claims) }
}

/** Whether the book shows more than remainders, and more than staff booked before the last case ended (C11). */
function owes(last: Pick<LoadedCase, 'state'> | null, claims: readonly Claim[], policy: Policy, on: IsoDate): boolean {
  return owedOn(heldAgainst(last, claims, on), on).some((owed) => exceedsRemainder(owed, policy))
}

/** The claims of a book with what staff booked and what is disputed by the last case. */
function heldAgainst(last: Pick<LoadedCase, 'state'> | null, claims: readonly Claim[], on: IsoDate) {
  const before = last?.state.claims ?? []
  return { claims: takeOver(last && staffIsBelieved(last.state.bookedOn, on) ? before : asInBook(before), claims) }
}

/** C11: remainders keep no case alive that could ask what is done about them; each renter's are one question. */
const askAboutRemainders = (ports: BookPorts, { client, renter }: BookEntry): Promise<void> =>
  askQuestionOnce(ports, questionId.remainders(client, renterKey(renter)), {
    ...{ about: 'remainders', reason: 'small-claims', caseId: null, client, renter, at: ports.now().toISOString() },
  })

const told = ({ untold: _untold, begun: _begun, ...record }: RenterRecord): RenterRecord => record

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
const saysNothingNew = (last: Book | undefined, now: Book, { claims }: BookEntry): boolean =>
  last !== undefined &&
  last.digest === now.digest &&
  last.on <= now.on &&
  now.on <= plusDays(last.on, LOOK_AGAIN_DAYS) &&
  !claims.some(({ dueOn }) => dueOn >= last.on && dueOn < now.on)

type Book = NonNullable<RenterRecord['book']>

async function open(
  ports: BookPorts,
  caseId: string,
  { entry, known, record, on }: Taken,
  lastHold: CaseState['hold'],
): Promise<void> {
  const { client, naturalPerson, dwelling, gemeentecode, renter } = entry
  if (gemeentecode === null) await askMunicipality(ports, caseId, entry)
  const book = bookOf(record, entry.claims)
  const event = { type: 'CaseOpened', client, on, ...book, naturalPerson, dwelling, gemeentecode } as const
  const opened = await openCase(ports, caseId, event, { renter, objectedAt: await objectedAt(ports, entry) })
  const returned = known && (await claimsReturned(ports.log, known, caseId, null, book.claims))
  const told = returned ? await changeCase(ports, caseId, returned, { from: opened }) : opened
  await tellColumns(ports, await tellEarlier(ports, told, record, lastHold), entry, record)
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

async function update(ports: BookPorts, loaded: LoadedCase, { entry, known, record, on }: Taken): Promise<Outcome> {
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
  const book = bookOf(record, claims)
  const command = { type: 'take-book', on, ...book, naturalPerson, dwelling, gemeentecode } as const
  const takeBook = async () => {
    do outcome = await changeCase(ports, caseId, command, { from: outcome })
    while (outcome.event?.type === 'CaseFactsCorrected')
  }
  const ended = outcome.state.ended !== null
  if (ended) await takeBook()
  if (record.untold) {
    await endAddressQuestions(ports, caseId, record.untold.email)
    outcome = await changeCase(ports, caseId, { type: 'renter-data', ...record.untold }, { from: outcome })
  }
  const returned = known && (await claimsReturned(ports.log, known, caseId, loaded, book.claims))
  if (returned) outcome = await changeCase(ports, caseId, returned, { from: outcome })
  await takeBook()
  outcome = await tellColumns(ports, outcome, entry, record)
  if (record.begun || !loaded.state.waiting) await ports.workflow.startCase(caseId)
  return outcome
}
