import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { type Casework, handle, seenOf } from '../../shared/casework/handle.ts'
import { getJson } from '../../shared/casework/json-objects.ts'
import { pool } from '../../shared/casework/pool.ts'
import { sha256 } from '../../shared/casework/sha256.ts'
import { type BookEntry, bookEntry } from '../../shared/contracts/import.ts'
import {
  CaseMovedOn,
  type LoadedCase,
  type ObjectStore,
  type RenterRecord,
  type RenterStore,
  type Workflow,
} from '../../shared/contracts/ports.ts'
import { owedInBook, takeOver } from '../../shared/domain/arrears.ts'
import { type IsoDate, plusDays } from '../../shared/domain/calendar.ts'

export const applyBookInput = z.strictObject({ on: z.iso.date(), batch: z.string().min(1) })

export interface BookWork extends Casework {
  readonly workflow: Workflow
  readonly renters: RenterStore
  readonly objects: ObjectStore
}

/** Renters that are worked on at the same time. */
const WIDTH = 8
/** After so many days a book that says the same is looked at again: staff's word on a payment runs out, a case may have been closed. */
const LOOK_AGAIN_DAYS = 7
/** How long a payment that staff booked is believed while the book does not show it yet. */
const BOOKING_DAYS = 14

/** Brings the cases of one batch of renters up to date with the book: opened, changed, or paid (C3, C4, K1). Safe to run twice. */
export async function applyBook(
  work: BookWork,
  { on, batch }: z.infer<typeof applyBookInput>,
): Promise<{ renters: number }> {
  const entries = await getJson(work.objects, 'work', batch, z.array(bookEntry))
  if (!entries) throw new Error(`no batch ${batch}`)
  const records = new Map((await work.renters.getMany(entries)).map((record) => [keyOf(record), record]))
  await pool(entries, WIDTH, (entry) => applyEntry(work, entry, records.get(keyOf(entry)) ?? null, on))
  return { renters: entries.length }
}

const keyOf = ({ renter, client }: { renter: string; client: string }) => JSON.stringify([renter, client])

async function applyEntry(work: BookWork, entry: BookEntry, known: RenterRecord | null, on: IsoDate): Promise<void> {
  const owes = owedInBook(entry.items, on) > 0
  if (!known && !owes) return
  const book = { digest: sha256(JSON.stringify(entry)), on }
  if (known?.book && saysNothingNew(known.book, book, entry)) return
  const record = await keepPerson(work, entry, known)
  const caseId = await bringUpToDate(work, record, entry, on, owes)
  // Last, so that whatever breaks off before is done again.
  const version = record.version + (caseId === record.caseId ? 1 : 2)
  await work.renters.put({ ...record, caseId, version, book })
}

/** The same book again, a few days later, in which nothing fell due since: then the case stands as it stood. */
const saysNothingNew = (last: Book, now: Book, { items }: BookEntry): boolean =>
  last.digest === now.digest &&
  last.on <= now.on &&
  now.on <= plusDays(last.on, LOOK_AGAIN_DAYS) &&
  !items.some(({ dueOn }) => dueOn >= last.on && dueOn < now.on)

type Book = NonNullable<RenterRecord['book']>

/** The renter's newest case after the book was taken over; null when there never was one. */
async function bringUpToDate(
  work: BookWork,
  record: RenterRecord,
  entry: BookEntry,
  on: IsoDate,
  owes: boolean,
): Promise<string | null> {
  const loaded = record.caseId === null ? null : await work.log.load(record.caseId)
  if (loaded && !loaded.state.ended) await update(work, loaded, entry, on)
  else if (record.caseId !== null && !loaded) await open(work, record.caseId, entry, on, 0)
  else if (owes) {
    const booked = loaded ? bookedByStaff(loaded, entry, on) : 0
    if (owedInBook(entry.items, on) > booked) return openNew(work, record, entry, on, booked)
  }
  return record.caseId
}

/** The record names the case before the case exists: whatever breaks off in between, the next try opens the same case. */
async function openNew(
  work: BookWork,
  record: RenterRecord,
  entry: BookEntry,
  on: IsoDate,
  bookedCents: number,
): Promise<string> {
  const caseId = `C-${randomUUID()}`
  await work.renters.put({ ...record, version: record.version + 1, caseId })
  await open(work, caseId, entry, on, bookedCents)
  return caseId
}

/** The renter's record with the person as the book has it now. */
async function keepPerson(work: BookWork, entry: BookEntry, known: RenterRecord | null): Promise<RenterRecord> {
  const { renter, client, person } = entry
  if (known && JSON.stringify(sorted(known.person)) === JSON.stringify(sorted(person))) return known
  const record = { renter, client, person, version: (known?.version ?? 0) + 1, caseId: known?.caseId ?? null }
  await work.renters.put(record)
  return record
}

const sorted = (person: object) => Object.entries(person).sort(([a], [b]) => (a < b ? -1 : 1))

/** What staff booked before the last case ended, and the book still has to catch up with; in cents. */
function bookedByStaff({ state }: LoadedCase, entry: BookEntry, on: IsoDate): number {
  if (state.ended?.by !== 'staff' || on > plusDays(state.ended.on, BOOKING_DAYS)) return 0
  return takeOver(state.items, entry.items)
    .filter((item) => item.dueOn <= on)
    .reduce((sum, item) => sum + Math.max(0, Math.min(item.staffPaidCents, item.openCents)), 0)
}

async function open(work: BookWork, caseId: string, entry: BookEntry, on: IsoDate, bookedCents: number): Promise<void> {
  const { client, items, naturalPerson, dwelling, gemeentecode, renter } = entry
  const booked = bookedCents > 0 ? { bookedCents } : {}
  const event = { type: 'CaseOpened', client, on, items, naturalPerson, dwelling, gemeentecode, ...booked } as const
  try {
    await work.log.append(caseId, { seq: 0, hash: '' }, event, work.now().toISOString())
  } catch (error) {
    if (!(error instanceof CaseMovedOn)) throw error
  }
  await handle(work, caseId, null, { renter, renterObjects: await work.renters.objects(renter) })
  await work.workflow.startCase(caseId)
}

async function update(work: BookWork, loaded: LoadedCase, entry: BookEntry, on: IsoDate): Promise<void> {
  const { items, naturalPerson, dwelling, gemeentecode, renter } = entry
  const command = { type: 'take-book', on, items, naturalPerson, dwelling, gemeentecode } as const
  let outcome = await handle(work, loaded.caseId, command, { from: await seenOf(work, loaded, renter) })
  while (outcome.event?.type === 'CaseFactsCorrected')
    outcome = await handle(work, loaded.caseId, command, { from: outcome })
  if (!loaded.state.waiting) await work.workflow.startCase(loaded.caseId)
}
